"""The objectives of the staffing programme as linear expressions in its variables."""

from __future__ import annotations

import numpy as np

from planner.programme.objective import Expression
from planner.staffing.variables import StaffVariables
from planner.teachers.instance import StaffInstance

WHOLE_TIERS = ("short_posts", "without_place", "hires")
"""Objectives that are whole numbers, so that a bound may be rounded up."""


def staff_tier(instance: StaffInstance, v: StaffVariables, name: str) -> Expression:
    """Return the objective `name` of docs/staffing.md as an expression.

    Raises
    ------
    KeyError
        If there is no such objective.
    """
    demands = v.teaching.demands
    if name == "uncovered_priority_periods":
        pairs = zip(v.uncovered, demands, strict=True)
        return Expression([(x, 1.0) for x, demand in pairs if demand.first])
    if name == "uncovered_periods":
        return Expression([(x, 1.0) for x in v.uncovered])
    if name == "short_posts":
        return Expression([(x, 1.0) for x in v.short.values()])
    if name == "without_place":
        return Expression([(x, 1.0) for x in v.out.values()])
    if name == "move_minutes":
        moves = np.flatnonzero(v.flows.arc_moves & (v.flows.arc_weight != 0)).tolist()
        weight = v.flows.arc_weight.tolist()
        return Expression([(v.arc[a], weight[a]) for a in moves])
    if name == "hires":
        return Expression([(x, 1.0) for x in v.hire])
    if name == "qualified_spread":
        pupils = instance.school_pupils.sum(axis=1)
        whole = float(sum(pupils[s] for s in v.spread))
        return Expression([(x, 100.0 / whole) for x in v.spread.values()])
    raise KeyError(name)
