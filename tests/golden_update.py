"""Writes tests/golden/: run ``python -m tests.golden_update`` after changing a rule's rows.

Read the difference before you commit it: it is what the change does to the mathematics.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> int:
    """Write every golden file that differs, remove those of no rule, and name them."""
    sys.path.insert(0, str(Path(__file__).parent))
    from golden_lp import FOLDER, lp_text
    from golden_worlds import WORLDS

    FOLDER.mkdir(exist_ok=True)
    changed = 0
    for rule, (about, world) in WORLDS.items():
        file, said = FOLDER / f"{rule}.lp", lp_text(world(), rule, about)
        if not file.exists() or file.read_text("utf-8") != said:
            file.write_text(said, "utf-8")
            sys.stdout.write(f"wrote {file.name}\n")
            changed += 1
    for file in sorted(FOLDER.glob("*.lp")):
        if file.stem not in WORLDS:
            file.unlink()
            sys.stdout.write(f"removed {file.name}\n")
            changed += 1
    sys.stdout.write(f"{len(WORLDS)} rules, {changed} changed\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
