"""The network of one run: roads cut where places join them, and legs on foot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.scenario import Scenario
from planner.travel.access import (
    Legs,
    SplitRoads,
)
from planner.travel.paths import Arcs, arcs
from planner.travel.roads import RoadGraph
from planner.travel.slopes import (
    BACK,
    CLIMB_OUT,
    OTHER_WAY,
    OUT,
)
from planner.travel.speeds import minutes_at, shut, vehicle_kph, walk_kph

Array = NDArray[Any]

METRES, OFFROAD, HAZARD, RIDE_MINUTES, RIDE_METRES, CLIMB = range(6)
"""What adds up along a way, besides minutes: metres in all, off any road, on hazard stretches,
minutes and metres ridden, and metres climbed on foot."""

PARTS = 6
"""How many there are."""


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
    piece_effort, leg_effort, direct_effort
        Efforts of walking along each (see `planner.travel.slopes`), from the start of a piece,
        from the place of a leg, from the first of two places; shape (., 4).
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
    piece_effort: Array
    leg_effort: Array
    direct_effort: Array

    @cached_property
    def level(self) -> bool:
        """Whether every way takes as long as the way back."""
        both = (self.piece_effort, self.leg_effort, self.direct_effort)
        return all(np.array_equal(e[:, OUT], e[:, BACK]) for e in both)

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


def walking(network: Network, scenario: Scenario, season: str) -> Arcs:
    """Return the arcs of walkers at the adult's speed of the normal season.

    Each arc has the minutes of walking it from tail to head, uphill or down; ways that lead to
    a node are searched for in the `turned` arcs. A stage's minutes are these times
    `walk_scale`. Roads shut in the season are left out.
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


def staff_driving(network: Network, scenario: Scenario, season: str) -> Arcs:
    """Return the arcs of an adult's trip by any vehicle, on foot where none may go."""
    kph = vehicle_kph(network.graph, scenario, season)
    winter = scenario.travel.winter_walk_factor if season == "winter" else 1
    on_foot = scenario.travel.walk_flat_kph * winter
    return _on_foot_or_wheels(network, scenario, on_foot, season, kph)


def _on_foot_or_wheels(
    network: Network, scenario: Scenario, on_foot_kph: float, season: str, drive_kph: Array | None
) -> Arcs:
    pieces, legs = network.pieces, network.legs
    ride = np.full(len(pieces.edge), np.inf)
    if drive_kph is not None:
        ride = minutes_at(pieces.metres, drive_kph[pieces.edge])
    closed = shut(network.graph, scenario, season)[pieces.edge]
    minutes, parts = [], []
    for effort in (network.piece_effort, network.piece_effort[:, OTHER_WAY]):
        walk = np.where(closed, np.inf, minutes_at(effort[:, OUT], on_foot_kph))
        rides = ride < walk
        road = np.zeros((len(walk), PARTS))
        road[:, METRES] = pieces.metres
        road[:, HAZARD] = pieces.metres * network.graph.hazard[pieces.edge]
        road[:, RIDE_MINUTES] = np.where(rides, ride, 0)
        road[:, RIDE_METRES] = np.where(rides, pieces.metres, 0)
        road[:, CLIMB] = np.where(rides, 0, effort[:, CLIMB_OUT])
        minutes.append(np.minimum(walk, ride))
        parts.append(road)

    kph = on_foot_kph * scenario.travel.off_path_factor
    for metres, both in (
        (legs.metres, network.leg_effort),
        (network.direct_m, network.direct_effort),
    ):
        for effort in (both, both[:, OTHER_WAY]):
            off = np.zeros((len(metres), PARTS))
            off[:, METRES] = off[:, OFFROAD] = metres
            off[:, CLIMB] = effort[:, CLIMB_OUT]
            minutes.append(minutes_at(effort[:, OUT], kph))
            parts.append(off)
    one, other = network.direct
    tail = [pieces.start, pieces.end, network.leaving(legs.place), network.leg_node]
    head = [pieces.end, pieces.start, network.leg_node, network.arriving(legs.place)]
    tail += [network.leaving(one), network.leaving(other)]
    head += [network.arriving(other), network.arriving(one)]
    return arcs(
        network.nodes,
        np.concatenate(tail),
        np.concatenate(head),
        np.concatenate(minutes),
        np.concatenate(parts),
    )


def bus_driving(
    network: Network, scenario: Scenario, season: str, kph: Array | None = None
) -> Arcs:
    """Return the arcs of a bus: roads open to vehicles, and the way in to its stops.

    A stop beside the road is a matter of how exactly it was placed; the bus is given the
    speed of the road for that stretch.

    Parameters
    ----------
    network, scenario, season
        As of the run.
    kph
        Its speed on each edge, 0 where it may not go; that of any vehicle if not given.
    """
    pieces, drive = network.pieces, network.drive
    kph = vehicle_kph(network.graph, scenario, season) if kph is None else kph
    stop = network.villages + network.sites + drive.place
    minutes = minutes_at(pieces.metres, kph[pieces.edge])
    aside = minutes_at(drive.metres, kph[drive.edge])
    aside = np.where(kph[drive.edge] > 0, aside, np.inf)
    metres = np.concatenate([pieces.metres, pieces.metres, drive.metres, drive.metres])
    parts = np.zeros((len(metres), PARTS))
    parts[:, METRES] = parts[:, RIDE_METRES] = metres
    hazard_m = pieces.metres * network.graph.hazard[pieces.edge]
    parts[: 2 * len(pieces.edge), HAZARD] = np.tile(hazard_m, 2)
    total = np.concatenate([minutes, minutes, aside, aside])
    parts[:, RIDE_MINUTES] = np.where(np.isfinite(total), total, 0)
    return arcs(
        network.nodes,
        np.concatenate([pieces.start, pieces.end, network.leaving(stop), network.drive_node]),
        np.concatenate([pieces.end, pieces.start, network.drive_node, network.arriving(stop)]),
        total,
        parts,
    )
