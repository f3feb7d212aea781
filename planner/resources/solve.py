"""The search: goal after goal, each proved against a bound of the full model and then held.

Nothing bought is always a plan, so there is one whatever the clock says. The values of goals are
those of the whole quantities, recounted by `planner.allocation.figures`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import numpy as np

from planner.allocation.figures import (
    COUNT_TIERS,
    EXACT_TIERS,
    LEVEL_TIERS,
    TIERS,
    tier_values,
)
from planner.allocation.instance import ResourceInstance
from planner.allocation.items import DORM
from planner.allocation.plan import ResourcePlan
from planner.instance import Ints
from planner.plan import EndedBy, Outcome, Status, TierResult, relative_gap
from planner.programme.attempt import rounded_bound
from planner.programme.highs import Floats, Loaded, Progress, Stop, load, solve
from planner.programme.solve import interruptible
from planner.resources.build import build
from planner.resources.extract import plan_of
from planner.resources.money import others_budget_yuan
from planner.resources.needs import bought_of, cost_of
from planner.resources.variables import Programme

_SHARE = {"floors_missed": 4.0, "rule_missed": 3.0, "level_short": 3.0}
"""Time for each goal, 1 where nothing stands here; what one leaves is shared by the rest."""
_HELD = 1e-9
_SLACK = 1e-6


@dataclass(frozen=True)
class ResourcesFound:
    """The allocation found and what is proved of it."""

    plan: ResourcePlan
    outcome: Outcome


@dataclass
class _Run:
    instance: ResourceInstance
    made: Programme
    loaded: Loaded
    stop: Stop
    progress: Callable[[Progress], None] | None
    deadline: float
    bought: Ints
    timings: dict[str, float] = field(default_factory=dict)
    solved: list[tuple[str, float, float]] = field(default_factory=list)
    ended_by: EndedBy = "proof"

    def worth(self, bought: Ints) -> dict[str, float]:
        """Return the value of every goal of what is bought."""
        yuan = int(cost_of(self.instance, bought).sum())
        return tier_values(self.instance, bought, yuan)


def allocate(
    instance: ResourceInstance,
    *,
    progress: Callable[[Progress], None] | None = None,
    log: Path | None = None,
) -> ResourcesFound:
    """Solve the allocation programme of an instance.

    Parameters
    ----------
    progress
        Hears of incumbent and bound while the search runs.
    log
        File for the solver's own log.
    """
    began = perf_counter()
    made = build(instance)
    loaded = load(made.problem, seed=instance.scenario.solver.seed, log=log)
    with interruptible() as stop:
        ends = began + instance.scenario.resources.time_limit_s
        nothing = _bought(instance, made, loaded, np.zeros(len(loaded.lower)))
        run = _Run(instance, made, loaded, stop, progress, ends, nothing)
        run.timings["build"] = perf_counter() - began
        for n, name in enumerate(TIERS):
            if stop:
                run.ended_by = "interrupt"
                break
            _tier(run, name, TIERS[n + 1 :])
    loaded.worker.shutdown(wait=True)
    return ResourcesFound(plan_of(instance, run.bought), _outcome(run))


def _tier(run: _Run, name: str, then: tuple[str, ...]) -> None:
    """Solve one goal and hold it."""
    began = perf_counter()
    goal = run.made.goals[name]
    seconds = max(0.1, run.deadline - began)
    if then:
        share = _SHARE.get(name, 1.0) / sum(_SHARE.get(n, 1.0) for n in (name, *then))
        seconds = max(0.1, min(seconds, 1.5 * share * seconds))
    cost = run.loaded.costs(goal)
    every = np.arange(len(cost), dtype=np.int32)
    run.loaded.highs.changeColsCost(len(cost), every, cost)
    counts = name in COUNT_TIERS
    best = run.worth(run.bought)[name]
    bound = 0.0
    if best > 0:
        found = solve(
            run.loaded,
            seconds=seconds,
            gap=0.0,
            slack=_SLACK,
            enough=lambda value, low: _proved(
                run, name, min(value + goal.constant, best), low + goal.constant
            ),
            stop=run.stop,
            tell=lambda value, low, at: _say(run, name, value, low, goal.constant, at),
        )
        bound = max(0.0, found.bound + goal.constant)
        best = _take(run, name, found.values, best)
        if found.ended != "proof" and not _proved(run, name, best, bound):
            run.ended_by = "interrupt" if found.ended == "interrupt" else "clock"
    if counts:
        bound = rounded_bound(bound)
    # Rounding apart, a bound above the value is a fault of the model: it is left to stand, so that
    # the audit refuses the plan.
    rounding = _SLACK * max(1.0, abs(best))
    run.solved.append((name, best, best if best < bound <= best + rounding else bound + 0.0))
    _hold(run, name, best)
    run.timings[f"tier_{len(run.solved)}_{name}"] = perf_counter() - began


def _take(run: _Run, name: str, values: Floats | None, best: float) -> float:
    """Take what was found where it is better and keeps the money; return the best value."""
    if values is None:
        return best
    bought = _bought(run.instance, run.made, run.loaded, values)
    worth = run.worth(bought)
    held = all(worth[n] <= v + _SLACK * max(1.0, abs(v)) for n, v, _ in run.solved)
    if not held or worth[name] > best or not _affordable(run, bought):
        return best
    run.bought = bought
    return worth[name]


def _affordable(run: _Run, bought: Ints) -> bool:
    """Return whether the money is kept to the yuan, once every quantity is whole."""
    budget = run.instance.whole_budget_yuan
    if budget is None:
        return True
    by_school = cost_of(run.instance, bought)
    others = int(by_school[~run.instance.school_weak].sum())
    within = others <= others_budget_yuan(run.instance, run.made)
    return bool(int(by_school.sum()) <= budget) and within


def _proved(run: _Run, name: str, value: float, bound: float) -> bool:
    known = rounded_bound(bound) if name in COUNT_TIERS else bound
    return bool(np.isfinite(value)) and relative_gap(value, known) <= _allowed(run, name)


def _allowed(run: _Run, name: str) -> float:
    """Return the gap at which a goal counts as proved."""
    return 0.0 if name in EXACT_TIERS else float(run.instance.scenario.resources.mip_gap)


def _hold(run: _Run, name: str, value: float) -> None:
    """Keep a goal at what it came to: a level by its bound, a count by a row."""
    if name == "level_short" or name in LEVEL_TIERS:
        k = -1 if name == "level_short" else LEVEL_TIERS.index(name)
        column = run.loaded.column.get(run.made.level[k].id)
        if column is not None:
            run.loaded.lower[column] = max(0.0, 1 - value - _HELD)
            run.loaded.bounds(run.loaded.lower, run.loaded.upper)
        return
    run.loaded.hold(run.made.goals[name], value + 1e-4)


def _bought(instance: ResourceInstance, made: Programme, loaded: Loaded, values: Floats) -> Ints:
    """Return the whole quantities that the solver's values stand for, shape (9, S)."""
    steps = np.zeros((DORM + 1, instance.schools), dtype=np.int64)
    renovate, link = np.zeros((2, instance.schools), dtype=np.int64)
    for (k, s), x in made.steps.items():
        steps[k, s] = round(loaded.value(x, values))
    for s, x in made.renovate.items():
        renovate[s] = round(loaded.value(x, values))
    for s, x in made.link.items():
        link[s] = round(loaded.value(x, values))
    return bought_of(instance, steps, renovate, link)


def _say(run: _Run, name: str, value: float, bound: float, constant: float, seconds: float) -> None:
    if run.progress is not None:
        run.progress(Progress(name, "full", value + constant, bound + constant, seconds))


def _outcome(run: _Run) -> Outcome:
    """Put value, bound and gap beside each goal and find the word that they allow."""
    final = run.worth(run.bought)
    results = []
    for name, reached, bound in run.solved:
        gap = relative_gap(reached, bound)
        results.append(TierResult(name, final[name], bound, gap, 0.0, reached))
    proved = len(results) == len(TIERS)
    proved &= all(r.gap <= _allowed(run, r.name) + 1e-12 for r in results)
    status: Status = "optimal" if proved else "feasible_at_limit"
    ended: EndedBy = "clock" if run.ended_by == "proof" else run.ended_by
    ended = "proof" if proved else ended
    return Outcome(status, tuple(results), ended, run.timings, run.made.size)
