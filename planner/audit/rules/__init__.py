"""The rules of a layout, each checked from its plain statement in docs/formulation.md."""

from __future__ import annotations

from collections.abc import Callable

from planner.accounts import Accounts
from planner.audit.rules import (
    area_floors,
    beds,
    budget,
    canteen,
    classes,
    classrooms,
    establishment,
    harm,
    kind,
    left_behind,
    line,
    offered,
    open_between,
    option,
    pins,
    receiver,
    school_size,
    seats,
    serve,
    township,
    whole_village,
)
from planner.audit.violation import Violation
from planner.instance import Instance
from planner.plan import Plan

Check = Callable[[Instance, Plan, Accounts], list[Violation]]

RULES: tuple[tuple[str, Check], ...] = (
    ("serve", serve.violation),
    ("offered", offered.violation),
    ("kind", kind.violation),
    ("option", option.violation),
    ("classes", classes.violation),
    ("classrooms", classrooms.violation),
    ("receiver", receiver.violation),
    ("area_floors", area_floors.violation),
    ("beds", beds.violation),
    ("canteen", canteen.violation),
    ("left_behind", left_behind.violation),
    ("seats", seats.violation),
    ("line", line.violation),
    ("whole_village", whole_village.violation),
    ("school_size", school_size.violation),
    ("open_between", open_between.violation),
    ("township", township.violation),
    ("pins", pins.violation),
    ("establishment", establishment.violation),
    ("budget", budget.violation),
    ("harm", harm.violation),
)
"""Every rule by name, in the order of docs/formulation.md."""
