"""What the sheets of a comparison are made of: headings, rows, words in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from planner.compare.runs import Comparison
from planner.reports.compare.look import head, said, worded
from planner.reports.dossier.counts import Count
from planner.reports.figures import Cell
from planner.reports.sheet_writer import Column, Look, Sheet
from planner.reports.words import FEWEST_SHOWN, few

Row = Mapping[str, Any]
Heading = tuple[str, Cell, Look]
"""Name of a column, what stands over it, how its numbers look."""
Made = tuple[Sequence[Heading], Sequence[Row]]
"""A sheet's headings and rows."""


def by_run(comparison: Comparison) -> list[Heading]:
    """Return a column of values for each run: ``value_0`` and so on."""
    return [
        (f"value_{n}", head("value", letter=letter), "number")
        for n, letter in enumerate(comparison.letters)
    ]


def slashed(cell: Cell) -> str:
    """Return what a cell says in both languages, once where they agree."""
    return " / ".join(dict.fromkeys(said(cell, g) for g in ("zh", "en")))


def counted(pupils: float | Count) -> float | str:
    """Return a number of pupils of one place for a cell: words where it is hidden, as on the page."""
    if isinstance(pupils, Count):
        return pupils.low if pupils.shown else str(pupils)
    return few(pupils) if 0 < pupils < FEWEST_SHOWN else pupils


def mode_words(code: str) -> str:
    """Return a mode in words, nothing without one."""
    return slashed(worded("mode", code)) if code else ""


def sheet_of(name: str, frozen: int, made: Made, warning: str) -> Sheet:
    """Return a sheet.

    Parameters
    ----------
    frozen
        Columns that stay in view.
    warning
        A line above the table.
    """
    import pandas as pd

    headings, rows = made
    names = [column for column, _, _ in headings]
    table = pd.DataFrame(list(rows), columns=names, dtype=object)
    table = table.where(table.notna(), None)
    columns = tuple(
        Column(column, said(over, "zh"), said(over, "en"), look) for column, over, look in headings
    )
    return Sheet(name, table, columns, frozen, warning)
