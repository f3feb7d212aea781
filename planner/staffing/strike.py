"""Columns that no plan as good as one in hand can use, struck out for all objectives to come."""

from __future__ import annotations

from planner.programme.highs import Loaded
from planner.staffing.sought import StaffTierFound


def strike_out(loaded: Loaded, found: StaffTierFound, limit: float) -> int:
    """Hold whole columns that no plan within a limit can move; return how many.

    A column at a bound of the relaxation with a price above what lies between the relaxation and
    the limit would, moved by one, make the objective worse than the limit, which is held.
    """
    if found.relaxed is None:
        return 0
    bound, prices = found.relaxed
    room = limit - bound + 1e-6 * max(1.0, abs(limit))
    whole = loaded.integer
    open_ = loaded.lower[whole] < loaded.upper[whole]
    low = whole[open_ & (prices[whole] > room)]
    high = whole[open_ & (prices[whole] < -room)]
    loaded.upper[low] = loaded.lower[low]
    loaded.lower[high] = loaded.upper[high]
    loaded.bounds(loaded.lower, loaded.upper)
    return len(low) + len(high)
