"""Node a set of lines: split them where they cross or touch, and join their loose ends.

GPS tracks and hand-drawn layers seldom meet exactly: a side road stops some metres short of
the main road, and lines cross without a common vertex. A graph made of such lines falls into
hundreds of pieces. Here they are noded on a fine grid (snap rounding, so that cuts meet
exactly and do not depend on the order of the lines). Each end that still hangs loose gets a
short connecting edge to the nearest point of another line within a tolerance; so does the
nearest node of a piece of the network that would stay apart otherwise.

Caveat: every crossing in the plane becomes a junction. Bridges over roads and tunnels under
them cannot be told from crossings by geometry alone; node grade-separated lines apart, or use
a source that is noded already (OpenStreetMap).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Array = NDArray[Any]

DETOUR_FACTOR = 3.0
"""An end stays loose where the road itself leads to the point at under this many gaps."""


@dataclass(frozen=True, eq=False)
class NodedLines:
    """Lines that meet only at their ends.

    Parameters
    ----------
    edges
        LineStrings in metres, shape (m,), sorted by source and nodes; each runs from the
        node with the lower number to the other, whatever the direction of its source.
    source
        Index of the input line that each edge came from, shape (m,); for a connecting edge
        the line that it lengthens.
    joined
        Whether an edge was added to close a gap, shape (m,).
    nodes
        x and y of each node in metres, shape (n, 2), sorted.
    start, end
        Node at either end of each edge, shape (m,).
    crossings_noded
        Points where lines crossed or touched and were split, before anything was joined.
    ends_joined
        Gaps closed at loose ends (two ends that face each other share one).
    pieces_joined
        Gaps closed between pieces that would have stayed apart.
    """

    edges: Array
    source: Array
    joined: Array
    nodes: Array
    start: Array
    end: Array
    crossings_noded: int = 0
    ends_joined: int = 0
    pieces_joined: int = 0


def node_lines(lines: ArrayLike, *, tolerance_m: float = 50.0, grid_m: float = 0.01) -> NodedLines:
    """Split lines at their crossings and join loose ends to what lies near.

    Parameters
    ----------
    lines
        LineStrings or MultiLineStrings in a metric CRS, shape (k,). Heights are dropped,
        missing and empty lines skipped. Of lines on top of each other one edge is kept, and
        the first of them is its source.
    tolerance_m
        Largest gap that is closed, metres; 0 joins nothing. An end goes to the nearest end or
        inner point of another edge. It stays loose where an adjoining edge leads to that point
        within `DETOUR_FACTOR` gaps (the stub of a line just past a crossing, say).
    grid_m
        Coordinates are rounded to this grid, metres.

    Raises
    ------
    ValueError
        For coordinates that are not finite, geometries that are not lines, or bad distances.
    """
    if not (np.isfinite(tolerance_m) and tolerance_m >= 0 and np.isfinite(grid_m) and grid_m > 0):
        raise ValueError(
            f"tolerance_m is {tolerance_m}, grid_m {grid_m}; give metres, at least 0 and above 0"
        )
    parts, origin = _parts(np.asarray(lines, dtype=object))
    edges, parent = _split(parts, grid_m)
    net = _network(edges, origin[parent], np.zeros(len(edges), dtype=bool))
    crossings = _count_cuts(net, parts[parent], grid_m)

    gaps, owner = _gaps_at_loose_ends(net, tolerance_m, grid_m)
    ends_joined, pieces_joined = len(gaps), 0
    for _ in parts:  # fewer pieces each time
        net = _add(net, gaps, owner, grid_m)
        gaps, owner = _gaps_between_pieces(net, tolerance_m, grid_m)
        if not len(gaps):
            break
        pieces_joined += len(gaps)
    order = np.lexsort((shapely.length(net.edges), net.end, net.start, net.source))
    return NodedLines(
        edges=net.edges[order],
        source=net.source[order],
        joined=net.joined[order],
        nodes=net.nodes,
        start=net.start[order],
        end=net.end[order],
        crossings_noded=crossings,
        ends_joined=ends_joined,
        pieces_joined=pieces_joined,
    )


def _parts(lines: Array) -> tuple[Array, Array]:
    """Return single two-dimensional lines of some length and the input index of each."""
    wrong = np.flatnonzero(~np.isin(shapely.get_type_id(lines), [-1, 1, 2, 5]))
    if len(wrong):
        kind = lines[wrong[0]].geom_type
        raise ValueError(f"line {wrong[0]} is a {kind}; give LineStrings or MultiLineStrings")
    parts, origin = shapely.get_parts(shapely.force_2d(lines), return_index=True)
    coordinates, owner = shapely.get_coordinates(parts, return_index=True)
    bad = np.flatnonzero(~np.isfinite(coordinates).all(axis=1))
    if len(bad):
        raise ValueError(
            f"line {origin[owner[bad[0]]]} has the coordinate {coordinates[bad[0]].tolist()}; "
            "drop or repair it"
        )
    keep = shapely.length(parts) > 0
    return parts[keep], origin[keep]


def _split(lines: Array, grid_m: float) -> tuple[Array, Array]:
    """Return noded edges and, for each, the first line on which it lies."""
    edges = shapely.get_parts(shapely.union_all(lines, grid_size=grid_m))
    # The union is on the grid but for the last bit, and nodes are told apart by every bit.
    edges = shapely.transform(edges, lambda xy: np.round(xy / grid_m) * grid_m)
    edges = edges[shapely.length(edges) > 0]
    if not len(edges):
        return edges, np.zeros(0, dtype=np.intp)
    tree = shapely.STRtree(lines)
    shares = np.array([0.25, 0.5, 0.75])
    probes = shapely.line_interpolate_point(edges[:, None], shares, normalized=True)
    probe, line = tree.query(probes.ravel(), "dwithin", distance=2 * grid_m)
    pairs, hits = np.unique(np.stack([probe // len(shares), line]), axis=1, return_counts=True)
    edge, line = pairs[:, hits == len(shares)]
    found, first = np.unique(edge, return_index=True)
    parent = tree.nearest(probes[:, 1])
    parent[found] = line[first]
    return edges, parent


def _network(edges: Array, source: Array, joined: Array) -> NodedLines:
    """Order the nodes by their coordinates and turn each edge to run from low to high."""
    tips = shapely.get_point(edges[:, None], np.array([0, -1]))
    nodes, node = np.unique(shapely.get_coordinates(tips), axis=0, return_inverse=True)
    start, end = node.reshape(-1, 2).T
    edges = np.where(start > end, shapely.reverse(edges), edges)
    return NodedLines(edges, source, joined, nodes, np.minimum(start, end), np.maximum(start, end))


def _count_cuts(net: NodedLines, lines: Array, grid_m: float) -> int:
    """Count the nodes that are not an end of the line that an edge came from."""
    node = np.concatenate([net.start, net.end])
    tips = shapely.get_point(np.tile(lines, 2)[:, None], np.array([0, -1]))
    near = shapely.dwithin(shapely.points(net.nodes[node])[:, None], tips, 2 * grid_m)
    return len(np.unique(node[~near.any(axis=1)]))


def _add(net: NodedLines, gaps: Array, owner: Array, grid_m: float) -> NodedLines:
    """Return the network with connecting edges, split where they meet it."""
    if not len(gaps):
        return net
    edges, parent = _split(np.concatenate([net.edges, gaps]), grid_m)
    source = np.concatenate([net.source, net.source[owner]])[parent]
    joined = np.concatenate([net.joined, np.ones(len(gaps), dtype=bool)])[parent]
    return _network(edges, source, joined)


def _gaps_at_loose_ends(net: NodedLines, tolerance_m: float, grid_m: float) -> tuple[Array, Array]:
    """Return segments from loose ends to what is near, and the edge that each lengthens."""
    owner, node, inward = _loose_ends(net)
    which, other, gap, along = _near(net, node, tolerance_m)
    length = shapely.length(net.edges)
    way = np.full(len(which), np.inf)
    for tip, from_tip in ((net.start, along), (net.end, length[other] - along)):
        walked = length[owner[which]] + from_tip
        way = np.where(tip[other] == inward[which], np.minimum(way, walked), way)
    usable = (other != owner[which]) & (way > DETOUR_FACTOR * gap) & (gap > grid_m)
    which, other, gap, along = (a[usable] for a in (which, other, gap, along))
    gaps, best = _shortest(net, which, node[which], other, gap, along, grid_m)
    return gaps, owner[which[best]]


def _gaps_between_pieces(net: NodedLines, tolerance_m: float, grid_m: float) -> tuple[Array, Array]:
    """Return the shortest segment from each piece to another, and an edge at its node."""
    n = len(net.nodes)
    links = coo_array((np.ones(len(net.start)), (net.start, net.end)), shape=(n, n))
    piece = connected_components(links, directed=False)[1]
    node, other, gap, along = _near(net, np.arange(n), tolerance_m)
    usable = (piece[node] != piece[net.start[other]]) & (gap > grid_m)
    node, other, gap, along = (a[usable] for a in (node, other, gap, along))
    gaps, best = _shortest(net, piece[node], node, other, gap, along, grid_m)
    first = np.unique(np.concatenate([net.start, net.end]), return_index=True)[1]
    return gaps, first[node[best]] % max(len(net.start), 1)


def _loose_ends(net: NodedLines) -> tuple[Array, Array, Array]:
    """Return edges that hang loose, the node at which they do and the node at the far end."""
    edge = np.tile(np.arange(len(net.start)), 2)
    node = np.concatenate([net.start, net.end])
    far = np.concatenate([net.end, net.start])
    loose = np.bincount(node, minlength=len(net.nodes))[node] == 1
    return edge[loose], node[loose], far[loose]


def _near(net: NodedLines, node: Array, tolerance_m: float) -> tuple[Array, Array, Array, Array]:
    """Return pairs (position in `node`, edge) within the tolerance, the gap and the place."""
    points = shapely.points(net.nodes[node])
    which, other = shapely.STRtree(net.edges).query(points, "dwithin", distance=tolerance_m)
    points, edges = points[which], net.edges[other]
    return which, other, shapely.distance(points, edges), shapely.line_locate_point(edges, points)


def _shortest(
    net: NodedLines,
    group: Array,
    node: Array,
    other: Array,
    gap: Array,
    along: Array,
    grid_m: float,
) -> tuple[Array, Array]:
    """Return the shortest segment of each group and its position, each segment once."""
    length = shapely.length(net.edges)[other]
    along = np.where(along < grid_m, 0.0, np.where(length - along < grid_m, length, along))
    target = shapely.get_coordinates(shapely.line_interpolate_point(net.edges[other], along))
    order = np.lexsort((target[:, 1], target[:, 0], node, gap, group))
    best = order[np.unique(group[order], return_index=True)[1]]
    tips = np.stack([net.nodes[node[best]], target[best]], axis=1)
    undirected = np.sort(tips @ np.array([1, 1j]), axis=1)
    once = np.sort(np.unique(undirected, axis=0, return_index=True)[1])
    return shapely.linestrings(tips[once]), best[once]
