"""Role: staff do what their post and their subject let them do."""

from __future__ import annotations

from planner.audit.staffing.violation import Violation, breach
from planner.teachers.counts import AT_SCHOOL, MANAGE, TEACH, Persons, may_return
from planner.teachers.instance import MANAGEMENT, StaffInstance
from planner.teachers.plan import StaffPlan
from planner.texts import text

NAME = "role"


def violation(instance: StaffInstance, plan: StaffPlan, people: Persons) -> list[Violation]:
    """Everybody goes on in the role of their post; managers with a subject may teach instead."""
    by_role = people.at.sum(axis=1)
    found = []
    for t, name in enumerate(instance.type_id):
        post = int(instance.type_post[t])
        may = {post}
        if post == MANAGEMENT and may_return(instance, t):
            may |= {TEACH, MANAGE}
        for role, word in enumerate(AT_SCHOOL):
            count = int(by_role[t, role])
            if count and role not in may:
                words = {"type": name, "count": count, "role": text(f"staffing_audit.as.{word}")}
                found.append(breach(NAME, "not_theirs", (name,), count, "persons", **words))
    return found
