"""The level to which the lowest must be raised for a coefficient of variation to keep its limit.

Raising every school below a level to it never widens the relative spread, so the least level is
found by bisection. Whole rooms and steps overshoot a little; what is returned is checked
with them.
"""

from __future__ import annotations

import math

import numpy as np

from planner.allocation.items import PER_PUPILS
from planner.balance.spread import coefficient
from planner.instance import Floats, Ints

_ROUNDS = 60
_HARDLY = 1e-9
_APART = 1e-7
"""Levels that differ by less than this share are one: schools there are raised together or not."""


def raised(have: Floats, pupils: Ints, per: int, step: int, level: float) -> Floats:
    """Return what schools have once those below a level are raised to it in whole steps (n,)."""
    lack = level * pupils / per - have
    found: Floats = have + step * np.maximum(0, np.ceil(lack / step - _HARDLY))
    return found


def level_for(
    have: Floats, pupils: Ints, share: Floats, k: int, step: int, limit: float, least: float
) -> float:
    """Return the least level, from `least` on, at which a coefficient keeps its limit.

    Parameters
    ----------
    have
        What each school has (n,).
    pupils
        Its pupils (n,).
    share
        Part of its pupils who belong to the band judged (n,).
    k
        Quantity, index into `planner.allocation.items.QUANTITIES`.
    step
        Smallest quantity bought.
    limit
        Of the coefficient.
    least
        Level that is reached anyway.

    Returns
    -------
    float
        NaN where no level up to the highest of today keeps the limit.
    """
    per = PER_PUPILS[k]

    def spread(level: float) -> float:
        return coefficient(raised(have, pupils, per, step, level) * share, pupils * share)

    if len(have) == 0 or spread(least) <= limit + _HARDLY:
        return least
    low, high = least, max(least, float((per * have / pupils).max()))
    if spread(high) > limit + _HARDLY:
        return math.nan
    for _ in range(_ROUNDS):
        middle = (low + high) / 2
        if spread(middle) <= limit + _HARDLY:
            high = middle
        else:
            low = middle
    while True:
        # Beyond the level, and to what the lowest then has: the same steps lead there, and it
        # does not hang by a rounding which of the schools at one level are raised.
        beyond = raised(have, pupils, per, step, high * (1 + _APART))
        high = float((per * beyond / pupils).min())
        if spread(high) <= limit + _HARDLY:
            return high
