"""Reading an elevation raster: the part around a county, its voids filled.

The raster is a GeoTIFF in any coordinate reference system or an SRTM tile (``.hgt``). Voids
are filled by GDAL's inverse distance from the cells around, smoothed; what lies deeper inside
than `FILL_CELLS` has the height of the nearest cell. A raster finer than `FINE_M` is smoothed
(Gaussian, `SMOOTH_M`), since whole metres and noise over steps of 30 m make stairs of a
slope; a coarser one stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.county import County
from planner.findings import Finding
from planner.texts import text
from planner.travel.heights import Raster
from planner.travel.words import in_words

if TYPE_CHECKING:
    import rasterio

Array = NDArray[Any]

LOWEST_M, HIGHEST_M = -500.0, 9000.0
"""Heights outside these are voids, whatever the file says."""

FILL_CELLS = 100
SMOOTHINGS = 20
"""Passes of a mean over neighbours within a filled void: an even slope is filled evenly."""

FINE_M = 60.0
SMOOTH_M = 30.0
MOST_CELLS = 25_000_000
"""A larger raster is averaged into larger cells as it is read."""

AROUND_M = 3000.0
"""The raster is read this far around the county, its places and its roads."""

MANY_VOIDS = 0.01
"""From this share of filled cells on the finding is a warning."""


def read_around(
    source: rasterio.DatasetReader, county: County
) -> tuple[Raster | None, tuple[Finding, ...]]:
    """Return the raster around a county, and what is to be said of it.

    Parameters
    ----------
    source
        The raster, open.
    county
        For where to look.

    Returns
    -------
    tuple
        None where no cell with a height lies there.
    """
    window = _window(source, county)
    if window is None:
        return None, (_finding(county, "travel.terrain.elsewhere"),)
    heights, transform = _cells(source, window)
    void = ~((heights >= LOWEST_M) & (heights <= HIGHEST_M))
    if void.all():
        return None, (_finding(county, "travel.terrain.elsewhere"),)
    filled = fill_voids(heights, void)
    cell_m = _cell_m(transform, heights.shape, source.crs, county.crs)
    if cell_m < FINE_M:
        from scipy.ndimage import gaussian_filter

        filled = gaussian_filter(filled, SMOOTH_M / cell_m, mode="nearest")
    inverse = ~transform
    to_cell = (inverse.a, inverse.b, inverse.c - 0.5, inverse.d, inverse.e, inverse.f - 0.5)
    raster = Raster(filled, to_cell, source.crs, county.crs, cell_m)
    share = _share_in_county(void, transform, source.crs, county)
    return raster, (*_voids(county, share), *_outside(county, raster))


def fill_voids(heights_m: Array, void: Array) -> Array:
    """Return heights with voids filled, shape (rows, columns).

    By inverse distance from the cells around (GDAL), beyond `FILL_CELLS` by the nearest cell.

    Parameters
    ----------
    heights_m
        Heights, anything where there are none.
    void
        Where there are none.
    """
    if not void.any():
        return heights_m
    from rasterio.fill import fillnodata
    from scipy.ndimage import distance_transform_edt

    unknown = np.float32(LOWEST_M * 10)
    known = np.where(void, unknown, heights_m).astype(np.float32)
    found = fillnodata(
        known, mask=~void, max_search_distance=FILL_CELLS, smoothing_iterations=SMOOTHINGS
    )
    left = found < LOWEST_M
    if left.any():
        row, column = distance_transform_edt(left, return_distances=False, return_indices=True)
        found = found[row, column]
    filled: Array = np.where(void, found, heights_m)
    return filled


def _window(source: Any, county: County) -> Any:
    """Return the part of the raster around the county, None where it lies elsewhere."""
    from rasterio.errors import WindowError
    from rasterio.warp import transform_bounds
    from rasterio.windows import Window, from_bounds

    whole = Window(0, 0, source.width, source.height)
    if not source.transform.is_rectilinear:
        return whole
    frames = [f for f in (county.villages, county.schools, county.roads) if len(f)]
    boxes = np.array([county.boundary.bounds, *(frame.total_bounds for frame in frames)])
    west, south = boxes[:, :2].min(axis=0) - AROUND_M
    east, north = boxes[:, 2:].max(axis=0) + AROUND_M
    bounds = transform_bounds(county.crs, source.crs, west, south, east, north)
    try:
        around = from_bounds(*bounds, source.transform).intersection(whole)
    except WindowError:
        return None
    # Whole cells, and one more on each side where there is one.
    first = [max(0, int(np.floor(v)) - 1) for v in (around.col_off, around.row_off)]
    last = [
        min(size, int(np.ceil(begin + length)) + 1)
        for begin, length, size in (
            (around.col_off, around.width, source.width),
            (around.row_off, around.height, source.height),
        )
    ]
    return Window(*first, last[0] - first[0], last[1] - first[1])


def _cells(source: Any, window: Any) -> tuple[Array, Any]:
    """Return the heights of a window, NaN where there are none, and its transform."""
    from rasterio.enums import Resampling
    from rasterio.transform import Affine

    many = max(1, int(np.ceil(np.sqrt(window.width * window.height / MOST_CELLS))))
    shape = (-(-int(window.height) // many), -(-int(window.width) // many))
    read = source.read(
        1, window=window, out_shape=shape, masked=True, resampling=Resampling.average
    )
    heights = np.ma.filled(read.astype(np.float32), np.nan)
    heights = heights * np.float32(source.scales[0]) + np.float32(source.offsets[0])
    right, down = window.width / shape[1], window.height / shape[0]
    t = source.window_transform(window)
    return heights, Affine(t.a * right, t.b * down, t.c, t.d * right, t.e * down, t.f)


def _cell_m(transform: Any, shape: tuple[int, ...], crs: Any, county_crs: str) -> float:
    """Return the width of a cell in the middle of the raster, metres."""
    from pyproj import Transformer

    t, metric = transform, Transformer.from_crs(crs.to_wkt(), county_crs, always_xy=True)
    column, row = shape[1] / 2 + np.array([0, 1, 0]), shape[0] / 2 + np.array([0, 0, 1])
    x, y = metric.transform(t.a * column + t.b * row + t.c, t.d * column + t.e * row + t.f)
    return float(np.sqrt(np.hypot(x[1] - x[0], y[1] - y[0]) * np.hypot(x[2] - x[0], y[2] - y[0])))


def _share_in_county(void: Array, transform: Any, crs: Any, county: County) -> float:
    """Return the share of voids among the cells within the county's boundary."""
    import geopandas as gpd
    from rasterio.features import geometry_mask

    if not void.any():
        return 0.0
    outline = gpd.GeoSeries([county.boundary], crs=county.crs).to_crs(crs.to_wkt())
    within = geometry_mask(outline, void.shape, transform, invert=True, all_touched=True)
    return float(void[within].mean()) if within.any() else float(void.mean())


