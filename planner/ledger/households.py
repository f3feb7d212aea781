"""What households pay: boarding, the living subsidy taken off, fares, vehicles of their own."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from planner.accounts import Accounts
from planner.county.dictionary import STAGES
from planner.instance import BOARD, Floats, Instance, Ints
from planner.ledger.entries import Entry, one_price
from planner.ledger.prices import value_of
from planner.plan import Plan

NOTHING_YUAN = 1e-6
"""What arithmetic leaves of no money."""
FARE, VEHICLE = "costs.fare_yuan", "costs.vehicle_yuan_per_km"


def household_entries(instance: Instance, plan: Plan, accounts: Accounts) -> Iterator[Entry]:
    """Yield what households pay a year, at the school that their children go to.

    The instance holds one sum for each way to school: fares, and for boarders lodging and food
    less the subsidy (`planner.options.money`). Boarding is taken off, and the rest is fares of
    a line, or kilometres in a vehicle where no line is used.
    """
    used = accounts.option >= 0
    a = accounts.option[used]
    pupils = np.array([r.pupils for r in plan.assignments], dtype=np.float64)[used]
    site, board = instance.option_site[a], instance.option_mode[a] == BOARD
    junior = instance.option_stage[a] == STAGES.index("junior")
    costs = instance.scenario.costs
    boarding = np.where(board, pupils, 0.0)
    yield _priced(instance, "boarding", "boarder", site, boarding, "costs.household_boarding_yuan")
    for key, of_stage in (
        ("costs.poor_boarder_primary_yuan", ~junior),
        ("costs.poor_boarder_junior_yuan", junior),
    ):
        poor = np.where(of_stage, boarding, 0.0) * costs.poor_share
        yield _priced(instance, "subsidy", "boarder", site, poor, key, sign=-1.0)
    subsidy = np.where(junior, costs.poor_boarder_junior_yuan, costs.poor_boarder_primary_yuan)
    lodged = costs.household_boarding_yuan - costs.poor_share * subsidy
    yuan = pupils * (instance.option_household_yuan[a] - np.where(board, lodged, 0.0))
    yuan = np.where(np.abs(yuan) < NOTHING_YUAN, 0.0, yuan)
    by_line = instance.option_line[a] >= 0
    trips = pupils * instance.option_trips[a]
    fare, per_km = value_of(instance.scenario, FARE), value_of(instance.scenario, VEHICLE)
    by_default = by_line & (yuan != 0) & np.isclose(yuan, trips * fare)
    yield _priced(instance, "fares", "trip", site, np.where(by_default, trips, 0.0), FARE)
    # Where a kilometre costs nothing there is no telling how many were driven.
    own = (yuan != 0) & (by_line | (per_km == 0)) & ~by_default
    yield _own_fares(instance, site[own], trips[own], yuan[own])
    hired = (yuan != 0) & ~by_line & (per_km != 0)
    km = np.where(hired, yuan, 0.0) / (per_km or 1.0)
    yield _priced(instance, "vehicles_of_their_own", "km", site, km, VEHICLE)


def _priced(
    instance: Instance,
    item: str,
    unit: str,
    site: Ints,
    quantity: Floats,
    key: str,
    sign: float = 1.0,
) -> Entry:
    """Return an entry of what each assignment uses, shape (R,), by school, at one price."""
    total = np.bincount(site, quantity, minlength=instance.sites)
    here = np.flatnonzero(total).astype(np.int64)
    return Entry(item, "household", unit, here, total[here], one_price(key, here, sign), (key,))


def _own_fares(instance: Instance, site: Ints, trips: Floats, yuan: Floats) -> Entry:
    """Return trips by lines that name their own fare, at the mean fare by school."""
    count = np.bincount(site, trips, minlength=instance.sites)
    total = np.bincount(site, yuan, minlength=instance.sites)
    here = np.flatnonzero(count).astype(np.int64)
    mean = total[here] / count[here]
    of_table = np.ones(len(here), dtype=bool)
    return Entry(
        "fares",
        "household",
        "trip",
        here,
        count[here],
        lambda _: mean,
        (),
        "services.fare_yuan",
        of_table,
    )
