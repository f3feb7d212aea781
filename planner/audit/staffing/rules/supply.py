"""Supply: everybody is somewhere, nobody appears or vanishes."""

from __future__ import annotations

from planner.audit.staffing.violation import Violation, breach
from planner.teachers.counts import Persons
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import StaffPlan

NAME = "supply"


def violation(instance: StaffInstance, plan: StaffPlan, people: Persons) -> list[Violation]:
    """Persons of a type in all roles, retired and without a place = persons of today."""
    after = people.at.sum(axis=(1, 2)) + people.retire + people.no_place
    found = []
    for t, name in enumerate(instance.type_id):
        today, counted = int(instance.type_count[t]), int(after[t])
        if counted != today:
            what = "vanished" if counted < today else "appeared"
            words = {"type": name, "today": today, "counted": counted}
            home = instance.school_id[int(instance.type_school[t])]
            found.append(breach(NAME, what, (name, home), abs(counted - today), "persons", **words))
    return found
