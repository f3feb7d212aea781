"""One tier: a bound from the relaxation, an incumbent from a smaller model, then the full one.

Handed over as it stands, a county's model keeps the solver long at its root: the whole
class counts spoil its start heuristics. So a tier is solved in steps:

1. the relaxation, which gives a bound of the full model;
2. the full model without the site kinds that the relaxation hardly uses (those of the
   incumbent stay), for a good incumbent early;
3. the incumbent improved township by township (`planner.programme.neighbourhood`);
4. the full model from that incumbent, for what time is left.

Every gap is against a bound of the full model: of step 1 or step 4, never of 2 or 3.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from planner.plan import relative_gap
from planner.programme.highs import Ended, Floats, Loaded, Progress, Solved, Stop, solve
from planner.programme.neighbourhood import Landscape, improve
from planner.programme.objective import Expression

_DIRECT_COLUMNS = 4000
"""Models with fewer whole columns go to the solver as they are."""
_HARDLY_USED = 0.02


@dataclass(frozen=True)
class TierSearch:
    """What one tier's search is given.

    Parameters
    ----------
    name
        Objective.
    gap
        Relative gap that counts as proof.
    seconds
        Time for all steps.
    counts
        The objective is a whole number, so that bounds may be rounded up.
    land
        Which columns belong to which part of the county.
    """

    name: str
    gap: float
    seconds: float
    counts: bool
    land: Landscape


@dataclass(frozen=True)
class TierFound:
    """Best values by column, their objective, a bound of the full model, how it ended."""

    values: Floats | None
    objective: float
    bound: float
    ended: Ended


def rounded_bound(bound: float) -> float:
    """Return the bound of a whole-numbered objective rounded up."""
    return float(np.ceil(bound - 1e-6)) if np.isfinite(bound) else bound


def solve_tier(
    loaded: Loaded,
    expression: Expression,
    asked: TierSearch,
    *,
    start: Floats | None,
    stop: Stop,
    progress: Callable[[Progress], None] | None,
) -> TierFound:
    """Minimise one objective over the model as it stands, from a start if there is one."""
    from time import perf_counter

    began = perf_counter()
    cost = loaded.costs(expression)
    n = len(cost)
    loaded.highs.changeColsCost(n, np.arange(n, dtype=np.int32), cost)
    loaded.highs.changeObjectiveOffset(expression.constant)
    best = Solved(start, _at(cost, expression, start), -np.inf, "clock")

    def left() -> float:
        return asked.seconds - (perf_counter() - began)

    def told(step: str, bound: float) -> Callable[[float, float, float], None]:
        def tell(primal: float, dual: float, seconds: float) -> None:
            if progress is not None:
                best_now = min(primal, best.objective)
                progress(Progress(asked.name, step, best_now, max(dual, bound), seconds))

        return tell

    def proved(primal: float, dual: float) -> bool:
        known = rounded_bound(dual) if asked.counts else dual
        return np.isfinite(primal) and relative_gap(primal, known) <= asked.gap

    if not cost.any() and start is not None:
        return TierFound(start, expression.constant, expression.constant, "proof")
    bound = -np.inf
    if len(loaded.integer) > _DIRECT_COLUMNS:
        relaxation = solve(loaded, seconds=left(), relaxed=True, stop=stop)
        if relaxation.ended == "infeasible":
            return TierFound(None, np.inf, np.inf, "infeasible")
        bound = relaxation.bound
        told("relaxation", bound)(best.objective, bound, perf_counter() - began)
        if relaxation.values is not None and not stop and not proved(best.objective, bound):
            most = 0.15 * left() if best.values is not None else 0.4 * left()
            tell = told("restricted", bound)
            found = _restricted(
                loaded, asked, relaxation.values, best, bound, most, proved, stop, tell
            )
            best = found if found.objective < best.objective else best
        if best.values is not None and not stop and not proved(best.objective, bound):
            best = improve(
                loaded,
                asked.land,
                best,
                seconds=0.4 * left(),
                gap=asked.gap / 4,
                done=lambda value: proved(value, bound),
                stop=stop,
                tell=told("townships", bound),
            )
        if proved(best.objective, bound):
            return TierFound(best.values, best.objective, bound, "proof")
    if stop and best.values is not None:
        return TierFound(best.values, best.objective, bound, "interrupt")
    full = solve(
        loaded,
        seconds=left(),
        gap=asked.gap,
        start=best.values,
        enough=lambda primal, dual: proved(min(primal, best.objective), max(dual, bound)),
        stop=stop,
        tell=told("full", bound),
    )
    if full.ended == "infeasible" and best.values is None:
        return TierFound(None, np.inf, np.inf, "infeasible")
    bound = max(bound, full.bound if full.ended != "infeasible" else -np.inf)
    if full.values is not None and full.objective < best.objective:
        best = full
    ended: Ended = "proof" if proved(best.objective, bound) else full.ended
    return TierFound(best.values, best.objective, bound, ended)


def _restricted(
    loaded: Loaded,
    asked: TierSearch,
    relaxed: Floats,
    best: Solved,
    bound: float,
    seconds: float,
    proved: Callable[[float, float], bool],
    stop: Stop,
    tell: Callable[[float, float, float], None],
) -> Solved:
    """Solve without the site kinds that relaxation and incumbent leave unused."""
    upper = loaded.upper.copy()
    sites = asked.land.sites
    unused = relaxed[sites] < _HARDLY_USED
    if best.values is not None:
        unused &= best.values[sites] < 0.5
    upper[sites[unused]] = 0.0
    loaded.bounds(loaded.lower, upper)
    found = solve(
        loaded,
        seconds=seconds,
        gap=asked.gap / 2,
        start=best.values,
        enough=lambda primal, dual: proved(primal, bound),  # noqa: ARG005
        stop=stop,
        tell=tell,
    )
    loaded.bounds(loaded.lower, loaded.upper)
    return found


def _at(cost: Floats, expression: Expression, values: Floats | None) -> float:
    return np.inf if values is None else float(cost @ values) + expression.constant
