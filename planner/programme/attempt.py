"""The state of one tier's search: the best values and the bound so far, and steps to better ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from planner.plan import relative_gap
from planner.programme.ascent import Ascent, Lift
from planner.programme.beside import Beside
from planner.programme.blocks import cut
from planner.programme.highs import Ended, Floats, Loaded, Progress, Stop
from planner.programme.neighbourhood import Landscape, improve, settled
from planner.programme.objective import Expression

_FAR = 0.08
"""Start plans farther than this from the bound are looked for anew."""
_STEPS_A_ROUND = 8
"""Steps of the bound that each round of the incumbent is judged with."""
_PATIENCE = 0.05
"""Share of the tier's time that the search waits for these steps at most."""
_BETWEEN, _BETWEEN_SHARE = 3, 0.5
"""Times that a plan is improved where it differs from the relaxation, share of time of one."""
_PARTS_OF_GAP = 4.0
"""A neighbourhood is solved to its share of the gap still open, divided by this."""


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
    threads
        With two or more the bound is lifted beside the search for incumbents.
    land
        Which columns belong to which part of the county.
    seed
        Of the solver, for the full model beside.
    """

    name: str
    gap: float
    seconds: float
    counts: bool
    threads: int
    land: Landscape
    seed: int = 0


@dataclass(frozen=True)
class TierFound:
    """Best values by column, their objective, a bound of the full model, how it ended.

    `started` is the objective of the plan from elsewhere, made to fit; None where there was
    none or it could not be.
    """

    values: Floats | None
    objective: float
    bound: float
    ended: Ended
    started: float | None = None


def rounded_bound(bound: float) -> float:
    """Return the bound of a whole-numbered objective rounded up."""
    return float(np.ceil(bound - 1e-6)) if np.isfinite(bound) else bound


@dataclass
class Attempt:
    """The state of one tier's search: the best values and the bound so far."""

    loaded: Loaded
    expression: Expression
    asked: TierSearch
    then: Expression | None
    stop: Stop
    progress: Callable[[Progress], None] | None
    best: Floats | None = None
    bound: float = -np.inf
    relaxed: float = -np.inf
    lift: Lift | None = None
    other: Beside | None = None
    rounds: int = 0
    started: float | None = None
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
    def rough(self) -> float:
        """The gap at which a start plan is good enough."""
        return max(0.0025, self.asked.gap / 4)

    @property
    def far(self) -> bool:
        """Whether there is no incumbent, or a poor one."""
        return self.best is None or relative_gap(self.worth(self.best), self.bound) > _FAR

    @contextmanager
    def lifted(self, prices: Floats) -> Iterator[None]:
        """Lift the bound site by site while the block runs."""
        blocks = cut(self.loaded, prices)
        self.lift = Lift(Ascent(blocks), self.fine, beside=self.asked.threads > 1)
        try:
            yield
        finally:
            if self.lift is not None:
                self.lift.close()
            if self.other is not None:
                self.other.close()

    @property
    def fine(self) -> float:
        """A difference that matters little to the gap asked for."""
        return max(1e-6, 0.02 * self.asked.gap * abs(self.bound))

    def raise_bound(self) -> None:
        """Take over the bound of the sites."""
        if self.lift is not None:
            self.bound = max(self.bound, self.lift.bound)

    def checked(self) -> bool:
        """Return whether the best is proved, with the bound after so many steps."""
        if self.over or self.lift is None:
            return self.over
        self.rounds += 1
        patience = min(_PATIENCE * self.asked.seconds, self.left())
        self.lift.wait(_STEPS_A_ROUND * self.rounds, perf_counter() + patience)
        self.raise_bound()
        self.say("bound")
        return self.over

    def slack(self, worth: float) -> float:
        """Return the gap to which one neighbourhood is solved when the county's is `worth`."""
        open_gap = max(worth - self.bound, self.asked.gap * abs(worth))
        return open_gap / (_PARTS_OF_GAP * max(1, len(self.asked.land.parts[0])))

    def found(self, ended: Ended) -> TierFound:
        """Return what the search has come to."""
        self.raise_bound()
        if self.other is not None:
            self.bound = max(self.bound, self.other.bound)
        worth = self.worth(self.best)
        proof = self.proved(worth, self.bound)
        ended = "proof" if proof else ended
        return TierFound(self.best, worth, self.bound, ended, self.started)

    def say(self, step: str, best: float = np.inf, bound: float = -np.inf) -> None:
        """Report progress."""
        if self.progress is not None:
            best, bound = min(best, self.worth(self.best)), max(bound, self.bound)
            seconds = perf_counter() - self.began
            self.progress(Progress(self.asked.name, step, best, bound, seconds))

    def settle(
        self,
        columns: NDArray[np.int64],
        values: Floats,
        seconds: float,
        gap: float | None = None,
        start: Floats | None = None,
    ) -> Floats | None:
        """Solve with some columns held at their values."""
        return settled(
            self.loaded,
            columns,
            values,
            seconds=seconds,
            gap=gap or self.rough,
            start=start,
            stop=self.stop,
        ).values

    def between(self, relaxed: Floats, seconds: float) -> None:
        """Improve the best where it differs from the relaxation, while that brings something.

        What both agree on is held (Danna, Rothberg and Le Pape's relaxation induced
        neighbourhood): half the sites and a sixth of the choices are left.
        """
        until = perf_counter() + seconds
        decided = self.asked.land.decided
        for _ in range(_BETWEEN):
            assert self.best is not None
            before = self.worth(self.best)
            same = decided[np.abs(relaxed - self.best)[decided] < 1e-6]
            limit = min(seconds * _BETWEEN_SHARE, until - perf_counter())
            if limit <= 0 or self.stop:
                return
            self.take(self.settle(same, self.best, limit, start=self.best))
            self.say("between")
            if before - self.worth(self.best) <= self.fine:
                return

    def nearby(self, seconds: float) -> None:
        """Improve the best township by township."""
        assert self.best is not None
        extra = self.small_extra(self.best)
        self.aim(extra)
        self.take(
            improve(
                self.loaded,
                self.asked.land,
                self.best,
                lambda values: self.worth(values) + float(extra @ values),
                self.slack,
                seconds=seconds,
                done=self._done,
                stop=self.stop,
                tell=lambda values: self.say("townships", self.worth(values)),
            )
        )
        self.aim()

    def _done(self, values: Floats) -> bool:
        self.take(values)
        return self.checked()

    def small_extra(self, values: Floats) -> Floats:
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
