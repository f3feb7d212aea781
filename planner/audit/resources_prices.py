"""What an allocation names as out of reach, with its price: found again from the purchases."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import numpy as np

from planner.allocation.figures import after, may_pass
from planner.allocation.instance import ResourceInstance
from planner.allocation.items import (
    AREA,
    DORM,
    EQUIPMENT,
    LINK,
    PER_PUPILS,
    QUANTITIES,
    RENOVATION,
    ROOMS,
)
from planner.allocation.plan import ResourcePlan
from planner.balance.spread import coefficient
from planner.findings import Finding
from planner.instance import Floats
from planner.teachers.instance import BANDS
from planner.texts import text

NAME = "resources"
Key = tuple[str, str, str, str]
"""What, school, band, indicator."""
_HARDLY = 1e-9
_APART = 1e-7
"""Share by which levels differ at least; nearer ones are one."""


def price_findings(instance: ResourceInstance, plan: ResourcePlan) -> list[Finding]:
    """Return what is named wrongly, at a wrong price, or not at all."""
    told: dict[Key, int] = {
        (u.what, u.school_id, u.band, u.indicator): u.yuan for u in plan.unreached
    }
    counted = dict(_counted(instance, plan))
    found = []
    for key in sorted(told.keys() | counted.keys()):
        one, other = told.get(key), counted.get(key)
        if one != other:
            what, school, band, indicator = key
            place = " ".join(filter(None, (what, school, band, indicator)))
            message = text("resources_audit.unreached", place=place, value=one, counted=other)
            found.append(Finding(NAME, "error", message, ids=(school,) if school else ()))
    return found


def _counted(instance: ResourceInstance, plan: ResourcePlan) -> Iterator[tuple[Key, int]]:
    done = after(instance, plan)
    for r, s in enumerate(instance.part_school.tolist()):
        if instance.part_counted[r]:
            yield from _part(instance, r, s, done.have[:, s])
    for s, school in enumerate(instance.school_id):
        yield from _school(instance, s, school, done.bought[:, s])
    yield from _coefficients(instance, done.have)


def _misses(instance: ResourceInstance, k: int, s: int, asked: float, have: float) -> bool:
    value = PER_PUPILS[k] * have / float(instance.school_pupils[s])
    return value < asked * (1 - _HARDLY)


def _part(instance: ResourceInstance, r: int, s: int, have: Floats) -> Iterator[tuple[Key, int]]:
    school, band = instance.school_id[s], BANDS[int(instance.part_band[r])]
    floor, threshold = instance.part_floor[:, r].tolist(), instance.part_threshold[:, r].tolist()
    own = have.tolist()
    for k, name in enumerate(QUANTITIES):
        if math.isnan(own[k]):
            if not math.isnan(threshold[k]):
                yield ("not_known", school, "", name), -1
        elif not math.isnan(floor[k]) and _misses(instance, k, s, floor[k], own[k]):
            yield ("floor", school, band, name), _cost(instance, s, {k: floor[k]}, own)
    if not instance.meets_at_least:
        return
    if not may_pass(instance)[r]:
        yield ("rule", school, band, ""), -1
        return
    lacks = instance.meets_at_least - int(instance.part_other_met[r])
    every = [
        _cost(instance, s, {k: (threshold if k in full else floor)[k] for k in range(4)}, own)
        for n in range(max(0, lacks), 5)
        for full in itertools.combinations(range(4), n)
    ]
    met = sum(not _misses(instance, k, s, threshold[k], own[k]) for k in range(4))
    low = any(_misses(instance, k, s, floor[k], own[k]) for k in range(4))
    if low or met < lacks:
        yield ("rule", school, band, ""), min(every)


def _cost(instance: ResourceInstance, s: int, asked: dict[int, float], have: list[float]) -> int:
    """Return the least money that brings a school to what is asked."""
    steps, unit = instance.steps.tolist(), instance.unit_yuan.tolist()
    fit = int(instance.fit_out_yuan[0])
    yuan = brought = 0
    for k in sorted(asked):
        lack = asked[k] * float(instance.school_pupils[s]) / PER_PUPILS[k] - have[k]
        lack -= brought if k == EQUIPMENT else 0
        n = max(0, math.ceil(lack / steps[k] - 1e-10)) * steps[k]
        yuan += n * (unit[k] + (fit if k == AREA else 0))
        brought += n * fit if k == AREA else 0
    return int(yuan)


def _school(
    instance: ResourceInstance,
    s: int,
    school: str,
    bought: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> Iterator[tuple[Key, int]]:
    unit = instance.unit_yuan.tolist()
    boarders, dorm = int(instance.school_boarders[s]), float(instance.school_dorm_m2[s])
    needed = boarders * float(instance.scenario.boarding.min_m2_per_bed)
    if math.isnan(dorm) and boarders:
        yield ("not_known", school, "", "dorm_area_m2"), -1
    lack = needed - dorm - int(bought[DORM])
    if lack > needed * _HARDLY:
        step = int(instance.steps[DORM])
        price = unit[DORM] + int(instance.fit_out_yuan[1])
        yield ("dorm", school, "", "dorm_area_m2"), math.ceil(lack / step - 1e-10) * step * price
    if instance.school_condition[s] in instance.scenario.resources.renovate:
        area = float(instance.school_building_m2[s])
        if math.isnan(area):
            yield ("not_known", school, "", "building_m2"), -1
        elif not bought[RENOVATION]:
            yield ("unsafe", school, "", ""), math.ceil(area - 1e-10) * unit[RENOVATION]
    if instance.school_online[s]:
        rooms = float(instance.school_have[ROOMS, s]) + int(bought[ROOMS])
        if math.isnan(rooms):
            yield ("not_known", school, "", QUANTITIES[ROOMS]), -1
        elif rooms < 1 or not bought[LINK]:
            yuan = math.ceil(max(0.0, 1 - rooms)) * unit[ROOMS]
            yield ("online", school, "", ""), yuan + (0 if bought[LINK] else unit[LINK])


def _coefficients(instance: ResourceInstance, have: Floats) -> Iterator[tuple[Key, int]]:
    """Look for the least level at which a coefficient keeps its limit, by halving."""
    for k, name in enumerate(QUANTITIES):
        for b, limit in enumerate(instance.cv_limit.tolist()):
            own = [
                r
                for r in range(len(instance.part_school))
                if instance.part_band[r] == b and instance.part_in_scope[r]
            ]
            there = have[k, instance.part_school[own]]
            if not own or math.isinf(limit) or np.isnan(there).any():
                continue
            pupils = instance.school_pupils[instance.part_school[own]].astype(float)
            part = instance.part_pupils[own].astype(float)
            step, per = int(instance.steps[k]), PER_PUPILS[k]
            price = int(instance.unit_yuan[k]) + (int(instance.fit_out_yuan[0]) if k == AREA else 0)

            def bought(
                level: float,
                there: Floats = there,
                pupils: Floats = pupils,
                step: int = step,
                per: int = per,
            ) -> Floats:
                lack = np.ceil((level * pupils / per - there) / step - _HARDLY)
                return np.asarray(np.maximum(0, lack) * step)

            def keeps(
                level: float,
                there: Floats = there,
                pupils: Floats = pupils,
                part: Floats = part,
                limit: float = limit,
            ) -> bool:
                more = there + bought(level, there, pupils)
                return coefficient(more * part / pupils, part) <= limit + _HARDLY

            if keeps(0.0):
                continue
            low, high = 0.0, float((per * there / pupils).max())
            if not keeps(high):
                yield ("coefficient", "", BANDS[b], name), -1
                continue
            for _ in range(60):
                middle = (low + high) / 2
                low, high = (low, middle) if keeps(middle) else (middle, high)
            # Schools at one level but for rounding are raised beyond it together.
            high *= 1 + _APART
            while not keeps(high):
                high = float((per * (there + bought(high)) / pupils).min()) * (1 + _APART)
            yield ("coefficient", "", BANDS[b], name), round(float(bought(high).sum())) * price
