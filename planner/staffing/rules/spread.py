"""How far each school's qualified teachers lie from its share of the county's."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from planner.staffing.rules.row import Row, minus
from planner.staffing.variables import StaffVariables
from planner.teachers.counts import TEACH
from planner.teachers.instance import TEACHING, StaffInstance


def rows(instance: StaffInstance, v: StaffVariables) -> Iterator[Row]:
    """Yield three rows by open school s with pupils.

    - spread_s >= Q_s - Q pupils_s / P; spread_s >= Q pupils_s / P - Q_s
    - with f, r the whole and the broken part of Q pupils_s / P: spread_s >= r + (1 - 2 r) (Q_s - f),
      which is what whole persons leave at least: r with f of them, 1 - r with one more
    """
    pupils = instance.school_pupils.sum(axis=1)
    whole = float(sum(pupils[s] for s in v.spread))
    teachers = instance.type_qualified & (instance.type_post == TEACHING)
    qualified = float(instance.type_count[teachers].sum())
    good = v.flows.class_qualified[v.flows.arc_class]
    for s, distance in v.spread.items():
        share = qualified * float(pupils[s]) / whole
        here = [(v.arc[a], 1.0) for a in v.arcs_into.get((s, TEACH), []) if good[a]]
        yield Row(f"s{s}_more", [(distance, 1.0), *minus(here)], ">=", -share)
        yield Row(f"s{s}_less", [(distance, 1.0), *here], ">=", share)
        least = float(np.floor(share))
        slope = 1.0 - 2.0 * (share - least)
        whole_persons = [(x, -slope * c) for x, c in here]
        bound = share - least - slope * least
        yield Row(f"s{s}_whole", [(distance, 1.0), *whole_persons], ">=", bound)
