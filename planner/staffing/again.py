"""A settled instance solved again: the least that a change leaves uncovered, and the least change.

The rows are those of the staffing programme; only bounds are set: everybody stays but who may
move, and no row may leave more uncovered than it does today.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import numpy as np
import pulp

from planner.instance import Ints
from planner.programme.highs import Loaded, Solved, Stop, load, solve
from planner.programme.objective import Expression
from planner.programme.variables import Terms
from planner.staffing.build import StaffProgramme, build
from planner.staffing.extract import extract
from planner.staffing.settled import Settled
from planner.staffing.tier import lessons_settled
from planner.staffing.variables import StaffVariables
from planner.teachers.plan import StaffPlan

EQUAL_PERIODS = 0.05
"""Weekly periods by which two plans may differ and count as equal."""
Amounts = Callable[[StaffProgramme], list[Expression]]
"""What is made small once the least is uncovered, in order; may add rows to the programme."""


@dataclass(frozen=True, eq=False)
class Again:
    """What a change came to.

    Parameters
    ----------
    plan
        The plan of the changed instance.
    left_periods, left_bound
        Uncovered of the gap, and the proved least.
    amount, amount_bound
        Of the first expression that was made small, and the proved least of it given what is
        left; infinite where time did not suffice.
    """

    plan: StaffPlan
    left_periods: float
    left_bound: float
    amount: float
    amount_bound: float


def least_left(held: Settled, seconds: float, stop: Stop, *, moving: bool = False) -> float:
    """Return the least that a changed instance leaves uncovered, infinite where none was found."""
    programme = _bounded(held, moving)
    loaded = load(programme.problem, seed=held.instance.scenario.solver.seed, log=None)
    found = _solved(loaded, _uncovered(programme.variables), seconds, EQUAL_PERIODS / 2, stop)
    loaded.worker.shutdown(wait=True)
    return found.objective if found.values is not None else np.inf


def solve_again(
    held: Settled,
    amounts: Amounts,
    seconds: float,
    stop: Stop,
    *,
    moving: bool = False,
    slack: float = 0.99,
) -> Again | None:
    """Return the least change that leaves the least uncovered, None where none was found in time.

    Parameters
    ----------
    seconds
        For all of it.
    moving
        Whether those who are movable may move, within the instance's limits.
    slack
        How near to its bound the first amount must come; below 1 for whole numbers.
    """
    began = perf_counter()
    programme = _bounded(held, moving)
    wanted = amounts(programme)
    v = programme.variables
    loaded = load(programme.problem, seed=held.instance.scenario.solver.seed, log=None)
    try:
        uncovered = _uncovered(v)
        found = _solved(loaded, uncovered, seconds / 2, EQUAL_PERIODS / 2, stop)
        if found.values is None:
            return None
        values, left = found.values, found
        loaded.hold(uncovered, max(0.0, left.objective) + EQUAL_PERIODS / 10)
        amount, bound = np.inf, 0.0
        for n, expression in enumerate(wanted):
            spare = max(0.5, seconds - (perf_counter() - began))
            found = _solved(loaded, expression, spare, slack if n == 0 else 0.99, stop)
            mine = float(loaded.costs(expression) @ values)
            if found.values is not None and found.objective < mine:
                values, mine = found.values, found.objective
            if n == 0:
                amount, bound = mine, found.bound
            loaded.hold(expression, mine + 1e-6 * max(1.0, abs(mine)))
        settled_values = lessons_settled(held.instance, loaded, v, values, stop)
        plan = extract(held.instance, v, loaded, settled_values)
    finally:
        loaded.worker.shutdown(wait=True)
    return Again(plan, max(0.0, left.objective), max(0.0, left.bound), amount, bound)


def moves(programme: StaffProgramme) -> list[Expression]:
    """Return the persons who move."""
    v = programme.variables
    return [Expression([(v.arc[a], 1.0) for a in np.flatnonzero(v.flows.arc_moves).tolist()])]


def hires(programme: StaffProgramme) -> list[Expression]:
    """Return the posts hired, then those shared by schools."""
    v = programme.variables
    return [Expression([(x, 1.0) for x in v.hire]), *shared_posts(programme)]


def shared_posts(programme: StaffProgramme) -> list[Expression]:
    """Return the posts that two schools share."""
    return [Expression([(x, 1.0) for x in programme.variables.shared.values()])]


def _bounded(held: Settled, moving: bool) -> StaffProgramme:
    """Build the programme and hold in it what the plan holds."""
    programme = build(held.instance)
    v = programme.variables
    for demand, x in zip(v.teaching.demands, v.uncovered, strict=True):
        x.upBound = float(held.gap_periods[list(demand.rows)].sum())
    for x in v.out.values():
        x.upBound = 0
    of, movable = v.flows, _movable(held, v, moving)
    for a, x in enumerate(v.arc):
        c = int(of.arc_class[a])
        # Posts and the roles in which their holders go on stand in the same order.
        stays = of.arc_role[a] == of.class_post[c]
        if of.arc_moves[a]:
            stays = stays and movable[c] > 0
        if not stays:
            x.upBound = 0
    for c, persons in enumerate(movable.tolist()):
        gone = [(v.arc[a], 1.0) for a in v.arcs_of_class.get(c, []) if of.arc_moves[a]]
        if gone and persons:
            add_at_most(programme, f"movable__c{c}", gone, float(persons))
    return programme


def add_at_most(programme: StaffProgramme, name: str, terms: Terms, bound: float) -> None:
    """Add the row ``terms <= bound`` to a programme."""
    expression = pulp.lpSum_vars_coefs(terms)
    expression.constant = -bound
    expression.sense = pulp.LpConstraintLE
    programme.problem.addConstraint(expression, name)


def _uncovered(v: StaffVariables) -> Expression:
    return Expression([(x, 1.0) for x in v.uncovered if x.upBound])


def _solved(
    loaded: Loaded, expression: Expression, seconds: float, slack: float, stop: Stop
) -> Solved:
    """Minimise an expression over the model as it stands."""
    cost = loaded.costs(expression)
    every = np.arange(len(cost), dtype=np.int32)
    loaded.highs.changeColsCost(len(cost), every, cost)
    return solve(loaded, seconds=seconds, slack=slack, stop=stop)


def _movable(held: Settled, v: StaffVariables, moving: bool) -> Ints:
    """Return the persons of each class who may move (C,)."""
    count = held.instance.type_count * held.movable * moving
    return np.array([int(count[list(m)].sum()) for m in v.flows.class_types], dtype=np.int64)
