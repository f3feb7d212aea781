"""The ledger of one plan: its entries, their sums, and a row for each school and item."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.accounts import Accounts, annuity
from planner.allocation.instance import ResourceInstance
from planner.allocation.plan import ResourcePlan
from planner.instance import Floats, Instance
from planner.ledger.allocation import allocation_entries
from planner.ledger.beside import Beside
from planner.ledger.entries import (
    COUNTY,
    Entry,
    Kind,
    annual_entries,
    capital_entries,
    revenue_entries,
)
from planner.ledger.households import household_entries
from planner.ledger.prices import (
    price_values,
    prices,
    value_of,
    with_price,
)
from planner.plan import Plan
from planner.scenario import Scenario

if TYPE_CHECKING:
    import pandas

COLUMNS = (
    "school_id",
    "item",
    "kind",
    "quantity",
    "unit",
    "unit_yuan",
    "yuan",
    "low_yuan",
    "high_yuan",
    "source",
    "mark",
    "budget_year",
    "yearly_yuan",
)
"""Columns of ledger.csv."""
BY_TABLE, BY_SCENARIO = "table", "scenario"
"""Marks of prices that are the county's own: of its tables; of the scenario, not the default."""
_NUMBERS = ("quantity", "unit_yuan", "yuan", "low_yuan", "high_yuan", "yearly_yuan")


@dataclass(frozen=True, eq=False)
class Ledger:
    """What a plan costs and brings, item by item.

    Parameters
    ----------
    instance
        What the plan is a plan of; its scenario holds the prices, discount rate and lives.
    entries
        Every item, those without any row left out.
    beside
        What closed sites are worth or cost and what is owed on buildings: in no sum.
    """

    instance: Instance
    entries: tuple[Entry, ...]
    beside: tuple[Beside, ...] = ()

    def total_yuan(self, kind: Kind, scenario: Scenario | None = None) -> float:
        """Return the sum of one kind; at other prices where a scenario is given."""
        at = scenario or self.instance.scenario
        return sum(float(e.yuan(at).sum()) for e in self.entries if e.kind == kind)

    def by_site_yuan(self, kind: Kind) -> Floats:
        """Return the sum of one kind by site, shape (J,), without the county's own rows."""
        found = np.zeros(self.instance.sites)
        for e in self.entries:
            if e.kind == kind:
                here = e.site != COUNTY
                np.add.at(found, e.site[here], e.yuan(self.instance.scenario)[here])
        return found

    def item_yuan(self) -> dict[tuple[Kind, str], float]:
        """Return the sum of each item by kind and name, in the order of the ledger."""
        found: dict[tuple[Kind, str], float] = {}
        for e in self.entries:
            key = e.kind, e.item
            found[key] = found.get(key, 0.0) + float(e.yuan(self.instance.scenario).sum())
        return found

    def item_quantity(self) -> dict[tuple[Kind, str], tuple[float, str]]:
        """Return how much there is of each item, and the unit it is counted in."""
        found: dict[tuple[Kind, str], tuple[float, str]] = {}
        for e in self.entries:
            before, _ = found.get((e.kind, e.item), (0.0, ""))
            found[e.kind, e.item] = before + float(e.quantity.sum()), e.unit
        return found

    @property
    def spending_yuan(self) -> float:
        """What county and households pay in a year, funds from above not taken off.

        Capital as the yearly payment that repays it over its life at the discount rate, and all
        that is paid every year: the indicator ``public_plus_household_spending_yuan``. What the
        allocation buys is no part of it.
        """
        scenario = self.instance.scenario
        return sum(yearly_yuan(e, scenario) for e in self.entries if e.kind != "allocation")

    @property
    def allocated_yearly_yuan(self) -> float:
        """The yearly payment that repays what the allocation buys over its life."""
        scenario = self.instance.scenario
        return sum(yearly_yuan(e, scenario) for e in self.entries if e.kind == "allocation")

    @property
    def total_yearly_yuan(self) -> float:
        """`spending_yuan` and `allocated_yearly_yuan`: the total that prices move."""
        return self.spending_yuan + self.allocated_yearly_yuan

    def by_budget_year_yuan(self) -> dict[int, float]:
        """Return what the allocation spends in each year of the budget that has any."""
        found: dict[int, float] = {}
        for e in self.entries:
            for year, yuan in zip(e.budget_year, e.yuan(self.instance.scenario), strict=False):
                found[int(year)] = found.get(int(year), 0.0) + float(yuan)
        return dict(sorted(found.items()))

    def table(self) -> pandas.DataFrame:
        """Return ledger.csv: a row for each school and item; the county's have no school.

        ``low_yuan`` and ``high_yuan`` are the row at the low and the high of the price that
        ``source`` names, all else as it is; ``mark`` is one of `planner.ledger.prices.MARKS`,
        `BY_TABLE` or `BY_SCENARIO`. ``yearly_yuan`` is what a row adds to `total_yearly_yuan`.
        Rows of the kind `MEMO` stand last, empty where a figure is not known.
        """
        import pandas as pd

        rows = [row for e in self.entries for row in _rows(self.instance, e)]
        rows += [b.row() for b in self.beside]
        # Typed even without a row, as of a county where nobody has a trip.
        numbers = dict.fromkeys(_NUMBERS, "float64")
        return pd.DataFrame(rows, columns=list(COLUMNS)).astype(numbers | {"budget_year": "Int64"})


