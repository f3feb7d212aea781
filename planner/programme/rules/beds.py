"""Every boarder has a bed; beds are added only where boarding is possible."""

from __future__ import annotations

from collections.abc import Iterator

from planner.instance import Instance
from planner.programme.rules.row import Row, minus
from planner.programme.variables import Grouped, Variables


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield the bed rows of each site j where anyone may board.

    - boards_j <= open_j; share of any unit boarding there <= boards_j
    - boarders_j <= beds_j boards_j + beds added; beds added <= most boards_j
    - beds added in the county <= boarding.max_new_beds
    """
    for j, boards in v.boards.items():
        yield Row(f"j{j}_open", [(boards, 1.0), *minus(v.open(j))], "<=", 0.0)
        options = groups.boarding_at[j]
        room = [(boards, -float(instance.site_beds[j]))]
        if j in v.beds:
            room.append((v.beds[j], -1.0))
            most = (boards, -float(instance.site_new_beds[j]))
            yield Row(f"j{j}_grow", [(v.beds[j], 1.0), most], "<=", 0.0)
        yield Row(f"j{j}", [*v.pupils(options), *room], "<=", 0.0)
        for a in options:
            yield Row(f"a{a}", [*v.share([a]), (boards, -1.0)], "<=", 0.0)
    limit = instance.scenario.boarding.max_new_beds
    if limit is not None and v.beds:
        yield Row("county", [(b, 1.0) for b in v.beds.values()], "<=", float(limit))
