"""Numbers of pupils on pages meant for the public: nobody is counted alone or in twos.

A number of 1 or 2 is known to a page only as "1 or 2". Every sum is made of such numbers, so
that it holds a range where one of its parts is hidden: a page cannot give away what it was
never told. `tests/unit/dossier` holds this as a property: a page is the same whichever of the
two a hidden number is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from planner.reports.words import FEWEST_SHOWN


@dataclass(frozen=True)
class Count:
    """A number of pupils as far as the public may know it.

    Parameters
    ----------
    low, high
        What it may be; the same number where it is shown.
    """

    low: int
    high: int

    def __add__(self, other: Count) -> Count:
        """Return the sum, as far as both are known."""
        return Count(self.low + other.low, self.high + other.high)

    @property
    def shown(self) -> bool:
        """Whether the number itself is shown."""
        return self.low == self.high

    def __str__(self) -> str:
        """Return the number, ``<3``, or the range it lies in."""
        if 0 < self.high < FEWEST_SHOWN:
            return f"<{FEWEST_SHOWN}"
        return f"{self.low:,}" if self.shown else f"{self.low:,}–{self.high:,}"


NOBODY = Count(0, 0)


def public(pupils: int) -> Count:
    """Return a number of pupils as the public may know it."""
    if 0 < pupils < FEWEST_SHOWN:
        return Count(1, FEWEST_SHOWN - 1)
    return Count(pupils, pupils)


def public_part(part: int, whole: int) -> Count:
    """Return a part of a whole that is shown: neither it nor the rest may be 1 or 2."""
    if 0 < whole - part < FEWEST_SHOWN:
        return Count(max(0, whole - FEWEST_SHOWN + 1), whole - 1)
    return public(part)


def total(counts: Iterable[Count]) -> Count:
    """Return the sum of counts, as far as they are known."""
    made = NOBODY
    for count in counts:
        made = made + count
    return made
