"""Boarders have people who care for them, a woman and a man at least."""

from __future__ import annotations

from collections.abc import Iterator

from planner.instance import Instance
from planner.programme.rules.row import Row, minus
from planner.programme.variables import Grouped, Variables


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield, per boarding site j: carers_j >= boarders_j / ratio and >= min_carers boards_j."""
    boarding = instance.scenario.boarding
    for j, carers in v.carers.items():
        boarders = minus(v.pupils(groups.boarding_at[j]), 1 / boarding.pupils_per_carer)
        yield Row(f"j{j}_boarders", [(carers, 1.0), *boarders], ">=", 0.0)
        least = (v.boards[j], -float(boarding.min_carers))
        yield Row(f"j{j}_least", [(carers, 1.0), least], ">=", 0.0)
