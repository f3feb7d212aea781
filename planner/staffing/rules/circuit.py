"""Posts shared by two schools."""

from __future__ import annotations

from collections.abc import Iterator

from planner.programme.variables import Terms
from planner.staffing.rules.row import Row, minus
from planner.staffing.variables import StaffVariables
from planner.teachers.instance import StaffInstance


def rows(instance: StaffInstance, v: StaffVariables) -> Iterator[Row]:
    """Yield the circuit rows of the cells e of each school.

    - lessons away <= away_share load posts, by school visited
    - sum of posts shared <= teachers_e
    - sum of (lessons away + lost_periods posts) <= load sum of posts, where they could be more
    - posts shared in the county <= circuits.max_posts
    """
    circuits = instance.scenario.staffing.circuits
    for e, cell in enumerate(v.teaching.cells):
        load, visits = cell.load_periods, range(len(cell.visits))
        for k in visits:
            most = circuits.away_share * load
            yield Row(f"e{e}_{k}", [(v.lent[e, k], 1.0), (v.shared[e, k], -most)], "<=", 0.0)
        if not visits:
            continue
        posts: Terms = [(v.shared[e, k], 1.0) for k in visits]
        yield Row(f"e{e}_posts", [*posts, (v.teachers[e], -1.0)], "<=", 0.0)
        if circuits.away_share * load + circuits.lost_periods > load:
            away: Terms = [(v.lent[e, k], 1.0) for k in visits]
            left = minus(posts, load - circuits.lost_periods)
            yield Row(f"e{e}_week", [*away, *left], "<=", 0.0)
    if circuits.max_posts is not None and v.shared:
        every: Terms = [(x, 1.0) for x in v.shared.values()]
        yield Row("county", every, "<=", float(circuits.max_posts))
