"""Which definitions affect the same children."""

from __future__ import annotations

from collections.abc import Mapping

from planner.concern.pupils import PupilRows
from planner.instance import Flags

READINGS = ("D1", "D2", "D3")
"""The definitions set against each other."""


def overlap_of(rows: PupilRows, affected: Mapping[str, Flags]) -> dict[str, float]:
    """Return children by the set of definitions that affects them, ``""`` for none.

    Every set is there, also where it holds nobody.

    Parameters
    ----------
    affected
        By definition, shape (n,).
    """
    found = {_name(bits): 0.0 for bits in range(2 ** len(READINGS))}
    sets = sum((affected[d].astype(int) << n for n, d in enumerate(READINGS)), start=0)
    for bits in range(2 ** len(READINGS)):
        found[_name(bits)] += float(rows.pupils[sets == bits].sum())
    return found


def _name(bits: int) -> str:
    return "+".join(d for n, d in enumerate(READINGS) if bits >> n & 1)
