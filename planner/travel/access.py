"""Access: places joined to the roads around them by off-road legs on foot.

A place is joined to the nearest point of *every* edge within `ACCESS_RADIUS_M`, not to the
nearest edge alone: which of them serves a trip is for the shortest path to find out. Adding a
road can therefore only add ways, never take one away. That holds exactly for every place that
has some edge within the radius (noding moves coordinates by less than its grid of 1 cm). A
place beyond the radius is joined to the nearest edge and to the nearest edge of the largest
connected piece only; a new road closer by may then replace the one it used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.travel.roads import RoadGraph

Array = NDArray[Any]

ACCESS_RADIUS_M = 2_000.0
"""Every edge within this distance is tried: 40 minutes off the path for an adult."""

STOP_SPREAD_M = 30.0
"""A bus drives by its stop on the nearest edge and any other as near within this."""

SAME_POINT_M = 1e-6
"""Points along an edge closer than this are one, and are its node where one is as near."""


@dataclass(frozen=True, eq=False)
class Legs:
    """Straight legs between places and points on edges, shape (k,) each.

    Parameters
    ----------
    place
        Index of the place.
    edge
        Index of the edge of the road graph.
    along_m
        Where on the edge the leg ends, metres from its start.
    metres
        Straight length of the leg.
    """

    place: Array
    edge: Array
    along_m: Array
    metres: Array

    def pick(self, keep: Array) -> Legs:
        """Return some of the legs, by mask or index."""
        return Legs(self.place[keep], self.edge[keep], self.along_m[keep], self.metres[keep])

    def end_xy_m(self, graph: RoadGraph) -> Array:
        """Return the points on the roads at which the legs end, shape (k, 2)."""
        ends = shapely.line_interpolate_point(graph.geometry[self.edge], self.along_m)
        return np.asarray(shapely.get_coordinates(ends))

    def nearest_m(self, places: int) -> Array:
        """Return the length of each place's shortest leg, infinite where none, (places,)."""
        shortest = np.full(places, np.inf)
        np.minimum.at(shortest, self.place, self.metres)
        return shortest


def access_legs(graph: RoadGraph, xy_m: Array, radius_m: float = ACCESS_RADIUS_M) -> Legs:
    """Return the off-road legs of places to all edges around them.

    Parameters
    ----------
    graph
        Roads.
    xy_m
        Coordinates of the places, metres, shape (p, 2).
    radius_m
        Edges within it are all taken, inclusive; see the module for places beyond it.
    """
    if not len(graph.start) or not len(xy_m):
        return _legs(graph, xy_m, np.zeros((2, 0), dtype=np.int64))
    points = shapely.points(xy_m)
    tree = shapely.STRtree(graph.geometry)
    pairs = [tree.query(points, "dwithin", distance=radius_m)]
    far = np.setdiff1d(np.arange(len(points)), pairs[0][0])
    if len(far):
        main = np.flatnonzero(graph.components()[graph.start] == 0)
        for edges in (np.arange(len(graph.start)), main):
            near = shapely.STRtree(graph.geometry[edges]).query_nearest(points[far])
            pairs.append(np.stack([far[near[0]], edges[near[1]]]))
    place, edge = np.concatenate(pairs, axis=1)
    each = np.unique(place.astype(np.int64) * len(graph.start) + edge)
    return _legs(graph, xy_m, np.stack(np.divmod(each, len(graph.start))))


def stop_legs(graph: RoadGraph, xy_m: Array, drivable: Array) -> Legs:
    """Return the legs between bus stops and the edges on which the bus drives by.

    These are the nearest edge open to vehicles and those as near within `STOP_SPREAD_M`.
    """
    edges = np.flatnonzero(drivable)
    if not len(edges) or not len(xy_m):
        return _legs(graph, xy_m, np.zeros((2, 0), dtype=np.int64))
    points = shapely.points(xy_m)
    tree = shapely.STRtree(graph.geometry[edges])
    _, nearest_m = tree.query_nearest(points, return_distance=True, all_matches=False)
    pairs = tree.query(points, "dwithin", distance=nearest_m + STOP_SPREAD_M)
    return _legs(graph, xy_m, np.stack([pairs[0], edges[pairs[1]]]))


