"""No more than a share of all pupils may be affected."""

from __future__ import annotations

from collections.abc import Iterator

from planner.instance import Instance
from planner.programme.objective import affected_terms
from planner.programme.rules.row import Row
from planner.programme.variables import Grouped, Variables


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield: affected pupils, unserved ones with them, <= max_affected_share x all pupils."""
    share = instance.scenario.concern.max_affected_share
    if share is not None:
        limit = share * float(instance.unit_pupils.sum())
        yield Row("county", affected_terms(instance, v), "<=", limit)
