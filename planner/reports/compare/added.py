"""Money and schools in a comparison: what its page and its workbook have of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planner.compare.runs import Comparison
from planner.reports.compare import money_grids, school_grids
from planner.reports.compare.book_parts import Made


def added_fields(comparison: Comparison) -> dict[str, Any]:
    """Return what stands in ``added.html``, by its names; tables are None without figures."""
    rows, told = comparison.ledger, comparison.school_balance
    # Of schools of which nothing is known, one sentence says so; no table of question marks.
    found = None if told is None or told.blank else told
    failing = None if found is None else school_grids.schools_grid(comparison, found)
    return {
        "money": money_grids.money_grid(comparison, rows) if rows else None,
        "money_said": money_grids.money_said(comparison, rows),
        "schools_said": school_grids.schools_said(comparison, told),
        "schools_counted": None if found is None else school_grids.counts_grid(comparison, found),
        "schools": failing,
        "schools_notes": [] if found is None else school_grids.schools_notes(found),
    }


def added_tables(comparison: Comparison) -> Iterator[tuple[str, int, Made]]:
    """Yield name, columns that stay in view, headings and rows of the sheets there are."""
    if comparison.ledger:
        yield "经费", 2, money_grids.money_sheet(comparison)
    if comparison.school_balance is not None:
        yield "各校达标", 1, school_grids.schools_sheet(comparison)
