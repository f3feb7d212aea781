"""Capital and running cost stay within their ceilings."""

from __future__ import annotations

from collections.abc import Iterator

from planner.instance import Instance
from planner.programme.objective import Expression, capital, running
from planner.programme.rules.row import Row
from planner.programme.variables import Grouped, Variables

_YUAN_PER_UNIT = 10_000.0
"""Rows are written in 10,000 yuan, so that their coefficients stay near the others."""


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield: capital <= budget.capital_yuan; running cost <= budget.annual_yuan."""
    budget = instance.scenario.budget
    if budget.capital_yuan is not None:
        yield _within("capital", capital(instance, v), budget.capital_yuan)
    if budget.annual_yuan is not None:
        yield _within("annual", running(instance, v), budget.annual_yuan)


def _within(key: str, cost: Expression, limit_yuan: float) -> Row:
    terms = [(variable, c / _YUAN_PER_UNIT) for variable, c in cost.terms]
    return Row(key, terms, "<=", (limit_yuan - cost.constant) / _YUAN_PER_UNIT)
