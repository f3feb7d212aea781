"""The best plan near another: all far from some sites held, then ever less of it.

A search that starts from nothing may take long to find again what is known already. Here the
programme starts from a plan, with only the sites in question free, and goes on from what that
finds with those around them free as well. Nothing is proved.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

import numpy as np

from planner.accounts import account, key_of, option_lookup, tier_value
from planner.county.dictionary import KINDS
from planner.instance import Flags, Instance
from planner.plan import Plan
from planner.programme.build import Programme, build
from planner.programme.extract import extract
from planner.programme.highs import Floats, Loaded, Stop, load, solve
from planner.programme.objective import tier
from planner.programme.solve import interruptible

_GAP = 1e-3


def best_nearby(
    instance: Instance, plan: Plan, around: Sequence[Flags], seconds: float
) -> Plan | None:
    """Return the best plan found near another, None where there is none.

    Parameters
    ----------
    instance
        What the new plan has to satisfy; the other need not.
    plan
        A plan for the same units and sites.
    around
        Sites that are free, shape (J,), one step after the other, each wider than the last.
        Units that could go to a free site, or no longer where the plan sends them, are free.
    seconds
        Time for all objectives and steps.
    """
    programme = build(instance)
    loaded = load(programme.problem, seed=instance.scenario.solver.seed, log=None)
    deadline = perf_counter() + seconds
    values: Floats | None = None
    tiers = instance.scenario.objective
    with interruptible() as stop:
        for n, asked in enumerate(tiers):
            expression = tier(instance, programme.variables, asked.minimise)
            cost = loaded.costs(expression)
            if n + 1 < len(tiers):
                size = abs(tier_value(instance, plan, account(instance, plan), asked.minimise))
                cost = cost - _likeness(programme, loaded, instance, plan, 0.4 + _GAP * size)
            every = np.arange(len(cost), dtype=np.int32)
            loaded.highs.changeColsCost(len(cost), every, cost)
            left = (deadline - perf_counter()) / (len(tiers) - n)
            values = _widening(programme, loaded, instance, plan, around, values, left, stop)
            if values is None:
                break
            found = extract(instance, programme.variables, loaded, values)
            reached = tier_value(instance, found, account(instance, found), asked.minimise)
            room = asked.tolerance * abs(reached) + 1e-6 * max(1.0, abs(reached))
            loaded.hold(expression, reached + room)
    loaded.worker.shutdown(wait=True)
    return None if values is None else extract(instance, programme.variables, loaded, values)


def _likeness(
    programme: Programme, loaded: Loaded, instance: Instance, plan: Plan, most: float
) -> Floats:
    """Return a reward by column for doing as the plan does, `most` in all.

    Where an objective leaves a choice, what the plan does is the best guess at what the
    objectives after it want.
    """
    v, at, lookup = programme.variables, loaded.column, option_lookup(instance)
    reward = np.zeros(len(loaded.lower))
    used = {lookup[key_of(row)] for row in plan.assignments} & set(v.use)
    pupils = sum(int(instance.option_pupils[a]) for a in used)
    for a in used:
        if v.use[a].id in at:
            reward[at[v.use[a].id]] = most * v.pupils_per_use[a] / pupils
    return reward


def _widening(
    programme: Programme,
    loaded: Loaded,
    instance: Instance,
    plan: Plan,
    around: Sequence[Flags],
    values: Floats | None,
    seconds: float,
    stop: Stop,
) -> Floats | None:
    """Solve one objective step after step, each from the values of the one before."""
    until = perf_counter() + max(0.5, seconds)
    for n, free in enumerate(around):
        left = max(0.5, (until - perf_counter()) / (len(around) - n))
        lower, upper = _held(programme, loaded, instance, plan, free)
        if values is not None:
            # What the objectives before have changed stays as it is.
            lower, upper = np.minimum(lower, values), np.maximum(upper, values)
        loaded.bounds(lower, upper)
        found = solve(loaded, seconds=left, gap=_GAP, start=values, stop=stop)
        if found.values is not None:
            values = found.values
        if stop:
            break
    loaded.bounds(loaded.lower, loaded.upper)
    return values


def _held(
    programme: Programme, loaded: Loaded, instance: Instance, plan: Plan, free: Flags
) -> tuple[Floats, Floats]:
    """Return bounds that hold all but the free sites, and the units that they concern."""
    v, at = programme.variables, loaded.column
    kinds = {s.school_id: s.kind for s in plan.sites}
    lower, upper = loaded.lower.copy(), loaded.upper.copy()
    for (j, k), x in v.kind.items():
        if not free[j] and x.id in at:
            as_planned = float(kinds[instance.site_id[j]] == KINDS[k])
            lower[at[x.id]] = upper[at[x.id]] = as_planned
    lookup = option_lookup(instance)
    going: dict[int, int] = {}
    concerned = np.zeros(instance.units, dtype=bool)
    for row in plan.assignments:
        a = lookup[key_of(row)]
        going[a] = going.get(a, 0) + row.pupils
        lost = a not in v.use or a in v.part or bool(free[instance.option_site[a]])
        concerned[instance.option_unit[a]] |= lost
    usable = np.array(sorted(v.use), dtype=np.int64)
    to_free = usable[free[instance.option_site[usable]]]
    # Who could come to a free site may choose again.
    concerned[instance.option_unit[to_free]] = True
    for a, x in v.use.items():
        if not concerned[instance.option_unit[a]] and a not in v.part and x.id in at:
            lower[at[x.id]] = upper[at[x.id]] = going.get(a, 0) / v.pupils_per_use[a]
    return lower, upper
