"""Where anyone boards, the left-behind come first for a bed."""

from __future__ import annotations

from collections.abc import Iterator

from planner.gates import left_behind_share
from planner.instance import BOARD, Instance
from planner.programme.rules.row import Row
from planner.programme.variables import Grouped, Terms, Variables


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield one row per site j where anyone may board, with ``boarding.left_behind_first``.

    - boarders_j + left-behind day pupils_j of boarding age
      <= beds_j boards_j + beds added + L (1 - boards_j)

    L is the left-behind who could come: where nobody boards no bed is asked for. Of a unit that
    takes several options each has its share of the left-behind.
    """
    if not instance.scenario.boarding.left_behind_first:
        return
    share, unit, mode = left_behind_share(instance), instance.option_unit, instance.option_mode
    for j, boards in v.boards.items():
        by_day = [a for a in groups.of_site[j] if mode[a] != BOARD and share[unit[a]] > 0]
        if not by_day:
            continue
        kept: Terms = [(x, float(share[unit[a]]) * c) for a in by_day for x, c in v.pupils([a])]
        units = sorted({int(unit[a]) for a in by_day})
        most = float(share[units] @ instance.unit_pupils[units])
        terms = [*v.pupils(groups.boarding_at[j]), *kept]
        terms.append((boards, most - float(instance.site_beds[j])))
        if j in v.beds:
            terms.append((v.beds[j], -1.0))
        yield Row(f"j{j}", terms, "<=", most)
