"""From the solver's values to a staffing plan.

Whole numbers are read; classes are handed back to their types by a fixed order, and the
lessons of a pool to those who belong to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import numpy as np

from planner.programme.highs import Floats, Loaded
from planner.staffing.split import split_lessons
from planner.staffing.variables import StaffVariables
from planner.staffing.words import whole, words
from planner.teachers.counts import AT_SCHOOL
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import Hire, Posting, Role, StaffPlan


def extract(
    instance: StaffInstance, v: StaffVariables, loaded: Loaded, values: Floats
) -> StaffPlan:
    """Return the plan that the values stand for.

    Raises
    ------
    ArithmeticError
        If a whole number came back as a fraction.
    """
    hires = [
        (s, profile, n)
        for x, (s, profile) in zip(v.hire, v.teaching.hires, strict=True)
        if (n := whole(loaded.value(x, values)))
    ]
    lessons = split_lessons(instance, v, lambda x: loaded.value(x, values))
    return StaffPlan(
        postings=tuple(_postings(instance, v, loaded, values)),
        hires=tuple(Hire(instance.school_id[s], *words(instance, p), n) for s, p, n in hires),
        lessons=tuple(lessons),
    )


def _postings(
    instance: StaffInstance, v: StaffVariables, loaded: Loaded, values: Floats
) -> Iterable[Posting]:
    """Hand the flows of each class back to its types.

    Without a place: first who may retire. Moves, the shortest last: first who is due for
    rotation, then the younger, then by id. Who remains stays.
    """
    of = v.flows
    moves = of.arc_moves
    found: list[Posting] = []
    for c, members in enumerate(of.class_types):
        left = {t: int(instance.type_count[t]) for t in members}
        out = whole(loaded.value(v.out[c], values)) if c in v.out else 0
        retires = instance.scenario.staffing.retirement
        for t, n in _take(left, sorted(members, key=lambda t: _leaves_first(instance, t)), out):
            gone: Role = "retire" if retires and instance.type_may_retire[t] else "no_place"
            found.append(_posting(instance, t, -1, gone, n))
        arcs = [(a, whole(loaded.value(v.arc[a], values))) for a in v.arcs_of_class.get(c, [])]
        arcs.sort(key=lambda pair: (not moves[pair[0]], -of.arc_minutes[pair[0]], pair[0]))
        order = sorted(members, key=lambda t: _moves_first(instance, t))
        for a, persons in arcs:
            school = int(of.arc_school[a])
            role = cast(Role, AT_SCHOOL[int(of.arc_role[a])])
            for t, n in _take(left, order, persons):
                found.append(_posting(instance, t, school, role, n))
    index = {name: n for n, name in enumerate(instance.type_id)}
    return sorted(found, key=lambda p: (index[p.type_id], p.to_school, p.role))


def _leaves_first(instance: StaffInstance, t: int) -> tuple[bool, float, int]:
    return (not instance.type_may_retire[t], -_over_46(instance, t), t)


def _moves_first(instance: StaffInstance, t: int) -> tuple[bool, float, int]:
    return (not instance.type_rotates[t], _over_46(instance, t), t)


def _over_46(instance: StaffInstance, t: int) -> float:
    share = float(instance.type_over_46[t])
    return 0.5 if np.isnan(share) else share


def _take(left: dict[int, int], order: Iterable[int], persons: int) -> list[tuple[int, int]]:
    """Take persons from the types that are left, in order."""
    taken = []
    for t in order:
        n = min(left[t], persons)
        if n > 0:
            left[t] -= n
            persons -= n
            taken.append((t, n))
    return taken


def _posting(instance: StaffInstance, t: int, school: int, role: Role, count: int) -> Posting:
    home = int(instance.type_school[t])
    minutes = float("nan") if school < 0 else float(instance.minutes[home, school])
    to = instance.school_id[school] if school >= 0 else ""
    return Posting(
        instance.type_id[t],
        instance.school_id[home],
        to,
        role,
        count,
        0.0 if school == home else minutes,
    )
