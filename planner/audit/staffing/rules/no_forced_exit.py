"""No forced exit: where the scenario says so, nobody retires or is without a place."""

from __future__ import annotations

from planner.audit.staffing.violation import Violation, breach
from planner.teachers.counts import Persons
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import StaffPlan

NAME = "no_forced_exit"


def violation(instance: StaffInstance, plan: StaffPlan, people: Persons) -> list[Violation]:
    """Retired + without a place = 0 where ``staffing.no_forced_exit`` is set."""
    out = int(people.retire.sum() + people.no_place.sum())
    if not instance.scenario.staffing.no_forced_exit or out == 0:
        return []
    leave = people.retire + people.no_place
    ids = tuple(name for t, name in enumerate(instance.type_id) if leave[t])
    return [breach(NAME, "out", ids, out, "persons", count=out)]
