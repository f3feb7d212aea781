"""The rules of the staffing programme, one file each, in the words of docs/staffing.md.

A rule yields rows; each row is named ``rule__key``. Limits in minutes, bands, posts that may
teach and who may be without a place only strike variables out and need no row; the audit
checks them all the same.
"""

from __future__ import annotations

from planner.staffing.rules import (
    cells,
    circuit,
    cover,
    hires,
    least,
    lessons,
    online,
    places,
    rooms,
    rotation,
    spread,
    supply,
)
from planner.staffing.rules.row import Row, StaffRule

__all__ = ["STAFF_RULES", "Row", "StaffRule"]

STAFF_RULES: tuple[StaffRule, ...] = (
    StaffRule("supply", supply.rows),
    StaffRule("places", places.rows),
    StaffRule("rooms", rooms.rows),
    StaffRule("cells", cells.rows),
    StaffRule("lessons", lessons.rows),
    StaffRule("cover", cover.rows),
    StaffRule("circuit", circuit.rows),
    StaffRule("online", online.rows),
    StaffRule("hires", hires.rows),
    StaffRule("least", least.rows),
    StaffRule("rotation", rotation.rows),
    StaffRule("spread", spread.rows),
)
"""All rules, in the order in which their rows are built."""
