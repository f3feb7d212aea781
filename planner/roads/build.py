"""Roads as drawn to roads that join: noding, closing gaps, islands, counts before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from planner.roads.drawn import KEPT, Drawn
from planner.roads.lengths import lengths_km

if TYPE_CHECKING:
    import geopandas

Array = NDArray[Any]

SAME_END_M = 0.01
"""Ends this close were drawn as one."""

DEFAULT_JOIN_M = 20.0
"""Gaps up to this are closed: wider ones may be two banks of a river."""


@dataclass(frozen=True)
class Island:
    """A piece of the network that no road joins to another.

    Parameters
    ----------
    km
        Length of its roads.
    nodes
        Junctions and ends in it.
    lon, lat
        A place on it, degrees.
    """

    km: float
    nodes: int
    lon: float
    lat: float


@dataclass(frozen=True, eq=False)
class Net:
    """How a set of lines hangs together.

    Parameters
    ----------
    lines, nodes, km
        How many, and how long.
    islands
        The pieces, the longest first; the first is the network.
    piece
        Island of each line, shape (lines,).
    loose_ends
        Nodes at which one line ends and no other meets it.
    """

    lines: int
    nodes: int
    km: float
    islands: tuple[Island, ...]
    piece: Array
    loose_ends: int

    @property
    def main_share(self) -> float:
        """Share of the length that the largest piece has, 0 to 1."""
        return self.islands[0].km / self.km if self.km else 0.0

    @property
    def main_nodes_share(self) -> float:
        """Share of the nodes that the largest piece has, 0 to 1."""
        return self.islands[0].nodes / self.nodes if self.nodes else 0.0


@dataclass(frozen=True, eq=False)
class Built:
    """A road layer, and what was done to make it.

    Parameters
    ----------
    roads
        EPSG:4326 with the columns of the roads table and the nodes ``u`` and ``v`` of each line.
    joined
        Whether a line closes a gap; its ``provenance`` is then ``estimated``; shape (lines,).
    source
        The lines as they were drawn, EPSG:4326.
    before, after
        How they hung together, and how they do.
    crossings
        Points at which lines crossed or touched and were split.
    ends_joined, pieces_joined
        Gaps closed at loose ends, and between pieces that would have stayed apart.
    join_m
        Widest gap that was closed, metres; None where the source names its nodes.
    """

    roads: geopandas.GeoDataFrame
    joined: Array
    source: geopandas.GeoDataFrame
    before: Net
    after: Net
    crossings: int = 0
    ends_joined: int = 0
    pieces_joined: int = 0
    join_m: float | None = None

    @property
    def closing(self) -> geopandas.GeoDataFrame:
        """The lines that close gaps."""
        return self.roads[self.joined]


def build_roads(drawn: Drawn, join_m: float = DEFAULT_JOIN_M) -> Built:
    """Make a network of roads as drawn.

    Lines are split where they cross or touch and ends joined within `join_m`, unless the source
    names the nodes at their ends: then they meet there and nowhere else, so that a bridge stays
    one, and nothing is joined.

    Parameters
    ----------
    drawn
        Roads as their source draws them.
    join_m
        Widest gap that is closed, metres; 0 joins nothing.
    """
    if drawn.named:
        lines = drawn.lines.explode(ignore_index=True)
        roads, _ = _ordered(lines.assign(joined=False))
        net = _net(_numbered(roads["u"], roads["v"]), roads)
        return Built(roads, np.zeros(len(roads), dtype=bool), lines, net, net)
    return _noded(drawn.lines.explode(ignore_index=True), join_m)


def _noded(lines: geopandas.GeoDataFrame, join_m: float) -> Built:
    import geopandas as gpd

    from planner.travel.noding import node_lines
    from planner.travel.roads import edges_by_line

    lines = lines[shapely.length(np.asarray(lines.geometry)) > 0].reset_index(drop=True)
    metric = lines.to_crs(lines.estimate_utm_crs())
    shapes = np.asarray(metric.geometry, dtype=object)
    noded = node_lines(shapes, tolerance_m=join_m)
    edge, line = edges_by_line(shapes, noded)
    frame = lines.iloc[line][list(KEPT)].reset_index(drop=True)
    joined = noded.joined[edge]
    made = gpd.GeoDataFrame(
        frame.assign(
            u=noded.start[edge].astype(str),
            v=noded.end[edge].astype(str),
            joined=joined,
            provenance=np.where(joined, "estimated", frame["provenance"]),
            # Measured speeds and hazards of the road beside say nothing of a gap.
            speed_kph=np.where(joined, np.nan, frame["speed_kph"]),
            name=np.where(joined, "", frame["name"]),
        ),
        geometry=noded.edges[edge],
        crs=metric.crs,
    )
    # A line drawn twice over the same road with the same attributes is one road.
    made = made[~made.assign(edge=edge).duplicated(["edge", *KEPT])].to_crs("EPSG:4326")
    tips = shapely.get_coordinates(shapely.get_point(shapes[:, None], np.array([0, -1])))
    cells = np.round(tips / SAME_END_M).astype(np.int64)
    node = np.unique(cells, axis=0, return_inverse=True)[1].reshape(-1, 2)
    roads, joined = _ordered(made)
    return Built(
        roads=roads,
        joined=joined,
        source=lines,
        before=_net((node[:, 0], node[:, 1]), lines),
        after=_net(_numbered(roads["u"], roads["v"]), roads),
        crossings=noded.crossings_noded,
        ends_joined=noded.ends_joined,
        pieces_joined=noded.pieces_joined,
        join_m=join_m,
    )


def _numbered(u: Any, v: Any) -> tuple[Array, Array]:
    """Return nodes as numbers from 0, by their names."""
    names = np.stack([np.asarray(u), np.asarray(v)], axis=1).astype(str)
    node = np.unique(names, return_inverse=True)[1].reshape(-1, 2)
    return node[:, 0], node[:, 1]


def _ordered(roads: geopandas.GeoDataFrame) -> tuple[geopandas.GeoDataFrame, Array]:
    """Return the lines in an order that does not come from the source's, and which are joined."""
    columns = [*KEPT, "u", "v", "geometry"]
    keyed = roads[[*columns, "joined"]].assign(
        shape=shapely.to_wkb(np.asarray(roads.geometry, dtype=object), hex=True),
        u=roads["u"].astype(str),
        v=roads["v"].astype(str),
    )
    order = keyed.sort_values(["shape", "road_class", "surface", "u", "v"], kind="stable")
    order = order.reset_index(drop=True)
    return order[columns], order["joined"].to_numpy(dtype=bool)


def _net(nodes: tuple[Array, Array], lines: geopandas.GeoDataFrame) -> Net:
    start, end = nodes
    km = lengths_km(lines.geometry)
    n = int(max(start.max(), end.max())) + 1
    links = coo_array((np.ones(len(start)), (start, end)), shape=(n, n))
    count, piece = connected_components(links, directed=False)
    total = np.bincount(piece[start], km, minlength=count)
    sizes = np.bincount(piece, minlength=count)
    order = np.lexsort((-sizes, -total))
    rank = np.empty(count, dtype=np.int64)
    rank[order] = np.arange(count)
    of_line = rank[piece[start]]
    first = np.unique(of_line, return_index=True)[1]
    middle = shapely.get_coordinates(
        shapely.line_interpolate_point(
            np.asarray(lines.geometry, dtype=object)[first], 0.5, normalized=True
        )
    )
    islands = tuple(
        Island(float(total[p]), int(sizes[p]), round(float(x), 5), round(float(y), 5))
        for p, (x, y) in zip(order, middle, strict=True)
    )
    uses = np.bincount(np.concatenate([start, end]), minlength=n)
    return Net(len(start), n, float(km.sum()), islands, of_line, int((uses == 1).sum()))
