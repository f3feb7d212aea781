"""Write docs/example.ipynb: ``python docs/make/example.py`` executes example_cells.py."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from notebook_file import write_notebook


def main() -> None:
    """Execute the cells in a folder of their own and write the notebook."""
    here = Path(__file__).resolve().parent
    with TemporaryDirectory() as scratch:
        os.chdir(scratch)
        write_notebook(here / "example_cells.py", here.parent / "example.ipynb")
        os.chdir(here)


if __name__ == "__main__":
    main()
