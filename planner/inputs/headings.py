"""Headings: which column of a file is which column of the data dictionary."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping, Sequence

from planner.county import Column
from planner.findings import Finding
from planner.texts import Text, text


def fold(heading: str) -> str:
    """Return a heading as it is compared: NFKC, lower case, trimmed, no inner spaces."""
    return "".join(unicodedata.normalize("NFKC", heading).casefold().split())


def match_headings(
    headings: Sequence[str],
    columns: Mapping[str, Column],
    *,
    file: str,
    has_geometry: bool,
) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """Find the dictionary's columns among the headings of a file.

    Parameters
    ----------
    headings
        As they stand in the file.
    columns
        The table's columns by name.
    file
        For findings.
    has_geometry
        Whether geometry replaces longitude and latitude.

    Returns
    -------
    tuple
        Heading by column name, and findings on missing, doubled and unknown headings.
    """
    known: dict[str, str] = {}
    for column in columns.values():
        for heading in (column.name, *column.headings.values(), *column.aka):
            known.setdefault(fold(heading), column.name)
    matched: dict[str, str] = {}
    unknown: list[str] = []
    findings: list[Finding] = []
    heading_row = None if has_geometry else 1
    for heading in headings:
        name = known.get(fold(heading))
        if name is None:
            unknown.append(heading)
        elif name in matched:
            message = text("inputs.column_twice", first=matched[name], second=heading)
            findings.append(
                Finding("columns", "error", message, file, row=heading_row, column=name)
            )
        else:
            matched[name] = heading
    placed = ("lon", "lat") if has_geometry else ()
    for column in columns.values():
        if column.needed and column.name not in matched and column.name not in placed:
            message = _missing(column, unknown)
            findings.append(
                Finding("columns", "error", message, file, row=heading_row, column=column.name)
            )
    findings += [
        Finding(
            "columns", "note", text("inputs.column_unknown"), file, row=heading_row, column=heading
        )
        for heading in unknown
        if heading
    ]
    return matched, tuple(findings)


def _missing(column: Column, unknown: Sequence[str]) -> Text:
    """Return what to say of a needed column, with the nearest of the unknown headings."""
    folded = {fold(h): h for h in unknown if h}
    names = (column.name, *column.headings.values(), *column.aka)
    close = [
        folded[match]
        for name in names
        for match in difflib.get_close_matches(fold(name), list(folded), 1, 0.5)
    ]
    if close:
        return text("inputs.column_missing_close", heading=heading_of(column), nearest=close[0])
    return text("inputs.column_missing", heading=heading_of(column))


def heading_of(column: Column) -> Text:
    """Return the column's heading in either language."""
    return text("say.both", zh=column.headings["zh"], en=column.headings["en"])
