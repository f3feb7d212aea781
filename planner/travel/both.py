"""Both directions: the way to school and the way home, of which the slower one counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.scenario import Scenario
from planner.travel.network import PARTS, Network
from planner.travel.paths import Arcs, shortest, turned
from planner.travel.services import INCLUSIVE, Line, Trips, bus_trips

Array = NDArray[Any]

OTHER_MINUTES = PARTS
"""In the parts of a trip whose directions are known, after all that adds up: the minutes of
the direction that is not the slower one."""

Minutes = tuple[Array, Array]
"""Minutes of pairs, and the parts of their ways."""


def either_way(network: Network, arcs: Arcs) -> tuple[Arcs, ...]:
    """Return the arcs to search from the schools: of ways to school, then of ways home.

    Where all is level the two are one.
    """
    return (arcs,) if network.level else (turned(arcs), arcs)


def search(
    network: Network, ways: tuple[Arcs, ...], roots: Array, places: Array, limit_minutes: float
) -> list[Minutes]:
    """Return the least minutes between places in either direction, with their parts.

    Parameters
    ----------
    network
        As of the run.
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
        shortest(arcs, network.arriving(roots), network.leaving(places), limit_minutes)
        for arcs in ways[:-1]
    ]
    home = shortest(ways[-1], network.leaving(roots), network.arriving(places), limit_minutes)
    return [*found, home]


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
    to_stop: Sequence[Minutes],
    from_stop: Sequence[Minutes],
    scenario: Scenario,
) -> Trips:
    """Return the best trip of each village and site by one line that serves both directions.

    Best is the line whose slower direction is the quickest, the first of equals.

    Parameters
    ----------
    lines, runs
        Lines, and how they run, the same in both directions.
    to_stop, from_stop
        Walks by direction: minutes (villages, stops) and parts, minutes (stops, sites) and
        parts. On the way home they are walked from the stop and to it.
    scenario
        For the wait and the reach.
    """
    shape = len(to_stop[0][0]), from_stop[0][0].shape[1]
    best = Trips(
        minutes=np.full(shape, np.inf),
        wait_minutes=np.zeros(shape),
        parts=np.zeros((*shape, PARTS + 1)),
        line=np.full(shape, -1),
        vehicle=np.zeros(shape, dtype=bool),
    )
    reach = scenario.travel.stop_reach_minutes + INCLUSIVE
    for number, (line, run) in enumerate(zip(lines, runs, strict=True)):
        on = [(minutes[:, line.stops], parts[:, line.stops]) for minutes, parts in to_stop]
        off = [(minutes[line.stops], parts[line.stops]) for minutes, parts in from_stop]
        v = np.flatnonzero(np.all([(m <= reach).any(axis=1) for m, _ in on], axis=0))
        j = np.flatnonzero(np.all([(m <= reach).any(axis=0) for m, _ in off], axis=0))
        if not len(v) or not len(j):
            continue
        alone = replace(line, stops=np.arange(len(line.stops)))
        trips = slower(
            [
                bus_trips((alone,), (run,), (a[0][v], a[1][v]), (b[0][:, j], b[1][:, j]), scenario)
                for a, b in zip(on, off, strict=True)
            ]
        )
        better = trips.minutes < best.minutes[np.ix_(v, j)]
        row, column = np.nonzero(better)
        here = v[row], j[column]
        best.minutes[here] = trips.minutes[better]
        best.wait_minutes[here] = trips.wait_minutes[better]
        best.parts[here] = trips.parts[better]
        best.line[here] = number
    return best
