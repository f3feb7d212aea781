"""Carers: boarding care stays within its posts, or with who is there today."""

from __future__ import annotations

import numpy as np

from planner.audit.staffing.violation import Violation, breach, open_schools
from planner.teachers.counts import CARE, Persons
from planner.teachers.instance import CARE as POST
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import StaffPlan

NAME = "carers"


def violation(instance: StaffInstance, plan: StaffPlan, people: Persons) -> list[Violation]:
    """Carers of a school <= its carers' posts, or its carers of today if they are more."""
    today = np.zeros(instance.schools, dtype=np.int64)
    same = instance.type_post == POST
    np.add.at(today, instance.type_school[same], instance.type_count[same])
    after = people.at[:, :, CARE].sum(axis=0)
    found = []
    for s, name in open_schools(instance):
        posts, there = max(int(instance.school_carers[s]), int(today[s])), int(after[s])
        if there > posts:
            words = {"school": name, "there": there, "posts": posts}
            found.append(breach(NAME, "over", (name,), there - posts, "persons", **words))
    return found
