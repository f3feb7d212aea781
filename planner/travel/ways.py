"""Ways through the network, read off the trees of shortest paths, and what they look like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra
from shapely.ops import substring

from planner.travel.network import RIDE_METRES, Network
from planner.travel.paths import BEYOND_MINUTES, Arcs

Array = NDArray[Any]

STRAIGHT = -1
"""In place of a piece of road: a straight leg off any road."""


@dataclass(frozen=True, eq=False)
class Way:
    """One way, step by step.

    Parameters
    ----------
    nodes
        Nodes of the network that it passes, shape (k + 1,).
    piece
        Piece of road of each step, `STRAIGHT` for a leg off the road, shape (k,).
    rides
        Whether the step is driven, shape (k,).
    """

    nodes: Array
    piece: Array
    rides: Array

    def back(self) -> Way:
        """Return the same way from its end to its beginning."""
        return Way(self.nodes[::-1], self.piece[::-1], self.rides[::-1])


def joined(*ways: Way) -> Way:
    """Return ways one after the other; a place counts as one node, leaving or arriving."""
    nodes = [ways[0].nodes, *(way.nodes[1:] for way in ways[1:])]
    return Way(
        np.concatenate(nodes),
        np.concatenate([way.piece for way in ways]),
        np.concatenate([way.rides for way in ways]),
    )


class Tree:
    """The shortest ways between one node and all others, in one of the two directions.

    Parameters
    ----------
    network
        Roads and places.
    arcs
        Arcs, given in the order of pieces of road onward, pieces of road back, all others;
        those `turned` for ways that lead to the root.
    root
        Node at which all ways begin, or end.
    limit_minutes
        Farther nodes are not searched for.
    toward
        Whether the arcs are turned, so that the ways lead to the root.
    """

    def __init__(
        self,
        network: Network,
        arcs: Arcs,
        root: int,
        limit_minutes: float,
        *,
        toward: bool = False,
    ) -> None:
        self._network, self._arcs, self._root, self._toward = network, arcs, root, toward
        self.minutes, self._previous = dijkstra(
            arcs.matrix,
            indices=root,
            limit=limit_minutes + BEYOND_MINUTES,
            return_predecessors=True,
        )

    def way(self, node: int) -> Way | None:
        """Return the way between the root and a node as it is gone, None where there is none."""
        if not np.isfinite(self.minutes[node]):
            return None
        nodes = [int(node)]
        while nodes[-1] != self._root:
            nodes.append(int(self._previous[nodes[-1]]))
        steps = np.array(nodes[::-1], dtype=np.int64)
        key = steps[:-1] * self._arcs.nodes + steps[1:]
        arc = np.searchsorted(self._arcs.key, key)
        given, roads = self._arcs.given[arc], len(self._network.pieces.edge)
        piece = np.where(given < 2 * roads, given % max(roads, 1), STRAIGHT)
        way = Way(steps, piece, self._arcs.parts[arc, RIDE_METRES] > 0)
        return way.back() if self._toward else way


class Ground:
    """Where nodes and pieces of a network lie, metres in the county's system.

    Parameters
    ----------
    network
        Roads, places and legs.
    places_xy_m
        Coordinates of its places, shape (places, 2).
    """

    def __init__(self, network: Network, places_xy_m: Array) -> None:
        self._network = network
        pieces, graph = network.pieces, network.graph
        xy = np.full((pieces.nodes, 2), np.nan)
        if len(pieces.edge):
            at = shapely.line_interpolate_point(graph.geometry[pieces.edge], pieces.from_m)
            xy[pieces.start] = shapely.get_coordinates(at)
        xy[: len(graph.node_xy_m)] = graph.node_xy_m
        self.xy_m = np.concatenate([xy, places_xy_m, places_xy_m])
        self._lines: dict[int, Any] = {}

    def piece(self, number: int) -> Any:
        """Return a piece of road as a LineString from its start to its end."""
        if number not in self._lines:
            edge = int(self._network.pieces.edge[number])
            begin = float(self._network.pieces.from_m[number])
            whole = self._network.graph.geometry[edge]
            length = float(self._network.pieces.metres[number])
            self._lines[number] = substring(whole, begin, begin + length)
        return self._lines[number]

    def along(self, piece: Array, share: Array) -> Array:
        """Return the points at shares of pieces from their start, shape (p, 2)."""
        pieces, graph = self._network.pieces, self._network.graph
        if not len(piece):
            return np.zeros((0, 2))
        at_m = pieces.from_m[piece] + share * pieces.metres[piece]
        lines = graph.geometry[pieces.edge[piece]]
        xy: Array = shapely.get_coordinates(shapely.line_interpolate_point(lines, at_m))
        return xy

    def step(self, tail: int, head: int, piece: int) -> Array:
        """Return the points of one step from tail to head, shape (points, 2)."""
        if piece == STRAIGHT:
            return np.asarray(self.xy_m[[tail, head]])
        points: Array = shapely.get_coordinates(self.piece(piece))
        return points if self._network.pieces.start[piece] == tail else points[::-1]

    def line(self, way: Way) -> Any:
        """Return a way as one LineString; a way to where one stands has no length."""
        steps = zip(
            way.nodes[:-1].tolist(), way.nodes[1:].tolist(), way.piece.tolist(), strict=True
        )
        points = [self.step(*step) for step in steps] or [self.xy_m[way.nodes[[0, 0]]]]
        xy = np.concatenate(points)
        keep = np.ones(len(xy), dtype=bool)
        keep[1:] = (np.diff(xy, axis=0) != 0).any(axis=1)
        return shapely.LineString(xy[keep] if keep.sum() > 1 else xy[[0, -1]])

    def place(self, node: int) -> int:
        """Return a node under one number for a place, whether ways leave or arrive there."""
        roads, places = self._network.pieces.nodes, self._network.places
        return node if node < roads else roads + (node - roads) % places
