"""Every period of a need is given, on the screen, or uncovered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from planner.programme.variables import Terms
from planner.staffing.rules.row import Row
from planner.staffing.variables import StaffVariables
from planner.teachers.instance import StaffInstance


def rows(instance: StaffInstance, v: StaffVariables) -> Iterator[Row]:  # noqa: ARG001
    """Yield one row by demand d.

    - sum over pools of lessons + lessons on the screen + uncovered = need
    """
    given: dict[int, Terms] = defaultdict(list)
    for (_, d), x in v.given.items():
        given[d].append((x, 1.0))
    for d, demand in enumerate(v.teaching.demands):
        screen: Terms = [(v.online[n], 1.0) for n in demand.rows if n in v.online]
        terms = [*given[d], *screen, (v.uncovered[d], 1.0)]
        yield Row(f"d{d}", terms, "==", demand.periods)
