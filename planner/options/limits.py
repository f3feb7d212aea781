"""Which trips a plan may use: ceilings, norms, age, protection, growth, receivers.

Every rule here only strikes options out, so it is settled before the programme is built.
"""

from __future__ import annotations

import numpy as np

from planner.affected import growth_minutes
from planner.county.dictionary import STAGES
from planner.instance import (
    BOARD,
    FORBIDDEN_BY,
    Flags,
    Floats,
    Ints,
    ceiling_minutes,
    excess_minutes,
    norm_minutes,
)
from planner.scenario import Scenario

TOLERANCE_MINUTES = 1e-6


def forbidden_codes(
    scenario: Scenario,
    *,
    stage: Ints,
    mode: Ints,
    minutes: Floats,
    before_mode: Ints,
    before_minutes: Floats,
    stays: Flags,
    site_receives: Flags,
    site_boards: Flags,
    site_pinned_shut: Flags,
    by_new_line: Flags | None = None,
    old_enough: Flags | None = None,
    stream_lost: Flags | None = None,
) -> Ints:
    """Return for each option 0 or the first reason, an index into `FORBIDDEN_BY`.

    Parameters
    ----------
    stage, mode, minutes
        Of the option, shape (A,).
    before_mode, before_minutes
        Of the unit's trip today, -1 and NaN where there is none, shape (A,).
    stays
        Whether the option leads to the unit's school of today.
    site_receives, site_boards, site_pinned_shut
        Of the option's site.
    by_new_line
        Whether the option rides a line that does not run yet: nobody's trip of today.
    old_enough
        Whether the unit may board, exceptions included; by its stage where not given.
    stream_lost
        Whether the option leads away from the stream that the unit is taught in.
    """
    norm = norm_minutes(scenario)
    same_trip = stays & (mode == before_mode)
    if by_new_line is not None:
        same_trip = same_trip & ~by_new_line
    if scenario.schools.keep_catchments:
        return np.where(same_trip, 0, FORBIDDEN_BY.index("catchment"))
    over = excess_minutes(minutes, norm[stage, mode]) > 0
    code = np.zeros(len(stage), dtype=np.int64)

    def strike(reason: str, where: Flags) -> None:
        code[where & (code == 0)] = FORBIDDEN_BY.index(reason)

    strike("ceiling", minutes > ceiling_minutes(scenario)[stage, mode] + TOLERANCE_MINUTES)
    if old_enough is None:
        old_enough = stage >= STAGES.index(scenario.boarding.lowest_stage)
    strike("boarding_age", (mode == BOARD) & ~old_enough)
    strike("pinned", site_pinned_shut)
    strike("no_boarding", (mode == BOARD) & ~site_boards)
    strike("receiver", ~site_receives & ~stays)
    if stream_lost is not None and not scenario.schools.allow_stream_switch:
        strike("stream", stream_lost)
    if scenario.travel.norm == "hard":
        strike("norm", over)
    strike(
        "protect",
        ~same_trip & harmed(scenario, norm, stage, mode, minutes, before_mode, before_minutes),
    )
    if scenario.travel.max_added_minutes is not None:
        daily = (mode != BOARD) & (before_mode != BOARD) & (before_mode >= 0)
        growth = minutes - before_minutes
        limit = scenario.travel.max_added_minutes + TOLERANCE_MINUTES
        strike("max_added", daily & (growth > limit))
    return code


def held_at_choice(code: Ints, option_unit: Ints, stays: Flags, chosen: Flags) -> Ints:
    """Return the codes with the trips struck out that lead pupils away from a chosen school.

    Who can no longer go there, because the school is pinned shut or the trip is forbidden, is
    not held.

    Parameters
    ----------
    code
        As `forbidden_codes` returns them, shape (A,).
    option_unit, stays
        The unit of each option, and whether it leads to the unit's school of today, shape (A,).
    chosen
        Whether the school of today was chosen, shape (U,).
    """
    can_stay = np.zeros(len(chosen), dtype=bool)
    can_stay[option_unit[stays & (code == 0)]] = True
    away = (chosen & can_stay)[option_unit] & ~stays & (code == 0)
    return np.where(away, FORBIDDEN_BY.index("chosen"), code)


def harmed(
    scenario: Scenario,
    norm: Floats,
    stage: Ints,
    mode: Ints,
    minutes: Floats,
    before_mode: Ints,
    before_minutes: Floats,
) -> Flags:
    """Return whether protection refuses each option.

    ``within_norm``: a pupil within the norm today (by the mode of today) would be over the
    norm (by the new mode). ``all``: also a pupil over the norm today would travel longer by
    more than the tolerance; daily trips are compared one way and weekly ones too, a daily
    with a weekly one by the minutes of a school week.
    """
    if scenario.travel.protect == "none":
        return np.zeros(len(stage), dtype=bool)
    known = before_mode >= 0
    over_before = known & (excess_minutes(before_minutes, norm[stage, before_mode]) > 0)
    over_after = excess_minutes(minutes, norm[stage, mode]) > 0
    refused: Flags = known & ~over_before & over_after
    if scenario.travel.protect == "all":
        tolerance = scenario.travel.protect_tolerance_minutes
        growth = growth_minutes(scenario, before_mode, before_minutes, mode, minutes)
        refused |= over_before & (growth > tolerance + TOLERANCE_MINUTES)
    return refused
