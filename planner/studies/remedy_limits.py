"""Remedies that lengthen a way: circuits and moves, each with the least limit in minutes."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from planner.instance import Flags, Ints
from planner.staffing.again import (
    EQUAL_PERIODS,
    Amounts,
    least_left,
    moves,
    shared_posts,
    solve_again,
)
from planner.staffing.settled import Settled, changed, near_only
from planner.staffing.words import words
from planner.studies.remedy import (
    LONGEST_CIRCUIT_MINUTES,
    LONGEST_MOVE_MINUTES,
    Kind,
    Question,
    Remedy,
    Result,
    Where,
    circuit_minutes,
    held_plan,
    joined,
    judged,
)
from planner.teachers.counts import indices, type_profile
from planner.teachers.instance import TEACHING, StaffInstance
from planner.teachers.plan import StaffPlan


def by_circuits(asked: Question, without: float) -> Remedy:
    """Return the least minutes of circuits, and the least posts' worth of periods given on them."""
    held = near_only(held_plan(asked), LONGEST_CIRCUIT_MINUTES)
    now = circuit_minutes(asked)
    if asked.instance.scenario.staffing.circuits.away_share <= 0:
        return Remedy("circuits", "cannot", "no_circuits")
    steps = _steps(held, now, LONGEST_CIRCUIT_MINUTES, _teachers(held))
    if not steps:
        return Remedy("circuits", "cannot", _nobody(asked))

    def at(minutes: float) -> Settled:
        return joined(held, minutes)

    return _limited("circuits", asked, at, steps, without, shared_posts, now)


def by_moves(asked: Question, without: float) -> Remedy:
    """Return the least minutes of a move to the schools with a gap, and the fewest who move."""
    instance = asked.instance
    held = near_only(held_plan(asked), LONGEST_MOVE_MINUTES)
    limits = instance.scenario.staffing.moves
    now = float(limits.max_minutes)
    steps = _steps(held, now, LONGEST_MOVE_MINUTES, held.movable & _teachers(held))
    if not steps:
        return Remedy("moves", "cannot", _nobody(asked))
    rooms = _rooms_left(asked, held.instance)
    held = replace(held, instance=replace(held.instance, school_staff_rooms=rooms))

    def at(minutes: float) -> Settled:
        ways = {"max_minutes": minutes, "lodged_max_minutes": limits.lodged_max_minutes}
        variant = joined(held)
        return replace(variant, instance=changed(variant.instance, moves=ways))

    return _limited("moves", asked, at, steps, without, moves, now, moving=True)


def _limited(
    kind: Kind,
    asked: Question,
    at: Callable[[float], Settled],
    steps: Sequence[float],
    without: float,
    amounts: Amounts,
    now: float,
    *,
    moving: bool = False,
) -> Remedy:
    """Return the least of a limit in minutes with which the most is closed.

    More minutes never close less, so that the limits are halved again and again.
    """
    each = max(1.0, asked.seconds / 2 / math.ceil(math.log2(len(steps) + 1)))
    best, bound = least_left(at(steps[-1]), asked.seconds / 2, asked.stop, moving=moving)
    if best > without - EQUAL_PERIODS:
        sure = bound > without - EQUAL_PERIODS
        result: Result = "nothing" if sure else "undecided"
        return Remedy(kind, result, left_periods=best, limit=steps[-1], limit_before=now)
    low, high, sure = 0, len(steps) - 1, True
    while low < high:
        middle = (low + high) // 2
        left, bound = least_left(at(steps[middle]), each, asked.stop, moving=moving)
        if left <= best + EQUAL_PERIODS:
            high = middle
        else:
            low = middle + 1
            sure &= bound > best + EQUAL_PERIODS
    variant = at(steps[high])
    # Persons are whole, periods given at other schools are not.
    seconds = asked.seconds / 2
    found = solve_again(variant, amounts, seconds, asked.stop, moving=moving, counts=moving)
    remedy = judged(kind, asked, variant, found, without)
    if found is not None:
        new = _moved(variant.instance, found.plan) if moving else _lent(asked, found.plan)
        remedy = replace(remedy, where=new)
    return replace(remedy, limit=steps[high], limit_before=now, least_limit=sure)


def _teachers(held: Settled) -> Flags:
    """Return whether a type teaches and may give a row of the gap (T,)."""
    instance = held.instance
    gap = np.flatnonzero(held.gap_periods > 0).tolist()
    found: Flags = instance.type_post == TEACHING
    for t in np.flatnonzero(found).tolist():
        found[t] = any(instance.may_teach(*type_profile(instance, t), n) for n in gap)
    return found


def _steps(held: Settled, now: float, longest: float, who: Flags) -> list[float]:
    """Return the limits worth trying: whole minutes from teachers to schools with a gap."""
    instance = held.instance
    homes = np.unique(instance.type_school[who])
    ways = instance.minutes[np.ix_(homes, held.gap_schools)]
    ways = ways[np.isfinite(ways) & (ways > now) & (ways <= longest)]
    beyond = {float(math.ceil(way - 1e-6)) for way in ways.tolist()}
    start = {now} if now > 0 and len(homes) else set()
    return sorted(start | beyond)


def _nobody(asked: Question) -> str:
    """Return the code for a gap that nobody near may give: nobody at all, or nobody within reach."""
    return "nobody_within" if _teachers(held_plan(asked)).any() else "nobody"


def _rooms_left(asked: Question, part: StaffInstance) -> Ints:
    """Return the staff rooms that the plan leaves free, by school of a part of the county."""
    instance = asked.instance
    limit = instance.scenario.staffing.moves.max_minutes + 1e-6
    taken: Counter[str] = Counter()
    for row in asked.plan.postings:
        if row.to_school and row.to_school != row.from_school and row.minutes > limit:
            taken[row.to_school] += row.count
    gone = np.array([taken[school] for school in part.school_id], dtype=np.int64)
    left: Ints = np.maximum(0, part.school_staff_rooms - gone)
    return left


def _moved(instance: StaffInstance, plan: StaffPlan) -> tuple[Where, ...]:
    found: Counter[tuple[str, str, str, str, str, float]] = Counter()
    for row in plan.postings:
        if row.to_school != row.from_school:
            t = instance.type_id.index(row.type_id)
            profile = words(instance, type_profile(instance, t))
            found[row.from_school, row.to_school, *profile, row.minutes] += row.count
    return tuple(Where(*key[:5], count, key[5]) for key, count in sorted(found.items()))


def _lent(asked: Question, plan: StaffPlan) -> tuple[Where, ...]:
    """Return the periods given at other schools beyond those of the run's plan."""

    def counted(given: StaffPlan) -> dict[tuple[str, str, str, str, str], float]:
        found: dict[tuple[str, str, str, str, str], float] = defaultdict(float)
        for row in given.lessons:
            if row.how == "circuit":
                by = (row.band, row.by_subject, row.by_language)
                found[row.from_school, row.school_id, *by] += row.periods
        return found

    before, index = counted(asked.plan), indices(asked.instance.school_id)
    found = []
    for key, periods in sorted(counted(plan).items()):
        more = periods - before.get(key, 0.0)
        if more > EQUAL_PERIODS:
            minutes = float(asked.instance.minutes[index[key[0]], index[key[1]]])
            found.append(Where(*key, 0, minutes, round(more, 6)))
    return tuple(found)
