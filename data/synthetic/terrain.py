"""Invented terrain: stream-power erosion above sketched main rivers, with ridged detail."""

from __future__ import annotations

import heapq
import itertools

import numpy as np
from scipy import ndimage
from shapely import contains_xy
from shapely.geometry import Polygon

from .model import County, Grid

OFFSETS = [(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)]
AREA_EXPONENT = 0.42
HILLSLOPE_LIMIT = 0.62


def make_grid(outline: Polygon, cell_lon_deg: float = 0.003, cell_lat_deg: float = 0.0025) -> Grid:
    """Return the grid that covers the bounding box of the county."""
    west, south, east, north = outline.bounds
    ncols = int(np.ceil((east - west) / cell_lon_deg)) + 4
    nrows = int(np.ceil((north - south) / cell_lat_deg)) + 4
    return Grid(
        round(west - 2 * cell_lon_deg, 4),
        round(north + 2 * cell_lat_deg, 4),
        cell_lon_deg,
        cell_lat_deg,
        nrows,
        ncols,
    )


def inside_mask(grid: Grid, outline: Polygon) -> np.ndarray:
    """Return a boolean raster of the cells whose centre lies in the outline."""
    lon, lat = grid.lonlat(np.arange(grid.nrows * grid.ncols))
    return contains_xy(outline, lon, lat).reshape(grid.shape)


def octaves(
    rng: np.random.Generator,
    shape: tuple[int, int],
    first_cells: int,
    count: int,
    ridged: bool = False,
) -> np.ndarray:
    """Return multi-octave value noise between about 0 and 1.

    Parameters
    ----------
    rng
        Source of random numbers.
    shape
        Rows and columns.
    first_cells
        Wave length of the first octave in cells; each further octave has half of it.
    count
        Number of octaves.
    ridged
        Fold every octave so that it forms sharp crests.
    """
    total = np.zeros(shape)
    weight, weights = 1.0, 0.0
    for octave in range(count):
        step = max(2.0, first_cells / 2**octave)
        knots = rng.random([int(n / step) + 4 for n in shape])
        rows = np.linspace(1, 1 + shape[0] / step, shape[0])
        cols = np.linspace(1, 1 + shape[1] / step, shape[1])
        layer = ndimage.map_coordinates(knots, np.meshgrid(rows, cols, indexing="ij"), order=3)
        total += weight * (1 - abs(2 * layer - 1) if ridged else layer)
        weights += weight
        weight /= 2
    return total / weights


def burn_rivers(county: County, grid: Grid, rng: np.random.Generator) -> np.ndarray:
    """Return a raster with the altitude of the main rivers in metres, NaN elsewhere."""
    base = np.full(grid.nrows * grid.ncols, np.nan)
    for river in county.rivers:
        for (lon0, lat0, alt0), (lon1, lat1, alt1) in itertools.pairwise(river):
            length_m = np.hypot((lon1 - lon0) * 94_000, (lat1 - lat0) * 111_000)
            t = np.linspace(0, 1, max(3, int(length_m / 60)))
            sway = np.zeros_like(t)
            for wave in (1, 2, 3, 5):
                sway += rng.normal(0, 0.013 / wave) * np.sin(np.pi * wave * t)
            scale = min(1.0, length_m / 15_000)
            lon = lon0 + (lon1 - lon0) * t - (lat1 - lat0) / (length_m / 1e5) * sway * scale
            lat = lat0 + (lat1 - lat0) * t + (lon1 - lon0) / (length_m / 1e5) * sway * scale
            keep = (
                (lon > grid.west_deg)
                & (lon < grid.west_deg + grid.ncols * grid.dlon_deg)
                & (lat < grid.north_deg)
                & (lat > grid.north_deg - grid.nrows * grid.dlat_deg)
            )
            cells = grid.cell(lon[keep], lat[keep])
            np.fmin.at(base, cells, (alt0 + (alt1 - alt0) * t)[keep])
    return base.reshape(grid.shape)


def flood(height: np.ndarray, outlets: np.ndarray, step_m: float = 0.2) -> np.ndarray:
    """Raise pits so that every cell drains to an outlet (priority flood).

    Parameters
    ----------
    height
        Altitude, metres.
    outlets
        True where water leaves.
    step_m
        Least fall from cell to cell, metres.
    """
    nrows, ncols = height.shape
    filled = height.ravel().tolist()
    done = outlets.ravel().tolist()
    queue = [(filled[i], i) for i in np.flatnonzero(outlets.ravel()).tolist()]
    heapq.heapify(queue)
    while queue:
        level, cell = heapq.heappop(queue)
        row, col = divmod(cell, ncols)
        for drow, dcol in OFFSETS:
            r, c = row + drow, col + dcol
            if 0 <= r < nrows and 0 <= c < ncols:
                other = r * ncols + c
                if not done[other]:
                    done[other] = True
                    filled[other] = max(filled[other], level + step_m)
                    heapq.heappush(queue, (filled[other], other))
    return np.array(filled).reshape(height.shape)


