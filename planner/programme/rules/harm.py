"""No more than a share of all pupils, or of those of herding households, may be affected."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from planner.gates import capped_pupils
from planner.instance import Instance
from planner.programme.objective import per_pupil
from planner.programme.rules.row import Row
from planner.programme.variables import Grouped, Variables


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield: affected pupils, unserved ones with them, <= max_affected_share x all pupils.

    With ``concern.cap_over: herding`` a pupil of a unit counts by the herding share of its
    village, on both sides.
    """
    share = instance.scenario.concern.max_affected_share
    if share is None:
        return
    counted = capped_pupils(instance)
    weight = counted / instance.unit_pupils
    terms = per_pupil(v, np.where(instance.option_affected, weight[instance.option_unit], 0.0))
    loses = instance.loses_unserved & (weight > 0)
    for u, unserved in v.unserved.items():
        if loses[u]:
            terms.append((unserved, v.pupils_per_unserved[u] * float(weight[u])))
    yield Row("county", terms, "<=", share * float(counted.sum()))
