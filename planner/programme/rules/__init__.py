"""The rules of the layout programme, one file each.

A rule yields rows; each row is named ``rule__key``. Rules that only strike options out
(ceilings, boarding age, protection, growth, receivers, pins against boarding) are settled
when the instance is built and need no row; the audit checks them all the same.
"""

from __future__ import annotations

from planner.programme.rules import (
    area_floors,
    beds,
    budget,
    canteen,
    carers,
    classes,
    classrooms,
    establishment,
    harm,
    kind,
    least,
    left_behind,
    line,
    offered,
    open_between,
    pins,
    posts,
    receiver,
    revenue,
    school_size,
    seats,
    serve,
    township,
    whole_village,
    worst,
)
from planner.programme.rules.row import Row, Rule

__all__ = ["RULES", "Row", "Rule"]

RULES: tuple[Rule, ...] = (
    Rule("serve", serve.rows),
    Rule("offered", offered.rows),
    Rule("kind", kind.rows),
    Rule("pins", pins.rows),
    Rule("classes", classes.rows),
    Rule("classrooms", classrooms.rows),
    Rule("receiver", receiver.rows),
    Rule("area_floors", area_floors.rows),
    Rule("beds", beds.rows),
    Rule("canteen", canteen.rows),
    Rule("left_behind", left_behind.rows),
    Rule("seats", seats.rows),
    Rule("line", line.rows),
    Rule("whole_village", whole_village.rows),
    Rule("school_size", school_size.rows),
    Rule("open_between", open_between.rows),
    Rule("township", township.rows),
    Rule("posts", posts.rows),
    Rule("least", least.rows),
    Rule("carers", carers.rows),
    Rule("establishment", establishment.rows),
    Rule("revenue", revenue.rows),
    Rule("worst", worst.rows),
    Rule("harm", harm.rows),
    Rule("budget", budget.rows),
)
"""All rules, in the order in which their rows are built."""
