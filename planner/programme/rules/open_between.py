"""The number of open schools lies between two bounds."""

from __future__ import annotations

from collections.abc import Iterator

from planner.instance import Instance
from planner.programme.rules.row import Row
from planner.programme.variables import Grouped, Variables


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield: low <= sum of open_j <= high."""
    low, high = instance.scenario.schools.open_between
    terms = [(variable, 1.0) for variable in v.kind.values()]
    if low is not None:
        yield Row("least", terms, ">=", float(low))
    if high is not None:
        yield Row("most", terms, "<=", float(high))
