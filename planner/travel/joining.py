"""Joining places to the roads: the network of one run."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.scenario import Scenario
from planner.travel.access import Legs, access_legs, direct_legs, split_roads, stop_legs
from planner.travel.heights import Terrain
from planner.travel.needed import LegEfforts, needed_legs
from planner.travel.network import Network
from planner.travel.roads import RoadGraph
from planner.travel.slopes import OTHER_WAY, EdgeSlopes, edge_slopes, level, straight_efforts
from planner.travel.speeds import vehicle_kph

Array = NDArray[Any]


def build_network(
    graph: RoadGraph,
    villages_xy_m: Array,
    sites_xy_m: Array,
    stops_xy_m: Array,
    scenario: Scenario,
    terrain: Terrain | None = None,
) -> Network:
    """Join places to the roads.

    Parameters
    ----------
    graph
        Roads.
    villages_xy_m, sites_xy_m, stops_xy_m
        Coordinates, metres, shape (count, 2) each.
    scenario
        For the speed off the path and where vehicles may go.
    terrain
        Heights; without them all is level.
    """
    counts = len(villages_xy_m), len(sites_xy_m), len(stops_xy_m)
    xy = np.concatenate([villages_xy_m, sites_xy_m, stops_xy_m])
    legs = access_legs(graph, xy)
    nearest_m = legs.nearest_m(len(xy))
    leg_effort = straight_efforts(
        xy[legs.place], legs.end_xy_m(graph), legs.metres, terrain, scenario
    )
    slopes = None if terrain is None else edge_slopes(graph, terrain, scenario)
    keep = needed_legs(
        graph, legs, _efforts(graph, legs, leg_effort, slopes, scenario.travel.off_path_factor), xy
    )
    legs, leg_effort = legs.pick(keep), leg_effort[keep]
    drivable = vehicle_kph(graph, scenario, "normal") > 0
    drive = stop_legs(graph, stops_xy_m, drivable)
    pieces, (leg_node, drive_node) = split_roads(graph, legs, drive)
    v, j, _ = counts
    pairs = direct_legs(xy[v:], xy[: v + j])
    direct = np.stack([pairs[0] + v, pairs[1]])
    direct_m = np.hypot(*(xy[direct[0]] - xy[direct[1]]).T)
    return Network(
        graph,
        pieces,
        *counts,
        legs,
        leg_node,
        nearest_m,
        direct,
        direct_m,
        drive,
        drive_node,
        _along(slopes, pieces.edge, pieces.from_m, pieces.from_m + pieces.metres),
        leg_effort,
        straight_efforts(xy[direct[0]], xy[direct[1]], direct_m, terrain, scenario),
    )


def _efforts(
    graph: RoadGraph,
    legs: Legs,
    leg_effort: Array,
    slopes: EdgeSlopes | None,
    off_path_factor: float,
) -> LegEfforts:
    """Return the efforts of legs and of the roads on which they end."""
    edge, length, along = legs.edge, graph.length_m, legs.along_m
    zero, every = np.zeros(len(edge)), np.arange(len(length))
    return LegEfforts(
        leg_effort / off_path_factor,
        _along(slopes, edge, zero, along)[:, OTHER_WAY],
        _along(slopes, edge, along, length[edge]),
        _along(slopes, every, np.zeros(len(length)), length),
    )


def _along(slopes: EdgeSlopes | None, edge: Array, from_m: Array, to_m: Array) -> Array:
    """Return the efforts between two points of edges, shape (n, 4)."""
    return level(to_m - from_m) if slopes is None else slopes.between(edge, from_m, to_m)
