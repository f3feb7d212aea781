"""Bad counties: the sample county with the change that a file of tests/data/bad names.

Changes are one of: ``row, column, write`` (a cell), ``append`` (a line), ``rename`` (a
heading), ``swap`` (two headings), ``clear`` (all rows), ``delete``, ``text`` (the whole
file), ``replace`` (a piece of it), ``encode``.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from planner.sample import sample_folder

Rows = list[list[str]]


def spoilt(folder: Path, changes: list[Mapping[str, Any]]) -> Path:
    """Return a copy of the sample county under `folder` with some changes.

    Without its teachers, who would be at schools that a change takes away, unless it names them.
    """
    county = folder / "county"
    shutil.copytree(sample_folder(), county, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    if not any(change["file"] == "teachers.csv" for change in changes):
        said = county / "county.yaml"
        text = said.read_text("utf-8").replace("  teachers: teachers.csv\n", "")
        said.write_text(text, "utf-8")
    for change in changes:
        path = county / change["file"]
        if "delete" in change:
            path.unlink()
        elif "text" in change:
            path.write_text(change["text"], "utf-8")
        elif "replace" in change:
            old, new = change["replace"]
            source = path.read_text("utf-8")
            assert old in source, f"{old!r} is not in {path.name}"
            path.write_text(source.replace(old, new), "utf-8")
        elif "encode" in change:
            path.write_bytes(path.read_text("utf-8-sig").encode(change["encode"]))
        else:
            edit_rows(path, lambda rows, change=change: _edited(rows, change))
    return county


def edit_rows(path: Path, edit: Callable[[Rows], Rows]) -> None:
    """Rewrite a CSV by a function of its rows, heading included."""
    rows = edit(list(csv.reader(io.StringIO(path.read_text("utf-8-sig")))))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def _edited(rows: Rows, change: Mapping[str, Any]) -> Rows:
    heading = rows[0]
    if "write" in change:
        rows[change["row"] - 1][heading.index(change["column"])] = str(change["write"])
    elif "append" in change:
        rows.append(change["append"].split(","))
    elif "rename" in change:
        old, new = change["rename"]
        heading[heading.index(old)] = new
    elif "swap" in change:
        first, second = (heading.index(c) for c in change["swap"])
        heading[first], heading[second] = heading[second], heading[first]
    elif "clear" in change:
        del rows[1:]
    return rows
