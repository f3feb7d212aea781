"""What an allocation does not reach, and the cheapest further money that would reach it."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from planner.allocation.figures import (
    crowded,
    have_after,
    may_pass,
    offline,
    open_pairs,
    passes,
    reaches,
    unsafe,
    values,
)
from planner.allocation.instance import ResourceInstance
from planner.allocation.items import (
    DORM,
    LINK,
    PER_PUPILS,
    QUANTITIES,
    RENOVATION,
    ROOMS,
)
from planner.allocation.plan import Unreached
from planner.balance.spread import coefficient
from planner.instance import Floats, Ints
from planner.resources.levels import level_for, raised
from planner.resources.needs import step_yuan, steps_for, yuan_for
from planner.teachers.instance import BANDS


def unreached(instance: ResourceInstance, bought: Ints) -> tuple[Unreached, ...]:
    """Return what is not reached, sorted.

    Parameters
    ----------
    bought
        Quantities bought of each item, shape (9, S).
    """
    have = have_after(instance, bought)
    found = [
        *_floors(instance, have),
        *_schools(instance, bought),
        *_rules(instance, have),
        *_coefficients(instance, have),
        *_not_known(instance),
    ]
    return tuple(sorted(found))


def _floors(instance: ResourceInstance, have: Floats) -> Iterator[Unreached]:
    value = values(instance, have)
    missed = open_pairs(instance) & ~reaches(value, instance.part_floor)
    for k, r in zip(*(n.tolist() for n in np.nonzero(missed)), strict=True):
        s = int(instance.part_school[r])
        asked = np.full(len(QUANTITIES), np.nan)
        asked[k] = instance.part_floor[k, r]
        yuan, _ = yuan_for(instance, s, asked, have[:, s])
        band = BANDS[int(instance.part_band[r])]
        yield Unreached("floor", instance.school_id[s], band, QUANTITIES[k], yuan)


def _schools(instance: ResourceInstance, bought: Ints) -> Iterator[Unreached]:
    price = step_yuan(instance)
    for s in np.flatnonzero(crowded(instance, bought)).tolist():
        lack = float(instance.dorm_needed_m2[s] - instance.school_dorm_m2[s] - bought[DORM, s])
        yuan = int(price[DORM]) * steps_for(lack, int(instance.steps[DORM]))
        yield Unreached("dorm", instance.school_id[s], "", "dorm_area_m2", yuan)
    for s in np.flatnonzero(unsafe(instance, bought)).tolist():
        area = math.ceil(float(instance.school_building_m2[s]) - 1e-10)
        yuan = int(instance.unit_yuan[RENOVATION]) * area
        yield Unreached("unsafe", instance.school_id[s], "", "", yuan)
    for s in np.flatnonzero(offline(instance, bought)).tolist():
        lack = 1 - float(instance.school_have[ROOMS, s]) - float(bought[ROOMS, s])
        yuan = int(price[ROOMS]) * steps_for(lack, 1)
        yuan += int(instance.unit_yuan[LINK]) * (not bought[LINK, s])
        yield Unreached("online", instance.school_id[s], "", "", yuan)


def _rules(instance: ResourceInstance, have: Floats) -> Iterator[Unreached]:
    if not instance.meets_at_least:
        return
    possible, kept = may_pass(instance), passes(instance, have)
    for r in np.flatnonzero(instance.part_counted & ~kept).tolist():
        s = int(instance.part_school[r])
        band = BANDS[int(instance.part_band[r])]
        if possible[r]:
            yield Unreached(
                "rule", instance.school_id[s], band, "", _rule_yuan(instance, r, have[:, s])
            )
            continue
        known = not instance.part_other_unknown[r] and not np.isnan(have[:, s]).any()
        blocked = "teachers" if known or instance.part_other_low[r] else "not_known"
        yield Unreached("rule", instance.school_id[s], band, "", -1, blocked)


def _rule_yuan(instance: ResourceInstance, r: int, have: Floats) -> int:
    """Return the least money for a part to keep the rule, over what may stay at its floor."""
    s, kinds = int(instance.part_school[r]), range(len(QUANTITIES))
    lacks = instance.meets_at_least - int(instance.part_other_met[r])
    floor, threshold = instance.part_floor[:, r], instance.part_threshold[:, r]
    every = []
    for chosen in range(2 ** len(QUANTITIES)):
        full = [bool(chosen >> k & 1) for k in kinds]
        if sum(full) >= lacks:
            asked = np.where(full, threshold, floor)
            every.append(yuan_for(instance, s, asked, have)[0])
    return min(every)


def _coefficients(instance: ResourceInstance, have: Floats) -> Iterator[Unreached]:
    """Price coefficients beyond their limit by raising the lowest schools to one level."""
    price = step_yuan(instance)
    for k in range(len(QUANTITIES)):
        for band, limit in enumerate(instance.cv_limit.tolist()):
            own = np.flatnonzero((instance.part_band == band) & instance.part_in_scope)
            of = instance.part_school[own]
            if len(own) == 0 or math.isinf(limit) or np.isnan(have[k, of]).any():
                continue
            pupils, there = instance.school_pupils[of], have[k, of]
            share, step = instance.part_pupils[own] / pupils, int(instance.steps[k])
            if coefficient(there * share, pupils * share) <= limit + 1e-9:
                continue
            level = level_for(there, pupils, share, k, step, limit, 0.0)
            if math.isnan(level):
                yield Unreached(
                    "coefficient", "", BANDS[band], QUANTITIES[k], -1, "not_by_levelling"
                )
                continue
            lifted = raised(there, pupils, PER_PUPILS[k], step, level)
            yuan = round(float(((lifted - there) / step).sum())) * int(price[k])
            yield Unreached("coefficient", "", BANDS[band], QUANTITIES[k], yuan)


def _not_known(instance: ResourceInstance) -> Iterator[Unreached]:
    """Name the figures that are not known, so that no money went there."""
    asked = np.zeros((len(QUANTITIES), instance.schools), dtype=bool)
    for r in np.flatnonzero(instance.part_counted).tolist():
        s = int(instance.part_school[r])
        asked[:, s] |= ~np.isnan(instance.part_threshold[:, r])
    unknown = asked & np.isnan(instance.school_have)
    for k, s in zip(*(n.tolist() for n in np.nonzero(unknown)), strict=True):
        school = instance.school_id[s]
        yield Unreached("not_known", school, "", QUANTITIES[k], -1, "not_known")
    boards = np.isnan(instance.school_dorm_m2) & (instance.school_boarders > 0)
    for s in np.flatnonzero(boards).tolist():
        school = instance.school_id[s]
        yield Unreached("not_known", school, "", "dorm_area_m2", -1, "not_known")
    areas = instance.unsafe & np.isnan(instance.school_building_m2)
    for s in np.flatnonzero(areas).tolist():
        yield Unreached("not_known", instance.school_id[s], "", "building_m2", -1, "not_known")
    rooms = instance.school_online & np.isnan(instance.school_have[ROOMS])
    for s in np.flatnonzero(rooms & ~unknown[ROOMS]).tolist():
        school = instance.school_id[s]
        yield Unreached("not_known", school, "", QUANTITIES[ROOMS], -1, "not_known")
