"""One tier: a bound from the relaxation, an incumbent from a smaller model, then the full one.

Handed over as it stands, a county's model keeps the solver long at its root: the whole
class counts spoil its start heuristics. So a tier is solved in steps:

1. the relaxation, which gives a bound of the full model;
2. a dive: the site kinds that the relaxation hardly uses are dropped, the rest decided with
   all else in fractions, then the whole numbers restored on these sites; an incumbent still
   far from the bound is improved as in 4 at once;
3. the full model from that incumbent for a while: its root lifts the bound;
4. the incumbent improved township by township (`planner.programme.neighbourhood`);
5. the full model again, for what time is left.

Every gap is against a bound of the full model: of steps 1, 3 or 5, never of 2 or 4.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from planner.plan import relative_gap
from planner.programme.highs import Ended, Floats, Loaded, Progress, Stop, solve
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
    then: Expression | None,
    stop: Stop,
    progress: Callable[[Progress], None] | None,
) -> TierFound:
    """Minimise one objective over the model as it stands.

    Parameters
    ----------
    start
        Values by column to start from, if there are any.
    then
        The objective of the next tier. Where pupils' choices are equal in this one, the
        search near an incumbent prefers those that cost less in the next.
    """
    run = _Run(loaded, expression, asked, then, stop, progress)
    run.aim()
    if start is not None:
        if not run.cost.any():
            return TierFound(start, expression.constant, expression.constant, "proof")
        run.take(start)
        # Classes, rooms and posts that the tier before had no reason to keep small.
        run.take(run.settle(asked.land.decided, start, 0.1 * run.left()))
    if len(loaded.integer) <= _DIRECT_COLUMNS:
        return run.full(run.left())
    relaxation = solve(loaded, seconds=run.left(), relaxed=True, stop=stop)
    if relaxation.ended == "infeasible":
        return TierFound(None, np.inf, np.inf, "infeasible")
    run.bound = relaxation.bound
    run.say("relaxation")
    if (run.best is None or run.far) and not run.over:
        run.take(_as_today(run, 0.1 * run.left()))
    if relaxation.values is not None and not run.over:
        run.take(_dive(run, relaxation.values, 0.2 * run.left()))
        run.say("dive")
    if run.far and not run.over:
        run.nearby(0.5 * run.left())
    if run.over:
        return run.found("interrupt" if stop else "clock")
    tried = run.full(0.25 * run.left() if run.best is not None else run.left())
    if tried.ended in ("proof", "infeasible", "interrupt") or run.best is None:
        return tried
    run.nearby(0.5 * run.left())
    return run.found("clock") if run.over else run.full(run.left())


@dataclass
class _Run:
    """The state of one tier's search: the best values and the bound so far."""

    loaded: Loaded
    expression: Expression
    asked: TierSearch
    then: Expression | None
    stop: Stop
    progress: Callable[[Progress], None] | None
    best: Floats | None = None
    bound: float = -np.inf
    began: float = field(default_factory=perf_counter)

    def __post_init__(self) -> None:
        self.cost = self.loaded.costs(self.expression)

    def aim(self, extra: Floats | None = None) -> None:
        """Load the objective, with a small extra if given, into the solver."""
        cost = self.cost if extra is None else self.cost + extra
        n = len(cost)
        self.loaded.highs.changeColsCost(n, np.arange(n, dtype=np.int32), cost)
        self.loaded.highs.changeObjectiveOffset(self.expression.constant)

    def left(self) -> float:
        """Return the seconds left."""
        return max(0.05, self.asked.seconds - (perf_counter() - self.began))

    def worth(self, values: Floats | None) -> float:
        """Return the objective of values, infinite for none."""
        return np.inf if values is None else float(self.cost @ values) + self.expression.constant

    def take(self, values: Floats | None) -> None:
        """Keep values if they are better than the best."""
        if values is not None and self.worth(values) < self.worth(self.best):
            self.best = values

    def proved(self, value: float, bound: float) -> bool:
        """Return whether a bound proves a value to the gap asked for."""
        known = rounded_bound(bound) if self.asked.counts else bound
        return bool(np.isfinite(value)) and relative_gap(value, known) <= self.asked.gap

    @property
    def over(self) -> bool:
        """Whether to end: proved, or stopped with something in hand."""
        if self.stop:
            return True
        return self.proved(self.worth(self.best), self.bound)

    @property
    def far(self) -> bool:
        """Whether the incumbent is so poor that a look nearby pays first."""
        if self.best is None:
            return False
        return relative_gap(self.worth(self.best), self.bound) > _FAR

    def found(self, ended: Ended) -> TierFound:
        """Return what the search has come to."""
        worth = self.worth(self.best)
        proof = self.proved(worth, self.bound)
        return TierFound(self.best, worth, self.bound, "proof" if proof else ended)

    def say(self, step: str, best: float = np.inf, bound: float = -np.inf) -> None:
        """Report progress."""
        if self.progress is not None:
            best, bound = min(best, self.worth(self.best)), max(bound, self.bound)
            seconds = perf_counter() - self.began
            self.progress(Progress(self.asked.name, step, best, bound, seconds))

    def settle(self, columns: NDArray[np.int64], values: Floats, seconds: float) -> Floats | None:
        """Solve with some columns held at their values."""
        gap = self.asked.gap / 4
        return settled(
            self.loaded, columns, values, seconds=seconds, gap=gap, stop=self.stop
        ).values

    def full(self, seconds: float) -> TierFound:
        """Solve the full model from the best so far."""
        found = solve(
            self.loaded,
            seconds=seconds,
            gap=self.asked.gap,
            start=self.best,
            enough=lambda best, bound: self.proved(
                min(best, self.worth(self.best)), max(bound, self.bound)
            ),
            stop=self.stop,
            tell=lambda best, bound, seconds: self.say("full", best, bound),  # noqa: ARG005
        )
        if found.ended == "infeasible":
            return self.found("infeasible")
        self.take(found.values)
        self.bound = max(self.bound, found.bound)
        return self.found(found.ended)

    def nearby(self, seconds: float) -> None:
        """Improve the best township by township."""
        assert self.best is not None
        extra = self._extra(self.best)
        self.aim(extra)
        self.take(
            improve(
                self.loaded,
                self.asked.land,
                self.best,
                lambda values: self.worth(values) + float(extra @ values),
                self.bound,
                seconds=seconds,
                done=lambda values: self.proved(self.worth(values), self.bound),
                stop=self.stop,
                tell=lambda values: self.say("townships", self.worth(values)),
            )
        )
        self.aim()

    def _extra(self, values: Floats) -> Floats:
        """Return the next tier's costs of pupils' choices, a fifth of the gap in this tier's.

        Costs that hang on whole classes or posts would make the parts hard to solve.
        """
        extra = np.zeros(len(self.cost))
        if self.then is None:
            return extra
        choices = self.asked.land.choices
        cost = np.maximum(0.0, self.loaded.costs(self.then)[choices])
        size = float(cost @ values[choices])
        if size > 0:
            extra[choices] = cost * (0.2 * self.asked.gap * abs(self.worth(values)) / size)
        return extra


