"""Prices that make the bound of `planner.programme.blocks` high, step by step.

Column generation with a box (Marsten, Hogan and Blankenship 1975): a small master problem
holds every site plan seen so far and proposes prices near the best known; the sites answer
with the plans that these prices make cheap and, with them, a bound. Where the bound rises the
box moves there, else it shrinks. Every bound seen is one of the full model.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from planner.programme.blocks import Blocks, Priced
from planner.programme.highs import Floats, bare_solver

_FIRST_BOX, _LEAST_BOX, _WIDEST_BOX = 0.05, 0.005, 20.0
"""Half the width of the box, as a share of each price."""
_SERIOUS = 0.1
"""Share of the promised rise that a step must bring to keep the box as wide."""


@dataclass
class Ascent:
    """The search for prices.

    Parameters
    ----------
    blocks
        The model in sites.
    bound
        Best bound so far.
    steps
        Steps taken.
    converged
        Whether no prices can do better than these by much.
    """

    blocks: Blocks
    bound: float = -np.inf
    steps: int = 0
    converged: bool = False

    def __post_init__(self) -> None:
        self._centre = self.blocks.allowed(self.blocks.prices)
        size = np.abs(self._centre)
        some = size[size > 1e-6]
        self._scale = np.maximum(size, np.median(some) if len(some) else 1.0)
        self._box = _FIRST_BOX
        self._master = _Master(self.blocks)
        self._promise = np.inf

    def step(self, stopped: Callable[[], bool], fine: float) -> bool:
        """Take one step; False if stopped or converged.

        Parameters
        ----------
        stopped
            Asked between sites.
        fine
            Rise of the bound that is not worth going on for.
        """
        prices = self._centre
        if self.steps:
            found = self._master.solve(self._centre, self._box * self._scale)
            if found is None:
                self.converged = True
                return False
            prices, self._promise = found
        priced = self.blocks.price(prices, stopped)
        if priced is None:
            return False
        self._master.take(priced)
        self.steps += 1
        self._move(prices, priced, fine)
        return not self.converged

    def _move(self, prices: Floats, priced: Priced, fine: float) -> None:
        rise = priced.bound - self.bound
        if rise > 0:
            serious = rise > _SERIOUS * (self._promise - self.bound)
            self.bound, self._centre = priced.bound, prices
            if not serious:
                self._box = max(_LEAST_BOX, 0.8 * self._box)
        else:
            self._box = max(_LEAST_BOX, 0.7 * self._box)
        if self._promise - self.bound < fine:
            self.converged = self._box >= _WIDEST_BOX
            self._box *= 4


class Lift:
    """The ascent on a thread of its own, while incumbents are sought on another.

    Parameters
    ----------
    ascent
        The search for prices.
    fine
        Rise of the bound that is not worth going on for.
    beside
        Whether to run on a thread of its own; else steps are taken when they are waited for.
    """

    def __init__(self, ascent: Ascent, fine: float, *, beside: bool) -> None:
        self._ascent, self._fine = ascent, fine
        self._closing = threading.Event()
        self._news = threading.Condition()
        self._over = False
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="bound", daemon=True)
        self._beside = beside
        if beside:
            self._thread.start()

    @property
    def bound(self) -> float:
        """The best bound so far."""
        return self._ascent.bound

    def wait(self, steps: int, until: float) -> None:
        """Wait until so many steps are taken, the ascent is over or the clock says `until`."""
        if not self._beside:
            while self._ascent.steps < steps and perf_counter() < until:
                if not self._ascent.step(self._stopped, self._fine):
                    return
            return
        with self._news:
            while self._ascent.steps < steps and not self._over:
                left = until - perf_counter()
                if left <= 0 or self._closing.is_set():
                    break
                self._news.wait(min(left, 0.2))
        if self._failed is not None:
            raise self._failed

    def close(self) -> None:
        """End the ascent."""
        self._closing.set()
        if self._beside:
            self._thread.join()
        if self._failed is not None:
            raise self._failed

    def _stopped(self) -> bool:
        return self._closing.is_set()

    def _run(self) -> None:
        try:
            while not self._stopped() and self._ascent.step(self._stopped, self._fine):
                with self._news:
                    self._news.notify_all()
        except BaseException as error:  # handed to the thread that waits
            self._failed = error
        with self._news:
            self._over = True
            self._news.notify_all()


class _Master:
    """The master problem: weights of site plans, and fines that keep prices within the box."""

    def __init__(self, blocks: Blocks) -> None:
        import highspy

        self.blocks = blocks
        self.rows = len(blocks.low)
        self.seen: set[tuple[int, bytes]] = set()
        self.highs = bare_solver()
        sites = len(blocks.blocks)
        for low, high in zip(blocks.low, blocks.high, strict=True):
            self.highs.addRow(low, high, 0, np.zeros(0, np.int32), np.zeros(0))
        for _ in range(sites):
            self.highs.addRow(1.0, 1.0, 0, np.zeros(0, np.int32), np.zeros(0))
        self.fines = np.arange(2 * self.rows, dtype=np.int32)
        for row in range(self.rows):
            for sign in (1.0, -1.0):
                at = np.array([row], dtype=np.int32)
                self.highs.addCol(0.0, 0.0, highspy.kHighsInf, 1, at, np.array([sign]))
        for column in blocks.common.tolist():
            self._add(
                blocks.cost[column],
                blocks.lower[column],
                blocks.upper[column],
                blocks.tying[:, [column]].toarray().ravel(),
                None,
            )

    def _add(self, cost: float, low: float, high: float, rows: Floats, site: int | None) -> None:
        at = np.flatnonzero(np.abs(rows) > 1e-9)
        value = rows[at]
        if site is not None:
            at, value = np.append(at, self.rows + site), np.append(value, 1.0)
        self.highs.addCol(float(cost), low, high, len(at), at.astype(np.int32), value)

    def take(self, priced: Priced) -> None:
        """Add the site plans that are new."""
        blocks = self.blocks
        for number, block in enumerate(blocks.blocks):
            own = block.columns
            plan = priced.values[own]
            key = (number, np.round(plan, 6).tobytes())
            if key not in self.seen:
                self.seen.add(key)
                rows = np.asarray(blocks.tying[:, own] @ plan)
                self._add(float(blocks.cost[own] @ plan), 0.0, np.inf, rows, number)

    def solve(self, centre: Floats, width: Floats) -> tuple[Floats, float] | None:
        """Return the best prices within the box and the bound that they promise."""
        blocks = self.blocks
        under, over = np.isfinite(blocks.low), np.isfinite(blocks.high)
        most = np.where(under, centre + width, np.minimum(centre + width, 0.0))
        least = np.where(over, centre - width, np.maximum(centre - width, 0.0))
        fine = np.empty(2 * self.rows)
        fine[0::2], fine[1::2] = most, -least
        self.highs.changeColsCost(len(fine), self.fines, fine)
        self.highs.run()
        dual = np.array(self.highs.getSolution().row_dual)
        if len(dual) < self.rows or not self.highs.getInfo().valid:
            return None
        value = float(self.highs.getInfo().objective_function_value) + blocks.constant
        return dual[: self.rows], value
