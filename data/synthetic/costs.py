"""Least-cost travel over the terrain grid."""

from __future__ import annotations

import itertools

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from .model import County, Grid

STEPS = [(0, 1), (1, 0), (1, 1), (1, -1), (1, 2), (2, 1), (1, -2), (2, -1)]
GENTLE_SLOPE = 0.07
REUSE = 0.3


class CostGraph:
    """Grid cells inside the outline joined to their 16 neighbours.

    The cost of a step grows with the square of its slope, with the steepness of the
    ground around it and with the altitude above the highest villages.

    Parameters
    ----------
    county, grid
        What is built and where.
    height
        Altitude, metres.
    inside
        Cells that may be used.
    """

    def __init__(self, county: County, grid: Grid, height: np.ndarray, inside: np.ndarray):
        self.grid = grid
        nrows, ncols = grid.shape
        number = np.arange(height.size).reshape(grid.shape)
        rough = np.hypot(*np.gradient(height, grid.dy_m, grid.dx_m))
        high = 1 + np.clip((height - county.village_limit_m) / 400, 0, None)
        starts, ends, costs = [], [], []
        for drow, dcol in STEPS:
            rows = slice(0, nrows - drow), slice(drow, nrows)
            left, right = slice(max(0, -dcol), ncols - max(0, dcol)), None
            right = slice(max(0, dcol), ncols + min(0, dcol))
            a, b = (rows[0], left), (rows[1], right)
            length_m = np.hypot(drow * grid.dy_m, dcol * grid.dx_m)
            slope = abs(height[b] - height[a]) / length_m
            cost = length_m / 1000 * (1 + np.minimum((slope / GENTLE_SLOPE) ** 2, 70))
            cost = cost * (1 + (rough[a] + rough[b]) / 0.5) * (high[a] + high[b]) / 2
            usable = inside[a] & inside[b]
            starts.append(number[a][usable])
            ends.append(number[b][usable])
            costs.append(cost[usable])
        start, end = np.concatenate(starts), np.concatenate(ends)
        cost = np.concatenate(costs)
        self.matrix = csr_matrix(
            (np.r_[cost, cost], (np.r_[start, end], np.r_[end, start])),
            shape=(height.size, height.size),
        )
        self.matrix.sort_indices()
        self.built: set[tuple[int, int]] = set()

    def position(self, start: int, end: int) -> int:
        """Return where the matrix stores the step."""
        first, last = self.matrix.indptr[start : start + 2]
        return int(first + np.searchsorted(self.matrix.indices[first:last], end))

    def build(self, cells: list[int]) -> None:
        """Mark the steps of a path as road, so that later paths prefer them."""
        for start, end in itertools.pairwise(cells):
            edge = (min(start, end), max(start, end))
            if edge not in self.built:
                self.built.add(edge)
                self.matrix.data[self.position(start, end)] *= REUSE
                self.matrix.data[self.position(end, start)] *= REUSE

    def spread(
        self, sources: np.ndarray, limit: float = np.inf
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return cost, previous cell and source of the cheapest path to every cell."""
        return dijkstra(
            self.matrix,
            directed=True,
            indices=np.asarray(sources),
            min_only=True,
            return_predecessors=True,
            limit=limit,
        )

    def path(self, previous: np.ndarray, cell: int) -> list[int]:
        """Return the cells from the source to a cell."""
        cells = [int(cell)]
        while previous[cells[-1]] >= 0:
            cells.append(int(previous[cells[-1]]))
        return cells[::-1]
