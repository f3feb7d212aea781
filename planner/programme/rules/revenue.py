"""A small school is paid as if it had the floor's number of pupils."""

from __future__ import annotations

from collections.abc import Iterator

from planner.instance import Instance
from planner.programme.rules.row import Row, minus
from planner.programme.variables import Grouped, Terms, Variables


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield the rows that bound the pupils paid for but not there, floor_j, from above.

    With F the floor: where no more than F pupils could come, floor_j + pupils_j <= F open_j.
    Elsewhere big_j says that more than F come, and the share of each unit that goes to a
    site which is not big is written apart:

    - small_uj >= share_uj - big_j
    - floor_j + sum of n_u small_uj <= F (open_j - big_j), big_j <= open_j

    A plain big-M row leaves the relaxation a tenth of the county's cost too cheap; these
    rows force big_j to 1 wherever whole units of more than F pupils arrive.
    """
    floor = float(instance.scenario.costs.revenue_floor_pupils)
    pupils = instance.unit_pupils.tolist()
    for j, paid in v.floor_pupils.items():
        options = groups.of_site.get(j, [])
        open_floor = minus(v.open(j), floor)
        if j not in v.big:
            yield Row(f"j{j}", [(paid, 1.0), *v.pupils(options), *open_floor], "<=", 0.0)
            continue
        big = v.big[j]
        small: Terms = []
        for u in sorted({int(instance.option_unit[a]) for a in options}):
            part = v.problem.add_variable(f"small__u{u}_j{j}", 0, 1)
            small.append((part, float(pupils[u])))
            share = minus(v.share(groups.of_pair[u, j]))
            yield Row(f"u{u}_j{j}", [(part, 1.0), *share, (big, 1.0)], ">=", 0.0)
        yield Row(f"j{j}", [(paid, 1.0), *small, *open_floor, (big, floor)], "<=", 0.0)
        yield Row(f"j{j}_big", [(big, 1.0), *minus(v.open(j))], "<=", 0.0)
