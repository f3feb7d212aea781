"""How much must be bought for a figure to reach what is asked, and what that costs."""

from __future__ import annotations

import math

import numpy as np

from planner.allocation.instance import ResourceInstance
from planner.allocation.items import AREA, DORM, EQUIPMENT, FIT_TEACHING, ITEMS, PER_PUPILS
from planner.instance import Floats, Ints

_ROUNDING = 1e-10


def lacking(instance: ResourceInstance, k: int, s: int, asked: float, have: float) -> float:
    """Return what a school lacks of a quantity for its indicator to reach what is asked."""
    return asked * float(instance.school_pupils[s]) / PER_PUPILS[k] - have


def steps_for(lack: float, step: int) -> int:
    """Return the fewest steps that make up for what is lacking, none where nothing is."""
    return max(0, math.ceil(lack / step - _ROUNDING))


def step_yuan(instance: ResourceInstance) -> Ints:
    """Return the price of a step of each of the five items bought in steps, fit-out with it (5,)."""
    unit = instance.unit_yuan[: DORM + 1].copy()
    unit[AREA] += instance.fit_out_yuan[0]
    unit[DORM] += instance.fit_out_yuan[1]
    found: Ints = unit * instance.steps
    return found


def yuan_for(
    instance: ResourceInstance, s: int, asked: Floats, have: Floats
) -> tuple[int, list[int]]:
    """Return the least money, and steps, that bring a school to what is asked of each quantity.

    Teaching area brings its equipment with it; more area than is asked for never pays for
    equipment as long as it costs at least what it brings.

    Parameters
    ----------
    asked
        Indicator of each quantity, NaN where nothing is asked (4,).
    have
        What the school has now (4,).
    """
    price, steps = step_yuan(instance), instance.steps
    found, brought = [0, 0, 0, 0], 0.0
    for k in range(len(PER_PUPILS)):
        if math.isnan(float(asked[k])):
            continue
        lack = lacking(instance, k, s, float(asked[k]), float(have[k]))
        if k == EQUIPMENT:
            lack -= brought
        found[k] = steps_for(lack, int(steps[k]))
        if k == AREA:
            brought = found[k] * float(steps[AREA] * instance.fit_out_yuan[0])
    return int(np.dot(price[: len(found)], found)), found


def bought_of(instance: ResourceInstance, steps: Ints, renovate: Ints, link: Ints) -> Ints:
    """Return the quantities bought of every item, fit-out with them, shape (9, S).

    Parameters
    ----------
    steps
        Of the five items bought in steps, shape (5, S).
    renovate, link
        1 where the building is renovated and the link laid (S,).
    """
    area = np.nan_to_num(np.ceil(instance.school_building_m2 - _ROUNDING)).astype(np.int64)
    bought = np.zeros((len(ITEMS), instance.schools), dtype=np.int64)
    bought[: DORM + 1] = steps * instance.steps[:, None]
    bought[DORM + 1] = renovate * area
    bought[DORM + 2] = link
    bought[FIT_TEACHING] = bought[AREA] * instance.fit_out_yuan[0]
    bought[FIT_TEACHING + 1] = bought[DORM] * instance.fit_out_yuan[1]
    return bought


def cost_of(instance: ResourceInstance, bought: Ints) -> Ints:
    """Return what each school's purchases cost, in yuan (S,)."""
    found: Ints = instance.unit_yuan @ bought
    return found
