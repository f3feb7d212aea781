"""One objective of the staffing programme: a bound, a plan from few columns, then both better.

1. The relaxation, with the rows of `planner.staffing.cuts` that it breaks, again and again: a bound
   of the full model that lies near the truth.
2. A dive: a relaxation that also looks at the objectives that follow, made whole a few columns at a
   time (`planner.staffing.dive`); then what differs between plan and relaxation solved again.
3. Neighbourhoods of that plan (`planner.staffing.near`), for a better one.
4. The full model from nothing, for its bound: beside steps 2 and 3 where the scenario allows two
   threads (`planner.staffing.beside`), after them where it does not.

Steps 1 to 3 take their course whatever step 4 finds, so that the plan does not hang on the speed of
the machine unless the clock ends them. Columns that no plan as good as the one found can use are struck out for all objectives that follow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from planner.plan import relative_gap
from planner.programme.attempt import rounded_bound
from planner.programme.highs import Ended, Floats, Loaded, Progress, Solved, Stop, solve
from planner.staffing.beside import Beside, beside
from planner.staffing.cuts import Cut, Side, add_cuts, broken_cuts
from planner.staffing.dive import dive
from planner.staffing.near import improve
from planner.staffing.parts import Places, model_of

DIRECT_COLUMNS = 600
"""Models with fewer whole columns go to the solver as they are."""
_ROUNDS = 14
_PAUSE = 4
_BOUND_SHARE = 0.5
"""Share of the time that relaxations may take where there is a plan to improve."""
_WORTHWHILE = 2e-4
"""Share of the bound that two rounds of rows must bring."""
_PART_GAP = 0.4
_FAR = 0.02
"""Plans farther than this from the bound are looked for anew."""
_BETWEEN = 3
_DIVE_SHARE, _BETWEEN_SHARE, _NEARBY_SHARE = 0.5, 0.25, 0.6


@dataclass(frozen=True)
class StaffTierSearch:
    """What one objective's search is given.

    Parameters
    ----------
    name, gap, seconds
        Objective, relative gap that counts as proof, time.
    counts
        The objective is a whole number, so that bounds may be rounded up.
    cost
        By column.
    guide
        Costs by column that look ahead to later objectives, in the unit of this one.
    counted
        Columns of uncovered periods that this objective counts, or one before it.
    threads, seed
        Whether to solve beside, and the solver's seed.
    """

    name: str
    gap: float
    seconds: float
    counts: bool
    cost: Floats
    guide: Floats
    counted: NDArray[np.bool_]
    threads: int
    seed: int


@dataclass(frozen=True)
class StaffTierFound:
    """Best values by column, their objective, a bound of the full model, how it ended.

    `relaxed` is the last relaxation with its prices of columns, None where there was none.
    """

    values: Floats | None
    objective: float
    bound: float
    ended: Ended
    relaxed: tuple[float, Floats] | None = None


@dataclass
class StaffAttempt:
    """The state of one objective's search."""

    loaded: Loaded
    sides: list[Side]
    places: Places
    choices: NDArray[np.int64]
    asked: StaffTierSearch
    stop: Stop
    progress: Callable[[Progress], None] | None
    best: Floats | None = None
    bound: float = -np.inf
    relaxed: tuple[float, Floats] | None = None
    done: bool = False
    began: float = field(default_factory=perf_counter)

    def run(self) -> StaffTierFound:
        """Go through the steps until the best is proved or time is over."""
        if not self.asked.cost.any():
            self.bound = 0.0
            if self.best is not None:
                return self.found("proof")
        self.aim(self.asked.cost)
        if len(self.loaded.integer) <= DIRECT_COLUMNS:
            return self.full()
        guide = self.relax()
        if self.over or (guide is None and self.best is None):
            return self.found("interrupt" if self.stop else "clock")
        other = self.started_beside() if self.asked.threads > 1 else None
        try:
            if guide is not None:
                self.dived(guide)
            if guide is not None and not self.over:
                self.between(guide)
            if not self.over and self.best is not None:
                self.nearby()
            if other is not None:
                other.wait(self.began + self.asked.seconds, lambda: bool(self.stop))
        finally:
            if other is not None:
                other.close()
        if other is not None:
            self.bound = max(self.bound, other.bound)
            if not self.over:
                self.take(other.values)
        if self.over or other is not None:
            return self.found("interrupt" if self.stop else "clock")
        self.aim(self.asked.cost)
        return self.full()

    def started_beside(self) -> Beside:
        """Begin the full model beside."""
        made = beside(
            self.loaded,
            self.asked.cost,
            seed=self.asked.seed,
            gap=self.asked.gap / 2,
            enough=lambda bound: self.proved(self.worth(self.best), bound) and self.done,
        )
        made.start()
        return made

    def nearby(self) -> None:
        """Improve the best neighbourhood by neighbourhood."""
        assert self.best is not None
        self.aim(self.asked.cost)
        cost = self.asked.cost + self.asked.guide

        def tell(values: Floats) -> bool:
            self.take(values)
            self.say("neighbourhoods")
            return self.proved(self.worth(self.best), self.bound)

        values = improve(
            model_of(self.loaded),
            self.places,
            cost,
            self.best,
            gap=0.02 * self.asked.gap * abs(self.worth(self.best)),
            seconds=_NEARBY_SHARE * self.left(),
            done=tell,
            stop=self.stop,
        )
        self.take(values)
        self.done = True

    def aim(self, cost: Floats) -> None:
        """Load an objective into the solver."""
        self.loaded.highs.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)

    def left(self) -> float:
        """Return the seconds left."""
        return max(0.05, self.asked.seconds - (perf_counter() - self.began))

    def worth(self, values: Floats | None) -> float:
        """Return the objective of values, infinite for none."""
        return np.inf if values is None else float(self.asked.cost @ values)

    def take(self, values: Floats | None) -> None:
        """Keep values if they are better than the best, with a look at the objectives that follow.

        Small models are solved to their proof: there this objective alone counts.
        """
        if values is None or self.best is None:
            self.best = self.best if values is None else values
            return
        ahead = len(self.loaded.integer) > DIRECT_COLUMNS
        cost = self.asked.cost + self.asked.guide if ahead else self.asked.cost
        if float(cost @ values) < float(cost @ self.best) + 1e-9:
            self.best = values

    def proved(self, value: float, bound: float) -> bool:
        """Return whether a bound proves a value to the gap asked for."""
        known = rounded_bound(bound) if self.asked.counts else bound
        return bool(np.isfinite(value)) and relative_gap(value, known) <= self.asked.gap

    @property
    def over(self) -> bool:
        """Whether to end: proved, or stopped."""
        return bool(self.stop) or self.proved(self.worth(self.best), self.bound)

    def relax(self) -> Solved | None:
        """Lift the bound by rows that the relaxation breaks; return a relaxation that looks ahead."""
        last = [-np.inf, -np.inf]
        waits = [0] * len(self.sides)
        for n in range(_ROUNDS):
            found = self.relaxation()
            if found is None:
                return None
            if self.over:
                return None
            if found.bound - last[-2] <= _WORTHWHILE * abs(found.bound):
                break
            last.append(found.bound)
            assert found.values is not None
            cuts: list[Cut] = []
            for k, side in enumerate(self.sides):
                if waits[k] > n:
                    continue
                counted = self.asked.counted[side.uncovered]
                mine = broken_cuts(side, found.values, self.loaded.upper, counted)
                # A school whose rows hold is looked at again some rounds later.
                waits[k] = 0 if mine else n + _PAUSE
                cuts += mine
            if not cuts:
                break
            add_cuts(self.loaded, cuts)
        self.aim(self.asked.cost + self.asked.guide)
        guide = solve(self.loaded, seconds=self.left(), relaxed=True, stop=self.stop)
        return guide if guide.values is not None else None

    def _for_bound(self) -> float:
        """Return the seconds left for relaxations: with a plan in hand, a part of all."""
        share = 1.0 if self.best is None else _BOUND_SHARE
        return max(0.05, share * self.asked.seconds - (perf_counter() - self.began))

    def relaxation(self) -> Solved | None:
        """Solve the relaxation; None where time was over."""
        found = solve(self.loaded, seconds=self._for_bound(), relaxed=True, stop=self.stop)
        if found.values is None:
            return None
        self.bound = max(self.bound, found.bound)
        prices = np.array(self.loaded.highs.getSolution().col_dual)
        self.relaxed = (found.bound, prices)
        self.say("relaxation")
        return found

    def dived(self, guide: Solved) -> None:
        """Make a relaxation whole where there is no plan, or a poor one."""
        if self.best is not None and relative_gap(self.worth(self.best), self.bound) <= _FAR:
            return
        assert guide.values is not None
        ends = perf_counter() + _DIVE_SHARE * self.left()
        found = dive(
            self.loaded,
            guide.values,
            self.choices,
            gap=_PART_GAP * self.asked.gap,
            seconds=lambda: max(0.1, ends - perf_counter()),
            stop=self.stop,
        )
        self.take(found)
        self.say("dive")

    def between(self, guide: Solved) -> None:
        """Improve the best where it differs from a relaxation, while that brings something.

        What both agree on is held (Danna, Rothberg and Le Pape 2005).
        """
        assert guide.values is not None
        whole = self.loaded.integer
        ends = perf_counter() + _BETWEEN_SHARE * self.left()
        for _ in range(_BETWEEN):
            if self.best is None or self.stop or perf_counter() > ends:
                return
            before = self.worth(self.best)
            same = whole[np.abs(guide.values[whole] - self.best[whole]) < 1e-6]
            lower, upper = self.loaded.lower.copy(), self.loaded.upper.copy()
            lower[same] = upper[same] = np.round(self.best[same])
            self.loaded.bounds(lower, upper)
            found = solve(
                self.loaded,
                seconds=max(0.1, ends - perf_counter()),
                gap=_PART_GAP * self.asked.gap,
                start=self.best,
                stop=self.stop,
            )
            self.loaded.bounds(self.loaded.lower, self.loaded.upper)
            self.take(found.values)
            self.say("between")
            if before - self.worth(self.best) <= 0.1 * self.asked.gap * abs(before):
                return

    def full(self) -> StaffTierFound:
        """Solve the full model, from nothing: a bound is to be trusted only then."""
        found = solve(
            self.loaded,
            seconds=self.left(),
            gap=self.asked.gap,
            enough=lambda best, bound: self.proved(
                min(best, self.worth(self.best)), max(bound, self.bound)
            ),
            stop=self.stop,
            tell=lambda best, bound, seconds: self.say("full", best, bound),  # noqa: ARG005
        )
        if found.ended == "infeasible":
            # With a plan in hand it is the rounding of what is held that leaves no room.
            return self.found("infeasible" if self.best is None else "clock")
        self.take(found.values)
        self.bound = max(self.bound, found.bound)
        return self.found(found.ended)

    def found(self, ended: Ended) -> StaffTierFound:
        """Return what the search has come to."""
        worth = self.worth(self.best)
        bound = rounded_bound(self.bound) if self.asked.counts else self.bound
        proof = self.proved(worth, bound)
        return StaffTierFound(self.best, worth, bound, "proof" if proof else ended, self.relaxed)

    def say(self, step: str, best: float = np.inf, bound: float = -np.inf) -> None:
        """Report progress."""
        if self.progress is not None:
            best, bound = min(best, self.worth(self.best)), max(bound, self.bound)
            seconds = perf_counter() - self.began
            self.progress(Progress(self.asked.name, step, best, bound, seconds))
