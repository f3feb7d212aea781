"""The report's tables of the villages that a plan is hardest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.reports.figures import Cell
from planner.reports.table import Table, placed
from planner.reports.table import heads as column_heads
from planner.reports.words import count, minutes, signed
from planner.texts import LANGS, text

if TYPE_CHECKING:
    import pandas


def worst(table: pandas.DataFrame) -> Table:
    """Return the worst-off villages."""
    rows: list[list[Cell]] = [
        [
            placed(row["village"], row["township"]),
            text(f"stage.{row['stage']}"),
            count(row["pupils"]),
            *_trip(row, "baseline_"),
            *_trip(row, ""),
            text("report.boards_now") if row["mode_changed"] else signed(row["added_minutes"]),
            text("page.yes") if row["over_norm"] == 1 else "",
        ]
        for row in table.to_dict("records")
    ]
    heads = column_heads(
        "village", "stage", "pupils", "today_school", "today_trip", "plan_school", "plan_trip",
        "added", "beyond_norm",
    )  # fmt: skip
    return Table(heads, rows, frozenset({2, 7}), short=frozenset({1}))


def beyond(table: pandas.DataFrame) -> Table:
    """Return the villages farthest beyond the norm in the plan."""
    rows: list[list[Cell]] = [
        [
            placed(row["village"], row["township"]),
            text(f"stage.{row['stage']}"),
            count(row["pupils"]),
            *_trip(row, "baseline_"),
            *_trip(row, ""),
            minutes(row["norm_minutes"]),
            _beyond(row["minutes"] - row["norm_minutes"]),
        ]
        for row in table.to_dict("records")
    ]
    heads = column_heads(
        "village", "stage", "pupils", "today_school", "today_trip", "plan_school", "plan_trip",
        "norm", "beyond",
    )  # fmt: skip
    return Table(heads, rows, frozenset({2, 7, 8}), short=frozenset({1}))


def _beyond(excess_minutes: float) -> str:
    # Some seconds too many are too many: never a nought.
    return "<1" if excess_minutes < 0.5 else minutes(excess_minutes)


def _trip(row: dict[Any, Any], which: str) -> list[Cell]:
    school, mode = row[f"{which}school"], row[f"{which}mode"]
    if not mode:
        known = str(school) if isinstance(school, str) and school else ""
        return [known or text("map.card.no_school"), text("map.card.no_trip") if known else "—"]
    spent = minutes(row[f"{which}minutes"])
    return [
        str(school),
        {lang: f"{text(f'mode.{mode}').say(lang)} {spent}" for lang in LANGS},
    ]
