"""The pupils of a plan with other trips or other costs, the plan itself untouched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from planner.affected import Trips
from planner.concern.pupils import PupilRows, with_minutes
from planner.earlier import table_rows
from planner.instance import BOARD, RIDE, Floats, Ints
from planner.options.money import household_yuan
from planner.scenario import Scenario
from planner.studies.varied_trips import Way, scaled

SHIFT = "snapping_m"
FACTORS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "fares": {},
    "boarding_cost": {"costs": ("household_boarding_yuan",)},
    "accompanying": {"concern": ("rent_yuan", "lost_work_yuan", "escort.yuan_per_hour")},
}
"""Options that each parameter of cost multiplies; fares stand in the trips themselves."""


def with_trips(rows: PupilRows, folder: Path, ways: Mapping[tuple[str, ...], Way]) -> PupilRows:
    """Return the pupils with the trips of another travel table, school and mode as they are.

    A trip that the table does not hold is no trip: its pupils compare with nothing then.

    Parameters
    ----------
    folder
        Run folder of the rows, whose ``assignments.csv`` stands in their order.
    ways
        By village, stage, school, mode and line, as `varied_ways` gives them.
    """
    said = table_rows(folder / "assignments.csv")
    unit = [(r["village_id"], r["stage"]) for r in said]
    today = [(r["baseline_school_id"], r["baseline_mode"], "") for r in said]
    plan = [(r["school_id"], r["mode"], r.get("line_id") or "") for r in said]
    before = _trips(rows.scenario, rows.stage, rows.before, _look(ways, unit, today))
    after = _trips(rows.scenario, rows.stage, rows.after, _look(ways, unit, plan))
    varied = replace(rows, before=before, after=after)
    return with_minutes(varied, before.minutes, after.minutes)


def with_scenario(rows: PupilRows, parameter: str, factor: float) -> PupilRows:
    """Return the pupils with costs times a factor, before and after alike."""
    asked = scaled(rows.scenario, FACTORS[parameter], factor)
    times = factor if parameter == "fares" else 1.0
    trips = [
        replace(
            of,
            household_yuan=household_yuan(
                asked, rows.stage, of.mode, times * fares(rows.scenario, rows.stage, of)
            ),
        )
        for of in (rows.before, rows.after)
    ]
    return replace(rows, scenario=asked, before=trips[0], after=trips[1])


def fares(scenario: Scenario, stage: Ints, trips: Trips) -> Floats:
    """Return the fare of one way in each trip, as its household cost implies it."""
    free = household_yuan(scenario, stage, trips.mode, np.zeros(len(stage)))
    pupils = scenario.pupils
    times = np.where(trips.mode == BOARD, pupils.board_trips, pupils.day_trips)
    pays = (trips.mode == BOARD) | (trips.mode == RIDE)
    found: Floats = np.where(pays, (trips.household_yuan - free) / times, 0.0)
    return found


def lost_share(rows: PupilRows, varied: PupilRows) -> float:
    """Return the pupils who lose today's trip or the plan's by the change, over all."""
    here = (rows.before.mode >= 0) & (rows.after.mode >= 0)
    lost = here & ((varied.before.mode < 0) | (varied.after.mode < 0))
    total = float(rows.pupils.sum())
    return float(rows.pupils[lost].sum()) / total if total else 0.0


def _look(
    ways: Mapping[tuple[str, ...], Way],
    unit: list[tuple[str, str]],
    to: list[tuple[str, str, str]],
) -> list[Way | None]:
    found = []
    for (village, stage), (school, mode, line) in zip(unit, to, strict=True):
        pair = (village, stage, school, mode)
        found.append(ways.get((*pair, line)) or ways.get((*pair, "")))
    return found


def _trips(scenario: Scenario, stage: Ints, was: Trips, ways: list[Way | None]) -> Trips:
    nan = float("nan")
    none = np.array([w is None for w in ways]) | (was.mode < 0)
    mode = np.where(none, -1, was.mode)

    def of(name: str) -> Floats:
        values = np.array([nan if w is None else float(getattr(w, name)) for w in ways])
        return np.where(none, nan, values)

    return Trips(
        mode=mode,
        minutes=of("minutes"),
        metres=of("metres"),
        over_norm=np.zeros(len(ways), dtype=bool),
        household_yuan=np.where(none, nan, household_yuan(scenario, stage, mode, of("fare_yuan"))),
        vehicle=of("vehicle") == 1,
        hazard=of("hazard") == 1,
    )
