"""Speeds: how fast a child walks and a vehicle drives on each edge in a season."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.scenario import Scenario
from planner.travel.roads import ROAD_CLASSES, RoadGraph

Array = NDArray[Any]

METRES_PER_MINUTE_AT_1_KPH = 1000 / 60


def walk_kph(scenario: Scenario, stage: str, season: str) -> float:
    """Return the walking speed of a stage on roads and paths, km/h.

    ``walk_flat_kph x child_walk_factor``, in winter times ``winter_walk_factor``. Off any
    path it is lower by ``off_path_factor``.
    """
    travel = scenario.travel
    factor: float = getattr(travel.child_walk_factor, stage)
    return travel.walk_flat_kph * factor * (travel.winter_walk_factor if season == "winter" else 1)


def vehicle_kph(graph: RoadGraph, scenario: Scenario, season: str) -> Array:
    """Return the speed of vehicles on each edge, km/h, 0 where none may go; shape (m,).

    The speed of the class, or the edge's own where it has one, at most ``hazard_kph`` on
    hazard stretches; in winter times ``winter_ride_factor``. Shut edges are 0.
    """
    travel = scenario.travel
    by_class = np.array([float(getattr(travel.ride_kph, name)) for name in ROAD_CLASSES])
    kph = np.where(np.isnan(graph.speed_kph), by_class[graph.road_class], graph.speed_kph)
    kph = np.where(graph.hazard, np.minimum(kph, travel.hazard_kph), kph)
    if season == "winter":
        kph = kph * travel.winter_ride_factor
    return np.where(shut(graph, season), 0.0, kph)


def shut(graph: RoadGraph, season: str) -> Array:
    """Return which edges are closed to everybody in a season, shape (m,)."""
    closed: Array = graph.closed_season == season
    return closed


def minutes_at(metres: Array, kph: Array | float) -> Array:
    """Return minutes for metres at a speed; infinite at speed 0."""
    metres, kph = np.broadcast_arrays(np.asarray(metres, float), np.asarray(kph, float))
    minutes = metres / (np.where(kph > 0, kph, 1.0) * METRES_PER_MINUTE_AT_1_KPH)
    return np.where(kph > 0, minutes, np.inf)
