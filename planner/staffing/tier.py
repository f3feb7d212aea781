"""One objective of the staffing programme: a bound from the relaxation, then whole numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from planner.plan import relative_gap
from planner.programme.attempt import rounded_bound
from planner.programme.highs import Ended, Floats, Loaded, Progress, Stop, solve
from planner.programme.objective import Expression
from planner.staffing.variables import StaffVariables
from planner.teachers.instance import StaffInstance


@dataclass(frozen=True)
class StaffTierSearch:
    """Name, gap that counts as proof, seconds, and whether the objective is a whole number."""

    name: str
    gap: float
    seconds: float
    counts: bool


@dataclass(frozen=True)
class StaffTierFound:
    """Best values by column, their objective, a bound of the full model, how it ended."""

    values: Floats | None
    objective: float
    bound: float
    ended: Ended


def solve_staff_tier(
    loaded: Loaded,
    variables: StaffVariables,
    expression: Expression,
    asked: StaffTierSearch,
    start: Floats | None,
    stop: Stop,
    progress: Callable[[Progress], None] | None,
) -> StaffTierFound:
    """Minimise one objective over the model as it stands."""
    cost = loaded.costs(expression)
    every = np.arange(len(cost), dtype=np.int32)
    loaded.highs.changeColsCost(len(cost), every, cost)
    began = perf_counter()

    def tell(best: float, bound: float, seconds: float) -> None:
        if progress is not None:
            progress(Progress(asked.name, "full", best, bound, seconds))

    def proved(value: float, bound: float) -> bool:
        known = rounded_bound(bound) if asked.counts else bound
        return bool(np.isfinite(value)) and relative_gap(value, known) <= asked.gap

    found = solve(
        loaded,
        seconds=asked.seconds,
        gap=asked.gap,
        enough=proved,
        stop=stop,
        tell=tell,
    )
    values, bound = found.values, found.bound
    if start is not None and (values is None or float(cost @ start) < float(cost @ values)):
        values = start
    if values is None:
        return StaffTierFound(None, np.inf, bound, found.ended)
    worth = float(cost @ values)
    bound = rounded_bound(bound) if asked.counts else bound
    return StaffTierFound(values, worth, bound, "proof" if proved(worth, bound) else found.ended)


def lessons_settled(
    instance: StaffInstance, loaded: Loaded, v: StaffVariables, values: Floats, stop: Stop
) -> Floats:
    """Return values with whole numbers whole and lessons given by who is nearest to them."""
    lower, upper = loaded.lower.copy(), loaded.upper.copy()
    lower[loaded.integer] = upper[loaded.integer] = np.round(values[loaded.integer])
    cost = np.zeros(len(lower))
    loaded.bounds(lower, upper)
    every = np.arange(len(cost), dtype=np.int32)
    loaded.highs.changeColsCost(len(cost), every, cost)
    found = solve(loaded, seconds=60, relaxed=True, stop=Stop())
    loaded.bounds(loaded.lower, loaded.upper)
    return values if found.values is None else found.values
