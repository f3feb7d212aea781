"""What the allocation buys, as entries of the ledger: by school, item and year of the budget."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from planner.allocation.instance import ResourceInstance
from planner.allocation.items import (
    EQUIPMENT,
    FIT_DORM,
    FIT_TEACHING,
    ITEMS,
    PRICES,
    UNITS,
)
from planner.allocation.plan import Purchase, ResourcePlan
from planner.instance import Instance
from planner.ledger.entries import Entry, Pricing, one_price
from planner.ledger.prices import UNIT_COSTS

BUILDING, OTHER = "costs.building_years", "costs.other_years"
BUILT = ("teaching_area", "sports_area", "dorm_area", "renovation")
"""Items that last as long as buildings; all else as long as other things."""
LACKING = "schools.equipment_yuan"
"""Column that tells what equipment is lacking, which sets how many yuan are spent on it."""
FIT_OUT = {FIT_TEACHING: "fit_out_teaching_yuan", FIT_DORM: "fit_out_dorm_yuan"}
"""Price by m² built of what comes with it."""


def allocation_entries(
    instance: Instance, given: ResourceInstance, plan: ResourcePlan
) -> Iterator[Entry]:
    """Yield what the allocation buys, an entry an item.

    Fit-out is counted by the m² that it fits out, so that its price by m² can move. Equipment is
    bought by its value: a yuan costs a yuan, and no price moves it.

    Parameters
    ----------
    instance
        Of the layout: the sites of the ledger.
    given, plan
        What the allocation was given and decided.
    """
    site = {school: j for j, school in enumerate(instance.site_id)}
    keys: tuple[str, ...]
    for k, item in enumerate(ITEMS):
        own = [p for p in plan.purchases if p.item == item]
        if not own:
            continue
        here = np.array([site[p.school_id] for p in own], dtype=np.int64)
        counted = np.array([_quantity(given, k, p) for p in own], dtype=np.float64)
        year = np.array([p.year for p in own], dtype=np.int64)
        name, unit = FIT_OUT.get(k, PRICES[k]), "m2" if k in FIT_OUT else UNITS[k]
        life = BUILDING if item in BUILT else OTHER
        if k == EQUIPMENT:
            priced, keys, of_table = _a_yuan(len(own)), (), np.ones(len(own), dtype=bool)
        else:
            key = f"{UNIT_COSTS}.{name}"
            priced, keys, of_table = one_price(key, here), (key,), np.zeros(len(own), dtype=bool)
        yield Entry(
            item=item,
            kind="allocation",
            unit=unit,
            site=here,
            quantity=counted,
            unit_yuan=priced,
            prices=keys,
            source=LACKING,
            own=of_table,
            years=life,
            budget_year=year,
        )


def _a_yuan(rows: int) -> Pricing:
    return lambda _: np.ones(rows)


def _quantity(given: ResourceInstance, item: int, bought: Purchase) -> float:
    """Return how much is bought; of fit-out the m² that it comes with."""
    if item not in FIT_OUT:
        return float(bought.quantity)
    return bought.quantity / float(given.fit_out_yuan[int(item == FIT_DORM)])
