"""Limits that no plan can keep, shown by a bound and without a search for plans.

For a limit on a sum (yuan, posts, beds, schools, affected pupils) the least of that sum is
bounded from below with the limit itself lifted: first in fractions; where that falls only just
short, site by site with whole numbers (`planner.programme.blocks`). A bound beyond the limit by
more than rounding proves that no plan exists, and that the limit has to grow to it at least.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from time import perf_counter

import numpy as np
import pulp

from planner.findings import Finding
from planner.instance import Instance
from planner.programme.build import Programme, build
from planner.programme.highs import Floats, Loaded, Solved, Stop, load, solve
from planner.programme.prices import YUAN_PER_UNIT
from planner.programme.solve import interruptible
from planner.texts import Text, text

QUICK = ("budget", "establishment", "beds", "harm", "open_between")
"""Rules with limits on a sum over the county; before a search only these are asked."""
THOROUGH = (*QUICK, "township")

_NEAR = 0.01
"""A limit that exceeds the relaxation's bound by more than this share of all that is summed up
is out of reach of the bound with whole numbers."""
_MARGIN = 1e-5
"""By this share of all that is summed up a bound must exceed a limit to count as proof."""
_WHOLE = 1e-4
_OVERRUN_SECONDS = 20.0


@dataclass(frozen=True)
class Limit:
    """A row of the programme that limits a sum.

    Parameters
    ----------
    rule, key
        Its name.
    row
        Its number among the rows of the loaded model.
    cost
        The sum by column, turned round where it must not be too small.
    most
        What the sum may come to, turned round with it.
    """

    rule: str
    key: str
    row: int
    cost: Floats
    most: float


def shortfalls(
    instance: Instance, *, seconds: float, rules: tuple[str, ...] = QUICK
) -> list[Finding]:
    """Return the limits that no plan can keep whatever else it does, each with a bound.

    Parameters
    ----------
    seconds
        Time for all of them; a limit that it does not suffice for is not told.
    rules
        Rules whose limits are asked.
    """
    if not set(_limited(instance)) & set(rules):
        return []
    deadline = perf_counter() + seconds
    programme = build(instance)
    loaded = load(programme.problem, seed=instance.scenario.solver.seed, log=None)
    limits = _limits(programme, loaded, rules)
    found = []
    with interruptible() as stop:
        for n, limit in enumerate(limits):
            share = (deadline - perf_counter()) / (len(limits) - n)
            if stop or share <= 0:
                break
            until = perf_counter() + share
            own = [x for x in limits if x.rule == limit.rule]
            with _Freed(loaded, limit, own):
                bound = _bound(loaded, limit, until, stop)
            if bound is None:
                # Other limits cannot be kept either.
                with _Freed(loaded, limit, limits):
                    bound = _bound(loaded, limit, until, stop)
            if bound is not None and bound > limit.most:
                found.append(_finding(instance, limit, bound))
    loaded.worker.shutdown(wait=True)
    return found


def _limited(instance: Instance) -> list[str]:
    """Return the rules that limit a sum in this scenario."""
    scenario = instance.scenario
    asked = {
        "budget": (scenario.budget.capital_yuan, scenario.budget.annual_yuan) != (None, None),
        "establishment": scenario.staff.establishment_posts is not None,
        "beds": scenario.boarding.max_new_beds is not None,
        "harm": scenario.concern.max_affected_share is not None,
        "open_between": scenario.schools.open_between != (None, None),
        "township": scenario.schools.per_township is not None,
    }
    return [rule for rule, is_set in asked.items() if is_set]


def _limits(programme: Programme, loaded: Loaded, rules: tuple[str, ...]) -> list[Limit]:
    """Return the limiting rows of some rules, in the order of the model."""
    found = []
    for n, row in enumerate(programme.problem.constraints()):
        rule, _, key = str(row.name).partition("__")
        if rule not in rules or (rule == "beds" and key != "county"):
            continue
        sign = -1.0 if row.sense == pulp.LpConstraintGE else 1.0
        cost = np.zeros(len(loaded.lower))
        for variable, coefficient in row.items():
            cost[loaded.column[variable.id]] += sign * coefficient
        found.append(Limit(rule, key, n, cost, sign * -float(row.constant)))
    return found


class _Freed:
    """The model with some limits lifted and the sum that one of them limits as objective.

    All of a rule are lifted together: one budget, or one township, may be impossible by itself.
    """

    def __init__(self, loaded: Loaded, limit: Limit, lifted: list[Limit]) -> None:
        self.highs, self.cost = loaded.highs, limit.cost
        self.rows = [x.row for x in lifted]

    def __enter__(self) -> None:
        lp = self.highs.getLp()
        self.before = [(row, lp.row_lower_[row], lp.row_upper_[row]) for row in self.rows]
        for row in self.rows:
            self.highs.changeRowBounds(row, -np.inf, np.inf)
        n = len(self.cost)
        self.highs.changeColsCost(n, np.arange(n, dtype=np.int32), self.cost)
        self.highs.changeObjectiveOffset(0.0)

    def __exit__(self, *error: object) -> None:
        for row, low, high in self.before:
            self.highs.changeRowBounds(row, low, high)


def _bound(loaded: Loaded, limit: Limit, until: float, stop: Stop) -> float | None:
    """Return a bound of the freed sum that exceeds the limit for certain, else -infinity.

    None where the other rules leave no plan whatever the sum.
    """
    relaxed = solve(loaded, seconds=until - perf_counter(), relaxed=True, stop=stop)
    if relaxed.ended == "infeasible":
        return None
    if relaxed.values is None:
        return -math.inf
    summed = max(1.0, float(np.abs(limit.cost) @ np.abs(relaxed.values)))
    bound = relaxed.bound
    if limit.most - _NEAR * summed <= bound <= limit.most + _MARGIN * summed:
        bound = max(bound, _by_site(loaded, relaxed, limit.most + _MARGIN * summed, until, stop))
    return bound if bound > limit.most + _MARGIN * summed else -math.inf


def _by_site(loaded: Loaded, relaxed: Solved, enough: float, until: float, stop: Stop) -> float:
    """Return the bound site by site, lifted until it is enough or time is up."""
    from planner.programme.ascent import Ascent
    from planner.programme.blocks import cut

    assert relaxed.prices is not None
    ascent = Ascent(cut(loaded, relaxed.prices))

    # The first step says most; it may overrun, so that a slow machine proves the same.
    if ascent.step(lambda: bool(stop) or perf_counter() > until + _OVERRUN_SECONDS, _WHOLE):
        while ascent.bound <= enough and perf_counter() < until:
            if not ascent.step(lambda: bool(stop) or perf_counter() > until, _WHOLE):
                break
    return ascent.bound


def _finding(instance: Instance, limit: Limit, bound: float) -> Finding:
    """Return a limit and its bound in words."""
    if limit.rule == "budget":
        return _money(instance, limit, bound)
    turned = limit.key.endswith("least")
    # Sums of posts, beds and schools are whole; affected pupils need not be.
    least = abs(math.ceil(bound - _WHOLE))
    name = limit.key.partition("_")[2] if limit.rule == "township" else limit.key
    fields: dict[str, str | Text] = {"given": f"{abs(limit.most):,.0f}", "bound": f"{least:,}"}
    if limit.rule == "township":
        asked = instance.scenario.schools.per_township
        assert asked is not None
        fields["township"] = instance.township[int(limit.key.partition("_")[0][1:])]
        fields["stage"] = text(f"stage.{asked.stage}")
    key = f"bound_{limit.rule}" + (f"_{name}" if turned or limit.key.endswith("most") else "")
    return Finding(limit.rule, "error", text(f"impossible.{key}", **fields))


def _money(instance: Instance, limit: Limit, bound: float) -> Finding:
    budget = instance.scenario.budget
    given = budget.capital_yuan if limit.key == "capital" else budget.annual_yuan
    assert given is not None
    least = given + YUAN_PER_UNIT * (bound - limit.most)
    return Finding(
        "budget",
        "error",
        text(f"impossible.bound_{limit.key}", given=f"{given:,.0f}", bound=f"{least:,.0f}"),
        column=f"budget.{limit.key}_yuan",
        value=f"{given:.0f}",
    )
