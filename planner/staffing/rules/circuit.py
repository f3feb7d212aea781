"""Lessons that teachers of one school give at others."""

from __future__ import annotations

from collections.abc import Iterator

from planner.programme.variables import Terms
from planner.staffing.rules.row import Row
from planner.staffing.teaching import away_share
from planner.staffing.variables import StaffVariables
from planner.teachers.instance import StaffInstance


def rows(instance: StaffInstance, v: StaffVariables) -> Iterator[Row]:
    """Yield one row by cell e that may visit, and one for the county.

    - sum of lessons away <= min(away_share, 1 / (1 + lost_share)) load teachers_e
    - sum over the county of lessons away / load <= circuits.max_posts
    """
    circuits = instance.scenario.staffing.circuits
    share = away_share(instance)
    every: Terms = []
    for e, cell in enumerate(v.teaching.cells):
        away: Terms = [(v.lent[e, k], 1.0) for k in range(len(cell.visits))]
        if away:
            yield Row(f"e{e}", [*away, (v.teachers[e], -share * cell.load_periods)], "<=", 0.0)
            every += [(x, 1.0 / cell.load_periods) for x, _ in away]
    if circuits.max_posts is not None and every:
        yield Row("county", every, "<=", float(circuits.max_posts))
