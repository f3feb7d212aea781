"""Both directions: the way to school and the way home, of which the slower one counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.scenario import Scenario
from planner.travel.contraction import contracted
from planner.travel.network import PARTS, Network
from planner.travel.paths import Arcs, shortest, turned
from planner.travel.reach import StopWalks, stop_walks, walks_found
from planner.travel.services import INCLUSIVE, Line, Trips, bus_trips

Array = NDArray[Any]

PAIRS_AT_A_TIME = 500_000
"""Pairs of places whose ways are held in memory at once."""

OTHER_MINUTES = PARTS
"""In the parts of a trip whose directions are known, after all that adds up: the minutes of
the direction that is not the slower one."""

Minutes = tuple[Array, Array]
"""Minutes of pairs, and the parts of their ways."""


@dataclass(frozen=True, eq=False)
class Ways:
    """What is searched for the ways between some places.

    Parameters
    ----------
    arcs
        Arcs to search from the schools: of ways to school, then of ways home. Where all is
        level the two are one.
    leaving, arriving
        Their nodes by place, -1 where the place is none of those asked for, shape (places,).
    """

    arcs: tuple[Arcs, ...]
    leaving: Array
    arriving: Array


def either_way(network: Network, arcs: Arcs, places: Array | None = None) -> Ways:
    """Return what to search for the ways in either direction, contracted to the places.

    Parameters
    ----------
    network
        As of the run.
    arcs
        Arcs as from `planner.travel.network`.
    places
        Between which ways are asked for, every place if not given.
    """
    every = np.arange(network.places)
    asked = every if places is None else places
    keep = np.concatenate([network.leaving(asked), network.arriving(asked)])
    fewer = contracted(arcs, keep)
    both = (fewer.arcs,) if network.level else (turned(fewer.arcs), fewer.arcs)
    return Ways(both, fewer.number[network.leaving(every)], fewer.number[network.arriving(every)])


def search(ways: Ways, roots: Array, places: Array, limit_minutes: float) -> list[Minutes]:
    """Return the least minutes between places in either direction, with their parts.

    Parameters
    ----------
    ways
        From `either_way`.
    roots, places
        Numbers of places, shapes (r,) and (p,); the roots are searched from.
    limit_minutes
        Longer ways are not searched for.

    Returns
    -------
    list
        For ways from the places to the roots and, unless all is level, for ways from the roots
        to the places: minutes, shape (r, p), and parts, shape (r, p, parts).
    """
    found = [
        shortest(arcs, ways.arriving[roots], ways.leaving[places], limit_minutes)
        for arcs in ways.arcs[:-1]
    ]
    home = shortest(ways.arcs[-1], ways.leaving[roots], ways.arriving[places], limit_minutes)
    return [*found, home]


def walks_of_stops(network: Network, foot: Ways, limit_minutes: float) -> tuple[StopWalks, ...]:
    """Return the walks between the stops and the villages and sites around them.

    Parameters
    ----------
    network, foot
        As of the run; the ways on foot from `either_way`.
    limit_minutes
        Longer walks are left out.

    Returns
    -------
    tuple
        From the places to the stops and, unless all is level, from the stops to the places.
    """
    places = network.villages + network.sites
    step = max(1, PAIRS_AT_A_TIME // max(places, 1))
    found: list[list[StopWalks]] = [[] for _ in foot.arcs]
    for begin in range(0, network.stops, step):
        stops = np.arange(begin, min(begin + step, network.stops))
        both = search(foot, places + stops, np.arange(places), limit_minutes)
        for walks, (minutes, parts) in zip(found, both, strict=True):
            walks.append(walks_found(stops, minutes, parts))
    return tuple(stop_walks(walks, places, PARTS) for walks in found)


def slower(ways: Sequence[Trips]) -> Trips:
    """Return the trips of the slower direction, the way to school where both are equal.

    Parameters
    ----------
    ways
        Trips to school and, where they differ, home.

    Returns
    -------
    Trips
        With `OTHER_MINUTES` after their parts. A trip that is not there in one direction is
        not there at all.
    """
    to, home = ways[0], ways[-1]
    if to is home:
        return replace(to, parts=_with(to.parts, to.minutes))
    late = home.minutes > to.minutes + INCLUSIVE
    return Trips(
        minutes=np.maximum(to.minutes, home.minutes),
        wait_minutes=np.where(late, home.wait_minutes, to.wait_minutes),
        parts=_with(
            np.where(late[..., None], home.parts, to.parts),
            np.minimum(to.minutes, home.minutes),
        ),
        line=np.where(late, home.line, to.line),
        vehicle=to.vehicle | home.vehicle,
    )


def _with(parts: Array, other_minutes: Array) -> Array:
    return np.concatenate([parts, other_minutes[..., None]], axis=-1)


def bus_both_ways(
    lines: tuple[Line, ...],
    runs: tuple[Minutes, ...],
    walks: Sequence[StopWalks],
    homes: int,
    sites: Array,
    scenario: Scenario,
) -> Trips:
    """Return the best trip of each village and site by one line that serves both directions.

    Best is the line whose slower direction is the quickest, the first of equals.

    Parameters
    ----------
    lines, runs
        Lines, and how they run, the same in both directions.
    walks
        Walks of the stage between stops and places, from places to stops and, where they
        differ, from stops to places.
    homes
        Places at which pupils set out: so many, counted from 0.
    sites
        Places to which they go, shape (j,).
    scenario
        For the wait and the reach.
    """
    shape = homes, len(sites)
    best = Trips(
        minutes=np.full(shape, np.inf),
        wait_minutes=np.zeros(shape),
        parts=np.zeros((*shape, PARTS + 1)),
        line=np.full(shape, -1),
        vehicle=np.zeros(shape, dtype=bool),
    )
    for number, (line, run) in enumerate(zip(lines, runs, strict=True)):
        near = [walk.near(line.stops) for walk in walks]
        v, j = near[0], near[0]
        for places in near[1:]:
            v, j = np.intersect1d(v, places), np.intersect1d(j, places)
        v, j = v[v < homes], np.flatnonzero(np.isin(sites, j))
        if not len(v) or not len(j):
            continue
        alone = replace(line, stops=np.arange(len(line.stops)))
        on = [walk.between(v, line.stops) for walk in walks]
        off = [_turned(walk.between(sites[j], line.stops)) for walk in walks[::-1]]
        trips = slower(
            [bus_trips((alone,), (run,), a, b, scenario) for a, b in zip(on, off, strict=True)]
        )
        # Rounding is no reason for one line or another.
        better = trips.minutes < best.minutes[np.ix_(v, j)] - INCLUSIVE
        row, column = np.nonzero(better)
        here = v[row], j[column]
        best.minutes[here] = trips.minutes[better]
        best.wait_minutes[here] = trips.wait_minutes[better]
        best.parts[here] = trips.parts[better]
        best.line[here] = number
    return best


def _turned(walks: Minutes) -> Minutes:
    """Return walks by stop and place from those by place and stop."""
    return walks[0].T, walks[1].swapaxes(0, 1)
