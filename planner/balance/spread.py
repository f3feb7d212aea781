"""How unequal schools are: the enrolment-weighted coefficient of variation, and who drives it.

With ``X`` what a school has, ``P`` its pupils and ``x = X / P``: mean ``sum X / sum P``, spread
``S = sqrt(sum (P / sum P) (x - mean)^2)``, coefficient ``S / mean``, as the measures of 2012 and
2017 are commonly applied (to be confirmed).
"""

from __future__ import annotations

import numpy as np

from planner.instance import Floats, Ints

LEAST_SCHOOLS = 3
"""Schools of which one may be said to drive the spread."""


def coefficient(quantity: Floats, pupils: Floats | Ints) -> float:
    """Return the coefficient of variation of ``quantity / pupils`` weighted by pupils.

    Parameters
    ----------
    quantity
        What each school has; all known (n,).
    pupils
        Its pupils, above 0 (n,).

    Returns
    -------
    float
        0 where nobody has anything, for then all have the same; NaN without schools.
    """
    if len(quantity) == 0:
        return float("nan")
    whole = float(np.sum(pupils))
    mean = float(np.sum(quantity)) / whole
    if mean <= 0:
        return 0.0
    apart = quantity / pupils - mean
    return float(np.sqrt(np.sum(pupils / whole * apart**2))) / mean


def without_each(quantity: Floats, pupils: Floats | Ints) -> Floats:
    """Return the coefficient of the other schools, leaving out each in turn (n,).

    NaN where a school is the only one.
    """
    n = len(quantity)
    if n < 2:
        return np.full(n, np.nan)
    others = ~np.eye(n, dtype=bool)
    p = np.where(others, np.asarray(pupils, dtype=float)[None, :], 0.0)
    whole = p.sum(axis=1)
    mean = np.where(others, quantity[None, :], 0.0).sum(axis=1) / whole
    apart = (quantity / pupils)[None, :] - mean[:, None]
    spread = np.sqrt((p / whole[:, None] * apart**2).sum(axis=1))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(mean > 0, spread / mean, 0.0)


def drags(
    quantity: Floats, pupils: Floats | Ints, most: int = 3, least: float = 1e-9
) -> list[tuple[int, float]]:
    """Return the schools without whom the coefficient would fall furthest, and to what.

    Parameters
    ----------
    most
        How many are named.
    least
        By how much it must fall for a school to be named.

    Returns
    -------
    list
        None of fewer than three schools: of the one that is left nothing could be said.
    """
    if len(quantity) < LEAST_SCHOOLS:
        return []
    return worst(coefficient(quantity, pupils), without_each(quantity, pupils), most, least)


def worst(
    whole: float, left: Floats, most: int = 3, least: float = 1e-9
) -> list[tuple[int, float]]:
    """Return where a coefficient falls furthest below the whole, and to what, the most first."""
    order = np.lexsort((np.arange(len(left)), left))
    named = [(int(r), float(left[r])) for r in order.tolist() if left[r] < whole - least]
    return named[:most]
