"""What the allocation and closed sites come to in ledger.csv, counted again without the ledger.

Written from docs/money.md: purchases from resources.csv at the prices that the allocation was
given; closed sites from the plan, the buildings in buildings.csv and the list of prices.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from planner.accounts import annuity
from planner.allocation.instance import ResourceInstance
from planner.allocation.items import ITEMS
from planner.audit.figures import claim
from planner.findings import Finding
from planner.instance import Instance
from planner.kept import table_rows
from planner.norms import profiles
from planner.plan import Plan

YEAR = "budget_year"
"""Column that a ledger has since it holds what the allocation buys."""
MEMO = "memo"
ADDED = ("allocation", MEMO)
"""Kinds of rows that stand beside the layout's money."""
LASTS_AS_BUILDINGS = ("teaching_area", "sports_area", "dorm_area", "renovation")
Sums = dict[tuple[str, ...], float]
Row = Mapping[str, str]


def added_sums(
    folder: Path, instance: Instance, plan: Plan, ledger: Iterable[Row], found: list[Finding]
) -> Sums | None:
    """Return what the rows of the allocation and beside the sums come to, by what is summed.

    Parameters
    ----------
    folder
        Of the run, with buildings.csv where the ledger has rows beside the sums, resources.csv
        and resource_instance.npz where the run was asked what is bought for schools.
    ledger
        Rows of ledger.csv.
    found
        Gets a finding where a file is missing or cannot be read.

    Returns
    -------
    dict or None
        None for a run of a version whose ledger had no such rows, or with such a finding.
    """
    rows = list(ledger)
    if not all(YEAR in row for row in rows):
        return None
    sums: Sums = {}
    name = "resource_instance.npz"
    try:
        if (folder / "resources.csv").is_file():
            given = ResourceInstance.load(folder / name)
            name = "resources.csv"
            sums |= allocation_sums(given, table_rows(folder / name)[1])
        name = "buildings.csv"
        if (folder / name).is_file() or any(row["kind"] == MEMO for row in rows):
            sums |= memo_sums(instance, plan, table_rows(folder / name)[1])
    except FileNotFoundError:
        found.append(claim("missing", name, name=name))
        return None
    except (KeyError, ValueError, OSError) as error:
        found.append(claim("unreadable", name, name=name, value=repr(error)))
        return None
    return sums


def allocation_sums(given: ResourceInstance, rows: Iterable[Row]) -> Sums:
    """Return what is bought by school, item and year, in all, and what that is a year."""
    costs = given.scenario.costs
    found: Sums = {}
    for row in rows:
        item, quantity = row["item"], int(row["quantity"])
        yuan = float(quantity * int(given.unit_yuan[ITEMS.index(item)]))
        years = costs.building_years if item in LASTS_AS_BUILDINGS else costs.other_years
        of_year = yuan * annuity(costs.discount_rate, years)
        for key, amount in (
            (("allocation_yuan", row["school_id"], item, row["year"]), yuan),
            (("allocation_yuan",), yuan),
            (("allocation_yearly_yuan",), of_year),
        ):
            found[key] = found.get(key, 0.0) + amount
    return found


def memo_sums(instance: Instance, plan: Plan, buildings: Iterable[Row]) -> Sums:
    """Return the rows beside the sums; NaN where a figure is not known.

    Worth: area x price of new building x part of its life left (none for condition D); looking
    after it: area x price of a square metre; staff rooms: their number x price of one; debt.
    """
    kinds = {s.school_id: s.kind for s in plan.sites}
    price = profiles("prices")["buildings"].values()
    life = instance.scenario.costs.building_years
    found: Sums = {}
    for row in buildings:
        school = row["school_id"]
        debt = _number(row["debt_yuan"])
        if kinds.get(school) is not None:
            if debt > 0:
                found["memo_yuan", school, "debt_open"] = debt
            continue
        area, age = _number(row["area_m2"]), _number(row["age_years"])
        left = 0.0 if row["condition"] == "D" else min(1.0, max(0.0, 1 - age / life))
        left = math.nan if math.isnan(age) and row["condition"] != "D" else left
        for level, suffix in (("low", "_low"), ("default", ""), ("high", "_high")):
            for item, amount in (
                ("site_worth", area * left * price["new_building_yuan_per_m2"][level]),
                ("site_empty", area * price["empty_building_yuan_per_m2"][level]),
                ("staff_rooms", _number(row["staff_rooms"]) * price["staff_room_yuan"][level]),
                ("debt_closed", debt),
            ):
                found[f"memo{suffix}_yuan", school, item] = amount
    return found


def sums_of(row: Row) -> Iterator[tuple[tuple[str, ...], float]]:
    """Yield the sums that a row of the allocation or beside the sums is part of."""
    school, item = row["school_id"], row["item"]
    if row["kind"] == "allocation":
        yuan = float(row["yuan"])
        yield ("allocation_yuan", school, item, row[YEAR].removesuffix(".0")), yuan
        yield ("allocation_yuan",), yuan
        yield ("allocation_yearly_yuan",), float(row["yearly_yuan"])
    elif row["kind"] == MEMO:
        yield ("memo_yuan", school, item), _number(row["yuan"])
        if item != "debt_open":
            yield ("memo_low_yuan", school, item), _number(row["low_yuan"])
            yield ("memo_high_yuan", school, item), _number(row["high_yuan"])


def _number(cell: str) -> float:
    return float(cell) if cell else math.nan