def _voids(county: County, share: float) -> tuple[Finding, ...]:
    if share == 0:
        return ()
    severity = "warning" if share >= MANY_VOIDS else "note"
    percent = f"{100 * share:.2g}"
    return (_finding(county, "travel.terrain.voids", severity, percent=percent),)


def _outside(county: County, raster: Raster) -> tuple[Finding, ...]:
    """Name villages and schools outside the raster, and say how much road is."""
    found = []
    for places in (county.villages, county.schools):
        out = raster.outside(shapely.get_coordinates(np.asarray(places.geometry)))
        found += [
            (str(i), str(n)) for i, n in zip(places.index[out], places["name"][out], strict=True)
        ]
    lines = np.asarray(county.roads.geometry)
    points, line = shapely.get_coordinates(lines, return_index=True)
    roads = len(np.unique(line[raster.outside(points)]))
    if not found and not roads:
        return ()
    if not found:
        return (_finding(county, "travel.terrain.ends_roads", "warning", roads=roads),)
    said = in_words([name for _, name in found])
    ids = tuple(i for i, _ in found)
    return (_finding(county, "travel.terrain.ends", "warning", ids, places=said, roads=roads),)


def _finding(
    county: County, key: str, severity: Any = "warning", ids: tuple[str, ...] = (), **fields: object
) -> Finding:
    name = "" if county.terrain is None else county.terrain.name
    check = key.replace(".", "_")
    return Finding(check, severity, text(key, **fields), file=name, ids=ids)
