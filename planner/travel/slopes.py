"""Slopes: what walking up and down adds to the length of a way, in either direction.

Everything is counted in *effort*: the metres of level path that take as long as the way, by
Tobler's curve and the altitude. On the flat it is the way's length. Heights are taken at equal
steps along each line of the road layer as it was drawn, before it is noded, and summed up from
its start; a piece of it has the difference of two such sums. Where lines are cut therefore
changes nothing, and a long edge keeps its ups and downs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.scenario import Scenario
from planner.travel.heights import Terrain
from planner.travel.roads import RoadGraph
from planner.travel.speeds import altitude_factor, tobler_kph

Array = NDArray[Any]

OUT, BACK, CLIMB_OUT, CLIMB_BACK = range(4)
"""Columns of efforts: metres of level path onward and back, metres climbed onward and back."""

OTHER_WAY = [BACK, OUT, CLIMB_BACK, CLIMB_OUT]

BESIDE_M = 0.05
"""An edge lies on a line within this, which is the grid of the noding and some."""

STATIONS_AT_A_TIME = 1_000_000


def level(metres: Array) -> Array:
    """Return the efforts of level ways, shape (n, 4)."""
    return np.stack([metres, metres, 0 * metres, 0 * metres], axis=1)


@dataclass(frozen=True, eq=False)
class EdgeSlopes:
    """Efforts along each edge of a road graph, summed up along the lines they were cut from.

    Parameters
    ----------
    start_m
        Where each edge starts on the lines laid end to end, shape (m,).
    along
        1 where the edge runs as its line was drawn, -1 where against it, shape (m,).
    first_m, last_m
        Where the line of each edge begins and ends, shape (m,).
    station_m
        Where heights were taken, rising, shape (k,).
    sums
        Efforts up to each station, shape (k, 4).
    """

    start_m: Array
    along: Array
    first_m: Array
    last_m: Array
    station_m: Array
    sums: Array

    def between(self, edge: Array, from_m: Array, to_m: Array) -> Array:
        """Return the efforts between two points of edges, from the first to the second.

        Parameters
        ----------
        edge
            Edges, shape (n,).
        from_m, to_m
            Metres from the start of each edge, shape (n,); from is not beyond to.

        Returns
        -------
        ndarray
            Shape (n, 4), see `OUT` and the others.
        """
        first, last = self.first_m[edge], self.last_m[edge]
        a = np.clip(self.start_m[edge] + self.along[edge] * from_m, first, last)
        b = np.clip(self.start_m[edge] + self.along[edge] * to_m, first, last)
        low, high = np.minimum(a, b), np.maximum(a, b)
        total = self._at(high) - self._at(low)
        found = np.where(self.along[edge, None] > 0, total, total[:, OTHER_WAY])
        # Noding moves ends by a centimetre: what lies beyond the line is level.
        whole: Array = np.maximum(found + level((to_m - from_m) - (high - low)), 0.0)
        return whole

    def _at(self, metres: Array) -> Array:
        """Return the efforts from the first station to points between, shape (n, 4)."""
        right = np.clip(np.searchsorted(self.station_m, metres), 1, len(self.station_m) - 1)
        before, step_m = self.station_m[right - 1], np.diff(self.station_m)[right - 1]
        share = (metres - before) / np.where(step_m > 0, step_m, 1.0)
        low = self.sums[right - 1]
        found: Array = low + np.clip(share, 0.0, 1.0)[:, None] * (self.sums[right] - low)
        return found


def edge_slopes(graph: RoadGraph, terrain: Terrain, scenario: Scenario) -> EdgeSlopes:
    """Return the efforts along the edges of a road graph.

    Parameters
    ----------
    graph
        Roads with the lines they were cut from.
    terrain
        Heights.
    scenario
        For the altitude.
    """
    part, start, along = _on_lines(graph)
    parts = shapely.get_parts(graph.lines)
    own = part < 0
    used, row = np.unique(part[~own], return_inverse=True)
    # Lines are laid in an order that does not come from that of the rows.
    first = np.unique(row, return_index=True)[1]
    order = np.argsort(first, kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    lines = np.concatenate([parts[used[order]], graph.geometry[own]])
    line = np.empty(len(part), dtype=np.int64)
    line[~own] = rank[row]
    line[own] = len(used) + np.arange(own.sum())
    begin, end, station, sums = _sums(lines, terrain, scenario)
    return EdgeSlopes(begin[line] + start, along, begin[line], end[line], station, sums)


def _on_lines(graph: RoadGraph) -> tuple[Array, Array, Array]:
    """Return the part of its line on which each edge lies, where it starts there and its turn.

    The part is -1 for an edge that lies on none: one that closes a gap.
    """
    parts, origin = shapely.get_parts(graph.lines, return_index=True)
    many = np.bincount(origin, minlength=len(graph.lines))[graph.line]
    edge = np.repeat(np.arange(len(graph.line)), many)
    first = np.searchsorted(origin, graph.line)
    part = np.repeat(first - np.cumsum(many) + many, many) + np.arange(len(edge))
    at: list[Array] = []
    gap_m = np.zeros(len(edge))
    for share in (0.25, 0.75):
        probe = shapely.line_interpolate_point(graph.geometry, share, normalized=True)[edge]
        gap_m = np.maximum(gap_m, shapely.distance(probe, parts[part]))
        at.append(np.asarray(shapely.line_locate_point(parts[part], probe), dtype=float))
    half = graph.length_m[edge] / 2
    # A line that runs over itself is told by probes that lie too near or far from each other.
    lies = (gap_m <= BESIDE_M) & (np.abs(np.abs(at[1] - at[0]) - half) <= BESIDE_M + half / 1000)
    chosen = np.full(len(graph.line), -1)
    rows = np.flatnonzero(lies)[::-1]
    chosen[edge[rows]] = rows
    on = chosen >= 0
    along = np.where(on & (at[1] < at[0])[chosen], -1, 1)
    start = np.where(on, (at[0] + at[1])[chosen] / 2 - along * graph.length_m / 2, 0.0)
    return np.where(on, part[chosen], -1), start, along


def _sums(lines: Array, terrain: Terrain, scenario: Scenario) -> tuple[Array, Array, Array, Array]:
    """Return where lines laid end to end begin and end, the stations and the efforts so far."""
    xy, owner = shapely.get_coordinates(lines, return_index=True)
    turn = np.diff(owner, prepend=owner[:1]) > 0
    step = np.hypot(*np.diff(xy, axis=0, prepend=xy[:1]).T)
    vertex_m = np.cumsum(np.where(turn, 1.0, step))  # a metre keeps lines apart
    index = np.arange(len(lines))
    begin = vertex_m[np.searchsorted(owner, index, side="left")]
    end = vertex_m[np.searchsorted(owner, index, side="right") - 1]
    count = np.maximum(1, np.ceil((end - begin) / terrain.step_m - 1e-9)).astype(np.int64)
    row = np.repeat(index, count + 1)
    k = np.arange(len(row)) - np.repeat(np.cumsum(count + 1) - count - 1, count + 1)
    station = begin[row] + (end - begin)[row] * (k / count[row])
    station = np.where(k == count[row], end[row], station)
    points = np.stack([np.interp(station, vertex_m, xy[:, i]) for i in (0, 1)], axis=1)
    heights = _heights(terrain, terrain.locate(points))
    same = np.diff(row) == 0
    steps = efforts(np.diff(station)[same], heights[:-1][same], heights[1:][same], scenario)
    sums = np.zeros((len(row), 4))
    sums[1:][same] = steps
    return begin, end, station, np.cumsum(sums, axis=0)


def efforts(metres: Array, from_height_m: Array, to_height_m: Array, scenario: Scenario) -> Array:
    """Return the efforts of evenly rising stretches.

    Parameters
    ----------
    metres
        Horizontal length, shape (n,).
    from_height_m, to_height_m
        Heights of either end, shape (n,).
    scenario
        For the altitude.

    Returns
    -------
    ndarray
        Shape (n, 4), see `OUT` and the others.
    """
    rise = to_height_m - from_height_m
    slope = rise / np.where(metres > 0, metres, 1.0)
    air = altitude_factor(scenario, (from_height_m + to_height_m) / 2)
    onward = metres * tobler_kph(0.0) / tobler_kph(slope) / air
    back = metres * tobler_kph(0.0) / tobler_kph(-slope) / air
    return np.stack([onward, back, np.maximum(rise, 0.0), np.maximum(-rise, 0.0)], axis=1)


def straight_efforts(
    from_xy_m: Array, to_xy_m: Array, metres: Array, terrain: Terrain | None, scenario: Scenario
) -> Array:
    """Return the efforts of straight legs over the terrain, heights taken at equal steps.

    Parameters
    ----------
    from_xy_m, to_xy_m
        Ends, shape (n, 2).
    metres
        Lengths, shape (n,).
    terrain
        Heights, None where all is level.
    scenario
        For the altitude. The factor off the path is not part of the effort.

    Returns
    -------
    ndarray
        Shape (n, 4), see `OUT` and the others.
    """
    if terrain is None or not len(metres):
        return level(metres)
    ends = terrain.locate(from_xy_m), terrain.locate(to_xy_m)
    count = np.maximum(1, np.ceil(metres / terrain.step_m - 1e-9)).astype(np.int64)
    block = np.cumsum(count + 1) // STATIONS_AT_A_TIME
    found = []
    for some in np.split(np.arange(len(metres)), np.flatnonzero(np.diff(block)) + 1):
        steps = count[some]
        row = np.repeat(np.arange(len(some)), steps + 1)
        k = np.arange(len(row)) - np.repeat(np.cumsum(steps + 1) - steps - 1, steps + 1)
        share = (k / steps[row])[:, None]
        heights = terrain.height_m(ends[0][some][row] * (1 - share) + ends[1][some][row] * share)
        same = np.diff(row) == 0
        length = (metres[some] / steps)[row[1:][same]]
        each = efforts(length, heights[:-1][same], heights[1:][same], scenario)
        found.append(np.add.reduceat(each, np.cumsum(steps) - steps, axis=0))
    return np.concatenate(found)


def _heights(terrain: Terrain, located: Array) -> Array:
    pieces = [
        terrain.height_m(located[begin : begin + STATIONS_AT_A_TIME])
        for begin in range(0, len(located), STATIONS_AT_A_TIME)
    ]
    return np.concatenate(pieces) if pieces else np.zeros(0)
