"""The road network on the grid: least-cost paths that share what is built."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

import networkx as nx
import numpy as np
from scipy import ndimage

from .costs import REUSE, CostGraph
from .model import County, Grid

RANKS = ["national", "provincial", "county", "township", "village", "track", "path"]


@dataclass
class Network:
    """Steps between cells with the rank and name of their road.

    Parameters
    ----------
    steps
        Pair of cells, smaller first, to (rank number, road name).
    stations
        Cells at which lines must end: seats, villages, ends of numbered roads.
    """

    steps: dict[tuple[int, int], tuple[int, str]] = field(default_factory=dict)
    stations: set[int] = field(default_factory=set)

    def add(self, cells: list[int], road_class: str, name: str = "") -> None:
        """Add a path; where a road exists already the higher class stays."""
        rank = RANKS.index(road_class)
        for start, end in itertools.pairwise(cells):
            edge = (min(start, end), max(start, end))
            old = self.steps.get(edge)
            if old is None or rank < old[0]:
                self.steps[edge] = (rank, name)

    def cells(self) -> np.ndarray:
        """Return the sorted cells on any road."""
        return np.unique(np.array(list(self.steps), dtype=int))


def near_road_km(grid: Grid, network: Network) -> np.ndarray:
    """Return the straight distance of every cell to the nearest road cell, kilometres."""
    off = np.ones(grid.nrows * grid.ncols, dtype=bool)
    off[network.cells()] = False
    sampling = [grid.dy_m / 1000, grid.dx_m / 1000]
    return ndimage.distance_transform_edt(off.reshape(grid.shape), sampling=sampling).ravel()


def road_level_m(grid: Grid, network: Network, height: np.ndarray) -> np.ndarray:
    """Return for every cell the altitude of the nearest road cell, metres."""
    off = np.ones(grid.nrows * grid.ncols, dtype=bool)
    off[network.cells()] = False
    nearest = ndimage.distance_transform_edt(
        off.reshape(grid.shape), return_distances=False, return_indices=True
    )
    return height[tuple(nearest)].ravel()


def nearest_inside(grid: Grid, inside: np.ndarray, lon: float, lat: float) -> int:
    """Return the usable cell nearest to a point."""
    cells = np.flatnonzero(inside.ravel())
    wish = grid.xy_m(int(grid.cell(lon, lat)))[0]
    return int(cells[np.argmin(np.hypot(*(grid.xy_m(cells) - wish).T))])


def main_roads(
    county: County, graph: CostGraph, inside: np.ndarray, seats: dict[str, int]
) -> Network:
    """Return the numbered roads and the county roads that join every township seat."""
    network = Network(stations=set(seats.values()))
    for name, road_class, waypoints in county.routes:
        stops = [
            seats[w] if isinstance(w, str) else nearest_inside(graph.grid, inside, *w)
            for w in waypoints
        ]
        network.stations.update(stops)
        for start, end in itertools.pairwise(stops):
            cells = graph.path(graph.spread(np.array([start]))[1], end)
            network.add(cells, road_class, name)
            graph.build(cells)
    missing = [cell for cell in seats.values() if cell not in set(network.cells().tolist())]
    while missing:
        cost, previous, _ = graph.spread(network.cells())
        nearest = min(missing, key=lambda cell: cost[cell])
        cells = graph.path(previous, nearest)
        network.add(cells, "county")
        graph.build(cells)
        missing = [cell for cell in missing if cell not in set(cells)]
    return network


def link_neighbours(graph: CostGraph, network: Network, seats: dict[str, int], most: int) -> None:
    """Add a few township roads between neighbouring seats that are far apart by road."""
    names = list(seats)
    xy = graph.grid.xy_m(np.array([seats[n] for n in names]))
    roads = nx.Graph()
    for start, end in network.steps:
        length_km = np.hypot(*np.diff(graph.grid.xy_m(np.array([start, end])), axis=0)[0]) / 1000
        roads.add_edge(start, end, weight=float(length_km))
    gains = []
    for i, name in enumerate(names):
        road_km = nx.single_source_dijkstra_path_length(roads, seats[name])
        straight_km = np.hypot(*(xy - xy[i]).T) / 1000
        gains += [
            (-road_km[seats[names[j]]] / straight_km[j], i, j)
            for j in range(i)
            if straight_km[j] < 30
        ]
    used: set[int] = set()
    for _, i, j in sorted(gains):
        if len(used) >= 2 * most or {i, j} & used:
            continue
        used |= {i, j}
        # Without the reuse discount the link takes its own valley and pass.
        places = np.array(
            [graph.position(*way) for step in sorted(graph.built) for way in (step, step[::-1])]
        )
        graph.matrix.data[places] /= REUSE
        cells = graph.path(graph.spread(np.array([seats[names[i]]]))[1], seats[names[j]])
        graph.matrix.data[places] *= REUSE
        network.add(cells, "township")
        graph.build(cells)


def join(graph: CostGraph, network: Network, cells: list[int], classes: list[str]) -> None:
    """Join places to the network by the cheapest paths, which share what they can."""
    previous = graph.spread(network.cells())[1]
    for cell, road_class in zip(cells, classes, strict=True):
        path = graph.path(previous, cell)
        network.add(path, road_class)
        graph.build(path)
        network.stations.add(cell)
