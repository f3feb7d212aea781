"""Places: teaching staff find a place at their school."""

from __future__ import annotations

import numpy as np

from planner.audit.staffing.violation import Violation, breach, open_schools
from planner.teachers.counts import TEACH, Persons
from planner.teachers.instance import TEACHING, StaffInstance
from planner.teachers.plan import StaffPlan

NAME = "places"


def violation(instance: StaffInstance, plan: StaffPlan, people: Persons) -> list[Violation]:
    """Persons who teach at a school <= its places, or its teachers of today if they are more."""
    today = np.zeros(instance.schools, dtype=np.int64)
    teaching = instance.type_post == TEACHING
    np.add.at(today, instance.type_school[teaching], instance.type_count[teaching])
    after = people.at[:, :, TEACH].sum(axis=0)
    found = []
    for s, name in open_schools(instance):
        places, there = max(int(instance.school_places[s]), int(today[s])), int(after[s])
        if there > places:
            words = {"school": name, "there": there, "places": places}
            found.append(breach(NAME, "full", (name,), there - places, "persons", **words))
    return found
