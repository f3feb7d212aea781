"""Reason codes of a staffing plan: why somebody is where they are, why a row is uncovered."""

from __future__ import annotations

import numpy as np

from planner.teachers.counts import type_profile
from planner.teachers.instance import MANAGEMENT, TEACHING, StaffInstance
from planner.teachers.plan import Posting

_MOVES = {
    "teach": "lessons",
    "manage": "leaders_post",
    "care": "carers_post",
    "support": "support_post",
}


def reason(instance: StaffInstance, row: Posting) -> str:
    """Return why staff are where the plan has them.

    ``stays``; ``returns_to_teaching`` (a manager, at the same school); of a closed school
    ``follows_pupils`` (to a school that takes them in) or ``school_closed``; otherwise moved
    for ``lessons``, a ``leaders_post``, a ``carers_post`` or a ``support_post``; ``consent``
    (retires); ``no_school_near`` or ``no_post_free`` (without a place).
    """
    schools = instance.school_id
    home = schools.index(row.from_school)
    if row.role == "retire":
        return "consent"
    if row.role == "no_place":
        return "no_post_free" if _near(instance, home) else "no_school_near"
    after = schools.index(row.to_school)
    if home == after:
        t = instance.type_id.index(row.type_id)
        back = row.role == "teach" and instance.type_post[t] != TEACHING
        return "returns_to_teaching" if back else "stays"
    if not instance.school_open[home]:
        return "follows_pupils" if instance.receives[home, after] else "school_closed"
    return _MOVES[row.role]


def _near(instance: StaffInstance, home: int) -> bool:
    """Return whether an open school lies within the limits of a move."""
    moves = instance.scenario.staffing.moves
    limit = np.where(
        instance.school_staff_rooms > 0,
        max(moves.max_minutes, moves.lodged_max_minutes),
        moves.max_minutes,
    )
    within = instance.minutes[home] <= limit + 1e-6
    return bool((within & instance.school_open).any())


def why_uncovered(instance: StaffInstance, need: int) -> str:
    """Return why a need row is not covered in full.

    ``nobody``: no one in the county may teach it; ``nobody_near``: no one who may teach it
    works there or can be moved or travel there; ``busy``: they give other lessons.
    """
    school = int(instance.need_school[need])
    able = [
        t
        for t in range(instance.types)
        if instance.may_teach(*type_profile(instance, t), need) and _teaches(instance, t)
    ]
    if not able:
        return "nobody"
    staffing = instance.scenario.staffing
    limit = max(staffing.moves.max_minutes, staffing.circuits.max_minutes)
    if instance.school_staff_rooms[school] > 0:
        limit = max(limit, staffing.moves.lodged_max_minutes)
    ways = instance.minutes[instance.type_school[able], school]
    return "busy" if bool((ways <= limit + 1e-6).any()) else "nobody_near"


def _teaches(instance: StaffInstance, t: int) -> bool:
    post = int(instance.type_post[t])
    return post == TEACHING or (post == MANAGEMENT and bool(instance.type_subject[t] >= 0))
