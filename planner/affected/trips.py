"""A pupil's trip, and by how much it grows: one way, and in minutes of a school week."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.instance import BOARD, Flags, Floats, Ints
from planner.scenario import Scenario

DAY_TRIPS_A_WEEK = 10.0
"""One-way trips of a day pupil in a school week."""


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
        What the household pays per pupil and year, subsidies taken off.
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


def compared_minutes(scenario: Scenario, before: Trips, after: Trips) -> Floats:
    """Return the growth that definition D1 looks at.

    `growth_minutes` with ``concern.day_board: week``; with ``one_way`` the one trip is set
    against the other however often each is made.
    """
    if scenario.concern.day_board == "one_way":
        grown: Floats = after.minutes - before.minutes
        return grown
    return growth_minutes(scenario, before.mode, before.minutes, after.mode, after.minutes)
