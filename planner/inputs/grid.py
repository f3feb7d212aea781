"""Rows of text cells to a table: where the heading stands, what is title, total or footnote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from planner.county import Column
from planner.findings import Finding
from planner.inputs.guard import RefusedFileError
from planner.inputs.headings import KnownHeadings, fold
from planner.texts import text

Row = tuple[int, Sequence[str]]
"""Number of a row as people count it, and its cells."""

HEADING_WITHIN_ROWS = 30
TOTALS = frozenset({"合计", "总计", "小计", "共计", "全县合计", "全县", "total", "sum", "subtotal"})
FOOTNOTES = ("注:", "备注:", "说明:", "填表", "制表", "审核", "单位负责人", "note:", "source:")


@dataclass(frozen=True)
class Grid:
    """The table within a sheet.

    Parameters
    ----------
    cells
        Texts by number of the row, columns as headed.
    heading_row
        Number of the row of headings (the lower one of two).
    matched
        Columns of the dictionary that the headings name.
    findings
        Rows left out.
    """

    cells: pd.DataFrame
    heading_row: int
    matched: frozenset[str]
    findings: tuple[Finding, ...] = ()


def grid_of(
    rows: Sequence[Row], columns: Mapping[str, Column], *, file: str, sheet: str = "", strict: bool
) -> Grid:
    """Find the heading of a table and the rows under it.

    The heading is the row, among the first 30 that are not blank, that names most columns
    of the dictionary; of rows that name equally many, the first. A cell there counts with the
    one above it too (在校生 over 1–3年级). Rows above it are titles.

    Parameters
    ----------
    rows
        Rows that are not blank, from the top.
    columns
        Columns of the table by name.
    file, sheet
        For findings.
    strict
        Whether cells to the right of the headings are refused, as in CSV, where a stray comma
        shifts a row; else they are left out.

    Raises
    ------
    RefusedFileError
        If there is no heading, or a row is too long.
    """
    known = KnownHeadings.of(columns)
    best, heading, matched = -1, [""], frozenset[str]()
    for n, (_, cells) in enumerate(rows[:HEADING_WITHIN_ROWS]):
        above = rows[n - 1][1] if n else ()
        named = [_named(cells, above, c, known) for c in range(len(cells))]
        found = frozenset(name for h in named if (name := known.column(h)))
        if len(found) > len(matched) or best < 0:
            best, heading, matched = n, named, found
    if not matched:
        best = _first_wide(rows)
        heading = [c.strip() for c in rows[best][1]] if rows else []
    if not any(heading):
        raise RefusedFileError(text("inputs.no_heading"), row=1, sheet=sheet)
    while heading and not heading[-1]:
        heading.pop()
    kept, numbers, findings = [], [], []
    for number, cells in rows[best + 1 :]:
        if aside := _aside(cells):
            message = text(f"inputs.left_out_{aside}", value=_first(cells))
            findings.append(Finding("left_out", "note", message, file, sheet, number))
            continue
        if any(c.strip() for c in cells[len(heading) :]):
            if strict:
                raise RefusedFileError(
                    text("inputs.ragged", cells=len(cells), columns=len(heading)), row=number
                )
            if not any(c.strip() for c in cells[: len(heading)]):
                continue
        kept.append((list(cells) + [""] * len(heading))[: len(heading)])
        numbers.append(number)
    frame = pd.DataFrame(
        kept, columns=pd.Index(heading), index=pd.Index(numbers, dtype="int64"), dtype=str
    )
    return Grid(frame, rows[best][0], matched, tuple(findings))


def _named(cells: Sequence[str], above: Sequence[str], at: int, known: KnownHeadings) -> str:
    """Return a heading, joined with the one over it where only that makes it known."""
    own = cells[at].strip()
    over = above[at].strip() if at < len(above) else ""
    if own and over and over != own and not known.column(own):
        for joined in (own + over, over + own):
            if known.column(joined):
                return joined
    return own


def _first_wide(rows: Sequence[Row]) -> int:
    """Return the first row with two cells filled, which a title is not; else the first."""
    for n, (_, cells) in enumerate(rows[:HEADING_WITHIN_ROWS]):
        if len({c.strip() for c in cells} - {""}) > 1:
            return n
    return 0


def _first(cells: Sequence[str]) -> str:
    return next((c.strip() for c in cells if c.strip()), "")


def _aside(cells: Sequence[str]) -> str:
    """Return ``total`` or ``footnote`` for a row that is one, else ``""``."""
    filled = {c.strip() for c in cells} - {""}
    first = fold(_first(cells))
    if first in TOTALS:
        return "total"
    if len(filled) == 1 and first.startswith(FOOTNOTES):
        return "footnote"
    return ""
