"""The entries of the ledger: what a plan uses, how much of it at which site, and its price.

Quantities are counted from the plan's decisions and hold no price, so that the same entries can
be priced again. Together they come to the figures of `planner.accounts`, which a test holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from planner.accounts import Accounts
from planner.areas import AREAS, area_added_m2
from planner.county.dictionary import KINDS as SCHOOL_KINDS
from planner.gates import canteen_added
from planner.instance import Floats, Instance, Ints
from planner.kinds import kind_open_yuan
from planner.ledger.prices import UNIT_COSTS, value_of
from planner.plan import Plan
from planner.scenario import Scenario

Kind = Literal["capital", "allocation", "annual", "revenue", "household"]
KINDS: tuple[Kind, ...] = ("capital", "allocation", "annual", "revenue", "household")
"""Spent once by the county for the layout; once on fitting schools out after it; by the county a year;
received by schools a year; by households a year."""
COUNTY = -1
"""In place of a site: the county as a whole."""
Pricing = Callable[[Scenario], Floats]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Entry:
    """One item of the ledger at the sites that have it.

    Parameters
    ----------
    item, kind
        What it is, and whose money.
    unit
        What is counted: ``place``, ``bed``, ``pupil`` and so on.
    site, quantity
        Index of the site, `COUNTY` for none, and how much of it, shape (R,).
    unit_yuan
        Gives the yuan of one unit at each site under the prices of a scenario, shape (R,).
    prices
        Options that set the price, the one that names it first; empty where the county's
        tables do.
    source
        The column of the county's tables that sets it where `own` is true.
    own
        Sites whose price is the county's own figure, shape (R,).
    years
        Option of the life of what is bought, for capital and allocation.
    budget_year
        Year of the budget in which it is bought, for allocation, shape (R,).
    """

    item: str
    kind: Kind
    unit: str
    site: Ints
    quantity: Floats
    unit_yuan: Pricing
    prices: tuple[str, ...]
    source: str = ""
    own: Flags = field(default_factory=lambda: np.zeros(0, dtype=bool))
    years: str = ""
    budget_year: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def yuan(self, scenario: Scenario) -> Floats:
        """Return what it comes to at each site, shape (R,)."""
        found: Floats = self.quantity * self.unit_yuan(scenario)
        return found


def at_sites(
    item: str,
    kind: Kind,
    unit: str,
    quantity: NDArray[np.int64] | Floats,
    price: str | Pricing,
    *keys: str,
    years: str = "",
) -> Entry:
    """Return an entry of a quantity by site, shape (J,), sites without any left out.

    Parameters
    ----------
    price
        The option that sets one price for all, or a function of the scenario with one value
        for each site, (J,).
    keys
        The options that the function reads.
    """
    site = np.flatnonzero(quantity).astype(np.int64)
    counted = quantity[site].astype(np.float64)
    if isinstance(price, str):
        return Entry(item, kind, unit, site, counted, one_price(price, site), (price,), years=years)
    by_site = price
    return Entry(item, kind, unit, site, counted, lambda s: by_site(s)[site], keys, years=years)


def one_price(key: str, rows: Ints, sign: float = 1.0) -> Pricing:
    """Return a pricing by one option, the same in every row."""
    return lambda scenario: np.full(len(rows), sign * value_of(scenario, key))


def of_county(
    item: str, kind: Kind, unit: str, quantity: float, price: Pricing, *keys: str, years: str = ""
) -> Iterator[Entry]:
    """Yield an entry of the county as a whole, none where there is nothing of it."""
    if quantity:
        site = np.array([COUNTY], dtype=np.int64)
        yield Entry(item, kind, unit, site, np.array([quantity]), price, keys, years=years)


def site_kinds(instance: Instance, plan: Plan) -> Ints:
    """Return the kind of each site after the plan, -1 where it is closed, shape (J,)."""
    kinds = {s.school_id: s.kind for s in plan.sites}
    after = (kinds.get(j) for j in instance.site_id)
    return np.array([SCHOOL_KINDS.index(k) if k else -1 for k in after], dtype=np.int64)


def capital_entries(instance: Instance, plan: Plan, accounts: Accounts) -> Iterator[Entry]:
    """Yield what the county spends once: building, closing, surplus posts, vehicles."""
    site = {s.school_id: s for s in plan.sites}
    of = [site.get(j) for j in instance.site_id]
    rooms = np.array([s.classrooms_added if s else 0 for s in of], dtype=np.float64)
    beds = np.array([s.beds_added if s else 0 for s in of], dtype=np.float64)
    costs, there = instance.scenario.costs, instance.site_existing
    built = {"years": "costs.building_years"}
    places = rooms * costs.places_per_classroom
    yield at_sites(
        "classroom_places", "capital", "place", places, "costs.classroom_place_yuan", **built
    )
    yield at_sites("beds", "capital", "bed", np.where(there, beds, 0), "costs.bed_yuan", **built)
    yield at_sites(
        "new_school_beds",
        "capital",
        "bed",
        np.where(there, 0, beds),
        _new_bed(instance.sites),
        "costs.boarding_place_all_in_yuan",
        "costs.classroom_place_yuan",
        **built,
    )
    converts = there & (instance.site_beds == 0) & (accounts.boarders > 0)
    yield at_sites(
        "conversion", "capital", "school", converts.astype(float), "costs.conversion_yuan", **built
    )
    canteen = canteen_added(instance, accounts.boarders)
    yield at_sites(
        "canteen_places", "capital", "place", canteen, "costs.canteen_place_yuan", **built
    )
    area = area_added_m2(instance, plan)
    for a, kind in enumerate(AREAS):
        key = f"{UNIT_COSTS}.{kind}_area_yuan"
        each = _moved(np.full(instance.sites, instance.area_yuan[a]), instance, key)
        yield at_sites(f"{kind}_area_floors", "capital", "m2", area[:, a], each, key, **built)
    once = {"years": "costs.other_years"}
    closes = there & (site_kinds(instance, plan) < 0)
    for k, name in enumerate(SCHOOL_KINDS):
        ones = (closes & (instance.site_kind == k)).astype(float)
        yield at_sites("closing", "capital", "school", ones, f"costs.closing_yuan.{name}", **once)
    cut = accounts.freed * costs.freed_posts_cash_share
    yield from of_county(
        "surplus_posts",
        "capital",
        "post",
        cut,
        lambda s: np.array([s.costs.surplus_post_salaries * s.costs.teacher_yuan]),
        "costs.surplus_post_salaries",
        "costs.teacher_yuan",
        **once,
    )
    funded = accounts.funded
    yield from of_county(
        "vehicles",
        "capital",
        "line",
        float(funded.sum()),
        _moved(_mean(instance.line_vehicle_yuan, funded), instance, "lines.vehicle_yuan"),
        "lines.vehicle_yuan",
        **once,
    )


def annual_entries(instance: Instance, plan: Plan, accounts: Accounts) -> Iterator[Entry]:
    """Yield what the county spends a year: schools, closed sites, boarding, posts, lines.

    Teachers already on the payroll are none of it: they are paid whatever the plan is.
    """
    kind = site_kinds(instance, plan)
    own = instance.site_open_yuan
    for k, name in enumerate(SCHOOL_KINDS):
        key = f"costs.open_yuan.{name}"
        here = np.flatnonzero(kind == k)
        priced = _open_price(instance, here, k)
        of_table = ~np.isnan(own[here]) & np.isclose(priced(instance.scenario), own[here])
        running = Entry(
            "open_schools", "annual", "school", here, np.ones(len(here)), priced, (key,)
        )
        yield replace(running, source="schools.open_yuan", own=of_table)
        kept = (kind < 0) & (instance.site_closed_yuan > 0) & (instance.site_kind == k)
        yield _closed_sites(instance, np.flatnonzero(kept), key)
    yield at_sites("carers", "annual", "post", accounts.carers, "costs.carer_yuan")
    yield _boarders(instance, plan, accounts)
    costs = instance.scenario.costs
    post = "costs.teacher_yuan"
    county = np.array([COUNTY], dtype=np.int64)
    yield from of_county("hires", "annual", "post", accounts.hires, one_price(post, county), post)
    saved = accounts.freed * costs.freed_posts_cash_share
    price = one_price(post, county, -1.0)
    yield from of_county("freed_posts", "annual", "post", saved, price, post)
    funded = accounts.funded
    yield from of_county(
        "lines",
        "annual",
        "line",
        float(funded.sum()),
        _moved(_mean(instance.line_yuan, funded), instance, "lines.yuan_per_year"),
        "lines.yuan_per_year",
    )


def revenue_entries(instance: Instance, plan: Plan, accounts: Accounts) -> Iterator[Entry]:
    """Yield the public funds that schools receive: by pupils, boarders and the floor."""
    primary, junior = "costs.revenue_primary_yuan", "costs.revenue_junior_yuan"
    pupils = accounts.pupils
    yield at_sites("funds_primary", "revenue", "pupil", pupils[:, :2].sum(axis=1), primary)
    yield at_sites("funds_junior", "revenue", "pupil", pupils[:, 2], junior)
    boarder = "costs.revenue_boarder_yuan"
    yield at_sites("funds_boarders", "revenue", "boarder", accounts.boarders, boarder)
    least = instance.scenario.costs.revenue_floor_pupils
    short = np.maximum(0, least - pupils.sum(axis=1)) * (site_kinds(instance, plan) >= 0)
    is_junior = instance.site_kind == SCHOOL_KINDS.index("junior")
    yield at_sites("floor", "revenue", "pupil", np.where(is_junior, 0, short), primary)
    yield at_sites("floor", "revenue", "pupil", np.where(is_junior, short, 0), junior)


def _new_bed(sites: int) -> Pricing:
    def price(scenario: Scenario) -> Floats:
        costs = scenario.costs
        # The classroom place is priced with the classroom; the bed is the rest.
        rest = max(0.0, costs.boarding_place_all_in_yuan - costs.classroom_place_yuan)
        return np.full(sites, rest)

    return price


def _open_price(instance: Instance, site: Ints, kind: int) -> Pricing:
    def price(scenario: Scenario) -> Floats:
        priced: Floats = kind_open_yuan(replace(instance, scenario=scenario))[site, kind]
        return priced

    return price


def _closed_sites(instance: Instance, site: Ints, key: str) -> Entry:
    """Return what sites go on to cost whose school closed: their own figure, or its price."""
    own = ~np.isnan(instance.site_open_yuan[site])
    base = instance.site_closed_yuan[site]
    moved = _moved(base, instance, key)
    entry = Entry(
        "closed_sites",
        "annual",
        "school",
        site,
        np.ones(len(site)),
        lambda s: np.where(own, base, moved(s)),
        (key,),
    )
    return replace(entry, source="schools.open_yuan", own=own)


def _boarders(instance: Instance, plan: Plan, accounts: Accounts) -> Entry:
    """Return boarders at what the instance says that each costs the county besides care."""
    used = accounts.option >= 0
    a = accounts.option[used]
    pupils = np.array([r.pupils for r in plan.assignments], dtype=np.float64)[used]
    costly = instance.option_public_yuan[a] != 0
    site, n = instance.option_site[a[costly]], pupils[costly]
    count = np.bincount(site, n, minlength=instance.sites)
    yuan = np.bincount(site, n * instance.option_public_yuan[a[costly]], minlength=instance.sites)
    here = np.flatnonzero(count)
    priced = _moved(yuan[here] / count[here], instance, "costs.boarder_yuan")
    return Entry(
        "boarders", "annual", "boarder", here, count[here], priced, ("costs.boarder_yuan",)
    )


def _moved(base: Floats, instance: Instance, key: str) -> Pricing:
    """Return what the instance holds, moved by as much as the price it was made with moves."""
    made_with = value_of(instance.scenario, key)
    return lambda scenario: base + (value_of(scenario, key) - made_with)


def _mean(yuan: Floats, chosen: Flags) -> Floats:
    return np.array([float(yuan[chosen].mean())]) if chosen.any() else np.zeros(1)
