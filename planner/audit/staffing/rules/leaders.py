"""Leaders: managers stay within the leaders' posts of their school."""

from __future__ import annotations

from planner.audit.staffing.violation import Violation, breach, open_schools
from planner.teachers.counts import MANAGE, Persons
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import StaffPlan

NAME = "leaders"


def violation(instance: StaffInstance, plan: StaffPlan, people: Persons) -> list[Violation]:
    """Persons who manage a school <= its leaders' posts."""
    after = people.at[:, :, MANAGE].sum(axis=0)
    found = []
    for s, name in open_schools(instance):
        posts, there = int(instance.school_leaders[s]), int(after[s])
        if there > posts:
            words = {"school": name, "there": there, "posts": posts}
            found.append(breach(NAME, "over", (name,), there - posts, "persons", **words))
    return found
