"""The rules of a staffing plan, each checked from its plain statement in docs/staffing.md."""

from __future__ import annotations

from collections.abc import Callable

from planner.audit.staffing.rules import (
    carers,
    circuit,
    circuit_posts,
    cover,
    hires,
    leaders,
    lessons,
    limits,
    may_teach,
    no_forced_exit,
    online,
    out,
    places,
    role,
    rooms,
    rotation,
    supply,
    support,
)
from planner.audit.staffing.violation import Violation
from planner.teachers.counts import Persons
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import StaffPlan

Check = Callable[[StaffInstance, StaffPlan, Persons], list[Violation]]

STAFF_RULES: tuple[tuple[str, Check], ...] = (
    ("supply", supply.violation),
    ("role", role.violation),
    ("limits", limits.violation),
    ("out", out.violation),
    ("places", places.violation),
    ("leaders", leaders.violation),
    ("carers", carers.violation),
    ("support", support.violation),
    ("rooms", rooms.violation),
    ("may_teach", may_teach.violation),
    ("lessons", lessons.violation),
    ("cover", cover.violation),
    ("circuit", circuit.violation),
    ("circuit_posts", circuit_posts.violation),
    ("online", online.violation),
    ("hires", hires.violation),
    ("rotation", rotation.violation),
    ("no_forced_exit", no_forced_exit.violation),
)
"""Every rule by name, in the order of docs/staffing.md."""
