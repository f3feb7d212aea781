"""Money in the programme: what each school costs, the budget, what is kept for weak schools."""

from __future__ import annotations

import math

import numpy as np

from planner.allocation.instance import ResourceInstance
from planner.allocation.items import DORM, LINK, RENOVATION
from planner.programme.objective import Expression
from planner.programme.rules.row import Row, add_row
from planner.programme.variables import Terms
from planner.resources.needs import step_yuan
from planner.resources.variables import Programme

_YUAN = 1e-3
"""Yuan stand in thousands, so that no coefficient is large."""


def add_money(instance: ResourceInstance, made: Programme) -> None:
    """Keep the budget, and of it what is kept for weak schools."""
    by_school = [spent_terms(instance, made, s) for s in range(instance.schools)]
    spent = [t for terms in by_school for t in terms]
    made.goals["spent_yuan"] = Expression(spent)
    budget = instance.whole_budget_yuan
    if not spent:
        return
    if budget is None:
        # The solver is told of no variable that stands in no row.
        every = math.ceil(sum(c * (x.upBound or 0) for x, c in spent) * _YUAN)
        add_row(made.problem, "budget__none", Row("", _scaled(spent), "<=", float(every)))
        return
    add_row(made.problem, "budget__all", Row("", _scaled(spent), "<=", budget * _YUAN))
    others = [t for s, terms in enumerate(by_school) if not instance.school_weak[s] for t in terms]
    left = others_budget_yuan(instance, made)
    if others and left < budget:
        add_row(made.problem, "budget__others", Row("", _scaled(others), "<=", left * _YUAN))


def others_budget_yuan(instance: ResourceInstance, made: Programme) -> int:
    """Return the most that may be spent at schools that are not weak.

    Kept for weak schools is their share of the budget, but no more than all that could be
    bought for them.
    """
    budget = instance.whole_budget_yuan
    assert budget is not None
    weak = np.flatnonzero(instance.school_weak).tolist()
    all_of_it = sum(
        round(c * (x.upBound or 0)) for s in weak for x, c in spent_terms(instance, made, s)
    )
    return budget - min(
        math.ceil(instance.scenario.resources.weak_budget_share * budget - 1e-6), all_of_it
    )


def spent_terms(instance: ResourceInstance, made: Programme, s: int) -> Terms:
    """Return what is spent at a school, in yuan."""
    price = step_yuan(instance)
    terms: Terms = [
        (made.steps[k, s], float(price[k])) for k in range(DORM + 1) if (k, s) in made.steps
    ]
    if s in made.renovate:
        area = math.ceil(float(instance.school_building_m2[s]) - 1e-10)
        terms.append((made.renovate[s], float(instance.unit_yuan[RENOVATION] * area)))
    if s in made.link:
        terms.append((made.link[s], float(instance.unit_yuan[LINK])))
    return terms


def _scaled(terms: Terms) -> Terms:
    return [(x, c * _YUAN) for x, c in terms]
