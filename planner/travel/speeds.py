"""Speeds: how fast a child walks and a vehicle drives on each edge in a season."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.county.dictionary import columns_of
from planner.scenario import Scenario
from planner.travel.closures import is_shut
from planner.travel.roads import ROAD_CLASSES, RoadGraph

Array = NDArray[Any]

METRES_PER_MINUTE_AT_1_KPH = 1000 / 60

STEEPEST = 1.0
"""Slope beyond which a way gets no slower: 45 degrees."""

LOWLAND_M = 2000.0
"""Up to this height nobody walks slower for want of air."""

SURFACES = columns_of("roads")["surface"].codes
UNPAVED = [name for name in SURFACES if name != "paved"]


def walk_kph(scenario: Scenario, stage: str, season: str) -> float:
    """Return the walking speed of a stage on level roads and paths, km/h.

    ``walk_flat_kph x child_walk_factor``, in winter times ``winter_walk_factor``. Off any
    path it is lower by ``off_path_factor``. Tobler's curve is scaled to it, so that
    ``walk_flat_kph`` is the speed at slope 0 (Tobler's own is 5.037) and a slope changes it by
    ``tobler_kph(slope) / tobler_kph(0)``.
    """
    travel = scenario.travel
    factor: float = getattr(travel.child_walk_factor, stage)
    return travel.walk_flat_kph * factor * (travel.winter_walk_factor if season == "winter" else 1)


def tobler_kph(slope: Array | float) -> Array:
    """Return Tobler's walking speed of an adult, km/h: ``6 exp(-3.5 |S + 0.05|)``.

    Parameters
    ----------
    slope
        Rise over horizontal distance, positive uphill. Steeper than `STEEPEST` counts as that:
        the curve was fitted to far gentler slopes and would stop every walker at a cliff that
        may be a fault of the raster.

    References
    ----------
    W. Tobler, Three presentations on geographical analysis and modeling, NCGIA 93-1, 1993.
    """
    steep = np.clip(np.asarray(slope, dtype=float), -STEEPEST, STEEPEST)
    kph: Array = 6 * np.exp(-3.5 * np.abs(steep + 0.05))
    return kph


def altitude_factor(scenario: Scenario, height_m: Array) -> Array:
    """Return the factor on walking speed at heights above the sea, metre by metre of the way.

    1 up to `LOWLAND_M`, then straight to the scenario's factor at 3,000 m and on to that at
    4,000 m, which also holds above.
    """
    factor = scenario.travel.altitude_walk_factor
    at_m = [LOWLAND_M, 3000.0, 4000.0]
    found: Array = np.interp(height_m, at_m, [1.0, factor.at_3000_m, factor.at_4000_m])
    return found


def vehicle_kph(graph: RoadGraph, scenario: Scenario, season: str) -> Array:
    """Return the speed of vehicles on each edge, km/h, 0 where none may go; shape (m,).

    The speed of the class times the factor of the surface, or the edge's own speed where it
    has one, which was measured on its surface. The speed of a track is that of an unpaved
    one, so no factor lowers it again. At most ``hazard_kph`` on hazard stretches; in winter
    times ``winter_ride_factor``, and at most ``ice_kph`` on hazard stretches, tracks, gravel
    and earth. Shut edges are 0.
    """
    travel = scenario.travel
    by_class = np.array([float(getattr(travel.ride_kph, name)) for name in ROAD_CLASSES])
    rough = graph.road_class >= ROAD_CLASSES.index("track")
    factor = np.ones(len(rough))
    for surface in SURFACES:
        factor[(graph.surface == surface) & ~rough] = getattr(travel.surface_factor, surface)
    kph = np.where(np.isnan(graph.speed_kph), by_class[graph.road_class] * factor, graph.speed_kph)
    kph = np.where(graph.hazard, np.minimum(kph, travel.hazard_kph), kph)
    if season == "winter":
        unpaved = rough | np.isin(graph.surface, UNPAVED)
        kph = kph * travel.winter_ride_factor
        kph = np.where(graph.hazard | unpaved, np.minimum(kph, travel.ice_kph), kph)
    return np.where(shut(graph, scenario, season), 0.0, kph)


def minibus_kph(graph: RoadGraph, scenario: Scenario) -> Array:
    """Return the speed of a funded minibus, km/h, 0 on roads it may not use; shape (m,).

    Its roads are those of ``lines.lowest_class`` or better that are open in every season of
    the scenario; its speed is that of the slowest of them.
    """
    kph = np.min([vehicle_kph(graph, scenario, season) for season in scenario.seasons], axis=0)
    may_use = graph.road_class <= ROAD_CLASSES.index(scenario.lines.lowest_class)
    found: Array = np.where(may_use, kph, 0.0)
    return found


def shut(graph: RoadGraph, scenario: Scenario, season: str) -> Array:
    """Return which edges are closed to everybody in a season, shape (m,).

    See `planner.travel.closures` for what counts of a road that is shut in some months.
    """
    values, of_edge = np.unique(graph.closed_season.astype(str), return_inverse=True)
    closed: Array = np.array([is_shut(v, scenario, season) for v in values], dtype=bool)
    return closed[of_edge]


def minutes_at(metres: Array, kph: Array | float) -> Array:
    """Return minutes for metres at a speed; infinite at speed 0."""
    metres, kph = np.broadcast_arrays(np.asarray(metres, float), np.asarray(kph, float))
    minutes = metres / (np.where(kph > 0, kph, 1.0) * METRES_PER_MINUTE_AT_1_KPH)
    return np.where(kph > 0, minutes, np.inf)
