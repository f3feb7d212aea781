"""What an allocation comes to: figures after it and the values of its goals, from the purchases.

Written from the plain statements of docs/resources.md, with no word of the programme's rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.allocation.instance import ResourceInstance
from planner.allocation.items import (
    DORM,
    EQUAL,
    EQUIPMENT,
    FIT_TEACHING,
    ITEMS,
    LINK,
    PER_PUPILS,
    QUANTITIES,
    RENOVATION,
    ROOMS,
)
from planner.allocation.plan import ResourcePlan
from planner.instance import Flags, Floats, Ints

LEVEL_TIERS = (
    "teaching_area_short",
    "sports_area_short",
    "equipment_short",
    "multimedia_short",
)
TIERS = ("floors_missed", "rule_missed", "level_short", *LEVEL_TIERS, "spent_yuan")
"""Goals in order, all made small; docs/resources.md says what each is."""
COUNT_TIERS = ("floors_missed", "rule_missed", "spent_yuan")
"""Goals that are whole numbers, so that a bound may be rounded up."""
EXACT_TIERS = ("rule_missed",)
"""Counts of schools: proved where they equal their bound, not where they are near it."""


@dataclass(frozen=True, eq=False)
class After:
    """What schools have after an allocation.

    Parameters
    ----------
    bought
        Of each item, shape (9, S).
    have
        Quantities, NaN where not known, shape (4, S).
    """

    bought: Ints
    have: Floats


def after(instance: ResourceInstance, plan: ResourcePlan) -> After:
    """Return what schools have after the purchases of a plan."""
    number = {school: s for s, school in enumerate(instance.school_id)}
    bought = np.zeros((len(ITEMS), instance.schools), dtype=np.int64)
    for p in plan.purchases:
        bought[ITEMS.index(p.item), number[p.school_id]] += p.quantity
    return After(bought, have_after(instance, bought))


def have_after(instance: ResourceInstance, bought: Ints) -> Floats:
    """Return the quantities of each school with what is bought, shape (4, S)."""
    added = bought[: len(QUANTITIES)].astype(float)
    added[EQUIPMENT] += bought[FIT_TEACHING]
    found: Floats = instance.school_have + added
    return found


def values(instance: ResourceInstance, have: Floats) -> Floats:
    """Return the indicator of each quantity for each part, shape (4, R)."""
    of = instance.part_school
    per = np.array(PER_PUPILS, dtype=float)[:, None]
    found: Floats = per * have[:, of] / instance.school_pupils[of]
    return found


def reaches(value: Floats, asked: Floats) -> Flags:
    """Return where a value is known, something is asked, and it is reached."""
    with np.errstate(invalid="ignore"):
        found: Flags = value >= asked * (1 - EQUAL)
    return found


def open_pairs(instance: ResourceInstance) -> Flags:
    """Return the parts and quantities of which a floor is asked and the figure known, (4, R)."""
    known = ~np.isnan(instance.school_have[:, instance.part_school])
    return known & ~np.isnan(instance.part_floor) & instance.part_counted


def may_pass(instance: ResourceInstance) -> Flags:
    """Return the parts that money can bring to the rule of the measures (R,).

    Every indicator is known and asked for, none that money does not move lies below its floor,
    and with all that money moves enough are reached.
    """
    known = (open_pairs(instance) & ~np.isnan(instance.part_threshold)).all(axis=0)
    known &= (instance.part_other_unknown == 0) & (instance.part_other_low == 0)
    enough = instance.part_other_met + len(QUANTITIES) >= instance.meets_at_least
    found: Flags = known & enough & (instance.meets_at_least > 0)
    return found


def passes(instance: ResourceInstance, have: Floats) -> Flags:
    """Return the parts that keep the rule of the measures for certain (R,)."""
    value = values(instance, have)
    met = reaches(value, instance.part_threshold).sum(axis=0) + instance.part_other_met
    floors = reaches(value, instance.part_floor).all(axis=0)
    found: Flags = may_pass(instance) & floors & (met >= instance.meets_at_least)
    return found


def weights(instance: ResourceInstance) -> tuple[Ints, Ints, Ints]:
    """Return what a missed floor counts by part (R,), by school and by school's boarders (S,)."""
    asked = instance.scenario.resources
    tilt = np.where(instance.school_weak, asked.weak_weight, 1)
    if asked.count == "schools":
        return tilt[instance.part_school], tilt, tilt
    parts = instance.part_pupils * tilt[instance.part_school]
    return parts, instance.school_pupils * tilt, instance.school_boarders * tilt


def crowded(instance: ResourceInstance, bought: Ints) -> Flags:
    """Return the schools whose dormitory is known to be too small for its boarders (S,)."""
    area = instance.school_dorm_m2 + bought[DORM]
    with np.errstate(invalid="ignore"):
        found: Flags = area < instance.dorm_needed_m2 * (1 - EQUAL)
    return found


def unsafe(instance: ResourceInstance, bought: Ints) -> Flags:
    """Return the schools still in buildings to be renovated whose area is known (S,)."""
    found: Flags = instance.unsafe & ~np.isnan(instance.school_building_m2)
    found &= bought[RENOVATION] == 0
    return found


def offline(instance: ResourceInstance, bought: Ints) -> Flags:
    """Return the schools with online lessons that lack link or room; rooms known (S,)."""
    rooms = instance.school_have[ROOMS] + bought[ROOMS]
    known = ~np.isnan(rooms)
    found: Flags = instance.school_online & known & ((bought[LINK] == 0) | ~(rooms >= 1))
    return found


def tier_values(instance: ResourceInstance, bought: Ints, yuan: int) -> dict[str, float]:
    """Return the value of every goal of what is bought, by its name."""
    have = have_after(instance, bought)
    value = values(instance, have)
    parts, schools, boarders = weights(instance)
    missed = open_pairs(instance) & ~reaches(value, instance.part_floor)
    floors = int((missed * parts).sum())
    floors += int((crowded(instance, bought) * boarders).sum())
    floors += int((unsafe(instance, bought) * schools).sum())
    floors += int((offline(instance, bought) * schools).sum())
    tilt = np.where(instance.school_weak, instance.scenario.resources.weak_weight, 1)
    failing = may_pass(instance) & ~passes(instance, have)
    levels = lowest(instance, value)
    return {
        "floors_missed": float(floors),
        "rule_missed": float((failing * tilt[instance.part_school]).sum()),
        "level_short": float(1 - levels.min()),
        **{name: float(1 - low) for name, low in zip(LEVEL_TIERS, levels, strict=True)},
        "spent_yuan": float(yuan),
    }


def lowest(instance: ResourceInstance, value: Floats) -> Floats:
    """Return the lowest level of each quantity, as a share of its goal, 1 at most (4,)."""
    levelled = open_pairs(instance) & ~np.isnan(instance.part_goal)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(levelled, value / instance.part_goal, 1.0)
    found: Floats = np.minimum(1.0, share.min(axis=1, initial=1.0))
    return found


def tier_value(instance: ResourceInstance, plan: ResourcePlan, name: str) -> float:
    """Return the value of one goal of a plan."""
    return tier_values(instance, after(instance, plan).bought, plan.yuan)[name]