def _as_today(run: _Run, seconds: float) -> Floats | None:
    """Return the plan that leaves sites and pupils as they are today, where the rules let it.

    Pupils for whom today is no option choose freely.
    """
    land = run.asked.land
    today = np.zeros(len(run.loaded.lower))
    today[land.sites] = land.site_today
    stays = land.choice_today >= 0
    today[land.choices[stays]] = land.choice_today[stays]
    return run.settle(np.concatenate([land.sites, land.choices[stays]]), today, seconds)


def _dive(run: _Run, relaxed: Floats, seconds: float) -> Floats | None:
    """Return a plan from the site kinds that the relaxation uses.

    Kinds below a threshold are dropped, but every unit keeps the site it uses most. Which of
    the rest to open is solved with all else in fractions. On these sites units that came out
    whole stay where they are, if that can be, and the others are placed.
    """
    land, loaded = run.asked.land, run.loaded
    upper = loaded.upper.copy()
    used = np.isin(land.site_of, _most_used(land, relaxed))
    dropped = (relaxed[land.sites] < _HARDLY_USED) & ~used
    if run.best is not None:
        dropped &= run.best[land.sites] < 0.5
    upper[land.sites[dropped]] = 0.0
    # A split village fills a bus to the last seat: too fine a point for a first plan.
    upper[land.splits] = 0.0
    loaded.bounds(loaded.lower, upper)
    gap = run.asked.gap / 4
    rough = solve(loaded, seconds=seconds / 3, gap=gap, whole=land.sites, stop=run.stop)
    values = None
    if rough.values is not None:
        held = np.concatenate([land.sites, land.choices])
        part = np.abs(rough.values - np.round(rough.values)) > 1e-6
        unsettled = np.unique(land.choice_unit[part[land.choices]])
        free = land.choices[np.isin(land.choice_unit, unsettled)]
        for columns in (np.setdiff1d(held, free), land.sites):
            lower, high = loaded.lower.copy(), upper.copy()
            lower[columns] = high[columns] = np.round(rough.values[columns])
            loaded.bounds(lower, high)
            values = solve(loaded, seconds=seconds / 3, gap=gap, stop=run.stop).values
            if values is not None or run.stop:
                break
    loaded.bounds(loaded.lower, loaded.upper)
    return values


def _most_used(land: Landscape, relaxed: Floats) -> NDArray[np.int64]:
    """Return the site that each unit uses most in the relaxation."""
    value = relaxed[land.choices]
    order = np.lexsort((-value, land.choice_unit))
    first = np.unique(land.choice_unit[order], return_index=True)[1]
    return land.choice_site[order][first]
