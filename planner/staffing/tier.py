"""One objective of the staffing programme: a bound, a plan from few columns, then both better.

1. The relaxation, with the rows of `planner.staffing.cuts` that it breaks, again and again; first
   with a look at the objectives that follow, then for this one alone: a bound of the full model
   that lies near the truth.
2. The full model between the relaxation rounded down and up: a plan, often near the bound.
3. What differs between plan and relaxation solved again, and neighbourhoods of the plan
   (`planner.staffing.near`).
4. The full model from nothing, for its bound: beside step 3 where the scenario allows two threads
   (`planner.staffing.beside`), after it where it does not.

Steps 1 to 3 take their course whatever step 4 finds, and what step 4 found is taken only where theirs
is not proved: a plan ended by proof hangs on the speed of the machine in that case alone. Columns that no plan as good as the one found can use are
struck out for all objectives that follow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np

from planner.plan import relative_gap
from planner.programme.attempt import rounded_bound
from planner.programme.beside import Beside, beside
from planner.programme.highs import Ended, Floats, Loaded, Progress, Solved, Stop, solve
from planner.staffing.near import improve
from planner.staffing.parts import Places, model_of
from planner.staffing.relaxed import Relaxation
from planner.staffing.sought import StaffTierFound, StaffTierSearch

DIRECT_COLUMNS = 600
"""Models with fewer whole columns go to the solver as they are."""
_EQUAL = 0.25
"""Share of the gap by which plans of a large model may differ and count as equal."""
_BOUND_SHARE = 0.6
"""Share of the time that relaxations may take."""
_PART_GAP = 0.2
"""Share of the gap asked for at which a part of the model is done."""
_ALONE_SHARE = 0.4
"""Share of the time left that the relaxation of the objective alone may take."""
_BETWEEN = 3
_FAR = 0.02
"""Plans farther than this from the bound are no help in looking for better ones."""
_FIRST_SHARE, _ROUNDED_SHARE, _BETWEEN_SHARE, _NEARBY_SHARE = 0.7, 0.5, 0.4, 0.6
"""Shares of the time left, by step; the first where there is no plan yet."""


@dataclass
class StaffAttempt:
    """The state of one objective's search."""

    loaded: Loaded
    relaxation: Relaxation
    places: Places
    asked: StaffTierSearch
    stop: Stop
    progress: Callable[[Progress], None] | None
    first: Callable[[Floats], Floats | None]
    best: Floats | None = None
    bound: float = -np.inf
    relaxed: tuple[float, Floats] | None = None
    done: bool = False
    least: float = np.inf
    began: float = field(default_factory=perf_counter)

    def run(self) -> StaffTierFound:
        """Go through the steps until the best is proved or time is over."""
        cost = self.asked.cost
        at = np.flatnonzero(cost)
        # What the bounds of the columns alone allow: often nought, and often reached.
        ends = cost[at] * self.loaded.lower[at], cost[at] * self.loaded.upper[at]
        self.bound = float(np.minimum(*ends).sum()) + 0.0
        self.least = self.worth(self.best)
        if self.best is not None and self.over:
            return self.found("proof")
        self.aim(cost)
        if len(self.loaded.integer) <= DIRECT_COLUMNS:
            return self.full()
        guide = self.relax()
        if guide is not None and not self.over:
            self.rounded(guide)
        if self.best is None:
            self.take(self.first(self.asked.cost + self.asked.guide))
            self.say("first")
        if self.over or self.best is None:
            return self.found("interrupt" if self.stop else "clock")
        other = self.started_beside() if self.asked.threads > 1 else None
        try:
            if guide is not None:
                self.between(guide)
            if not self.over:
                self.nearby()
            self.done = True
            if other is not None and not self.over:
                other.wait(self.began + self.asked.seconds, lambda: self.settled(other))
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
            gap=0.8 * self.asked.gap,
            seconds=self.left(),
            enough=lambda bound: self.proved(self.worth(self.best), bound) and self.done,
        )
        made.start()
        return made

    def settled(self, other: Beside) -> bool:
        """Return whether what was found here or beside is proved by what was proved beside."""
        worth = min(self.worth(self.best), self.worth(other.values))
        return bool(self.stop) or self.proved(worth, max(self.bound, other.bound))

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
        """Keep values if they are better than the best: by this objective, then by those that follow.

        Of large models, what differs by a part of the gap counts as equal; small ones are solved to
        their proof, where this objective alone counts.
        """
        if values is None or self.best is None:
            self.best = self.best if values is None else values
            self.least = min(self.least, self.worth(self.best))
            return
        large = len(self.loaded.integer) > DIRECT_COLUMNS
        room = _EQUAL * self.asked.gap * abs(self.least) if large else 0.0
        worth, before = self.worth(values), self.worth(self.best)
        self.least = min(self.least, worth)
        if before <= self.least + room:
            # Both must be among the equals for what follows to decide.
            cost = self.asked.cost + self.asked.guide if large else self.asked.cost
            ahead = float(cost @ values) < float(cost @ self.best) + 1e-9
            if worth > self.least + room or not ahead:
                return
        elif worth > before:
            return
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
        """Take the bound of the relaxation; return it as the guide sees it."""
        ahead = self.asked.cost + self.asked.guide
        guide = self.relaxation.lifted(
            ahead, self.asked.counted, self._for_bound, lambda: self.say("relaxation")
        )
        if guide is not None:
            seconds = max(self._for_bound(), _ALONE_SHARE * self.left())
            found = self.relaxation.solved(self.asked.cost, seconds, primal=True)
            if found.values is not None:
                self.bound = max(self.bound, found.bound)
                self.relaxed = (found.bound, self.relaxation.prices())
            self.say("bound")
        return guide

    def _for_bound(self) -> float:
        """Return the seconds left for relaxations."""
        return max(0.05, _BOUND_SHARE * self.asked.seconds - (perf_counter() - self.began))

    def rounded(self, guide: Solved) -> None:
        """Solve with every whole column between what a relaxation has, rounded down and up.

        (Berthold's RENS.) A best plan that lies near is let in too: then there is always a
        solution. One that is far would only make the search slow.
        """
        assert guide.values is not None
        self.aim(self.asked.cost + self.asked.guide)
        far = self.best is None or relative_gap(self.worth(self.best), self.bound) > _FAR
        if far and self.between_values(guide.values, guide.values, None):
            return
        if self.best is not None:
            self.between_values(guide.values, self.best, self.best)

    def between_values(self, one: Floats, other: Floats, start: Floats | None) -> bool:
        """Solve with every whole column between two solutions; return whether one was found."""
        whole = self.loaded.integer
        low = np.floor(np.minimum(one[whole], other[whole]) + 1e-6)
        high = np.ceil(np.maximum(one[whole], other[whole]) - 1e-6)
        lower, upper = self.loaded.lower.copy(), self.loaded.upper.copy()
        lower[whole] = np.maximum(lower[whole], low)
        upper[whole] = np.minimum(upper[whole], high)
        self.loaded.bounds(lower, np.maximum(lower, upper))
        found = solve(
            self.loaded,
            seconds=(_ROUNDED_SHARE if self.best is not None else _FIRST_SHARE) * self.left(),
            gap=_PART_GAP * self.asked.gap,
            start=start,
            stop=self.stop,
        )
        self.loaded.bounds(self.loaded.lower, self.loaded.upper)
        self.take(found.values)
        self.say("rounded")
        return found.values is not None

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
        ended = "proof" if proof else ended
        return StaffTierFound(self.best, worth, bound, ended, self.relaxed)

    def say(self, step: str, best: float = np.inf, bound: float = -np.inf) -> None:
        """Report progress."""
        if self.progress is not None:
            best, bound = min(best, self.worth(self.best)), max(bound, self.bound)
            seconds = perf_counter() - self.began
            self.progress(Progress(self.asked.name, step, best, bound, seconds))
