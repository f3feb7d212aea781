"""From quantities to a plan: purchases with their reason and year of building."""

from __future__ import annotations

import numpy as np

from planner.allocation.figures import have_after, open_pairs, reaches, values
from planner.allocation.instance import ResourceInstance
from planner.allocation.items import (
    AREA,
    DORM,
    FIT_DORM,
    FIT_TEACHING,
    ITEMS,
    LINK,
    QUANTITIES,
    RENOVATION,
    ROOMS,
    WHYS,
)
from planner.allocation.plan import Purchase, ResourcePlan
from planner.instance import Ints
from planner.resources.unreached import unreached

_PARTS = {AREA: FIT_TEACHING, DORM: FIT_DORM}
"""What is fitted out, and the item that goes with it in the same year."""


def plan_of(instance: ResourceInstance, bought: Ints) -> ResourcePlan:
    """Return the plan of quantities bought, shape (9, S).

    Purchases are built in the order of their reasons, weak schools first, each in the first
    year whose money and that of all years after it allow it.
    """
    why = _reasons(instance, bought)
    projects = [
        (WHYS.index(why[item, s]), not instance.school_weak[s], instance.school_id[s], item, s)
        for item in range(FIT_TEACHING)
        for s in np.flatnonzero(bought[item]).tolist()
    ]
    left = np.cumsum(instance.budget_yuan).astype(np.int64)
    purchases = []
    for *_, item, s in sorted(projects):
        pieces = [item, *([_PARTS[item]] if item in _PARTS else [])]
        quantity = [int(bought[p, s]) for p in pieces]
        yuan = [q * int(instance.unit_yuan[p]) for p, q in zip(pieces, quantity, strict=True)]
        year = _year(left, sum(yuan))
        left[year:] -= sum(yuan)
        purchases += [
            Purchase(
                school_id=instance.school_id[s],
                item=ITEMS[p],
                quantity=q,
                yuan=y,
                year=year + 1,
                why=why[item, s] if p == item else "fit_out",
            )
            for p, q, y in zip(pieces, quantity, yuan, strict=True)
            if q
        ]
    return ResourcePlan(tuple(sorted(purchases)), unreached(instance, bought))


def _year(left: Ints, yuan: int) -> int:
    """Return the first year, from 0, from which on there is always money left for something."""
    for y in range(len(left)):
        if int(left[y:].min()) >= yuan:
            return y
    return max(0, len(left) - 1)


def _reasons(instance: ResourceInstance, bought: Ints) -> dict[tuple[int, int], str]:
    """Return why each item is bought for each school, by item and school."""
    have = have_after(instance, bought)
    before, now = values(instance, instance.school_have), values(instance, have)
    asked = open_pairs(instance)
    floor = asked & ~reaches(before, instance.part_floor) & reaches(now, instance.part_floor)
    known = asked & ~np.isnan(instance.part_threshold)
    threshold = (
        known & ~reaches(before, instance.part_threshold) & reaches(now, instance.part_threshold)
    )
    found = {}
    for s in range(instance.schools):
        own = instance.part_school == s
        for k in range(len(QUANTITIES)):
            online = k == ROOMS and bought[LINK, s] and not instance.school_have[k, s] >= 1
            best = "floor" if floor[k, own].any() else "level"
            if best == "level" and threshold[k, own].any():
                best = "threshold"
            found[k, s] = "online" if online else best
        found |= {(DORM, s): "boarders", (RENOVATION, s): "unsafe", (LINK, s): "online"}
    return found
