"""A settled instance solved again: the least that a change leaves uncovered, and the least change.

The rows are those of the staffing programme; only bounds are set: everybody stays but who may
move, and no row may leave more uncovered than it does today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from planner.instance import Ints
from planner.programme.attempt import rounded_bound
from planner.programme.highs import Loaded, Solved, Stop, load, solve
from planner.programme.objective import Expression
from planner.programme.rules.row import Row, add_row
from planner.programme.variables import Terms
from planner.staffing.build import StaffProgramme, build
from planner.staffing.cuts import Side, add_cuts, broken_cuts, sides
from planner.staffing.extract import extract
from planner.staffing.flows import there_today
from planner.staffing.settle import lessons_settled
from planner.staffing.settled import ROUNDED_PERIODS, TINY_PERIODS, Settled
from planner.staffing.variables import StaffVariables
from planner.teachers.figures import SHORT
from planner.teachers.instance import TEACHING
from planner.teachers.plan import StaffPlan

_ROUNDS = 10
"""Times that rows are added to a relaxation."""
_SLACK, _WHOLE_SLACK = 5e-4, 0.99
"""How near to its bound an amount comes: a fraction, a whole number."""
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


def least_left(
    held: Settled, seconds: float, stop: Stop, *, moving: bool = False
) -> tuple[float, float]:
    """Return the least found that a changed instance leaves uncovered, and its proved least.

    Infinite where nothing was found in time.
    """
    with _opened(held, _bounded(held, moving), stop) as search:
        found = search.least(search.uncovered, seconds)
    return found.objective, max(0.0, found.bound)


def solve_again(
    held: Settled,
    amounts: Amounts,
    seconds: float,
    stop: Stop,
    *,
    moving: bool = False,
    counts: bool = True,
) -> Again | None:
    """Return the least change that leaves the least uncovered, None where none was found in time.

    Parameters
    ----------
    seconds
        For all of it.
    moving
        Whether those who are movable may move, within the instance's limits.
    counts
        Whether the first amount is a whole number.
    """
    began = perf_counter()
    programme = _bounded(held, moving)
    wanted = amounts(programme)
    with _opened(held, programme, stop) as search:
        left = search.least(search.uncovered, seconds / 2)
        if left.values is None:
            return None
        values, loaded = left.values, search.loaded
        loaded.hold(search.uncovered, max(0.0, left.objective) + EQUAL_PERIODS / 10)
        amount, bound = np.inf, 0.0
        for n, expression in enumerate(wanted):
            spare = max(0.5, seconds - (perf_counter() - began))
            whole = counts and all(x.cat == "Integer" for x, _ in expression.terms)
            found = search.least(expression, spare, counts=whole)
            mine = float(loaded.costs(expression) @ values)
            if found.values is not None and found.objective < mine:
                values, mine = found.values, found.objective
            if n == 0:
                amount, bound = mine, found.bound
            loaded.hold(expression, mine + 1e-6 * max(1.0, abs(mine)))
        values = lessons_settled(held.instance, loaded, programme.variables, values)
        plan = extract(held.instance, programme.variables, loaded, values)
    return Again(plan, max(0.0, left.objective), max(0.0, left.bound), amount, bound)


@dataclass(frozen=True, eq=False)
class _Search:
    """A bounded programme inside the solver."""

    loaded: Loaded
    sides: list[Side]
    uncovered: Expression
    stop: Stop

    def least(self, expression: Expression, seconds: float, *, counts: bool = False) -> Solved:
        """Minimise an expression over the model as it stands.

        The rows that the relaxation breaks are added first. There is no start: with one the
        solver's bound would not hold.
        """
        began = perf_counter()
        loaded, cost = self.loaded, self.loaded.costs(expression)
        loaded.highs.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
        counted = loaded.costs(self.uncovered) > 0
        for _ in range(_ROUNDS):
            spare = seconds / 2 - (perf_counter() - began)
            relaxed = solve(loaded, seconds=max(0.1, spare), relaxed=True, stop=self.stop)
            if relaxed.values is None:
                break
            values, upper = relaxed.values, loaded.upper
            broken = [broken_cuts(x, values, upper, counted[x.uncovered]) for x in self.sides]
            cuts = [cut for some in broken for cut in some]
            if not cuts:
                break
            add_cuts(loaded, cuts)
        spare = max(0.5, seconds - (perf_counter() - began))
        slack = _WHOLE_SLACK if counts else _SLACK
        found = solve(loaded, seconds=spare, slack=slack, stop=self.stop)
        return replace(found, bound=rounded_bound(found.bound)) if counts else found


@contextmanager
def _opened(held: Settled, programme: StaffProgramme, stop: Stop) -> Iterator[_Search]:
    """Load a programme into the solver, and let the solver go."""
    loaded = load(programme.problem, seed=held.instance.scenario.solver.seed, log=None)
    try:
        v = programme.variables
        yield _Search(loaded, sides(held.instance, v, loaded), _uncovered(v), stop)
    finally:
        loaded.worker.shutdown(wait=True)


def moves(programme: StaffProgramme) -> list[Expression]:
    """Return the persons who move."""
    v = programme.variables
    return [Expression([(v.arc[a], 1.0) for a in np.flatnonzero(v.flows.arc_moves).tolist()])]


def hires(programme: StaffProgramme) -> list[Expression]:
    """Return the posts hired, then those shared by schools."""
    v = programme.variables
    return [Expression([(x, 1.0) for x in v.hire]), *shared_posts(programme)]


def shared_posts(programme: StaffProgramme) -> list[Expression]:
    """Return the posts' worth of lessons given at other schools: periods over the load."""
    v = programme.variables
    cells = v.teaching.cells
    return [Expression([(x, 1.0 / cells[e].load_periods) for (e, _), x in v.lent.items()])]


def _bounded(held: Settled, moving: bool) -> StaffProgramme:
    """Build the programme and hold in it what the plan holds."""
    programme = build(held.instance)
    v = programme.variables
    for demand, x in zip(v.teaching.demands, v.uncovered, strict=True):
        x.upBound = float(held.gap_periods[list(demand.rows)].sum()) + ROUNDED_PERIODS
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
    if moving:
        _no_shorter(held, v)
    return programme


def _no_shorter(held: Settled, v: StaffVariables) -> None:
    """Let no school fall further below its least teachers than the plan leaves it."""
    there = there_today(held.instance, TEACHING)
    least = held.instance.scenario.staff.min_posts
    for (s, sort), x in v.short.items():
        if SHORT[sort] == "teachers":
            x.upBound = float(max(0, least - int(there[s])))


def add_at_most(programme: StaffProgramme, name: str, terms: Terms, bound: float) -> None:
    """Add the row ``terms <= bound`` to a programme."""
    add_row(programme.problem, name, Row(name, terms, "<=", bound))


def _uncovered(v: StaffVariables) -> Expression:
    return Expression([(x, 1.0) for x in v.uncovered if (x.upBound or 0) > TINY_PERIODS])


def _movable(held: Settled, v: StaffVariables, moving: bool) -> Ints:
    """Return the persons of each class who may move (C,)."""
    count = held.instance.type_count * held.movable * moving
    return np.array([int(count[list(m)].sum()) for m in v.flows.class_types], dtype=np.int64)
