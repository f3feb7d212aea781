"""A small fictional county with three scenarios: for `plan init`, documents and tests."""

from __future__ import annotations

from importlib import resources
from pathlib import Path


def sample_folder() -> Path:
    """Return the folder of the sample county ``toy``."""
    return Path(str(resources.files(__package__)))


def copy_to(folder: Path) -> None:
    """Copy the sample county and its scenarios to a new or empty folder.

    Raises
    ------
    UsageError
        If the folder holds anything.
    """
    import shutil

    from planner.errors import UsageError
    from planner.texts import text

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(text("cli.sample_not_empty", folder=folder))
    folder.mkdir(parents=True, exist_ok=True)
    for file in sorted(sample_folder().iterdir()):
        if file.suffix in (".csv", ".yaml", ".geojson", ".md"):
            shutil.copyfile(file, folder / file.name)
