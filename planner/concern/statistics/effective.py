"""How many independent answers a clustered sample is worth.

A design effect `d` says that `n` clustered answers carry as much as ``n / d`` independent ones
(Kish 1965). Intervals take ``n / d`` as it is. An exact test needs whole numbers: the answers
are rounded down, and the worried among them to the side that makes rejecting harder, down
where a test asks for many, up where it asks for few. No p-value is then below the one of
the smooth binomial of Korn and Graubard (1998) with ``n / d`` answers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Effective:
    """A clustered sample as independent answers.

    Parameters
    ----------
    respondents
        Whole independent answers, ``floor(n / d)``.
    at_least
        Worried among them where a test asks whether they are many, rounded down.
    at_most
        Worried among them where a test asks whether they are few, rounded up.
    """

    respondents: int
    at_least: int
    at_most: int


def effective(worried: int, respondents: int, design_effect: float) -> Effective:
    """Return what `worried` of `respondents` are worth under a design effect of 1 or more.

    Raises
    ------
    ValueError
        If fewer than one answer is left, or the design effect is below 1.
    """
    if not 1 <= design_effect <= respondents:
        raise ValueError(f"design effect {design_effect} of {respondents} respondents")
    whole = math.floor(respondents / design_effect + 1e-9)
    scaled = worried * whole / respondents
    return Effective(whole, math.floor(scaled + 1e-9), math.ceil(scaled - 1e-9))


def worried_of(share: float, respondents: int) -> int:
    """Return the whole number of worried nearest to a share; 0.74 of 523 is 387."""
    return round(share * respondents)


def counts_printing_as(percent: int, respondents: int) -> tuple[int, int]:
    """Return the least and the greatest count that a whole per cent can stand for.

    385 to 389 of 523 all print as 74 %. Halves are taken as rounded up.
    """
    least = math.ceil((percent - 0.5) * respondents / 100 - 1e-9)
    above = math.ceil((percent + 0.5) * respondents / 100 - 1e-9)
    return least, above - 1
