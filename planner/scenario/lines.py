"""YAML with line numbers: reading it, and finding the line that said something."""

from __future__ import annotations

from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from planner.findings import Finding
from planner.texts import Text, text

KeyPath = tuple[str | int, ...]
Places = dict[KeyPath, tuple[str, int]]
"""File and line (from 1; 0 where there is none) that said each key."""


def read_yaml(path: Path, check: str) -> tuple[Any | None, tuple[Finding, ...]]:
    """Read a YAML file whose top level is a mapping.

    Parameters
    ----------
    path
        The file, UTF-8 with or without BOM.
    check
        Name under which problems are reported.

    Returns
    -------
    tuple
        The mapping with its line numbers, or None and what is wrong.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    def refused(message: Text, line: int | None = None) -> tuple[None, tuple[Finding, ...]]:
        return None, (Finding(check, "error", message, file=path.name, row=line),)

    try:
        source = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return refused(text("file.missing", path=path))
    except (OSError, UnicodeDecodeError) as error:
        return refused(text("file.unreadable", reason=error))
    try:
        data = YAML().load(StringIO(source))
    except YAMLError as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        problem = error.problem if isinstance(error, MarkedYAMLError) else str(error)
        return refused(
            text("scenario.not_yaml", reason=problem or str(error)), mark.line + 1 if mark else None
        )
    if not isinstance(data, Mapping):
        return refused(text("scenario.not_mapping"))
    return data, ()


def places_in(data: Any, file: str, at: KeyPath = ()) -> Places:
    """Return the line of every key and list item of `data` as read by `read_yaml`."""
    places: Places = {}
    lines = getattr(data, "lc", None)
    pairs = data.items() if isinstance(data, Mapping) else enumerate(data)
    for key, value in pairs:
        if lines is not None and lines.data and key in lines.data:
            places[(*at, key)] = (file, lines.data[key][0] + 1)
        if isinstance(value, Mapping | list):
            places |= places_in(value, file, (*at, key))
    return places


def finding_at(
    places: Places, at: KeyPath, message: Text, value: object = "", check: str = "scenario"
) -> Finding:
    """Return an error placed at the line of `at`, or of the nearest key above it."""
    known = (places[at[:n]] for n in range(len(at), 0, -1) if at[:n] in places)
    file, line = next(known, ("", 0))
    return Finding(
        check,
        "error",
        message,
        file=file,
        row=line or None,
        column=".".join(str(p) for p in at),
        value=short(value),
    )


def short(value: object) -> str:
    """Return `value` as text of at most 60 characters."""
    said = str(value)
    return said if len(said) <= 60 else said[:57] + "…"
