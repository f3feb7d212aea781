"""Distances along the roads between villages, and routes for bus lines."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra
from shapely import STRtree
from shapely.affinity import scale
from shapely.geometry import LineString, Point

from .model import EARTH_M_PER_DEGREE


class RoadGraph:
    """The noded roads as a graph, in a local plane (metres).

    Parameters
    ----------
    roads
        Noded lines in degrees.
    """

    def __init__(self, roads: gpd.GeoDataFrame):
        middle = float(roads.total_bounds[[1, 3]].mean())
        self.stretch = (EARTH_M_PER_DEGREE * np.cos(np.radians(middle)), EARTH_M_PER_DEGREE)
        self.lines = list(roads.geometry)
        self.flat = [scale(line, *self.stretch, origin=(0, 0)) for line in self.lines]
        nodes: dict[tuple[float, float], int] = {}
        self.ends = []
        for line in self.lines:
            first, last = line.coords[0], line.coords[-1]
            self.ends.append(
                (nodes.setdefault(first, len(nodes)), nodes.setdefault(last, len(nodes)))
            )
        self.nodes = nodes
        self.tree = STRtree(self.flat)

    def graph(self) -> nx.Graph:
        """Return the road graph with ``weight`` (metres) and ``line`` (row) on its edges."""
        graph = nx.Graph()
        for row, (first, last) in enumerate(self.ends):
            old = graph.get_edge_data(first, last)
            if old is None or self.flat[row].length < old["weight"]:
                graph.add_edge(first, last, weight=self.flat[row].length, line=row)
        return graph

    def snap(self, lon: float, lat: float) -> tuple[int, float, float]:
        """Return line, place along it and distance to it of a point, metres."""
        point = Point(lon * self.stretch[0], lat * self.stretch[1])
        row = int(self.tree.nearest(point))
        return row, self.flat[row].project(point), self.flat[row].distance(point)

    def approach_m(
        self,
        points: pd.DataFrame,
        snaps: list[tuple[int, float, float]],
        height_of: Callable[[float, float], float] | None,
    ) -> np.ndarray:
        """Return the way from each point to its road, metres.

        With altitudes it is the length of an equally tiring way on a level road.
        """
        off = np.array([snap[2] for snap in snaps])
        if height_of is None:
            return 1.25 * off
        rise = []
        for (row, along, _), lon, lat in zip(snaps, points["lon"], points["lat"], strict=True):
            foot = self.flat[row].interpolate(along)
            rise.append(
                height_of(lon, lat) - height_of(foot.x / self.stretch[0], foot.y / self.stretch[1])
            )
        slope = np.clip(np.abs(rise) / np.maximum(off, 100), 0, 0.6)
        return off / 0.6 * np.exp(3.5 * slope)

    def across_km(
        self, points: pd.DataFrame, height_of: Callable[[float, float], float] | None
    ) -> np.ndarray:
        """Return kilometres between points less than 2 km apart on foot off the road."""
        xy = points[["lon", "lat"]].to_numpy(dtype=float) * self.stretch
        straight = np.hypot(*(xy[:, None, :] - xy[None, :, :]).T) / 1000
        if height_of is None:
            return np.where(straight < 2, 1.4 * straight, np.inf)
        level = np.array(
            [height_of(lon, lat) for lon, lat in zip(points["lon"], points["lat"], strict=True)]
        )
        slope = np.abs(level[:, None] - level[None, :]) / 1000 / np.maximum(straight, 0.1)
        effort = straight / 0.6 * np.exp(3.5 * np.clip(slope, 0, 0.8))
        return np.where(straight < 2, effort, np.inf)

    def efforts_m(self, height_of: Callable[[float, float], float] | None) -> list[float]:
        """Return the length of every line, metres.

        With altitudes it is the length of an equally tiring level road (Tobler, slower way).
        """
        if height_of is None:
            return [line.length for line in self.flat]
        efforts = []
        for line in self.flat:
            count = max(1, round(line.length / 250))
            feet = [line.interpolate(place) for place in np.linspace(0, line.length, count + 1)]
            levels = [height_of(p.x / self.stretch[0], p.y / self.stretch[1]) for p in feet]
            step_m = line.length / count
            slope = np.clip(np.abs(np.diff(levels)) / max(step_m, 100), 0, 0.6)
            efforts.append(float((step_m * np.exp(3.5 * slope)).sum()))
        return efforts

    def between(
        self, points: pd.DataFrame, height_of: Callable[[float, float], float] | None = None
    ) -> np.ndarray:
        """Return kilometres between all points by road, the way to the road included.

        Parameters
        ----------
        points
            Columns ``lon`` and ``lat``, degrees.
        height_of
            Altitude in metres at a longitude and latitude; then kilometres are those of an
            equally tiring level road.
        """
        first_point = len(self.nodes)
        start, end, metres = [], [], []
        efforts = self.efforts_m(height_of)
        for row, (first, last) in enumerate(self.ends):
            start.append(first)
            end.append(last)
            metres.append(efforts[row])
        snaps = [self.snap(lon, lat) for lon, lat in zip(points["lon"], points["lat"], strict=True)]
        ways = self.approach_m(points, snaps, height_of).tolist()
        for number, (row, along, _) in enumerate(snaps):
            first, last = self.ends[row]
            start += [first_point + number] * 2
            end += [first, last]
            share = along / self.flat[row].length
            metres += [
                share * efforts[row] + ways[number] + 0.1,
                (1 - share) * efforts[row] + ways[number] + 0.1,
            ]
        total = first_point + len(snaps)
        frame = pd.DataFrame({"a": start, "b": end, "m": metres}).groupby(["a", "b"])["m"].min()
        index = frame.index.to_frame()
        matrix = csr_matrix((frame.to_numpy(), (index["a"], index["b"])), shape=(total, total))
        wanted = np.arange(first_point, total)
        km = dijkstra(matrix, directed=False, indices=wanted)[:, wanted] / 1000
        km = np.minimum(km, self.across_km(points, height_of))
        for i, (row, along, _) in enumerate(snaps):
            for j in range(i):
                if snaps[j][0] == row:
                    part = abs(along - snaps[j][1]) / self.flat[row].length
                    direct = (part * efforts[row] + ways[i] + ways[j]) / 1000
                    km[i, j] = km[j, i] = min(km[i, j], direct)
        return km

    def route(self, graph: nx.Graph, start: int, end: int) -> LineString:
        """Return the shortest route between two nodes as one line, degrees."""
        path = nx.shortest_path(graph, start, end, weight="weight")
        points: list[tuple[float, float]] = []
        names = {number: node for node, number in self.nodes.items()}
        for a, b in itertools.pairwise(path):
            part = list(self.lines[graph[a][b]["line"]].coords)
            if part[0] != names[a]:
                part.reverse()
            points += part if not points else part[1:]
        return LineString(points)
