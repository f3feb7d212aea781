"""A travel table as one file of arrays and JSON, and back."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np
import pandas as pd

from planner.findings import Finding
from planner.texts import Text
from planner.travel.table import PossibleLine, TravelTable

HEAD = "head"
"""Name of the array that holds the JSON."""

KINDS: dict[str, type[Any]] = {c.__name__: c for c in (Finding, PossibleLine, Text)}
"""Classes that stand in a travel table."""


def save_table(table: TravelTable, key: str, file: IO[bytes]) -> None:
    """Write a travel table.

    Parameters
    ----------
    table
        The table.
    key
        What `load_table` will ask for.
    """
    arrays: dict[str, Any] = {}
    columns = []
    for n, (name, values) in enumerate(table.trips.items()):
        labels = None
        if pd.api.types.is_string_dtype(values.dtype):
            codes, found = pd.factorize(values)
            arrays[f"c{n}"], labels = codes.astype(np.int32), [str(v) for v in found]
        else:
            arrays[f"c{n}"] = values.to_numpy()
        columns.append([str(name), labels])
    rest = {
        field.name: _plain(getattr(table, field.name))
        for field in dataclasses.fields(table)
        if field.name != "trips"
    }
    head = {"key": key, "columns": columns, "rest": rest}
    text = json.dumps(head, ensure_ascii=False).encode()
    arrays[HEAD] = np.frombuffer(text, dtype=np.uint8)
    np.savez_compressed(file, **arrays)


def load_table(path: Path, key: str) -> TravelTable:
    """Read a travel table.

    Raises
    ------
    OSError, ValueError, KeyError, zipfile.BadZipFile
        If there is none, it cannot be read, or it was saved under another key.
    """
    with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        head = json.loads(arrays[HEAD].tobytes().decode())
        if head["key"] != key:
            raise ValueError(f"{path} was saved as {head['key']}, not {key}")
        columns = {}
        for n, (name, labels) in enumerate(head["columns"]):
            values = arrays[f"c{n}"]
            if labels is not None:
                named = pd.Categorical.from_codes(values, pd.Index(labels, dtype="str"))
                values = pd.Series(named).astype("str")
            columns[name] = values
    rest = {name: _whole(value) for name, value in head["rest"].items()}
    return TravelTable(trips=pd.DataFrame(columns), **rest)


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it, so that `_whole` finds its way back."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, tuple):
        return {"tuple": [_plain(v) for v in value]}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if isinstance(value, Mapping):
        return {"dict": [[_plain(k), _plain(v)] for k, v in value.items()]}
    if type(value).__name__ in KINDS:
        fields = {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"class": type(value).__name__, "fields": fields}
    raise TypeError(f"a travel table cannot be stored with a {type(value).__name__} in it")


def _whole(value: Any) -> Any:
    if isinstance(value, list):
        return [_whole(v) for v in value]
    if not isinstance(value, dict):
        return value
    if "tuple" in value:
        return tuple(_whole(v) for v in value["tuple"])
    if "dict" in value:
        return {_whole(k): _whole(v) for k, v in value["dict"]}
    fields = {name: _whole(v) for name, v in value["fields"].items()}
    return KINDS[value["class"]](**fields)
