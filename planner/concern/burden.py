"""What the way to school asks of a child and a household, before and after the plan."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.affected import Trips, private_cost, week_trips
from planner.concern.exposure import Burden
from planner.concern.groups import NO_LANGUAGE
from planner.concern.households import VillageHouseholds
from planner.concern.pupils import PupilRows
from planner.county.dictionary import STAGES
from planner.instance import BOARD, RIDE, Flags, Floats

MEASURES = (
    "one_way_minutes",
    "week_minutes",
    "one_way_km",
    "vehicle_share",
    "hazard_share",
    "boarding_share",
    "fares_yuan",
    "lodging_yuan",
    "rent_yuan",
    "escort_yuan",
    "aid_yuan",
    "private_yuan",
    "household_private_yuan",
    "income_share",
)
"""Means over children with a trip before and after; the last two over households."""
OF_HOUSEHOLDS = MEASURES[-2:]


def burdens_of(rows: PupilRows, households: Sequence[VillageHouseholds]) -> tuple[Burden, ...]:
    """Return each measure before and after, of the county and by township, language, stage.

    Only children with a trip both today and under the plan count, so that the two can be
    compared.
    """
    both = (rows.before.mode >= 0) & (rows.after.mode >= 0)
    facts = {v.village_id: v for v in households}
    home = [facts[v] for v in rows.village]
    each = np.array([v.children_per_household for v in home], dtype=np.float64)
    income = np.array([v.income_yuan for v in home], dtype=np.float64)
    before, after = (_measured(rows, t, each, income) for t in (rows.before, rows.after))
    groups: list[tuple[str, str, Flags]] = [("county", "", both)]
    for kind, names in (
        ("township", [v.township for v in home]),
        ("language", [v.language or NO_LANGUAGE for v in home]),
        ("stage", [STAGES[g] for g in rows.stage.tolist()]),
    ):
        said = np.array(names, dtype=str)
        groups += [(kind, str(n), both & (said == n)) for n in sorted(set(names))]
    made = []
    for kind, group, chosen in groups:
        for measure in MEASURES:
            weight = rows.pupils / each if measure in OF_HOUSEHOLDS else rows.pupils.astype(float)
            values = (_mean(of[measure], weight, chosen) for of in (before, after))
            made.append(Burden(kind, group, measure, *values))
    return tuple(made)


def _measured(
    rows: PupilRows, trips: Trips, each: Floats, income_yuan: Floats
) -> dict[str, Floats]:
    """Return each measure by group of pupils, shape (n,).

    Parameters
    ----------
    each, income_yuan
        Children of a household, and its income, of the village of each group, shape (n,).
    """
    cost = private_cost(rows.scenario, rows.stage, trips)
    per_household = cost.net_yuan * each
    known = income_yuan > 0
    vehicle = trips.vehicle | (trips.mode == RIDE)
    return {
        "one_way_minutes": trips.minutes,
        "week_minutes": trips.minutes * week_trips(rows.scenario, trips.mode),
        "one_way_km": trips.metres / 1000,
        "vehicle_share": vehicle.astype(np.float64),
        "hazard_share": trips.hazard.astype(np.float64),
        "boarding_share": (trips.mode == BOARD).astype(np.float64),
        "fares_yuan": cost.fares_yuan,
        "lodging_yuan": cost.lodging_yuan,
        "rent_yuan": cost.rent_yuan,
        "escort_yuan": cost.escort_yuan,
        "aid_yuan": cost.aid_yuan,
        "private_yuan": cost.net_yuan,
        "household_private_yuan": per_household,
        "income_share": np.where(known, per_household / np.where(known, income_yuan, 1.0), np.nan),
    }


def _mean(values: Floats, weight: Floats, chosen: Flags) -> float:
    """Return the weighted mean over the chosen rows whose value is known."""
    counted = chosen & ~np.isnan(values)
    total = float(weight[counted].sum())
    return float(values[counted] @ weight[counted]) / total if total else float("nan")
