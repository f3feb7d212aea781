"""Boarders have a place in the canteen."""

from __future__ import annotations

from collections.abc import Iterator

from planner.gates import canteen_binds
from planner.instance import Instance
from planner.programme.rules.row import Row, times
from planner.programme.variables import Grouped, Variables


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield a row per site j where anyone may board, with r places a boarder.

    - r boarders_j <= canteen_j boards_j + canteen places added, where these have a price that
      counts
    - r boarders_j <= canteen_j boards_j, where neither dormitory nor canteen may grow and the
      beds there would take more

    Elsewhere places are added as they are needed, and nothing depends on their number.
    """
    ratio = instance.scenario.boarding.canteen_places_per_boarder
    binds = canteen_binds(instance)
    for j, boards in v.boards.items():
        places = float(instance.site_canteen[j])
        taken = times(v.pupils(groups.boarding_at[j]), ratio)
        if j in v.canteen:
            terms = [*taken, (boards, -places), (v.canteen[j], -1.0)]
            yield Row(f"j{j}", terms, "<=", 0.0)
        elif binds[j]:
            yield Row(f"j{j}", [*taken, (boards, -places)], "<=", 0.0)
