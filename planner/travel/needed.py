"""Which off-road legs are needed: most end where a nearer leg and the road lead sooner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.travel.access import Legs
from planner.travel.nearby import Nearby
from planner.travel.paths import arcs
from planner.travel.roads import RoadGraph
from planner.travel.slopes import BACK, OTHER_WAY, OUT

Array = NDArray[Any]

FIRST_EFFORT_M = 3_000.0
"""Ends of legs are looked for within this first, then within twice as much, and so on."""


@dataclass(frozen=True, eq=False)
class LegEfforts:
    """Efforts of walking legs and the roads on which they end, shape (., 4) each.

    Parameters
    ----------
    legs
        Along each leg, with the factor off the path.
    to_start, to_end
        From the end of each leg along its edge, to the start of the edge and to its end.
    edges
        Along each edge.
    """

    legs: Array
    to_start: Array
    to_end: Array
    edges: Array

    def turned(self) -> LegEfforts:
        """Return the efforts of the other direction."""
        back = (e[:, OTHER_WAY] for e in (self.legs, self.to_start, self.to_end, self.edges))
        return LegEfforts(*back)


def needed_legs(graph: RoadGraph, legs: Legs, efforts: LegEfforts, places_xy_m: Array) -> Array:
    """Return which legs to keep, as indices; leaving out the others changes no trip.

    A leg from a place to a point on the road is needless where another leg of the place and a
    walk along roads that are never shut take strictly less effort to that point, and likewise
    on the way back. Then it is on no shortest way, in any season and for any stage: these slow
    walkers on and off the path, uphill and downhill, by one and the same factor, and nobody is
    slower on the road than on foot. Since the other way is strictly less, no two legs can each
    be left out for the sake of the other. A leg that is needed in one direction is kept in
    both.

    Parameters
    ----------
    graph
        Roads.
    legs, efforts
        Legs, at most one from a place to an edge, and what it takes to walk them.
    places_xy_m
        Coordinates of the places, metres, shape (places, 2).
    """
    keep = _is_shortest(graph, legs, efforts, places_xy_m)
    back = efforts.turned()
    if any(not np.array_equal(a[:, OUT], a[:, BACK]) for a in (efforts.legs, efforts.edges)):
        # The way home begins on the road: the search runs against it, from the place.
        keep |= _is_shortest(graph, legs, back, places_xy_m)
    # Legs to one junction by way of several edges are one leg, but for rounding.
    length = graph.length_m[legs.edge]
    inner = (legs.along_m > 0) & (legs.along_m < length)
    node = np.where(legs.along_m <= 0, graph.start[legs.edge], graph.end[legs.edge])
    ends = np.where(inner, len(graph.node_xy_m) + legs.edge, node)
    by_effort = np.lexsort((efforts.legs[:, OUT], ends, legs.place))
    pair = (legs.place * (len(graph.node_xy_m) + len(graph.start)) + ends)[by_effort]
    first = np.flatnonzero(np.diff(pair, prepend=-1))
    kept = np.logical_or.reduceat(keep[by_effort], first) if len(first) else first > 0
    found: Array = by_effort[first[kept]]
    return found


def _is_shortest(
    graph: RoadGraph, legs: Legs, efforts: LegEfforts, places_xy_m: Array
) -> NDArray[np.bool_]:
    """Return which legs are as short as any other way from their place to their end.

    A place has no other leg to the same edge, so that every other way comes from one end of
    the edge: the roads need not be cut. Most ends are reached not far from the place; only for
    those that are not, the search goes on.
    """
    roads, k = len(graph.node_xy_m), len(legs.edge)
    may = graph.closed_season == ""
    ends = np.stack([graph.start[legs.edge], graph.end[legs.edge]], axis=1)
    at_end = np.stack([legs.along_m <= 0, legs.along_m >= graph.length_m[legs.edge]], axis=1)
    usable = may[legs.edge, None] | at_end
    onward = np.stack([efforts.to_start[:, OUT], efforts.to_end[:, OUT]], axis=1)
    back = np.stack([efforts.to_start[:, BACK], efforts.to_end[:, BACK]], axis=1)
    own = efforts.legs[:, OUT]
    by_leg = own[:, None] + np.where(usable, onward, np.inf)
    total = np.concatenate([efforts.edges[may, OUT], efforts.edges[may, BACK], by_leg.ravel()])
    tail = [graph.start[may], graph.end[may], np.repeat(roads + legs.place, 2)]
    head = [graph.end[may], graph.start[may], ends.ravel()]
    xy = np.concatenate([graph.node_xy_m, places_xy_m])
    none = np.zeros((len(total), 0))
    search = Nearby(arcs(len(xy), np.concatenate(tail), np.concatenate(head), total, none), xy)
    from_end = np.where(usable, back, np.inf)
    keep = np.zeros(k, dtype=bool)
    left, limit = np.arange(k), FIRST_EFFORT_M
    while len(left):
        least = search.least(roads + legs.place[left], ends[left], limit) + from_end[left]
        keep[left] = least.min(axis=1) >= own[left]
        # What was not reached is farther than the limit.
        left, limit = left[keep[left] & (own[left] > limit)], 2 * limit
    return keep
