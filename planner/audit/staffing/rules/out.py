"""Out: only managers and staff of closed schools may have no place, and who may retire retires."""

from __future__ import annotations

from planner.audit.staffing.violation import Violation, breach
from planner.teachers.counts import Persons
from planner.teachers.instance import MANAGEMENT, StaffInstance
from planner.teachers.plan import StaffPlan

NAME = "out"


def violation(instance: StaffInstance, plan: StaffPlan, people: Persons) -> list[Violation]:
    """Retired and without a place = 0 for other staff of open schools; retired only by age.

    Nobody retires unless ``staffing.retirement`` is set; where it is, nobody who may retire is
    without a place instead.
    """
    option = instance.scenario.staffing.retirement
    found = []
    for t, name in enumerate(instance.type_id):
        home = int(instance.type_school[t])
        retire, no_place = int(people.retire[t]), int(people.no_place[t])
        of_age = bool(instance.type_may_retire[t])
        stays = bool(instance.school_open[home]) and instance.type_post[t] != MANAGEMENT
        ids = (name, instance.school_id[home])
        words = {"type": name, "school": ids[1]}
        if retire and not option:
            found.append(breach(NAME, "no_retirement", ids, retire, "persons", **words))
        elif retire and not of_age:
            found.append(breach(NAME, "too_young", ids, retire, "persons", **words))
        if stays and retire + no_place:
            found.append(breach(NAME, "may_stay", ids, retire + no_place, "persons", **words))
        if no_place and option and of_age:
            found.append(breach(NAME, "may_retire", ids, no_place, "persons", **words))
    return found