def ledger(
    instance: Instance,
    plan: Plan,
    accounts: Accounts,
    allocated: tuple[ResourceInstance, ResourcePlan] | None = None,
    beside: tuple[Beside, ...] = (),
) -> Ledger:
    """Return the ledger of a plan, or of today.

    Parameters
    ----------
    accounts
        `planner.accounts.account` of the plan.
    allocated
        What is bought for schools after it, None where nothing was asked.
    beside
        `planner.ledger.beside.beside_rows` of the plan.
    """
    bought = () if allocated is None else allocation_entries(instance, *allocated)
    entries = (
        *capital_entries(instance, plan, accounts),
        *annual_entries(instance, plan, accounts),
        *revenue_entries(instance, plan, accounts),
        *household_entries(instance, plan, accounts),
        *bought,
    )
    return Ledger(instance, tuple(e for e in entries if len(e.site)), beside)


def yearly_yuan(entry: Entry, scenario: Scenario) -> float:
    """Return what an entry adds to spending in a year: nothing where it is revenue."""
    if entry.kind == "revenue":
        return 0.0
    return float(entry.yuan(scenario).sum()) * _repaid(entry, scenario)


def _repaid(entry: Entry, scenario: Scenario) -> float:
    """Return the part of what is spent on an entry that is paid in a year."""
    if not entry.years:
        return 1.0
    return annuity(scenario.costs.discount_rate, value_of(scenario, entry.years))


def mark_of(scenario: Scenario, key: str) -> str:
    """Return how certain a price of the scenario is."""
    price = prices()[key]
    return price.mark if value_of(scenario, key) == price.default else BY_SCENARIO


def _rows(instance: Instance, entry: Entry) -> Iterator[dict[str, Any]]:
    scenario = instance.scenario
    low = high = yuan = entry.yuan(scenario)
    mark = BY_TABLE
    if entry.prices:
        key = entry.prices[0]
        ends = price_values(scenario, prices()[key])
        low, high = (entry.yuan(with_price(scenario, key, v)) for v in (ends[0], ends[2]))
        mark = mark_of(scenario, key)
    unit_yuan = entry.unit_yuan(scenario)
    own = entry.own if len(entry.own) else np.zeros(len(entry.site), dtype=bool)
    repaid = 0.0 if entry.kind == "revenue" else _repaid(entry, scenario)
    for r, j in enumerate(entry.site.tolist()):
        yield {
            "school_id": "" if j == COUNTY else instance.site_id[j],
            "item": entry.item,
            "kind": entry.kind,
            "quantity": float(entry.quantity[r]),
            "unit": entry.unit,
            "unit_yuan": float(unit_yuan[r]),
            "yuan": float(yuan[r]),
            "low_yuan": float(low[r]),
            "high_yuan": float(high[r]),
            "source": entry.source if own[r] else entry.prices[0],
            "mark": BY_TABLE if own[r] else mark,
            "budget_year": int(entry.budget_year[r]) if len(entry.budget_year) else None,
            "yearly_yuan": float(yuan[r]) * repaid,
        }
