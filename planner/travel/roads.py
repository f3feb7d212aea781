"""Roads as arrays: a line layer noded into a graph whose edges know their attributes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from planner.county.dictionary import columns_of
from planner.travel.noding import NodedLines, node_lines

if TYPE_CHECKING:
    import geopandas
    import pandas

Array = NDArray[Any]

ROAD_CLASSES = columns_of("roads")["road_class"].codes
"""Classes of roads; `RoadGraph.road_class` is an index into them."""

DEFAULT_CLASS = "village"
"""What a road is where its class is blank."""

JOIN_TOLERANCE_M = 1.0
"""Ends this close are one junction: the rounding of coordinates to five decimals, no more.
A layer with wider gaps is mended before (its converter nodes it), and islands are reported."""

OVERLAP_M = 1.0
"""Lines of a layer may lie on top of each other for this long in all before it is looked into."""

SAME_LINE_M = 0.02
"""Lines this close run on top of each other: twice the grid of the noding."""


@dataclass(frozen=True, eq=False)
class RoadGraph:
    """A road network as arrays: `n` nodes, `m` undirected edges.

    Parameters
    ----------
    node_xy_m
        Coordinates of the nodes, metres, shape (n, 2).
    start, end
        Node at either end of each edge, shape (m,).
    geometry
        LineStrings from start to end, shape (m,).
    length_m
        Length of each edge, shape (m,).
    line
        Row of the source layer that each edge came from, shape (m,).
    road_class
        Index into `ROAD_CLASSES`, shape (m,).
    surface
        ``paved``, ``gravel`` or ``earth``, empty where unknown, shape (m,).
    speed_kph
        Measured or posted speed, NaN where the class decides, shape (m,).
    closed_season
        Season in which the edge is shut, empty for none, shape (m,).
    hazard
        Whether the edge is a hazard stretch, shape (m,).
    name
        Name of the road, empty where it has none, shape (m,).
    lines
        Lines of the source layer as they were drawn, by `line`.
    """

    node_xy_m: Array
    start: Array
    end: Array
    geometry: Array
    length_m: Array
    line: Array
    road_class: Array
    surface: Array
    speed_kph: Array
    closed_season: Array
    hazard: Array
    name: Array
    lines: Array

    @property
    def closed_seasons(self) -> tuple[str, ...]:
        """Seasons in which at least one edge is shut."""
        return tuple(sorted(set(self.closed_season.tolist()) - {""}))

    def components(self, closed: Array | None = None) -> Array:
        """Return the connected piece of each node, numbered by falling total length.

        Parameters
        ----------
        closed
            Edges to leave out, shape (m,).
        """
        n = len(self.node_xy_m)
        if n == 0:
            return np.zeros(0, dtype=np.int64)
        use = np.ones(len(self.start), bool) if closed is None else ~closed
        links = coo_array((np.ones(use.sum()), (self.start[use], self.end[use])), shape=(n, n))
        piece = connected_components(links, directed=False)[1]
        total_m = np.bincount(piece[self.start[use]], self.length_m[use], minlength=piece.max() + 1)
        rank = np.empty(len(total_m), dtype=np.int64)
        rank[np.argsort(-total_m, kind="stable")] = np.arange(len(total_m))
        ranked: Array = rank[piece]
        return ranked


def road_graph(roads: geopandas.GeoDataFrame) -> RoadGraph:
    """Turn a layer of lines into a graph.

    Lines are noded first (`planner.travel.noding`), since a layer drawn by hand seldom meets
    at common vertices. A layer with columns ``u`` and ``v`` names the nodes of its lines
    itself (OpenStreetMap); it is taken as it is, so that bridges stay bridges.

    Parameters
    ----------
    roads
        Lines in a metric CRS; columns of the data dictionary, all optional.
    """
    if {"u", "v"} <= set(roads.columns):
        noded = _named_nodes(roads)
    else:
        noded = node_lines(np.asarray(roads.geometry), tolerance_m=JOIN_TOLERANCE_M)
    classes = _texts(roads, "road_class")
    classes[classes == ""] = DEFAULT_CLASS
    road_class = np.array([ROAD_CLASSES.index(c) for c in classes], dtype=np.int64)
    hazard = _numbers(roads, "hazard") > 0
    length_m = np.asarray(shapely.length(noded.edges), dtype=float)
    edge, line = edges_by_line(np.asarray(roads.geometry), noded)
    # Edges stand in an order that does not come from that of the rows.
    by = hazard[line], road_class[line], length_m[edge], noded.end[edge], noded.start[edge]
    order = np.lexsort(by)
    edge, line = edge[order], line[order]
    return RoadGraph(
        node_xy_m=noded.nodes,
        start=noded.start[edge],
        end=noded.end[edge],
        geometry=noded.edges[edge],
        length_m=length_m[edge],
        line=line,
        road_class=road_class[line],
        surface=_texts(roads, "surface")[line],
        speed_kph=_numbers(roads, "speed_kph")[line],
        closed_season=_texts(roads, "closed_season")[line],
        hazard=hazard[line],
        name=_texts(roads, "name")[line],
        lines=np.asarray(roads.geometry, dtype=object),
    )


def edges_by_line(lines: Array, noded: NodedLines) -> tuple[Array, Array]:
    """Return pairs of noded edge and line of the layer that runs along it.

    Noding keeps one edge where lines lie on top of each other. Here each line has its own, so
    that a track drawn over a road hides neither, whichever row comes first.
    """
    every = np.arange(len(noded.edges))
    kept_m = shapely.length(noded.edges[~noded.joined]).sum()
    if shapely.length(lines).sum() - kept_m < OVERLAP_M:
        return every, noded.source
    shares = np.array([0.25, 0.5, 0.75])
    probes = shapely.line_interpolate_point(noded.edges[:, None], shares, normalized=True)
    tree = shapely.STRtree(lines)
    probe, line = tree.query(probes.ravel(), "dwithin", distance=SAME_LINE_M)
    (edge, line), hits = np.unique(
        np.stack([probe // len(shares), line]), axis=1, return_counts=True
    )
    more = (hits == len(shares)) & (line != noded.source[edge]) & ~noded.joined[edge]
    return np.concatenate([every, edge[more]]), np.concatenate([noded.source, line[more]])


def _named_nodes(roads: geopandas.GeoDataFrame) -> NodedLines:
    """Return the lines as they are, joined where their node names agree."""
    edges = np.asarray(shapely.force_2d(np.asarray(roads.geometry)), dtype=object)
    names = np.stack([roads["u"].to_numpy(), roads["v"].to_numpy()], axis=1)
    tips = shapely.get_coordinates(shapely.get_point(edges[:, None], np.array([0, -1])))
    # Nodes are numbered by their coordinates, so that the order of the rows changes nothing.
    _, first, node = np.unique(names.astype(str), return_index=True, return_inverse=True)
    xy = tips[first]
    order = np.lexsort((xy[:, 1], xy[:, 0]))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    start, end = rank[node.reshape(-1, 2)].T
    return NodedLines(
        edges=edges,
        source=np.arange(len(edges)),
        joined=np.zeros(len(edges), dtype=bool),
        nodes=xy[order],
        start=start,
        end=end,
    )


def _texts(roads: pandas.DataFrame, column: str) -> Array:
    """Return a text column, blanks as empty texts."""
    if column not in roads.columns:
        return np.full(len(roads), "", dtype=object)
    values = roads[column].astype(object)
    return np.array(values.where(values.notna(), ""), dtype=object)


def _numbers(roads: pandas.DataFrame, column: str) -> Array:
    """Return a number column, blanks as NaN."""
    if column not in roads.columns:
        return np.full(len(roads), np.nan)
    return np.array(roads[column], dtype=float)
