"""Short searches on a large network: each looks only at the part of it within its limit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from planner.travel.paths import BEYOND_MINUTES, CELLS_AT_A_TIME, Arcs

Array = NDArray[Any]

SHORT_M = 1.0
"""Arcs shorter than this say nothing of the least minutes by the metre, for rounding."""


class Nearby:
    """A network for searches that do not go far.

    No way is shorter than the straight line between its ends, so that one within a limit stays
    within a box around its beginning. How wide the box must be is told by the arc of the least
    minutes by the metre.

    Parameters
    ----------
    network
        Arcs.
    xy_m
        Coordinates of the nodes, metres, shape (nodes, 2).
    """

    def __init__(self, network: Arcs, xy_m: Array) -> None:
        self._network, self._xy = network, xy_m
        self._by_x = np.argsort(xy_m[:, 0], kind="stable")
        self._x = xy_m[self._by_x, 0]
        self._number = np.full(network.nodes, -1)
        tail, head = np.divmod(network.key, network.nodes)
        metres = np.hypot(*(xy_m[tail] - xy_m[head]).T)
        minutes, long = network.matrix.data, metres >= SHORT_M
        self._rate = float((minutes[long] / metres[long]).min(initial=np.inf))
        # What shorter arcs may leap beyond that rate, all of them together.
        leap = ~long & (minutes < self._rate * metres) if np.isfinite(self._rate) else ~long
        self._leap_m = float(metres[leap].sum())

    def least(self, source: Array, target: Array, limit_minutes: float) -> Array:
        """Return the least minutes from nodes to others, infinite beyond the limit, (p, k).

        Parameters
        ----------
        source, target
            Nodes, shape (p,), and those asked for from each, shape (p, k).
        limit_minutes
            Longer ways are not searched for.
        """
        found = np.full(target.shape, np.inf)
        reach_m = np.inf
        if self._rate > 0:
            reach_m = self._leap_m + (limit_minutes + BEYOND_MINUTES) / self._rate
        for pairs in self._tiles(source, 2 * reach_m):
            starts, row = np.unique(source[pairs], return_inverse=True)
            nodes = self._box(self._xy[starts], reach_m)
            self._number[nodes] = np.arange(len(nodes))
            matrix = self._between(nodes)
            at = self._number[target[pairs]]
            step = max(1, CELLS_AT_A_TIME // len(nodes))
            for begin in range(0, len(starts), step):
                some = starts[begin : begin + step]
                least = dijkstra(
                    matrix, indices=self._number[some], limit=limit_minutes + BEYOND_MINUTES
                )
                own = np.flatnonzero((row >= begin) & (row < begin + step))
                inside = at[own] >= 0
                near = least[row[own, None] - begin, np.where(inside, at[own], 0)]
                found[pairs[own]] = np.where(inside, near, np.inf)
            self._number[nodes] = -1
        return found

    def _tiles(self, source: Array, side_m: float) -> Iterator[Array]:
        """Yield the pairs whose sources lie in one tile, as indices."""
        tile = np.zeros((len(source), 2))
        if np.isfinite(side_m) and side_m > 0:
            tile = np.floor(self._xy[source] / side_m)
        order = np.lexsort(tile.T)
        turn = np.any(np.diff(tile[order], axis=0) != 0, axis=1)
        yield from np.split(order, np.flatnonzero(turn) + 1)

    def _box(self, xy_m: Array, reach_m: float) -> Array:
        """Return the nodes in the box that reaches so far around points, rising."""
        low, high = xy_m.min(axis=0) - reach_m, xy_m.max(axis=0) + reach_m
        first = np.searchsorted(self._x, low[0], side="left")
        last = np.searchsorted(self._x, high[0], side="right")
        some = self._by_x[first:last]
        y = self._xy[some, 1]
        found: Array = np.sort(some[(y >= low[1]) & (y <= high[1])])
        return found

    def _between(self, nodes: Array) -> csr_array[Any, tuple[int, int]]:
        """Return the arcs between some nodes, which have their numbers."""
        matrix = self._network.matrix
        begin = matrix.indptr[nodes].astype(np.int64)
        many = matrix.indptr[nodes + 1] - begin
        row = np.repeat(np.arange(len(nodes)), many)
        arc = np.arange(len(row)) + np.repeat(begin - np.cumsum(many) + many, many)
        head = self._number[matrix.indices[arc]]
        inside = head >= 0
        pointer = np.searchsorted(row[inside], np.arange(len(nodes) + 1))
        return csr_array(
            (matrix.data[arc[inside]], head[inside], pointer), shape=(len(nodes), len(nodes))
        )
