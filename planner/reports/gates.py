"""Who changes stream, who boards early and why, and who fills the beds: tables and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.gates import STREAMS, Floats, left_behind_share
from planner.instance import BOARD
from planner.reports.figures import Cell
from planner.reports.places import names_of
from planner.reports.table import Table, heads, placed
from planner.reports.trips import unit_index
from planner.reports.words import few
from planner.result import Result
from planner.texts import LANGS, Text, text

if TYPE_CHECKING:
    import pandas


def streams(result: Result, assignments: pandas.DataFrame) -> Table:
    """Return the villages whose pupils change to a school that does not teach their stream."""
    units = unit_index(result.instance)
    rows: list[list[Cell]] = []
    for row in assignments[assignments["stream_lost"] == 1].to_dict("records"):
        unit = units[row["village_id"], row["stage"], row["baseline_school_id"]]
        stream = STREAMS[int(result.instance.unit_stream[unit])]
        rows.append(
            [
                placed(row["village"], row["township"]),
                text(f"stage.{row['stage']}"),
                few(row["pupils"]),
                text(f"stream.{stream}"),
                str(row["baseline_school"]),
                str(row["school"]),
            ]
        )
    names = ("village", "stage", "pupils", "stream", "today_school", "plan_school")
    return Table(heads(*names), rows, frozenset({2}), short=frozenset({1}))


def gate_notes(result: Result) -> list[Text | dict[str, str]]:
    """Return what the scenario lets pass or keeps by the gates, in sentences."""
    scenario = result.scenario
    villages = names_of(result.county.villages)
    said: list[Text | dict[str, str]] = [
        {
            lang: text(
                "page.may_board_early",
                village=villages.get(e.village, e.village),
                stage=text(f"stage.{e.stage}"),
                reason=getattr(e.reason, lang),
            ).say(lang)
            for lang in LANGS
        }
        for e in scenario.boarding.exceptions
    ]
    if (result.instance.unit_stream >= 0).any():
        key = "free" if scenario.schools.allow_stream_switch else "kept"
        said.append(text(f"page.streams_{key}"))
    if (result.instance.unit_left_behind > 0).any():
        key = "first" if scenario.boarding.left_behind_first else "counted"
        said.append(text(f"page.left_behind_{key}"))
    return said


def left_behind_at(result: Result) -> tuple[Floats, Floats]:
    """Return the left-behind of boarding age by site: those who board and those who do not, (J,).

    The left-behind of a unit are spread evenly over its pupils, so these are expected numbers.
    """
    instance = result.instance
    board, day = np.zeros(instance.sites), np.zeros(instance.sites)
    share = left_behind_share(instance)
    for row, a in zip(result.plan.assignments, result.accounts.option.tolist(), strict=True):
        if a >= 0:
            at = board if instance.option_mode[a] == BOARD else day
            at[instance.option_site[a]] += row.pupils * share[instance.option_unit[a]]
    return board, day
