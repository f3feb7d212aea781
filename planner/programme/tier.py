"""One tier: a bound from the relaxation, an incumbent from a smaller model, then the full one.

Handed over as it stands, a county's model keeps the solver long at its root: the whole
class counts spoil its start heuristics. So a tier is solved in steps:

1. the relaxation, which gives a bound of the full model;
2. a dive: the site kinds that the relaxation hardly uses are dropped, the rest decided with
   all else in fractions, then the whole numbers restored on these sites;
3. the full model from that incumbent for a while: its root lifts the bound;
4. the incumbent improved township by township (`planner.programme.neighbourhood`);
5. the full model again, for what time is left.

Every gap is against a bound of the full model: of steps 1, 3 or 5, never of 2 or 4.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.plan import relative_gap
from planner.programme.highs import Ended, Floats, Loaded, Progress, Solved, Stop, solve
from planner.programme.neighbourhood import Landscape, improve, settled
from planner.programme.objective import Expression

_DIRECT_COLUMNS = 4000
"""Models with fewer whole columns go to the solver as they are."""
_HARDLY_USED = 0.3
_FAR = 0.1
"""An incumbent farther than this from the bound is improved before anything else."""


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

    def nearby(seconds: float) -> Solved:
        return improve(
            loaded,
            asked.land,
            best,
            seconds=seconds,
            gap=asked.gap / 4,
            done=lambda value: proved(value, bound),
            stop=stop,
            tell=told("townships", bound),
        )

    if not cost.any() and start is not None:
        return TierFound(start, expression.constant, expression.constant, "proof")
    land = asked.land
    if start is not None:
        # Classes, rooms and posts that the tier before had no reason to keep small.
        tidy = settled(loaded, land.decided, start, seconds=left(), gap=0.0, stop=stop)
        best = tidy if tidy.values is not None else best
    bound = -np.inf
    large = len(loaded.integer) > _DIRECT_COLUMNS
    if large:
        relaxation = solve(loaded, seconds=left(), relaxed=True, stop=stop)
        if relaxation.ended == "infeasible":
            return TierFound(None, np.inf, np.inf, "infeasible")
        bound = relaxation.bound
        told("relaxation", bound)(best.objective, bound, perf_counter() - began)
        if relaxation.values is not None and not stop and not proved(best.objective, bound):
            if best.values is None:
                best = _as_today(loaded, asked, 0.2 * left(), stop)
            if best.values is not None and relative_gap(best.objective, bound) > _FAR:
                best = nearby(0.3 * left())
            if not proved(best.objective, bound):
                best = _dive(loaded, asked, relaxation.values, best, 0.35 * left(), stop)
            told("dive", bound)(best.objective, bound, perf_counter() - began)
        if proved(best.objective, bound):
            return TierFound(best.values, best.objective, bound, "proof")

    def full(seconds: float) -> TierFound:
        """Solve the full model; a run that only proves no start to be better proves it."""
        found = solve(
            loaded,
            seconds=seconds,
            gap=asked.gap,
            start=best.values,
            enough=lambda primal, dual: proved(min(primal, best.objective), max(dual, bound)),
            stop=stop,
            tell=told("full", bound),
        )
        if found.ended == "infeasible":
            return TierFound(best.values, best.objective, bound, "infeasible")
        better = found.values is not None and found.objective < best.objective
        now = found if better else best
        known = max(bound, found.bound)
        ended: Ended = "proof" if proved(now.objective, known) else found.ended
        return TierFound(now.values, now.objective, known, ended)

    tried = full(left() if not large or best.values is None else 0.25 * left())
    if not large or tried.ended in ("proof", "infeasible", "interrupt") or tried.values is None:
        return tried
    bound = tried.bound
    best = Solved(tried.values, tried.objective, bound, "clock")
    best = nearby(0.5 * left())
    if proved(best.objective, bound):
        return TierFound(best.values, best.objective, bound, "proof")
    return full(left())


def _as_today(loaded: Loaded, asked: TierSearch, seconds: float, stop: Stop) -> Solved:
    """Return the plan that leaves sites and pupils as they are today, where the rules let it.

    Pupils for whom today is no option choose freely.
    """
    land = asked.land
    today = np.zeros(len(loaded.lower))
    today[land.sites] = land.site_today
    stays = land.choice_today >= 0
    today[land.choices[stays]] = land.choice_today[stays]
    held = np.concatenate([land.sites, land.choices[stays]])
    return settled(loaded, held, today, seconds=seconds, gap=asked.gap / 4, stop=stop)


def _dive(
    loaded: Loaded, asked: TierSearch, relaxed: Floats, best: Solved, seconds: float, stop: Stop
) -> Solved:
    """Return a plan from the site kinds that the relaxation uses, or `best` if none is better.

    Kinds below a threshold are dropped, but every unit keeps the site it uses most. Which of
    the rest to open is solved with all else in fractions; then, with these sites, in full.
    """
    land = asked.land
    upper = loaded.upper.copy()
    dropped = (relaxed[land.sites] < _HARDLY_USED) & ~np.isin(
        land.site_of, _most_used(land, relaxed)
    )
    if best.values is not None:
        dropped &= best.values[land.sites] < 0.5
    upper[land.sites[dropped]] = 0.0
    # A split village fills a bus to the last seat: too fine a point for a first plan.
    upper[land.splits] = 0.0
    loaded.bounds(loaded.lower, upper)
    rough = solve(loaded, seconds=seconds / 2, gap=asked.gap / 4, whole=land.sites, stop=stop)
    found = best
    if rough.values is not None:
        lower = loaded.lower.copy()
        lower[land.sites] = upper[land.sites] = np.round(rough.values[land.sites])
        loaded.bounds(lower, upper)
        found = solve(loaded, seconds=seconds / 2, gap=asked.gap / 4, stop=stop)
    loaded.bounds(loaded.lower, loaded.upper)
    return found if found.values is not None and found.objective < best.objective else best


def _most_used(land: Landscape, relaxed: Floats) -> NDArray[np.int64]:
    """Return the site that each unit uses most in the relaxation."""
    value = relaxed[land.choices]
    order = np.lexsort((-value, land.choice_unit))
    first = np.unique(land.choice_unit[order], return_index=True)[1]
    return land.choice_site[order][first]


def _at(cost: Floats, expression: Expression, values: Floats | None) -> float:
    return np.inf if values is None else float(cost @ values) + expression.constant
