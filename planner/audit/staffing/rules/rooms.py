"""Rooms: who comes from too far to go home every day has a staff room."""

from __future__ import annotations

import numpy as np

from planner.audit.staffing.violation import Violation, breach, open_schools
from planner.audit.violation import TOLERANCE_MINUTES
from planner.teachers.counts import Persons, moved
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import StaffPlan

NAME = "rooms"


def violation(instance: StaffInstance, plan: StaffPlan, people: Persons) -> list[Violation]:
    """Arrivals of all posts from beyond max_minutes <= staff rooms of the school.

    Who may not be moved so far at all is a matter of the limits.
    """
    moves = instance.scenario.staffing.moves
    far = instance.minutes > moves.max_minutes + TOLERANCE_MINUTES
    far &= instance.minutes <= moves.lodged_max_minutes + TOLERANCE_MINUTES
    far &= (instance.school_staff_rooms > 0)[None, :]
    lodged = np.where(far[instance.type_school], moved(instance, people), 0).sum(axis=0)
    found = []
    for s, name in open_schools(instance):
        rooms, there = int(instance.school_staff_rooms[s]), int(lodged[s])
        if there > rooms:
            words = {"school": name, "there": there, "rooms": rooms}
            found.append(breach(NAME, "full", (name,), there - rooms, "persons", **words))
    return found
