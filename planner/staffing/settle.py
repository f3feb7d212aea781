"""The last look at a solution: whole numbers whole, lessons given by who is nearest to them."""

from __future__ import annotations

import numpy as np

from planner.programme.highs import Floats, Loaded, Stop, solve
from planner.staffing.variables import StaffVariables
from planner.teachers.instance import StaffInstance

_ALSO, _AWAY, _SCREEN = 1.0, 3.0, 2.0
_LACKING = (100.0, 1000.0)
"""Of a period that nobody gives: so much that the slack of held objectives is left alone."""


def lessons_settled(
    instance: StaffInstance, loaded: Loaded, v: StaffVariables, values: Floats
) -> Floats:
    """Return values of the same plan of posts, with lessons as one would give them.

    Every objective is held by its row. Among all ways to give the lessons the one is chosen
    with most by teachers of the subject, fewest by visitors and on screens.
    """
    whole = loaded.integer
    lower, upper = loaded.lower.copy(), loaded.upper.copy()
    lower[whole] = upper[whole] = np.round(values[whole])
    cost = np.zeros(len(lower))
    for (g, d), x in v.given.items():
        subjects = {int(instance.need_subject[n]) for n in v.teaching.demands[d].rows}
        native = any(q in subjects for _, q, _ in v.teaching.pools[g].profiles)
        cost[loaded.column[x.id]] = 0.0 if native else _ALSO
    for x, demand in zip(v.uncovered, v.teaching.demands, strict=True):
        cost[loaded.column[x.id]] = _LACKING[demand.first]
    for x in v.lent.values():
        cost[loaded.column[x.id]] = _AWAY
    for x in v.online.values():
        cost[loaded.column[x.id]] = _SCREEN
    loaded.bounds(lower, upper)
    loaded.highs.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
    loaded.highs.clearSolver()
    found = solve(loaded, seconds=120, relaxed=True, stop=Stop())
    loaded.bounds(loaded.lower, loaded.upper)
    return values if found.values is None else found.values
