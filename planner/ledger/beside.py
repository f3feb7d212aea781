"""Beside the ledger's sums: what closed sites are worth or cost, and what is owed on buildings.

None of it is in any sum: worth is no income until somebody buys, looking after an empty site is an
estimate by area beside the scenario's own ``closed_sites``, and a debt is owed whatever the plan is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from planner.balance.buildings import prices
from planner.ledger.prices import listed

if TYPE_CHECKING:
    import pandas

MEMO = "memo"
"""Kind of these rows in ledger.csv."""
UNKNOWN = "unknown"
"""Mark of a row whose amount is not known."""
Item = Literal["site_worth", "site_empty", "staff_rooms", "debt_closed", "debt_open"]
ITEMS: tuple[Item, ...] = ("site_worth", "site_empty", "staff_rooms", "debt_closed", "debt_open")
"""Worth left of a closed site, once; looking after it, a year; as many staff rooms elsewhere, once;
debt on buildings of schools that close; of schools that stay open."""
PRICED: dict[str, str] = {
    "site_worth": "buildings.new_building_yuan_per_m2",
    "site_empty": "buildings.empty_building_yuan_per_m2",
    "staff_rooms": "buildings.staff_room_yuan",
}
"""Price by item: profile and key, as in ``plan norms buildings``."""
DEBT = "schools.debt_yuan"


@dataclass(frozen=True)
class Beside:
    """One row beside the sums.

    Parameters
    ----------
    school_id, item
        Where, and what it is.
    quantity, unit
        How much of what; NaN where not known.
    low_yuan, yuan, high_yuan
        What it comes to at the low, default and high price; NaN where not known.
    source
        The price, or the column of the county's tables.
    mark
        How certain the price is.
    """

    school_id: str
    item: Item
    quantity: float
    unit: str
    low_yuan: float
    yuan: float
    high_yuan: float
    source: str
    mark: str

    @property
    def known(self) -> bool:
        """Whether the amount is known."""
        return math.isfinite(self.yuan)

    def row(self) -> dict[str, Any]:
        """Return the row of ledger.csv; empty cells where a figure is not known."""
        each = self.yuan / self.quantity if self.quantity else 0.0
        return {
            "school_id": self.school_id,
            "item": self.item,
            "kind": MEMO,
            "quantity": self.quantity,
            "unit": self.unit,
            "unit_yuan": each,
            "yuan": self.yuan,
            "low_yuan": self.low_yuan,
            "high_yuan": self.high_yuan,
            "source": self.source,
            "mark": self.mark if self.known else UNKNOWN,
            "budget_year": None,
            "yearly_yuan": math.nan,
        }


def beside_rows(buildings: pandas.DataFrame) -> tuple[Beside, ...]:
    """Return the rows of a run, item by item.

    A school that closes has a row of each item, empty where the figure is not known; a school
    that stays open one of its debt, if it is known to have any.

    Parameters
    ----------
    buildings
        `planner.balance.buildings.buildings_table`.
    """
    found: list[Beside] = []
    room = prices().staff_room_yuan
    for row in buildings.to_dict("records"):
        debt = float(row["debt_yuan"])
        owed = (1.0 if math.isfinite(debt) else math.nan, "school", debt, debt, debt)
        school = str(row["school_id"])
        if not row["closes"]:
            found += [_of(school, "debt_open", *owed)] if debt > 0 else []
            continue
        area, rooms = float(row["area_m2"]), float(row["staff_rooms"])
        worth = [float(row[f"worth_{level}_yuan"]) for level in ("low", "default", "high")]
        empty = [float(row[f"empty_{level}_yuan"]) for level in ("low", "default", "high")]
        found += [
            _of(school, "site_worth", area, "m2", *worth),
            _of(school, "site_empty", area, "m2", *empty),
            _of(school, "staff_rooms", rooms, "rooms", *(rooms * yuan for yuan in room)),
            _of(school, "debt_closed", *owed),
        ]
    return tuple(sorted(found, key=lambda b: (ITEMS.index(b.item), b.school_id)))


def _of(
    school: str, item: Item, quantity: float, unit: str, low: float, yuan: float, high: float
) -> Beside:
    source = PRICED.get(item, DEBT)
    mark = listed()[source].mark if item in PRICED else "table"
    return Beside(school, item, quantity, unit, low, yuan, high, source, mark)
