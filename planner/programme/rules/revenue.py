"""A small school is paid as if it had the floor's number of pupils."""

from __future__ import annotations

from collections.abc import Iterator

from planner.instance import Instance
from planner.programme.rules.row import Row, minus
from planner.programme.rules.school_size import pupils_who_could_come
from planner.programme.variables import Grouped, Variables


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield the rows that bound the pupils paid for but not there, floor_j, from above.

    With F the floor and N the pupils who could come at most:
    floor_j + pupils_j <= F open_j + (N - F) big_j, floor_j <= F (open_j - big_j),
    big_j <= open_j. Where N <= F no site is ever big.
    """
    floor = float(instance.scenario.costs.revenue_floor_pupils)
    for j, paid in v.floor_pupils.items():
        options = groups.of_site.get(j, [])
        most = float(pupils_who_could_come(instance, options))
        big = v.big[j]
        pupils = v.pupils(options)
        over = max(0.0, most - floor)
        terms = [(paid, 1.0), *pupils, *minus(v.open(j), floor), (big, -over)]
        yield Row(f"j{j}", terms, "<=", 0.0)
        yield Row(f"j{j}_small", [(paid, 1.0), *minus(v.open(j), floor), (big, floor)], "<=", 0.0)
        bound = v.open(j) if over > 0 else []
        yield Row(f"j{j}_big", [(big, 1.0), *minus(bound)], "<=", 0.0)
