"""What one objective's search of the staffing programme is given, and what it returns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.programme.highs import Ended, Floats


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
