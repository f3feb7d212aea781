"""Who counts as affected: trips, their private cost, and the definitions, as pure functions."""

from __future__ import annotations

from planner.affected.cost import PrivateCost, private_cost
from planner.affected.definitions import DEFINITIONS, EPSILON, affected, affected_by, growth_yuan
from planner.affected.trips import (
    DAY_TRIPS_A_WEEK,
    Trips,
    compared_minutes,
    growth_minutes,
    week_trips,
)

__all__ = [
    "DAY_TRIPS_A_WEEK",
    "DEFINITIONS",
    "EPSILON",
    "PrivateCost",
    "Trips",
    "affected",
    "affected_by",
    "compared_minutes",
    "growth_minutes",
    "growth_yuan",
    "private_cost",
    "week_trips",
]
