"""Buildings: condition, age and debt, what a closed site is still worth or costs, staff rooms.

Worth of a closed site: its teaching and dormitory area at the price of new building, less the
part of its life that has passed (straight line over ``costs.building_years``); a building of
condition D is worth nothing. What is not known stays not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.norms import profiles

if TYPE_CHECKING:
    import pandas

    from planner.accounts import Accounts
    from planner.county import County
    from planner.instance import Instance

_COLUMNS = (
    "name",
    "township",
    "kind",
    "status",
    "condition",
    "built_year",
    "debt_yuan",
    "teaching_area_m2",
    "dorm_area_m2",
    "staff_rooms",
)
LEVELS = ("low", "default", "high")
"""Of every price."""


COLUMNS = (
    "school_id",
    "name",
    "township",
    "kind",
    "condition",
    "built_year",
    "age_years",
    "debt_yuan",
    "pupils_before",
    "pupils",
    "closes",
    "area_m2",
    "staff_rooms",
    "closing_yuan",
    *(f"worth_{level}_yuan" for level in LEVELS),
    *(f"empty_{level}_yuan" for level in LEVELS),
    "staff_rooms_lost_yuan",
)
"""Columns of buildings.csv."""


@dataclass(frozen=True)
class Prices:
    """Prices, each low, default and high.

    Parameters
    ----------
    new_building_yuan_per_m2
        Building new.
    staff_room_yuan
        A room for staff to live in.
    empty_building_yuan_per_m2
        Looking after an empty building for a year.
    as_of_year
        Year at which ages are counted.
    """

    new_building_yuan_per_m2: tuple[float, float, float]
    staff_room_yuan: tuple[float, float, float]
    empty_building_yuan_per_m2: tuple[float, float, float]
    as_of_year: int


def prices() -> Prices:
    """Return the bundled prices of buildings."""
    said = profiles("prices")["buildings"].values()

    def span(name: str) -> tuple[float, float, float]:
        low, default, high = (float(said[name][level]) for level in LEVELS)
        return low, default, high

    return Prices(
        span("new_building_yuan_per_m2"),
        span("staff_room_yuan"),
        span("empty_building_yuan_per_m2"),
        int(said["as_of_year"]),
    )


def buildings_table(
    county: County, instance: Instance, accounts: Accounts, before: Accounts
) -> pandas.DataFrame:
    """Return a row for each existing school: its buildings, and what they come to if it closes.

    Columns of money are filled for schools that close: ``closing_yuan`` once, ``worth_…_yuan``
    what the buildings are still worth, ``empty_…_yuan`` what they cost a year while they stand
    empty, ``staff_rooms_lost_yuan`` what as many staff rooms cost elsewhere.

    Parameters
    ----------
    accounts, before
        Figures of the plan and of today.
    """
    import pandas as pd

    price, costs = prices(), instance.scenario.costs
    frame = county.schools.reindex(columns=list(_COLUMNS))
    records = {str(i): r for i, r in zip(frame.index, frame.to_dict("records"), strict=True)}
    rows = []
    for j, school in enumerate(instance.site_id):
        own = records.get(school)
        if own is None or own["status"] != "existing":
            continue
        built = _number(own["built_year"])
        age = price.as_of_year - built
        area = _number(own["teaching_area_m2"]) + np.nan_to_num(_number(own["dorm_area_m2"]))
        condition = own["condition"] if isinstance(own["condition"], str) else ""
        closes = not accounts.open[j] and bool(before.open[j])
        left = remaining_share(age, costs.building_years, condition)
        rooms = _number(own["staff_rooms"])
        row = {
            "school_id": school,
            "name": own["name"],
            "township": own["township"],
            "kind": own["kind"],
            "condition": condition,
            "built_year": built,
            "age_years": age,
            "debt_yuan": _number(own["debt_yuan"]),
            "pupils_before": int(before.pupils[j].sum()),
            "pupils": int(accounts.pupils[j].sum()),
            "closes": int(closes),
            "area_m2": area,
            "staff_rooms": rooms,
            "closing_yuan": getattr(costs.closing_yuan, own["kind"]) if closes else np.nan,
        }
        for n, level in enumerate(LEVELS):
            worth = area * left * price.new_building_yuan_per_m2[n]
            row[f"worth_{level}_yuan"] = worth if closes else np.nan
        for n, level in enumerate(LEVELS):
            empty = area * price.empty_building_yuan_per_m2[n]
            row[f"empty_{level}_yuan"] = empty if closes else np.nan
        row["staff_rooms_lost_yuan"] = rooms * price.staff_room_yuan[1] if closes else np.nan
        rows.append(row)
    return pd.DataFrame(rows, columns=list(COLUMNS)).sort_values("school_id", ignore_index=True)


def remaining_share(age_years: float, life_years: float, condition: str) -> float:
    """Return the part of a building's life that is left; 0 for condition D, NaN if not known."""
    if condition == "D":
        return 0.0
    return float(np.clip(1 - age_years / life_years, 0.0, 1.0))


def _number(value: object) -> float:
    return float("nan") if value is None or value != value else float(str(value))
