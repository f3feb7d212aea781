"""Where a minibus could stop for a village: the point of its roads that one walks to best."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from planner.travel.access import Legs
from planner.travel.roads import RoadGraph

Array = NDArray[Any]


def stop_points(
    graph: RoadGraph, xy_m: Array, drivable: Array, open_edges: Array, off_path_factor: float
) -> Legs:
    """Return for each place the point of a drivable road that takes least effort on foot.

    Either straight across country to the nearest drivable edge, or to the nearest edge of any
    kind and along the roads to where they meet a drivable one: a village at the end of a path
    walks down the path, not over the ridge.

    Parameters
    ----------
    graph
        Roads.
    xy_m
        Coordinates of the places, metres, shape (p, 2).
    drivable, open_edges
        Edges that the bus may use; edges that may be walked, shape (m,).
    off_path_factor
        Walking speed off any path over that on one.

    Returns
    -------
    Legs
        One a place, in their order; `metres` are those on a road that take as long, infinite
        where there is no way. `along_m` is where the edge meets its stop.
    """
    count = len(xy_m)
    edge, along = np.full(count, -1), np.zeros(count)
    effort = np.full(count, np.inf)
    if not count or not drivable.any():
        return Legs(np.arange(count), edge, along, effort)
    points = shapely.points(xy_m)
    edge, along, straight = _nearest(graph, points, np.flatnonzero(drivable))
    effort = straight / off_path_factor
    near, at, aside = _nearest(graph, points, np.flatnonzero(open_edges))
    to_bus, bus_node = _to_nodes(graph, drivable, open_edges)
    ends = np.stack([graph.start[near], graph.end[near]])
    ways = aside / off_path_factor + to_bus[ends] + np.stack([at, graph.length_m[near] - at])
    side = ways.argmin(axis=0)
    least = ways[side, np.arange(count)]
    over = (least < effort - 1e-6) & ~drivable[near]
    node = np.where(over, bus_node[ends[side, np.arange(count)]], 0)
    at_node = _edge_at(graph, drivable)
    edge = np.where(over, at_node[node], edge)
    begins = graph.start[edge] == node
    along = np.where(over, np.where(begins, 0.0, graph.length_m[edge]), along)
    return Legs(np.arange(count), edge, along, np.where(over, least, effort))


def _nearest(graph: RoadGraph, points: Array, edges: Array) -> tuple[Array, Array, Array]:
    """Return for each point its nearest edge, where along it, and the straight metres."""
    found, nearest = shapely.STRtree(graph.geometry[edges]).query_nearest(points)
    # Of edges equally near the first, whatever order the tree names them in.
    order = np.lexsort((nearest, found))
    edge = edges[nearest[order][np.unique(found[order], return_index=True)[1]]]
    line = graph.geometry[edge]
    along = np.clip(shapely.line_locate_point(line, points), 0, graph.length_m[edge])
    return edge, along, np.asarray(shapely.distance(points, line), dtype=float)


def _to_nodes(graph: RoadGraph, drivable: Array, open_edges: Array) -> tuple[Array, Array]:
    """Return road metres from each node to the nearest of a drivable road, and that node."""
    n = len(graph.node_xy_m)
    sources = np.unique(np.concatenate([graph.start[drivable], graph.end[drivable]]))
    tail = np.concatenate([graph.start[open_edges], graph.end[open_edges]])
    head = np.concatenate([graph.end[open_edges], graph.start[open_edges]])
    metres, _, node = dijkstra(
        sparse(n, tail, head, np.tile(graph.length_m[open_edges], 2)),
        indices=sources,
        min_only=True,
        return_predecessors=True,
    )
    return metres, node


def _edge_at(graph: RoadGraph, drivable: Array) -> Array:
    """Return a drivable edge at each node, the first of several, -1 where there is none."""
    at = np.full(len(graph.node_xy_m), -1)
    for edge in np.flatnonzero(drivable)[::-1].tolist():
        at[graph.start[edge]] = at[graph.end[edge]] = edge
    return at


def sparse(nodes: int, tail: Array, head: Array, weight: Array) -> csr_array[Any, tuple[int, int]]:
    """Return a matrix of arcs in which the least of parallel arcs stands."""
    order = np.lexsort((weight, head, tail))
    first = np.flatnonzero(np.diff(tail[order] * nodes + head[order], prepend=-1))
    order = order[first]
    return csr_array((weight[order], (tail[order], head[order])), shape=(nodes, nodes))
