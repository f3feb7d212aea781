"""A broken rule of a staffing plan, in words."""

from __future__ import annotations

from planner.audit.violation import Violation
from planner.teachers.instance import StaffInstance
from planner.texts import text

__all__ = ["Violation", "breach", "open_schools"]


def breach(
    rule: str, what: str, ids: tuple[str, ...], by: float, unit: str, **fields: object
) -> Violation:
    """Return a violation whose sentence is ``staffing_audit.<rule>.<what>``."""
    message = text(f"staffing_audit.{rule}.{what}", by=by, **fields)
    return Violation(rule, message, ids, float(by), unit)


def open_schools(instance: StaffInstance) -> list[tuple[int, str]]:
    """Return number and id of every school that runs after the layout."""
    return [(s, name) for s, name in enumerate(instance.school_id) if instance.school_open[s]]
