"""Who counts as affected: today's trip against the plan's, by one of three definitions.

The definitions follow the sentence of the survey. D1 asks about time, D2 about the
household's money, D3 about any of distance, traffic and money. All three look at
growth only: today's arrangement against itself affects nobody, and a pupil without a
trip today has nothing to compare with and is not affected.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from planner.county.dictionary import STAGES
from planner.instance import BOARD, RIDE, Flags, Floats, Ints
from planner.scenario import Scenario

DAY_TRIPS_A_WEEK = 10.0
"""One-way trips of a day pupil in a school week."""
EPSILON = 1e-6
"""Growth that is rounding, in the unit compared."""


@dataclass(frozen=True, eq=False)
class Trips:
    """Trips of pupils, one entry each, all arrays of the same shape.

    Parameters
    ----------
    mode
        Mode number, -1 where there is no trip.
    minutes, metres
        One way, slower direction; NaN where there is no trip.
    over_norm
        Whether the trip is over the norm of its stage and mode.
    household_yuan
        Household cost per pupil and year, subsidies taken off.
    vehicle, hazard
        Whether it needs a private or hired vehicle; whether it uses a hazard stretch.
    """

    mode: Ints
    minutes: Floats
    metres: Floats
    over_norm: Flags
    household_yuan: Floats
    vehicle: Flags
    hazard: Flags


def week_trips(scenario: Scenario, mode: Ints) -> Floats:
    """Return the one-way trips of a school week by mode.

    Ten for a day pupil; for a boarder two in each boarding cycle, ``2 x 7 / cycle_days``.
    """
    return np.where(mode == BOARD, 2 * 7 / scenario.boarding.cycle_days, DAY_TRIPS_A_WEEK)


def growth_minutes(
    scenario: Scenario,
    before_mode: Ints,
    before_minutes: Floats,
    after_mode: Ints,
    after_minutes: Floats,
) -> Floats:
    """Return by how much trips grow, in minutes of a one-way daily trip.

    Two daily or two weekly trips are compared one way. A daily trip and a weekly one are
    compared by their minutes in a school week, and the difference is divided by the ten
    trips of a day pupil, so that one threshold serves both. NaN where there is no trip
    before or after.
    """
    one_way = after_minutes - before_minutes
    week = after_minutes * week_trips(scenario, after_mode)
    week = week - before_minutes * week_trips(scenario, before_mode)
    changed = (before_mode == BOARD) != (after_mode == BOARD)
    return np.where(changed, week / DAY_TRIPS_A_WEEK, one_way)


def affected(
    scenario: Scenario, stage: Ints, before: Trips, after: Trips, income_yuan: Floats
) -> Flags:
    """Return who is affected by the definition that the scenario names.

    Parameters
    ----------
    stage
        Stage numbers, shape (n,).
    before, after
        Today's trips and the plan's, shape (n,).
    income_yuan
        Household income a year, NaN where unknown, shape (n,).
    """
    return DEFINITIONS[scenario.concern.definition](scenario, stage, before, after, income_yuan)


def affected_by_time(
    scenario: Scenario, stage: Ints, before: Trips, after: Trips, income_yuan: Floats
) -> Flags:
    """D1: grows by the threshold or more, or newly over the norm, or newly boards in grades 1–3."""
    del income_yuan
    grown = growth_minutes(scenario, before.mode, before.minutes, after.mode, after.minutes)
    newly_over = after.over_norm & ~before.over_norm
    lower = stage == STAGES.index("lower")
    must_board = lower & (after.mode == BOARD) & (before.mode != BOARD)
    found: Flags = _reaches(grown, scenario.concern.threshold_minutes) | newly_over | must_board
    return found & _comparable(before, after)


def affected_by_cost(
    scenario: Scenario, stage: Ints, before: Trips, after: Trips, income_yuan: Floats
) -> Flags:
    """D2: household cost grows by the threshold, or by the share of income where known."""
    del stage
    grown = after.household_yuan - before.household_yuan
    of_income = _reaches(grown, scenario.concern.threshold_income_share * income_yuan)
    found: Flags = _reaches(grown, scenario.concern.threshold_yuan) | of_income
    return found & _comparable(before, after)


def affected_by_any(
    scenario: Scenario, stage: Ints, before: Trips, after: Trips, income_yuan: Floats
) -> Flags:
    """D3: any of distance, traffic and cost.

    Distance is the way to school, one way, by whatever mode. Traffic is worse where a
    pupil who did without a vehicle (a bus is one too) newly needs one, or who met no
    hazard stretch newly meets one.
    """
    del stage, income_yuan
    concern = scenario.concern
    farther = _reaches(after.metres - before.metres, 1000 * concern.threshold_km)
    needs_vehicle = (after.vehicle | (after.mode == RIDE)) & ~(
        before.vehicle | (before.mode == RIDE)
    )
    worse_road = after.hazard & ~before.hazard
    dearer = after.household_yuan - before.household_yuan > concern.any_yuan + EPSILON
    found: Flags = farther | needs_vehicle | worse_road | dearer
    return found & _comparable(before, after)


DEFINITIONS: Mapping[str, Callable[[Scenario, Ints, Trips, Trips, Floats], Flags]] = (
    MappingProxyType({"D1": affected_by_time, "D2": affected_by_cost, "D3": affected_by_any})
)
"""The definitions by the name that a scenario gives."""


def _reaches(growth: Floats, threshold: float | Floats) -> Flags:
    # No growth is never an effect, even where the threshold is set to 0.
    reached: Flags = (growth >= threshold - EPSILON) & (growth > EPSILON)
    return reached


def _comparable(before: Trips, after: Trips) -> Flags:
    both: Flags = (before.mode >= 0) & (after.mode >= 0)
    return both
