"""Rows of who goes where: village by village, today's school and trip and those of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.reports.figures import Cell
from planner.reports.table import Table, heads, placed
from planner.reports.words import few, minutes, signed
from planner.texts import LANGS, text

if TYPE_CHECKING:
    import pandas

COLUMNS = (
    "village", "stage", "pupils", "today_school", "today_trip", "plan_school", "plan_trip", "added",
)  # fmt: skip


def movers_table(trips: pandas.DataFrame, *, township: bool, last: str) -> Table:
    """Return one row per assignment row, in the order given, with how the trip changes.

    Parameters
    ----------
    trips
        Rows of `planner.reports.people.with_change`.
    township
        Whether villages are named with their township.
    last
        What the last column marks with "yes": ``is_affected`` or ``beyond_norm``.
    """
    column = {"is_affected": "affected", "beyond_norm": "over_norm"}[last]
    rows: list[list[Cell]] = [
        [
            placed(row["village"], row["township"]) if township else str(row["village"]),
            text(f"report_page.stage.{row['stage']}"),
            few(row["pupils"]),
            *trip_cells(row, "baseline_"),
            *trip_cells(row, ""),
            change_cell(row),
            text("page.yes") if row[column] == 1 else "",
        ]
        for row in trips.to_dict("records")
    ]
    return Table(heads(*COLUMNS, last), rows, frozenset({2, 7}), short=frozenset({1}))


def change_cell(row: dict[Any, Any]) -> Cell:
    """Return how a trip changes: in minutes, or in words where daily becomes weekly."""
    if row["mode_changed"]:
        boards = row["mode"] == "board"
        return text("report.boards_now") if boards else text("report_page.home_daily")
    return signed(row["added_minutes"])


def trip_cells(row: dict[Any, Any], which: str) -> list[Cell]:
    """Return the school and the trip to it.

    Parameters
    ----------
    which
        ``baseline_`` for today's, empty for the plan's.
    """
    school, mode = row[f"{which}school"], row[f"{which}mode"]
    if not mode:
        known = str(school) if isinstance(school, str) and school else ""
        return [known or text("map.card.no_school"), text("map.card.no_trip") if known else "—"]
    spent = minutes(row[f"{which}minutes"])
    return [str(school), {lang: f"{text(f'mode.{mode}').say(lang)} {spent}" for lang in LANGS}]
