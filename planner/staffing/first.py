"""A first plan: who can stay stays; only those whose school closes, and managers, are placed.

It is there at once, so that no county is without a plan however short the time, and the search
has something to be better than.
"""

from __future__ import annotations

import numpy as np

from planner.programme.highs import Floats, Loaded, Stop, solve
from planner.staffing.variables import StaffVariables
from planner.teachers.counts import MANAGE

_OUT = 1e4
"""Weight of a person without a place, beside a period without a teacher."""
_GAP = 0.02


def first_plan(
    loaded: Loaded, v: StaffVariables, cost: Floats, seconds: float, stop: Stop
) -> Floats | None:
    """Return values of a plan with few moves, None where none was found.

    Parameters
    ----------
    cost
        What is to be small, by column, besides those without a place.
    """
    of = v.flows
    lower, upper = loaded.lower.copy(), loaded.upper.copy()
    home = (of.arc_school == of.class_school[of.arc_class]) & (of.arc_role != MANAGE)
    stays = np.zeros(len(of.class_school), dtype=bool)
    stays[of.arc_class[home & ~of.class_leaves[of.arc_class]]] = True
    for a in np.flatnonzero(stays[of.arc_class]).tolist():
        at = loaded.column.get(v.arc[a].id)
        if at is not None:
            count = float(of.class_count[of.arc_class[a]]) if home[a] else 0.0
            lower[at], upper[at] = min(count, upper[at]), count
    own = cost.copy()
    for x in v.out.values():
        at = loaded.column.get(x.id)
        if at is not None:
            own[at] += _OUT
    every = np.arange(len(own), dtype=np.int32)
    loaded.highs.changeColsCost(len(own), every, own)
    loaded.bounds(lower, np.maximum(lower, upper))
    found = solve(loaded, seconds=seconds, gap=_GAP, stop=stop)
    loaded.bounds(loaded.lower, loaded.upper)
    return found.values
