"""An allocation as plain data: what is bought where, and what stays out of reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reach = Literal["floor", "dorm", "unsafe", "online", "rule", "coefficient", "not_known"]
"""What is not reached: the floor of an indicator; room for boarders; a safe building; a room and
link for online lessons; the rule of the measures; a coefficient of variation; or a figure is not
known, so that nothing can be said."""


@dataclass(frozen=True, order=True)
class Purchase:
    """Something bought for a school.

    Parameters
    ----------
    school_id
        For whom.
    item
        Of `planner.allocation.items.ITEMS`.
    quantity
        In the unit of the item, at least 1.
    yuan
        What it costs.
    year
        Year of building, from 1.
    why
        Of `planner.allocation.items.WHYS`.
    """

    school_id: str
    item: str
    quantity: int
    yuan: int
    year: int
    why: str


@dataclass(frozen=True, order=True)
class Unreached:
    """Something that the allocation does not reach, with its price.

    Parameters
    ----------
    what
        What is not reached.
    school_id
        Where, empty for the county.
    band
        ``primary`` or ``junior``, empty for the whole school.
    indicator
        Quantity or indicator, empty for the rule.
    yuan
        The cheapest further money that would reach it, all else as allocated; -1 where money
        does not reach it.
    blocked
        What money does not move: ``teachers``, ``not_known``, ``not_by_levelling``; else empty.
    """

    what: Reach
    school_id: str
    band: str
    indicator: str
    yuan: int
    blocked: str = ""


@dataclass(frozen=True)
class ResourcePlan:
    """All of it, sorted."""

    purchases: tuple[Purchase, ...] = ()
    unreached: tuple[Unreached, ...] = ()

    @property
    def yuan(self) -> int:
        """What all purchases cost."""
        return sum(p.yuan for p in self.purchases)
