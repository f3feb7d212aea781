"""The report's tables of the villages that a plan is hard on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.reports import nouns
from planner.reports.figures import Cell
from planner.reports.movers import COLUMNS, movers_table, trip_cells
from planner.reports.people import CHANGES, with_change
from planner.reports.sentences import WORSE
from planner.reports.table import Table, heads, placed
from planner.reports.words import few, minutes
from planner.result import Result
from planner.texts import Text, text

if TYPE_CHECKING:
    import pandas


def worse_off(result: Result, assignments: pandas.DataFrame) -> pandas.DataFrame:
    """Return every row whose pupils fare worse or count as affected, by village.

    The village with the hardest lot stands first: pupils without a school, then the largest
    growth of the daily trip or a first year of boarding, then the longest trips.
    """
    trips = with_change(result, assignments)
    own = trips[trips["change"].isin(WORSE) | (trips["affected"] == 1)]
    ranked = own.assign(
        rank=[CHANGES.index(c) for c in own["change"]],
        growth=-own["added_minutes"].fillna(0.0),
        length=-own["minutes"].fillna(0.0),
    ).sort_values(["rank", "growth", "length", "village_id", "stage"], kind="stable")
    place = {v: n for n, v in enumerate(dict.fromkeys(ranked["village_id"]))}
    ordered = ranked.assign(place=ranked["village_id"].map(place))
    return (
        ordered.sort_values("place", kind="stable")
        .drop(columns=["rank", "growth", "length", "place"])
        .reset_index(drop=True)
    )


def worse_said(rows: pandas.DataFrame) -> Text:
    """Return how many villages and pupils stand in `worse_off`, and how many count as affected."""
    affected = rows["affected"] == 1
    return text(
        "report_page.worse_said",
        villages=nouns.villages(rows["village_id"].nunique()),
        pupils=nouns.pupils(rows["pupils"].sum()),
        affected_villages=nouns.villages(rows["village_id"][affected].nunique()),
        affected=nouns.pupils(rows["pupils"][affected].sum()),
    )


def worst(rows: pandas.DataFrame) -> Table:
    """Return the rows of `worse_off` as a table."""
    return movers_table(rows, township=True, last="is_affected")


def beyond(table: pandas.DataFrame) -> Table:
    """Return the villages farthest beyond the norm in the plan."""
    rows: list[list[Cell]] = [
        [
            placed(row["village"], row["township"]),
            text(f"report_page.stage.{row['stage']}"),
            few(row["pupils"]),
            *trip_cells(row, "baseline_"),
            *trip_cells(row, ""),
            minutes(row["norm_minutes"]),
            _beyond(row["minutes"] - row["norm_minutes"]),
        ]
        for row in table.to_dict("records")
    ]
    names = (*COLUMNS[:-1], "norm", "beyond")
    return Table(heads(*names), rows, frozenset({2, 7, 8}), short=frozenset({1}))


def _beyond(excess_minutes: float) -> str:
    # Some seconds too many are too many: never a nought.
    return "<1" if excess_minutes < 0.5 else minutes(excess_minutes)
