"""The network of one run: roads cut where places join them, and legs on foot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra

from planner.scenario import Scenario
from planner.travel.access import (
    Legs,
    SplitRoads,
    access_legs,
    direct_legs,
    split_roads,
    stop_legs,
)
from planner.travel.paths import BEYOND_MINUTES, CELLS_AT_A_TIME, Arcs, arcs
from planner.travel.roads import RoadGraph
from planner.travel.speeds import minutes_at, shut, vehicle_kph, walk_kph

Array = NDArray[Any]

METRES, OFFROAD, HAZARD, RIDE_MINUTES, RIDE_METRES = range(5)
"""What adds up along a way, besides minutes."""


@dataclass(frozen=True, eq=False)
class Network:
    """Roads, places and the legs between them.

    Each place is two nodes, one where ways set out and one where they arrive, so that no way
    leads through a place as a short cut from road to road.

    Parameters
    ----------
    graph
        Roads.
    pieces
        Roads cut where legs end.
    villages, sites, stops
        Numbers of places, which are numbered in this order.
    legs, leg_node
        Off-road legs on foot and the node at which each ends.
    nearest_m
        Straight distance from each place to the nearest road, infinite without any road,
        shape (places,).
    direct, direct_m
        Places within the access radius of one another: (from site or stop, to village or
        site), shape (2, d), and their straight distance (d,).
    drive, drive_node
        Legs on which a bus leaves the road for its stop; `Legs.place` counts stops.
    """

    graph: RoadGraph
    pieces: SplitRoads
    villages: int
    sites: int
    stops: int
    legs: Legs
    leg_node: Array
    nearest_m: Array
    direct: Array
    direct_m: Array
    drive: Legs
    drive_node: Array

    @property
    def places(self) -> int:
        """Number of places."""
        return self.villages + self.sites + self.stops

    @property
    def nodes(self) -> int:
        """Number of nodes with two for each place."""
        return self.pieces.nodes + 2 * self.places

    def leaving(self, place: Array) -> Array:
        """Return the nodes at which ways from places begin."""
        return self.pieces.nodes + place

    def arriving(self, place: Array) -> Array:
        """Return the nodes at which ways to places end."""
        return self.pieces.nodes + self.places + place


def build_network(
    graph: RoadGraph, villages_xy_m: Array, sites_xy_m: Array, stops_xy_m: Array, scenario: Scenario
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
    """
    counts = len(villages_xy_m), len(sites_xy_m), len(stops_xy_m)
    xy = np.concatenate([villages_xy_m, sites_xy_m, stops_xy_m])
    legs = access_legs(graph, xy)
    nearest_m = legs.nearest_m(len(xy))
    legs = _needed(graph, legs, len(xy), scenario.travel.off_path_factor)
    drivable = vehicle_kph(graph, scenario, "normal") > 0
    drive = stop_legs(graph, stops_xy_m, drivable)
    pieces, (leg_node, drive_node) = split_roads(graph, legs, drive)
    v, j, _ = counts
    pairs = direct_legs(xy[v:], xy[: v + j])
    direct = np.stack([pairs[0] + v, pairs[1]])
    direct_m = np.hypot(*(xy[direct[0]] - xy[direct[1]]).T)
    return Network(
        graph, pieces, *counts, legs, leg_node, nearest_m, direct, direct_m, drive, drive_node
    )


