"""Support: support staff stay within their posts, or with who is there today."""

from __future__ import annotations

import numpy as np

from planner.audit.staffing.violation import Violation, breach, open_schools
from planner.teachers.counts import SUPPORT, Persons
from planner.teachers.instance import SUPPORT as POST
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import StaffPlan

NAME = "support"


def violation(instance: StaffInstance, plan: StaffPlan, people: Persons) -> list[Violation]:
    """Support staff of a school <= its support posts, or those of today if they are more."""
    today = np.zeros(instance.schools, dtype=np.int64)
    same = instance.type_post == POST
    np.add.at(today, instance.type_school[same], instance.type_count[same])
    after = people.at[:, :, SUPPORT].sum(axis=0)
    found = []
    for s, name in open_schools(instance):
        posts, there = max(int(instance.school_support[s]), int(today[s])), int(after[s])
        if there > posts:
            words = {"school": name, "there": there, "posts": posts}
            found.append(breach(NAME, "over", (name,), there - posts, "persons", **words))
    return found
