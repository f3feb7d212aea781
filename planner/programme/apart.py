"""Plans that are almost as good as one, and as unlike it as can be.

The programme is built once; every objective is held within a share of the given plan's, and
each search makes the schools that agree with the plans before as few as it can.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.accounts import account, key_of, option_lookup, tier_value
from planner.county.dictionary import KINDS
from planner.instance import Instance
from planner.plan import Plan
from planner.programme.build import build
from planner.programme.extract import extract
from planner.programme.highs import Floats, load, solve
from planner.programme.objective import COUNT_TIERS, Expression, tier
from planner.programme.solve import interruptible


@dataclass(frozen=True)
class Found:
    """A plan, or none; and whether it is proved that none agrees less."""

    plan: Plan | None
    proved: bool


class Apart:
    """The searches for plans apart from all before.

    Parameters
    ----------
    instance, plan
        A finished run.
    within_share
        By how much each objective may exceed the plan's; counts not at all below one.
    """

    def __init__(self, instance: Instance, plan: Plan, within_share: float) -> None:
        scenario, solver = instance.scenario, instance.scenario.solver
        self.instance = instance
        self.programme = build(self.instance)
        self.loaded = load(self.programme.problem, seed=solver.seed, log=None)
        self.values = self._values(plan)
        accounts = account(instance, plan)
        for asked in scenario.objective:
            value = tier_value(instance, plan, accounts, asked.minimise)
            room = within_share * abs(value) + 1e-6 * max(1.0, abs(value))
            if asked.minimise in COUNT_TIERS:
                room = float(np.floor(room)) + 1e-6
            self.loaded.hold(
                tier(self.instance, self.programme.variables, asked.minimise), value + room
            )
        self.plans = 1
        self.closed = dict.fromkeys(self._closable(), 0)
        self._count(plan)

    def next(self, seconds: float) -> Found:
        """Return a plan that agrees as little as can be with those before, within the time."""
        terms = []
        for j, closed in self.closed.items():
            terms += [(x, self.plans - 2.0 * closed) for x, _ in self.programme.variables.open(j)]
        cost = self.loaded.costs(Expression(terms))
        every = np.arange(len(cost), dtype=np.int32)
        self.loaded.highs.changeColsCost(len(cost), every, cost)
        with interruptible() as stop:
            solved = solve(self.loaded, seconds=seconds, stop=stop)
        if solved.values is None:
            return Found(None, False)
        plan = extract(self.instance, self.programme.variables, self.loaded, solved.values)
        proved = solved.ended == "proof"
        self.plans += 1
        self._count(plan)
        return Found(plan, proved)

    def close(self) -> None:
        """Let go of the solver."""
        self.loaded.worker.shutdown(wait=True)

    def _closable(self) -> list[int]:
        sites = sorted({j for j, _ in self.programme.variables.kind})
        return [j for j in sites if self.instance.site_existing[j]]

    def _count(self, plan: Plan) -> None:
        shut = {s.school_id for s in plan.sites if s.kind is None}
        for j in self.closed:
            self.closed[j] += self.instance.site_id[j] in shut

    def _values(self, plan: Plan) -> Floats | None:
        """Return the plan by column, with the least of all that follows from its choices."""
        v, at, instance = self.programme.variables, self.loaded.column, self.instance
        chosen = {s.school_id: s.kind for s in plan.sites}
        lookup = option_lookup(instance)
        going: dict[int, int] = {}
        for row in plan.assignments:
            a = lookup[key_of(row)]
            going[a] = going.get(a, 0) + row.pupils
        lower, upper = self.loaded.lower.copy(), self.loaded.upper.copy()
        for (j, k), x in v.kind.items():
            lower[at[x.id]] = upper[at[x.id]] = float(chosen[instance.site_id[j]] == KINDS[k])
        for a, x in v.use.items():
            if a not in v.part:
                lower[at[x.id]] = upper[at[x.id]] = going.get(a, 0) / v.pupils_per_use[a]
        self.loaded.bounds(lower, upper)
        # Classes, rooms and posts as small as the objectives that hold below ask for.
        cost = np.zeros(len(lower))
        accounts = account(instance, plan)
        for asked in instance.scenario.objective:
            size = max(1.0, abs(tier_value(instance, plan, accounts, asked.minimise)))
            cost += self.loaded.costs(tier(instance, v, asked.minimise)) / size
        self.loaded.highs.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
        with interruptible() as stop:
            found = solve(self.loaded, seconds=20.0, stop=stop)
        self.loaded.bounds(self.loaded.lower, self.loaded.upper)
        return found.values
