"""Road beds: the terrain next to roads is levelled along them, as builders do."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from .model import Grid
from .roads import Network

SLOPE_LIMITS = (0.055, 0.055, 0.06, 0.06, 0.07, 0.10, 0.12)
MOST_M = 320.0


def graded_heights(
    grid: Grid, height: np.ndarray, network: Network
) -> tuple[np.ndarray, np.ndarray]:
    """Return the road cells and their altitudes after cut and fill, metres.

    Parameters
    ----------
    grid
        The raster's geometry.
    height
        Altitude before the roads, metres.
    network
        Steps between cells with their rank.
    """
    cells = network.cells()
    edges = np.array(sorted(network.steps))
    limit = np.array([SLOPE_LIMITS[network.steps[tuple(e)][0]] for e in edges.tolist()])
    a, b = (np.searchsorted(cells, edges[:, i]) for i in (0, 1))
    xy = grid.xy_m(cells)
    most = limit * np.hypot(*(xy[a] - xy[b]).T)
    before = height.ravel()[cells]
    level = before.copy()
    degree = np.maximum(1, np.bincount(np.r_[a, b], minlength=cells.size))
    for _ in range(1_500):
        rise = level[b] - level[a]
        excess = np.sign(rise) * np.clip(abs(rise) - most, 0, None)
        if abs(excess).max() < 1:
            break
        push = np.zeros_like(level)
        np.add.at(push, a, 0.5 * excess)
        np.add.at(push, b, -0.5 * excess)
        level = np.clip(level + 1.6 * push / degree, before - MOST_M, before + MOST_M)
    return cells, level


def grade_roads(grid: Grid, height: np.ndarray, network: Network) -> np.ndarray:
    """Return the terrain with road beds about three cells wide and soft edges."""
    cells, level = graded_heights(grid, height, network)
    bed = np.full(height.size, np.nan)
    bed[cells] = level
    off = np.isnan(bed).reshape(grid.shape)
    away, nearest = ndimage.distance_transform_edt(off, return_indices=True)
    near_level = bed.reshape(grid.shape)[tuple(nearest)]
    known = ~off
    weight = ndimage.gaussian_filter(known.astype(float), 1.0)
    soft = ndimage.gaussian_filter(np.where(known, bed.reshape(grid.shape), 0.0), 1.0)
    blended = np.where(weight > 0.02, soft / np.maximum(weight, 0.02), near_level)
    target = np.where(known, near_level, 0.5 * near_level + 0.5 * blended)
    share = np.clip((4.5 - away) / 3.0, 0, 1)
    return height * (1 - share) + target * share
