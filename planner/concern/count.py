"""From affected children to affected households: an estimate within bounds.

Which children are siblings is not known. Of a village with ``C`` children in ``H`` households,
``A`` of the children affected, no household with more than ``m`` children:

- at least ``max(A / m, A - (C - H))`` households are affected, with the affected children in as
  few households as can hold them while every other household has a child of its own;
- at most ``min(A, H)``, each affected child in another household;
- in between, if siblings are drawn from the village's children without regard to who is
  affected: a household of ``s`` children is spared with probability
  ``binomial(C - A, s) / binomial(C, s)``.

Households weighted by their children are children who live in an affected household: at least
``max(A, C - m (H - low))`` with the least affected households; at most ``min(C, m x, C - H + x)``
with the most, ``x = min(A, H)``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from planner.concern.exposure import Band


@dataclass(frozen=True)
class Village:
    """Children and households of one village.

    Parameters
    ----------
    children, affected
        In grades 1 to 9; how many of them are affected.
    households
        Those they live in.
    most
        Most children of one household.
    """

    children: float
    affected: float
    households: float
    most: float


def children_band(of: Village) -> Band:
    """Return the affected children, who are counted and not estimated."""
    return Band(of.affected, of.affected, of.affected, of.children)


def households_band(of: Village) -> Band:
    """Return the affected households."""
    a, c, h = of.affected, of.children, of.households
    low = max(a / _most(of), a - (c - h), 0.0)
    return _ordered(_expected(of, weighted=False), low, min(a, h), h)


def child_weighted_band(of: Village) -> Band:
    """Return the affected households weighted by their children."""
    a, c, h = of.affected, of.children, of.households
    hit = min(a, h)
    high = min(c, _most(of) * hit, c - h + hit) if a > 0 else 0.0
    low = max(a, c - _most(of) * (h - households_band(of).low)) if a > 0 else 0.0
    return _ordered(_expected(of, weighted=True), low, high, c)


def part_of(band: Band, share: float) -> Band:
    """Return the band of those of a village who belong to a group that is a share of it.

    The group is affected like the rest as an estimate; at worst all of the affected belong to
    it, at best as few as there must be.
    """
    mine, others = band.total * share, band.total * (1 - share)
    low, high = max(0.0, band.low - others), min(band.high, mine)
    return _ordered(band.affected * share, low, high, mine)


def added(bands: list[Band]) -> Band:
    """Return the sum of bands of different villages."""
    return Band(
        math.fsum(b.affected for b in bands),
        math.fsum(b.low for b in bands),
        math.fsum(b.high for b in bands),
        math.fsum(b.total for b in bands),
    )


def _most(of: Village) -> float:
    # A mean above the most means that the most is larger than thought.
    return max(of.most, float(math.ceil(of.children / of.households - 1e-9)))


def _expected(of: Village, *, weighted: bool) -> float:
    """Return the expected affected households, or the children in them."""
    each = of.children / of.households
    small = math.floor(each + 1e-9)
    larger = min(max(each - small, 0.0), 1.0)
    total = 0.0
    for size, share in ((small, 1 - larger), (small + 1, larger)):
        if share > 0:
            weight = size if weighted else 1
            total += of.households * share * weight * (1 - _spared(of, size))
    return total


def _spared(of: Village, size: int) -> float:
    """Return the probability that none of a household's children is affected."""
    spared = 1.0
    for n in range(size):
        left = of.children - n
        spared *= max(0.0, left - of.affected) / left if left > 0 else 0.0
    return spared


def _ordered(affected: float, low: float, high: float, total: float) -> Band:
    """Return a band whose estimate lies within its bounds, rounding apart."""
    low = min(low, high)
    return Band(min(max(affected, low), high), low, high, total)
