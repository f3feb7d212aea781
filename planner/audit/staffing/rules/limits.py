"""Limits: who works at a school can get there, and the school is open."""

from __future__ import annotations

import numpy as np

from planner.audit.staffing.violation import Violation, breach
from planner.audit.violation import TOLERANCE_MINUTES
from planner.teachers.counts import Persons
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import StaffPlan

NAME = "limits"


def violation(instance: StaffInstance, plan: StaffPlan, people: Persons) -> list[Violation]:
    """Minutes <= max_minutes, or <= lodged_max_minutes where the school has staff rooms."""
    moves = instance.scenario.staffing.moves
    found = []
    there = people.at.sum(axis=2)
    for t, s in np.argwhere(there > 0).tolist():
        home, count = int(instance.type_school[t]), int(there[t, s])
        ids = (instance.type_id[t], instance.school_id[s])
        words = {"type": ids[0], "school": ids[1], "count": count}
        if not instance.school_open[s]:
            found.append(breach(NAME, "closed", ids, count, "persons", **words))
            continue
        minutes = float(instance.minutes[home, s])
        lodged = bool(instance.school_staff_rooms[s] > 0)
        limit = max(moves.max_minutes, moves.lodged_max_minutes if lodged else 0.0)
        if home != s and np.isnan(minutes):
            found.append(breach(NAME, "no_way", ids, count, "persons", **words))
        elif home != s and minutes > limit + TOLERANCE_MINUTES:
            words |= {"value": minutes, "limit": limit}
            found.append(breach(NAME, "too_far", ids, minutes - limit, "minutes", **words))
    return found
