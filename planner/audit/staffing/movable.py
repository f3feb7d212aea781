"""How many of some types could change school at all, by the rules for persons alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from planner.audit.violation import TOLERANCE_MINUTES
from planner.instance import Flags
from planner.teachers.counts import AT_SCHOOL, MANAGE, SUPPORT, TEACH, may_return
from planner.teachers.counts import CARE as CARES
from planner.teachers.instance import MANAGEMENT, StaffInstance

Way = tuple[int, int, int, bool]
"""Type, school (-1: none), role and whether they need a staff room."""


def most_who_move(
    instance: StaffInstance, types: Flags, besides: Flags | None = None, at_least: int = 0
) -> int:
    """Return the most persons of `types` who can work at another school at the same time.

    Parameters
    ----------
    types
        Types that are counted (T,).
    besides, at_least
        Types of which so many move in any case.
    """
    from scipy.optimize import LinearConstraint, milp
    from scipy.sparse import coo_array

    ways = list(_ways(instance))
    limits = _limits(instance)
    rows: dict[tuple[str, int, int], list[int]] = defaultdict(list)
    for v, (t, s, role, lodged) in enumerate(ways):
        rows["type", t, 0].append(v)
        if s >= 0:
            rows["role", s, role].append(v)
        if lodged:
            rows["room", s, 0].append(v)
    low, high, at = [], [], []
    for (what, n, role), members in rows.items():
        count = int(instance.type_count[n]) if what == "type" else 0
        low.append(count)
        if what == "type":
            high.append(count)
        else:
            high.append(
                int(limits[n, role]) if what == "role" else int(instance.school_staff_rooms[n])
            )
        at.append(members)
    if besides is not None:
        at.append(_leaving(instance, ways, besides))
        low.append(at_least)
        high.append(int(instance.type_count.sum()))
    pairs = [(r, v) for r, members in enumerate(at) for v in members]
    gain = np.zeros(len(ways))
    gain[_leaving(instance, ways, types)] = -1.0
    if not gain.any():
        return 0
    place = np.array(pairs).T
    matrix = coo_array((np.ones(len(pairs)), (place[0], place[1])), shape=(len(at), len(ways)))
    found = milp(
        gain,
        constraints=LinearConstraint(matrix.tocsr(), low, high),
        integrality=np.ones(len(ways), dtype=np.int64),
    )
    return round(-found.fun) if found.success else 0


def _ways(instance: StaffInstance) -> Iterator[Way]:
    """Yield what each type may do, within the limits of the moves."""
    moves, forced = instance.scenario.staffing.moves, instance.scenario.staffing.no_forced_exit
    for t in range(instance.types):
        home, post = int(instance.type_school[t]), int(instance.type_post[t])
        back = post == MANAGEMENT and may_return(instance, t)
        for s in np.flatnonzero(instance.school_open).tolist():
            minutes = float(instance.minutes[home, s])
            near = s == home or minutes <= moves.max_minutes + TOLERANCE_MINUTES
            lodged = not near and minutes <= moves.lodged_max_minutes + TOLERANCE_MINUTES
            if near or (lodged and instance.school_staff_rooms[s] > 0):
                yield t, s, post, lodged
                if back:
                    yield t, s, TEACH, lodged
        if not forced and (post == MANAGEMENT or not instance.school_open[home]):
            yield t, -1, 0, False


def _limits(instance: StaffInstance) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Return the most persons by school and role (S, 4)."""
    today = np.zeros((instance.schools, len(AT_SCHOOL)), dtype=np.int64)
    np.add.at(today, (instance.type_school, instance.type_post), instance.type_count)
    limits = today.copy()
    limits[:, TEACH] = np.maximum(today[:, TEACH], instance.school_places)
    limits[:, MANAGE] = instance.school_leaders
    limits[:, CARES] = np.maximum(today[:, CARES], instance.school_carers)
    limits[:, SUPPORT] = np.maximum(today[:, SUPPORT], instance.school_support)
    return limits


def _leaving(instance: StaffInstance, ways: list[Way], types: Flags) -> list[int]:
    """Return the ways by which those types teach at another school."""
    return [
        v
        for v, (t, s, role, _) in enumerate(ways)
        if types[t] and s >= 0 and role == TEACH and s != instance.type_school[t]
    ]