def _needed(graph: RoadGraph, legs: Legs, places: int, off_path_factor: float) -> Legs:
    """Leave out legs that another leg and a walk along the road make needless.

    Most of the legs within the radius end on stretches reached sooner by the nearest leg and
    the road. Leaving them out changes no trip: a stretch that is shut in some season does not
    count here, walking is slowed by stage and season on and off the path alike, and nobody is
    slower on the road than on foot.
    """
    pieces, (node,) = split_roads(graph, legs)
    open_always = (graph.closed_season == "")[pieces.edge]
    start, end = pieces.start[open_always], pieces.end[open_always]
    metres = pieces.metres[open_always]
    effort = legs.metres / off_path_factor
    search = arcs(
        pieces.nodes + places,
        np.concatenate([start, end, pieces.nodes + legs.place]),
        np.concatenate([end, start, node]),
        np.concatenate([metres, metres, effort]),
        np.zeros((2 * len(start) + len(node), 0)),
    )
    farthest = np.zeros(places)
    np.maximum.at(farthest, legs.place, effort)
    order = np.argsort(farthest, kind="stable")
    keep = np.zeros(len(node), dtype=bool)
    step = max(1, CELLS_AT_A_TIME // search.nodes)
    for begin in range(0, places, step):
        some = order[begin : begin + step]
        limit = farthest[some].max() + BEYOND_MINUTES
        least = dijkstra(search.matrix, indices=pieces.nodes + some, limit=limit)
        row = np.full(places, -1)
        row[some] = np.arange(len(some))
        own = np.flatnonzero(row[legs.place] >= 0)
        keep[own] = least[row[legs.place[own]], node[own]] >= effort[own]
    by_length = np.lexsort((legs.metres, node, legs.place))
    pairs = np.stack([legs.place, node])[:, by_length]
    shortest_leg = by_length[np.unique(pairs, axis=1, return_index=True)[1]]
    return legs.pick(shortest_leg[keep[shortest_leg]])


def walking(network: Network, scenario: Scenario, season: str) -> Arcs:
    """Return the arcs of walkers at the adult's speed of the normal season.

    A stage's minutes are these times `walk_scale`. Roads shut in the season are left out.
    """
    return _on_foot_or_wheels(network, scenario, scenario.travel.walk_flat_kph, season, None)


def walk_scale(scenario: Scenario, stage: str, season: str) -> float:
    """Return the minutes of a stage in a season over those of `walking`."""
    return scenario.travel.walk_flat_kph / walk_kph(scenario, stage, season)


def driving(network: Network, scenario: Scenario, stage: str, season: str) -> Arcs:
    """Return the arcs of a trip by private or hired vehicle, on foot where none may go.

    Each stretch of road takes the lesser of walking and driving minutes (walking where equal).
    """
    kph = vehicle_kph(network.graph, scenario, season)
    return _on_foot_or_wheels(network, scenario, walk_kph(scenario, stage, season), season, kph)


def _on_foot_or_wheels(
    network: Network, scenario: Scenario, on_foot_kph: float, season: str, drive_kph: Array | None
) -> Arcs:
    pieces, legs = network.pieces, network.legs
    walk = minutes_at(pieces.metres, on_foot_kph)
    ride = np.full(len(walk), np.inf)
    if drive_kph is not None:
        ride = minutes_at(pieces.metres, drive_kph[pieces.edge])
    walk = np.where(shut(network.graph, season)[pieces.edge], np.inf, walk)
    rides = ride < walk
    road = np.zeros((len(walk), 5))
    road[:, METRES] = pieces.metres
    road[:, HAZARD] = network.graph.hazard[pieces.edge]
    road[:, RIDE_MINUTES] = np.where(rides, ride, 0)
    road[:, RIDE_METRES] = np.where(rides, pieces.metres, 0)
    minutes = np.minimum(walk, ride)

    off_metres = np.concatenate([legs.metres, legs.metres, network.direct_m])
    off = np.zeros((len(off_metres), 5))
    off[:, METRES] = off[:, OFFROAD] = off_metres
    off_minutes = minutes_at(off_metres, on_foot_kph * scenario.travel.off_path_factor)
    tail = [pieces.start, pieces.end, network.leaving(legs.place), network.leg_node]
    head = [pieces.end, pieces.start, network.leg_node, network.arriving(legs.place)]
    tail.append(network.leaving(network.direct[0]))
    head.append(network.arriving(network.direct[1]))
    return arcs(
        network.nodes,
        np.concatenate(tail),
        np.concatenate(head),
        np.concatenate([minutes, minutes, off_minutes]),
        np.concatenate([road, road, off]),
    )


def bus_driving(network: Network, scenario: Scenario, season: str) -> Arcs:
    """Return the arcs of a bus: roads open to vehicles, and the way in to its stops.

    A stop beside the road is a matter of how exactly it was placed; the bus is given the
    speed of the road for that stretch.
    """
    pieces, drive = network.pieces, network.drive
    kph = vehicle_kph(network.graph, scenario, season)
    stop = network.villages + network.sites + drive.place
    minutes = minutes_at(pieces.metres, kph[pieces.edge])
    aside = minutes_at(drive.metres, kph[drive.edge])
    aside = np.where(kph[drive.edge] > 0, aside, np.inf)
    metres = np.concatenate([pieces.metres, pieces.metres, drive.metres, drive.metres])
    parts = np.zeros((len(metres), 5))
    parts[:, METRES] = parts[:, RIDE_METRES] = metres
    hazard = network.graph.hazard
    parts[: 2 * len(pieces.edge), HAZARD] = np.tile(hazard[pieces.edge], 2)
    total = np.concatenate([minutes, minutes, aside, aside])
    parts[:, RIDE_MINUTES] = np.where(np.isfinite(total), total, 0)
    return arcs(
        network.nodes,
        np.concatenate([pieces.start, pieces.end, network.leaving(stop), network.drive_node]),
        np.concatenate([pieces.end, pieces.start, network.drive_node, network.arriving(stop)]),
        total,
        parts,
    )
