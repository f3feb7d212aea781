"""Unit prices of what is bought: the bundled list, low, default or high, and the county's own."""

from __future__ import annotations

import numpy as np

from planner.allocation.items import PRICES
from planner.instance import Ints
from planner.norms import profiles
from planner.scenario.resources import Resources

LIST = "resources"
"""Name of the price list."""


def unit_yuan(asked: Resources) -> Ints:
    """Return the price of a unit of each item, in whole yuan (9,)."""
    return np.array([_price(asked, name) if name else 1 for name in PRICES], dtype=np.int64)


def fit_out_yuan(asked: Resources) -> Ints:
    """Return what is fitted out by m² of teaching and of dormitory area, in whole yuan (2,)."""
    names = ("fit_out_teaching_yuan", "fit_out_dorm_yuan")
    return np.array([_price(asked, name) for name in names], dtype=np.int64)


def _price(asked: Resources, name: str) -> int:
    own = getattr(asked.unit_costs, name)
    if own is not None:
        return int(own)
    return int(profiles("prices")[LIST].values()[name][asked.prices])
