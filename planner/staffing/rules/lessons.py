"""Lessons of a pool stay within the weeks of those who belong to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from planner.programme.variables import Terms
from planner.staffing.flows import NO_PROFILE
from planner.staffing.rules.row import Row
from planner.staffing.variables import StaffVariables
from planner.teachers.counts import MANAGE
from planner.teachers.instance import StaffInstance


def rows(instance: StaffInstance, v: StaffVariables) -> Iterator[Row]:
    """Yield one row by pool g of profiles at a school s.

    - sum of lessons <= load (teachers + hires) + leader_load_share load managers
      + lessons of visitors - (1 + lost_share) lessons away
    """
    staffing = instance.scenario.staffing
    away = 1.0 + staffing.circuits.lost_share
    weeks: dict[int, Terms] = defaultdict(list)
    for (s, role), arcs in v.arcs_into.items():
        for a in arcs if role == MANAGE else []:
            profile = v.flows.class_profile[int(v.flows.arc_class[a])]
            pool = v.teaching.pool_of.get((s, profile))
            if profile != NO_PROFILE and pool is not None:
                load = staffing.leader_load_share * float(instance.load_periods[profile[0]])
                weeks[pool].append((v.arc[a], -load))
    for e, cell in enumerate(v.teaching.cells):
        if cell.pool >= 0:
            weeks[cell.pool].append((v.teachers[e], -cell.load_periods))
        for k, (_, pool) in enumerate(cell.visits):
            weeks[pool].append((v.lent[e, k], -1.0))
            if cell.pool >= 0:
                weeks[cell.pool].append((v.lent[e, k], away))
    for g, here in enumerate(v.teaching.pools):
        given: Terms = [(v.given[g, d], 1.0) for d in here.demands]
        yield Row(f"g{g}", [*given, *weeks[g]], "<=", 0.0)
