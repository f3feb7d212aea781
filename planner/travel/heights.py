"""Heights of points: bilinear between the cells of a raster, or coarsely between places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

NEIGHBOURS = 8
"""Places from which the height of a point is taken where there is no raster."""

LEAST_STEP_M = 50.0
COARSE_STEP_M = 250.0
POINTS_AT_A_TIME = 500_000


class Terrain(Protocol):
    """What knows the height of points."""

    @property
    def step_m(self) -> float:
        """Distance at which heights along a way are taken, metres."""

    def locate(self, xy_m: Array) -> Array:
        """Return where points of the county's system lie on the terrain, shape (p, 2)."""

    def height_m(self, located: Array) -> Array:
        """Return the heights of located points, shape (p,)."""


@dataclass(frozen=True, eq=False)
class Raster:
    """Heights in cells, without voids.

    Parameters
    ----------
    heights_m
        Shape (rows, columns).
    to_cell
        From x and y of `crs` to column and row, the centre of the first cell at 0, 0: the
        numbers a, b, c, d, e, f of ``column = a x + b y + c`` and ``row = d x + e y + f``.
    crs, county_crs
        Systems of the raster and of the county.
    cell_m
        Width of a cell, metres.
    """

    heights_m: Array
    to_cell: tuple[float, ...]
    crs: Any
    county_crs: str
    cell_m: float

    @property
    def step_m(self) -> float:
        """Half a cell, at least 50 m."""
        return max(LEAST_STEP_M, self.cell_m / 2)

    def locate(self, xy_m: Array) -> Array:
        """Return column and row of points, shape (p, 2)."""
        from pyproj import Transformer

        system = self.crs.to_wkt()
        transformer = Transformer.from_crs(self.county_crs, system, always_xy=True)
        x, y = transformer.transform(xy_m[:, 0], xy_m[:, 1])
        a, b, c, d, e, f = self.to_cell
        return np.stack([a * x + b * y + c, d * x + e * y + f], axis=1)

    def height_m(self, located: Array) -> Array:
        """Return bilinear heights, those of the rim outside it."""
        low, share = [], []
        for axis, size in ((1, self.heights_m.shape[0]), (0, self.heights_m.shape[1])):
            at = np.clip(located[:, axis], 0, size - 1)
            first = np.clip(np.floor(at).astype(np.int64), 0, max(size - 2, 0))
            low.append(first)
            share.append(at - first)
        (row, column), (down, right) = low, share
        below = np.minimum(row + 1, self.heights_m.shape[0] - 1)
        beside = np.minimum(column + 1, self.heights_m.shape[1] - 1)
        h = self.heights_m
        upper = h[row, column] * (1 - right) + h[row, beside] * right
        lower = h[below, column] * (1 - right) + h[below, beside] * right
        height: Array = upper * (1 - down) + lower * down
        return height

    def outside(self, xy_m: Array) -> Array:
        """Return which points lie outside the raster, shape (p,)."""
        located = self.locate(xy_m)
        rows, columns = self.heights_m.shape
        beyond: Array = np.any((located < -0.5) | (located > [columns - 0.5, rows - 0.5]), axis=1)
        return beyond


@dataclass(frozen=True, eq=False)
class Surface:
    """A coarse surface through the heights of places.

    Each point has the mean of its `NEIGHBOURS` nearest places, weighted by
    ``(1 / d - 1 / D)^2`` with d the distance to the place and D that to the next place not
    among them (Shepard's weights as modified by Franke and Little): it passes through every
    place and has no steps.

    Parameters
    ----------
    xy_m, heights_m
        Places, shapes (p, 2) and (p,).
    """

    xy_m: Array
    heights_m: Array

    @property
    def step_m(self) -> float:
        """Steps of `COARSE_STEP_M`: finer ones would show nothing more."""
        return COARSE_STEP_M

    def locate(self, xy_m: Array) -> Array:
        """Return the points themselves."""
        return xy_m

    def height_m(self, located: Array) -> Array:
        """Return heights by weighted distance."""
        from scipy.spatial import cKDTree

        places = len(self.heights_m)
        near = min(NEIGHBOURS, places)
        tree = cKDTree(self.xy_m)
        found = []
        for begin in range(0, len(located), POINTS_AT_A_TIME):
            some = located[begin : begin + POINTS_AT_A_TIME]
            metres, place = tree.query(some, k=np.arange(1, min(near + 1, places) + 1))
            metres = np.maximum(metres, 1e-3)
            end = metres[:, -1:] if places > near else np.inf
            weight = (1 / metres[:, :near] - 1 / end) ** 2
            weight = np.where(weight.sum(axis=1, keepdims=True) > 0, weight, 1.0)
            heights = self.heights_m[place[:, :near]]
            found.append((weight * heights).sum(axis=1) / weight.sum(axis=1))
        return np.concatenate(found) if found else np.zeros(0)