def receivers(height: np.ndarray, dx_m: float, dy_m: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the steepest lower neighbour of every cell and the distance to it, metres."""
    nrows, ncols = height.shape
    padded = np.pad(height, 1, constant_values=np.inf)
    best = np.zeros(height.shape)
    target = np.arange(height.size).reshape(height.shape)
    own = target.copy()
    length = np.ones(height.shape)
    for drow, dcol in OFFSETS:
        distance = float(np.hypot(drow * dy_m, dcol * dx_m))
        near = padded[1 + drow : 1 + drow + nrows, 1 + dcol : 1 + dcol + ncols]
        slope = (height - near) / distance
        better = slope > best
        best = np.where(better, slope, best)
        target = np.where(better, own + drow * ncols + dcol, target)
        length = np.where(better, distance, length)
    return target.ravel(), length.ravel()


def levels(target: np.ndarray) -> list[np.ndarray]:
    """Return the cells grouped by their number of steps to the end of the flow path."""
    depth = (target != np.arange(target.size)).astype(np.int64)
    jump = target.copy()
    while True:
        further = depth[jump]
        if not further.any():
            break
        depth = depth + further
        jump = jump[jump]
    order = np.argsort(depth, kind="stable")
    return np.split(order, np.cumsum(np.bincount(depth))[:-1])


def drainage_m2(target: np.ndarray, groups: list[np.ndarray], cell_m2: float) -> np.ndarray:
    """Return the catchment area of every cell, square metres."""
    area = np.full(target.size, cell_m2)
    for group in groups[:0:-1]:
        np.add.at(area, target[group], area[group])
    return area


def erode(
    height: np.ndarray, base: np.ndarray, steep: np.ndarray, dx_m: float, dy_m: float, rounds: int
) -> np.ndarray:
    """Let the surface approach the state in which rivers cut as fast as the land rises."""
    fixed = ~np.isnan(base.ravel())
    flat = np.where(fixed, base.ravel(), height.ravel())
    for _ in range(rounds):
        target, length = receivers(flat.reshape(height.shape), dx_m, dy_m)
        groups = levels(target)
        area = drainage_m2(target, groups, dx_m * dy_m)
        rise = np.minimum(steep.ravel() * area**-AREA_EXPONENT, HILLSLOPE_LIMIT) * length
        new = flat.copy()
        for group in groups[1:]:
            cells = group[~fixed[group]]
            goal = new[target[cells]] + rise[cells]
            new[cells] = np.maximum(0.35 * flat[cells] + 0.65 * goal, new[target[cells]] + 0.05)
        flat = new
    return flat.reshape(height.shape)


def widen_valleys(height: np.ndarray, grid: Grid, from_km2: float = 4.0) -> np.ndarray:
    """Give every larger stream a flat floor about three cells wide, as ice and floods do."""
    target, _ = receivers(height, grid.dx_m, grid.dy_m)
    area = drainage_m2(target, levels(target), grid.dx_m * grid.dy_m).reshape(height.shape) / 1e6
    stream = np.where(area > from_km2, height, np.inf)
    floor = ndimage.minimum_filter(stream, 3) + 4.0
    return np.where(np.isfinite(floor), np.minimum(height, floor), height)


def make_terrain(
    county: County, grid: Grid, inside: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return the altitude in metres and the catchment area in square kilometres."""
    base = burn_rivers(county, grid, rng)
    distance_km = ndimage.distance_transform_edt(np.isnan(base), sampling=[grid.dy_m, grid.dx_m])
    steep = county.steepness * (0.55 + 0.9 * octaves(rng, grid.shape, 90, 3))
    lon, lat = (a.reshape(grid.shape) for a in grid.lonlat(np.arange(base.size)))
    for where_lon, where_lat, radius_km, factor in county.regions:
        away = np.hypot((lon - where_lon) * 94, (lat - where_lat) * 111) / radius_km
        steep = steep * factor ** np.exp(-(away**2))
    nearest = ndimage.distance_transform_edt(
        np.isnan(base), return_distances=False, return_indices=True
    )
    start = base[tuple(nearest)] + 0.03 * distance_km + 500 * octaves(rng, grid.shape, 50, 5)
    start = np.where(np.isnan(base), start, base)
    small = (slice(None, None, 2), slice(None, None, 2))
    wet = ndimage.minimum_filter(np.where(np.isnan(base), 1e9, base), 2, origin=-1)[small]
    coarse_base = np.where(wet > 1e8, np.nan, wet)
    coarse = flood(np.fmin(start[small], np.inf), ~np.isnan(coarse_base), 1.0)
    coarse = erode(coarse, coarse_base, steep[small], 2 * grid.dx_m, 2 * grid.dy_m, 60)
    zoom = [n / m for n, m in zip(grid.shape, coarse.shape, strict=True)]
    height = ndimage.zoom(coarse, zoom, order=1)[: grid.nrows, : grid.ncols]
    height = np.where(np.isnan(base), height + 6 * rng.random(grid.shape), base)
    height = flood(height, ~np.isnan(base))
    height = erode(height, base, steep, grid.dx_m, grid.dy_m, 25)
    detail = 1 - octaves(rng, grid.shape, 12, 3, ridged=True)
    slope = np.hypot(*np.gradient(height, grid.dy_m, grid.dx_m))
    height = height + 70 * np.clip(slope, 0, 0.5) * (detail - 0.5)
    top, middle = height[inside].max(), np.quantile(height[inside], 0.6)
    stretch = (county.max_m - middle) / (top - middle)
    height = np.where(height > middle, middle + (height - middle) * stretch, height)
    height = np.clip(height, county.min_m, None)
    height = widen_valleys(height, grid)
    height = flood(np.where(np.isnan(base), height, base), ~np.isnan(base), 0.05)
    height = np.clip(height, county.min_m, county.max_m)
    target, _ = receivers(height, grid.dx_m, grid.dy_m)
    area = drainage_m2(target, levels(target), grid.dx_m * grid.dy_m) / 1e6
    return height, area.reshape(grid.shape)
