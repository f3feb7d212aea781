"""The relaxation of the staffing programme, kept warm from objective to objective."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from planner.instance import Flags
from planner.programme.highs import Floats, Loaded, Solved, Stop, solve
from planner.staffing.cuts import Cut, Side, add_cuts, broken_cuts

_ROUNDS = 14
_PAUSE = 4
_WORTHWHILE = 5e-4
"""Share of the bound that two rounds of rows must bring."""
_DUAL, _PRIMAL = 1, 4


@dataclass
class Relaxation:
    """The loaded model with fractions.

    Parameters
    ----------
    loaded, sides, stop
        The model, its schools as the rows of `planner.staffing.cuts` see them, and the flag that
        ends it.
    basis
        Of the last relaxation that was solved. A search for whole numbers in between leaves none
        of its own.
    """

    loaded: Loaded
    sides: list[Side]
    stop: Stop
    basis: Any = field(default=None)

    def lifted(
        self, cost: Floats, counted: Flags, seconds: Callable[[], float], told: Callable[[], None]
    ) -> Solved | None:
        """Add the rows that the relaxation breaks, again and again; return it as it then stands.

        Parameters
        ----------
        cost
            By column. One that also looks at later objectives leaves few relaxed plans that are
            equally good, which is what the simplex method is slow on.
        counted
            Columns of uncovered periods that rows are made for.
        seconds, told
            Says what time is left; hears of each round.
        """
        last = [-np.inf, -np.inf]
        waits = [0] * len(self.sides)
        best = None
        for n in range(_ROUNDS):
            found = self.solved(cost, seconds(), primal=n == 0)
            if found.values is None:
                break
            best = found
            told()
            if found.bound - last[-2] <= _WORTHWHILE * abs(found.bound):
                break
            last.append(found.bound)
            cuts: list[Cut] = []
            for k, side in enumerate(self.sides):
                if waits[k] > n:
                    continue
                mine = broken_cuts(side, found.values, self.loaded.upper, counted[side.uncovered])
                # A school whose rows hold is looked at again some rounds later.
                waits[k] = 0 if mine else n + _PAUSE
                cuts += mine
            if not cuts:
                break
            add_cuts(self.loaded, cuts)
        return best

    def solved(self, cost: Floats, seconds: float, *, primal: bool) -> Solved:
        """Solve it by the simplex method that suits what has changed.

        New costs leave the last basis feasible (`primal`), new rows leave it optimal but for them.
        """
        highs = self.loaded.highs
        highs.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
        primal = primal and self._restored()
        highs.setOptionValue("simplex_strategy", _PRIMAL if primal else _DUAL)
        found = solve(self.loaded, seconds=seconds, relaxed=True, stop=self.stop)
        highs.setOptionValue("simplex_strategy", _DUAL)
        if found.values is not None:
            self.basis = highs.getBasis()
        return found

    def prices(self) -> Floats:
        """Return the prices of columns of the relaxation solved last."""
        return np.array(self.loaded.highs.getSolution().col_dual)

    def _restored(self) -> bool:
        """Put the last basis back, if there is one; rows added since then are basic."""
        import highspy

        if self.basis is None:
            return False
        more = int(self.loaded.highs.getNumRow()) - len(self.basis.row_status)
        if more:
            new = [highspy.HighsBasisStatus.kBasic] * more
            self.basis.row_status = [*self.basis.row_status, *new]
        self.loaded.highs.setBasis(self.basis)
        return True
