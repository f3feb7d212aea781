"""A first plan: the relaxation made whole, a few columns at a time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from planner.programme.highs import Floats, Loaded, Stop, solve

_ROUNDS = 30
_UP_SHARE = 0.2
"""Share of the fractions that are rounded up in one round, the largest first."""
_DOWN = 0.05
_FEW = 60
"""So few fractions are left to the solver."""
_INTEGRAL = 1e-6


def dive(
    loaded: Loaded,
    relaxed: Floats,
    choices: NDArray[np.int64],
    *,
    gap: float,
    seconds: Callable[[], float],
    stop: Stop,
) -> Floats | None:
    """Return a solution near a relaxed one, None where none was found.

    Parameters
    ----------
    choices
        Whole columns that decide all others.

    Every round holds what is whole at least as it is, rounds the largest fractions up and the least
    down, and solves the relaxation again. Bounds are as before afterwards.
    """
    whole = choices
    lower, upper = loaded.lower.copy(), loaded.upper.copy()
    values = relaxed
    try:
        for _ in range(_ROUNDS):
            floor = np.floor(values[whole] + _INTEGRAL)
            part = values[whole] - floor
            broken = np.flatnonzero(part > _INTEGRAL)
            if len(broken) <= _FEW or stop or seconds() < 0.2:
                break
            before = lower.copy(), upper.copy()
            lower[whole] = np.maximum(lower[whole], floor)
            order = broken[np.argsort(-part[broken], kind="stable")]
            up = order[: max(1, int(_UP_SHARE * len(order)))]
            up = up[part[up] > 0.3] if (part[up] > 0.3).any() else up[:1]
            lower[whole[up]] = floor[up] + 1
            down = broken[part[broken] < _DOWN]
            upper[whole[down]] = np.maximum(lower[whole[down]], floor[down])
            upper = np.maximum(lower, upper)
            loaded.bounds(lower, upper)
            found = solve(loaded, seconds=seconds(), relaxed=True, stop=stop)
            if found.values is None:
                lower, upper = before
                upper[whole[up]] = np.maximum(lower[whole[up]], floor[up])
                loaded.bounds(lower, upper)
                found = solve(loaded, seconds=seconds(), relaxed=True, stop=stop)
                if found.values is None:
                    return None
            values = found.values
        # What came out as nothing stays nothing, but for what the last round left open.
        zero = whole[values[whole] < _INTEGRAL]
        upper[zero] = lower[zero]
        loaded.bounds(lower, upper)
        last = solve(loaded, seconds=seconds(), gap=gap, stop=stop)
        if last.values is None:
            lower = loaded.lower.copy()
            upper = np.maximum(upper, np.minimum(np.ceil(values), loaded.upper))
            loaded.bounds(lower, upper)
            last = solve(loaded, seconds=seconds(), gap=gap, stop=stop)
        return last.values
    finally:
        loaded.bounds(loaded.lower, loaded.upper)
