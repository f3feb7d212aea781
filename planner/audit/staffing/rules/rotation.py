"""Rotation: of the teachers due, enough move, and enough of these are backbone teachers."""

from __future__ import annotations

import math

from planner.audit.staffing.movable import most_who_move
from planner.audit.staffing.violation import Violation, breach
from planner.instance import Flags
from planner.teachers.counts import TEACH, Persons
from planner.teachers.instance import TEACHING, StaffInstance
from planner.teachers.plan import StaffPlan

NAME = "rotation"


def violation(instance: StaffInstance, plan: StaffPlan, people: Persons) -> list[Violation]:
    """Movers of those due >= rotation_share due; backbone among them >= their share of that.

    Both only as far as the staff can: what is possible is sought only where too few move.
    """
    staffing = instance.scenario.staffing
    due = due_to_rotate(instance)
    number = staffing.rotation_share * float(instance.type_count[due].sum())
    found = []
    moved = _moved(instance, people, due)
    asked = _whole(number)
    if moved < asked:
        asked = min(asked, most_who_move(instance, due))
        if moved < asked:
            words = {"moved": moved, "asked": asked}
            found.append(breach(NAME, "movers", (), asked - moved, "persons", **words))
    backbone = due & instance.type_backbone
    leading = _moved(instance, people, backbone)
    wanted = _whole(staffing.rotation_backbone_share * number)
    if leading < wanted and not found:
        wanted = min(wanted, most_who_move(instance, backbone, besides=due, at_least=asked))
        if leading < wanted:
            words = {"moved": leading, "asked": wanted}
            found.append(breach(NAME, "backbone", (), wanted - leading, "persons", **words))
    return found


def due_to_rotate(instance: StaffInstance) -> Flags:
    """Return the types of teachers who have been at their school for long enough (T,)."""
    flags: Flags = instance.type_rotates & (instance.type_post == TEACHING)
    return flags


def _moved(instance: StaffInstance, people: Persons, types: Flags) -> int:
    teaching = people.at[:, :, TEACH]
    at_home = teaching[range(instance.types), instance.type_school]
    return int((teaching.sum(axis=1) - at_home)[types].sum())


def _whole(number: float) -> int:
    """Return the fewest persons that reach a number."""
    return math.ceil(number - 1e-6)