def direct_legs(from_xy_m: Array, to_xy_m: Array, radius_m: float = ACCESS_RADIUS_M) -> Array:
    """Return pairs of places within the radius of one another, shape (2, k)."""
    tree = shapely.STRtree(shapely.points(to_xy_m))
    pairs: Array = tree.query(shapely.points(from_xy_m), "dwithin", distance=radius_m)
    return pairs


def _legs(graph: RoadGraph, xy_m: Array, pairs: Array) -> Legs:
    place, edge = pairs
    points, lines = shapely.points(xy_m)[place], graph.geometry[edge]
    along = np.asarray(shapely.line_locate_point(lines, points), dtype=float)
    length = graph.length_m[edge]
    along = np.where(along < SAME_POINT_M, 0.0, along)
    along = np.where(length - along < SAME_POINT_M, length, along)
    metres = np.asarray(shapely.distance(points, lines), dtype=float)
    return Legs(place, edge, along, metres)


@dataclass(frozen=True, eq=False)
class SplitRoads:
    """The edges of a road graph cut at every point where a leg ends.

    Parameters
    ----------
    nodes
        Number of nodes; the first of them are those of the road graph.
    start, end, edge, from_m, metres
        Pieces: node at either end, edge of the road graph, where on it the piece begins
        (metres from its start), length; shape (s,) each.
    """

    nodes: int
    start: Array
    end: Array
    edge: Array
    from_m: Array
    metres: Array


def split_roads(graph: RoadGraph, *legs: Legs) -> tuple[SplitRoads, tuple[Array, ...]]:
    """Cut the edges where legs end.

    Returns
    -------
    tuple
        The pieces, and for each of `legs` the node at which each leg ends.
    """
    n, m = len(graph.node_xy_m), len(graph.start)
    edge = np.concatenate([leg.edge for leg in legs])
    along = np.concatenate([leg.along_m for leg in legs])
    length = graph.length_m[edge]
    inner = (along > 0) & (along < length)
    node = np.where(along <= 0, graph.start[edge], graph.end[edge])
    cut_edge, cut_along, which = _each_once(edge[inner], along[inner])
    node[inner] = n + which

    every = np.arange(m)
    owner = np.concatenate([every, cut_edge, every])
    place_m = np.concatenate([np.zeros(m), cut_along, graph.length_m])
    rank = np.concatenate([np.zeros(m), np.ones(len(cut_edge)), np.full(m, 2)])
    label = np.concatenate([graph.start, n + np.arange(len(cut_edge)), graph.end])
    order = np.lexsort((place_m, rank, owner))
    owner, place_m, label = owner[order], place_m[order], label[order]
    first = np.flatnonzero(owner[:-1] == owner[1:]) if m else np.zeros(0, dtype=np.int64)
    pieces = SplitRoads(
        nodes=n + len(cut_edge),
        start=label[first],
        end=label[first + 1],
        edge=owner[first],
        from_m=place_m[first],
        metres=place_m[first + 1] - place_m[first],
    )
    ends = np.cumsum([len(leg.edge) for leg in legs])[:-1]
    return pieces, tuple(np.split(node, ends))


def _each_once(edge: Array, along_m: Array) -> tuple[Array, Array, Array]:
    """Return the points on edges once each, rising, and which of them each point is."""
    order = np.lexsort((along_m, edge))
    edge, along_m = edge[order], along_m[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (np.diff(edge) != 0) | (np.diff(along_m) != 0)
    which = np.empty(len(order), dtype=np.int64)
    which[order] = np.cumsum(new) - 1
    return edge[new], along_m[new], which
