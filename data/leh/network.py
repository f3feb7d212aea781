"""Distances along the noded roads between places beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from planner.travel.noding import NodedLines

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class PlaceGraph:
    """The road graph with one more node per place, at the nearest point of a road.

    Parameters
    ----------
    nodes
        x and y of road nodes and then of places (where they meet the road), metres.
    links
        Link between nodes, shape (links, 2), and `edge`, the road edge each lies on.
    length_m
        Length of each link.
    first_place
        Number of the first place's node; the others follow in their order.
    off_road_m
        Distance of each place from its point on the road.
    """

    nodes: Array
    links: Array
    edge: Array
    length_m: Array
    first_place: int
    off_road_m: Array

    def matrix(self, weight: Array | None = None) -> csr_array:
        """Return the sparse symmetric matrix of lengths, each times the weight of its edge."""
        values = self.length_m * (1.0 if weight is None else weight[self.edge])
        values = np.maximum(values, 1e-3)  # a place at a node: near, yet linked
        links = np.concatenate([self.links, self.links[:, ::-1]])
        values = np.concatenate([values, values])
        order = np.lexsort((values, links[:, 1], links[:, 0]))
        links, first = np.unique(links[order], axis=0, return_index=True)
        n = len(self.nodes)
        return coo_array((values[order][first], links.T), shape=(n, n)).tocsr()


def place_graph(roads: NodedLines, places: Array) -> PlaceGraph:
    """Put each place at the nearest point of the largest connected piece of road.

    Parameters
    ----------
    roads
        The noded roads.
    places
        Points in metres, shape (p,).
    """
    n, m = len(roads.nodes), len(roads.edges)
    links = coo_array((np.ones(m), (roads.start, roads.end)), shape=(n, n))
    piece = connected_components(links, directed=False)[1]
    main = np.flatnonzero(piece[roads.start] == np.bincount(piece).argmax())
    edge = main[shapely.STRtree(roads.edges[main]).nearest(places)]
    along = shapely.line_locate_point(roads.edges[edge], places)
    met = shapely.line_interpolate_point(roads.edges[edge], along)
    on = np.concatenate([np.arange(m), np.arange(m), edge])
    at = np.concatenate([np.zeros(m), shapely.length(roads.edges), along])
    node = np.concatenate([roads.start, roads.end, n + np.arange(len(places))])
    rank = np.concatenate([np.zeros(m), np.full(m, 2), np.ones(len(places))])
    order = np.lexsort((node, rank, at, on))
    on, at, node = on[order], at[order], node[order]
    same = on[1:] == on[:-1]
    links = np.stack([node[:-1], node[1:]], axis=1)[same]
    return PlaceGraph(
        nodes=np.vstack([roads.nodes, shapely.get_coordinates(met)]),
        links=links,
        edge=on[1:][same],
        length_m=np.diff(at)[same],
        first_place=n,
        off_road_m=shapely.distance(places, met),
    )


def distances_m(graph: PlaceGraph, origins: Array, targets: Array) -> Array:
    """Return metres by road and to the road, shape (origins, targets); inf if unreachable.

    Parameters
    ----------
    graph
        Roads with places.
    origins, targets
        Positions in the list of places.
    """
    first = graph.first_place
    found = dijkstra(graph.matrix(), directed=False, indices=first + targets)
    by_road = found[:, first + origins].T
    off_road = graph.off_road_m
    total: Array = by_road + off_road[origins][:, None] + off_road[targets][None, :]
    return total
