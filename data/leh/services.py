"""Bus lines of today, estimated: from the main town along the main roads to the larger places."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from data.leh.network import PlaceGraph

Array = NDArray[Any]

STAND_LABEL = r"^\s*bus\s*s(?:t|a)"
LARGE_FROM_PEOPLE = 1000
SERVED_WITHIN_M = 2000.0
MAIN_CLASSES = ("national", "provincial", "county")
SIDE_ROAD_WEIGHT = 2.0
STAND_WITHIN_M = 300.0
VILLAGE_WITHIN_M = 1500.0
STOPS_APART_M = 800.0
SEATS = 20


def bus_stands(facilities: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the bus stands and bus stops of the source, sorted by id."""
    label = facilities["FAC_DESC"].str.lower()
    stands = facilities[label.str.contains(STAND_LABEL, regex=True, na=False)]
    return stands.sort_values("FACILITY_I", kind="stable").reset_index(drop=True)


def bus_lines(
    villages: gpd.GeoDataFrame,
    stands: gpd.GeoDataFrame,
    graph: PlaceGraph,
    road_class: pd.Series,
) -> gpd.GeoDataFrame:
    """Return the stops of the estimated lines, in metres, by `line_id` and `stop_order`.

    Each line runs from the bus stand nearest the largest village. It ends at the largest
    village of a township or at one of `LARGE_FROM_PEOPLE`, the farthest first, unless an
    earlier line already stops within `SERVED_WITHIN_M` of it. The way is the shortest, with
    side roads counted `SIDE_ROAD_WEIGHT` times. It stops where bus stands are, and else where
    the way from a village comes down to the road.

    Parameters
    ----------
    villages, stands
        Villages and bus stands.
    graph
        Roads with the villages and then the stands as their first places.
    road_class
        Class of each road edge.
    """
    n, first = len(villages), graph.first_place
    main = np.where(road_class.isin(MAIN_CLASSES), 1.0, SIDE_ROAD_WEIGHT)
    lengths, weighted = graph.matrix(), graph.matrix(main)
    ranked = villages.sort_values(["population", "village_id"], ascending=[False, True])
    hub = int(ranked.index[0])
    origin = first + n + int(stands.distance(villages.geometry.iloc[hub]).argmin())
    cost, before = dijkstra(weighted, directed=False, indices=origin, return_predecessors=True)

    large = villages.index[villages["population"] >= LARGE_FROM_PEOPLE]
    ends = np.union1d(ranked.drop_duplicates("township").index.to_numpy(), large.to_numpy())
    ends = ends[np.lexsort((ends, -cost[first + ends]))]
    lines: list[pd.DataFrame] = []
    stops = np.array([origin])
    for end in ends:
        nearest = dijkstra(lengths, directed=False, indices=stops, min_only=True)
        if nearest[first + end] <= SERVED_WITHIN_M:
            continue
        path = _path(before, origin, first + int(end))
        at = _stops_on(path, lengths, graph, n, len(stands))
        stops = np.union1d(stops, at)
        name = f"L{len(lines) + 1:02d}-{villages['name'].iloc[end]}"
        lines.append(pd.DataFrame({"line_id": name, "node": at}))
    table = pd.concat(lines, ignore_index=True)
    xy = graph.nodes[table["node"]]
    return gpd.GeoDataFrame(
        {
            "line_id": table["line_id"],
            "stop_order": table.groupby("line_id").cumcount() + 1,
            "seats": SEATS,
            "fare_yuan": np.nan,
            "attendant": pd.array([pd.NA] * len(table), dtype="Int64"),
            "season": None,
            "provenance": "estimated",
        },
        geometry=gpd.points_from_xy(xy[:, 0], xy[:, 1]),
        crs=villages.crs,
    )


def _path(before: Array, origin: int, end: int) -> Array:
    """Return the nodes from the origin to the end."""
    path = [end]
    while path[-1] != origin:
        path.append(int(before[path[-1]]))
    return np.array(path[::-1])


def _stops_on(
    path: Array, lengths: csr_array, graph: PlaceGraph, villages: int, stands: int
) -> Array:
    """Return the nodes of a path at which the bus stops, in order."""
    steps = np.asarray(lengths[path[:-1], path[1:]]).ravel()
    position = dict(zip(path.tolist(), np.concatenate([[0], np.cumsum(steps)]), strict=True))
    metres, _, root = dijkstra(
        lengths, directed=False, indices=path, min_only=True, return_predecessors=True
    )
    place = np.arange(villages + stands)
    limit = np.where(place < villages, VILLAGE_WITHIN_M, STAND_WITHIN_M)
    way = metres[graph.first_place + place] + graph.off_road_m[place]
    # Stands come before villages, near ones before far ones.
    order = np.lexsort((place, way, place < villages))
    near = order[way[order] <= limit[order]]
    chosen = [int(path[0]), int(path[-1])]
    for node in root[graph.first_place + near].tolist():
        if all(abs(position[node] - position[other]) >= STOPS_APART_M for other in chosen):
            chosen.append(node)
    return np.array(sorted(chosen, key=position.__getitem__))
