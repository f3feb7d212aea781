"""What a run keeps in files, read back: the arrays of an instance, the rows of a table."""

from __future__ import annotations

import csv
import json
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.scenario import Scenario

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def save_arrays(instance: DataclassInstance, path: Path) -> None:
    """Write all arrays of an instance and its scenario to a compressed ``.npz``."""
    arrays: dict[str, Any] = {}
    for part in fields(instance):
        value = getattr(instance, part.name)
        if part.name == "scenario":
            value = value.model_dump_json()
        arrays[part.name] = np.asarray(value)
    np.savez_compressed(path, **arrays)


def load_arrays[Kept: DataclassInstance](kind: type[Kept], path: Path) -> Kept:
    """Read what `save_arrays` wrote of an instance of that kind.

    What a field is, the text of its annotation says: ``Scenario``, ``int``,
    ``tuple[str, ...]``; anything else is an array.

    Raises
    ------
    KeyError
        If a field is missing.
    """
    values: dict[str, Any] = {}
    with np.load(path, allow_pickle=False) as archive:
        for part in fields(kind):
            array = archive[part.name]
            if part.type == "Scenario":
                values[part.name] = Scenario.model_validate(json.loads(str(array)))
            elif part.type == "int":
                values[part.name] = int(array)
            elif part.type == "tuple[str, ...]":
                values[part.name] = tuple(str(v) for v in array)
            else:
                values[part.name] = array
    return kind(**values)


def table_rows(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Return the headings of a table and its rows, a blank cell as an empty text.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows = [{k: v or "" for k, v in row.items() if k} for row in reader]
        return list(reader.fieldnames or []), rows
