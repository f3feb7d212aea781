"""Shapes made small enough for a page: simplified, in degrees, encoded as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

SIMPLIFY_M = 20.0
"""Simplification of lines and outlines: below what a screen shows of a county."""

AREA_SIMPLIFY_M = 40.0
"""Simplification of areas, which are drawn without a sharp border."""

SPECK_M2 = 20_000.0
"""Holes and islands smaller than this are not drawn."""

SCALE = 100_000
"""Five decimals of a degree, about a metre."""


def encode(points: Iterable[tuple[float, float]]) -> str:
    """Return longitude/latitude pairs as one encoded polyline (Google's public format).

    Each coordinate is stored as the difference to the one before, five decimals, so that a
    point takes four or five characters. ``decode`` in common.js is the way back.
    """
    xy = np.array([(x, y) for x, y, *_ in points], dtype=float).reshape(-1, 2)
    return _encoded(xy, np.array([len(xy)]))[0]


def _encoded(lonlat: NDArray[np.float64], count: NDArray[np.int64]) -> list[str]:
    """Return lines of so many points each as encoded polylines.

    Parameters
    ----------
    lonlat
        The points of all lines, one line after the other, shape (points, 2).
    count
        Points of each line, shape (lines,).
    """
    units = np.rint(lonlat * SCALE).astype(np.int64)
    end = np.cumsum(count)
    begin = end - count
    steps = np.diff(units, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    # The first point of a line has none before it.
    first = begin[count > 0]
    steps[first] = units[first]
    signs = list(map(_encoded_number, steps[:, ::-1].ravel().tolist()))
    return ["".join(signs[2 * a : 2 * b]) for a, b in zip(begin, end, strict=True)]


@lru_cache(maxsize=1 << 16)
def _encoded_number(value: int) -> str:
    signs = ""
    bits = ~(value << 1) if value < 0 else value << 1
    while bits >= 0x20:
        signs += chr((0x20 | (bits & 0x1F)) + 63)
        bits >>= 5
    return signs + chr(bits + 63)


def encoded_each(
    lines: Iterable[BaseGeometry], crs: Any, to_crs: Any, simplify_m: float = SIMPLIFY_M
) -> list[str]:
    """Return each line as an encoded polyline, simplified, in the order given."""
    import shapely

    return _in_degrees(shapely.simplify(list(lines), simplify_m), crs, to_crs)


def _in_degrees(lines: NDArray[np.object_], crs: Any, to_crs: Any) -> list[str]:
    import geopandas as gpd
    import shapely

    degrees = gpd.GeoSeries(lines, crs=crs).to_crs(to_crs).to_numpy()
    return _encoded(shapely.get_coordinates(degrees), shapely.get_num_coordinates(degrees))


def encoded_rings(
    area: BaseGeometry, crs: Any, to_crs: Any, simplify_m: float = AREA_SIMPLIFY_M
) -> list[str]:
    """Return the rings of an area as encoded polylines, simplified; specks are left out.

    A page fills them by the even-odd rule, so that a ring within a ring is a hole.
    """
    return encoded_areas([area], crs, to_crs, simplify_m)[0]


def encoded_areas(
    areas: Sequence[BaseGeometry], crs: Any, to_crs: Any, simplify_m: float = AREA_SIMPLIFY_M
) -> list[list[str]]:
    """Return `encoded_rings` of each of many areas, all transformed at once."""
    import shapely

    if not len(areas):
        return []
    parts, part_of = shapely.get_parts(shapely.simplify(list(areas), simplify_m), return_index=True)
    rings, ring_of = shapely.get_rings(parts, return_index=True)
    large = shapely.area(shapely.polygons(rings)) >= SPECK_M2
    found: list[list[str]] = [[] for _ in areas]
    if large.any():
        lines = encoded_each(rings[large], crs, to_crs, simplify_m=0)
        for area, line in zip(part_of[ring_of[large]].tolist(), lines, strict=True):
            found[area].append(line)
    return found


def encoded_lines(
    shapes: Iterable[BaseGeometry], crs: Any, to_crs: Any, simplify_m: float = SIMPLIFY_M
) -> list[str]:
    """Return lines and rings of projected shapes as encoded polylines, merged and simplified.

    Parameters
    ----------
    shapes
        Lines or polygons in `crs`, metres.
    to_crs
        Geographic system of the result.
    """
    merged = merged_lines(shapes)
    return [] if merged is None else encoded_merged(merged, crs, to_crs, simplify_m)


def merged_lines(shapes: Iterable[BaseGeometry]) -> BaseGeometry | None:
    """Return lines and rings as one shape whose lines run from fork to fork, None without any."""
    import shapely

    lines: list[BaseGeometry] = []
    for shape in shapes:
        if shape is None or shape.is_empty:
            continue
        lines.append(shape.boundary if "Polygon" in shape.geom_type else shape)
    return shapely.line_merge(shapely.union_all(lines)) if lines else None


def encoded_merged(
    merged: BaseGeometry, crs: Any, to_crs: Any, simplify_m: float = SIMPLIFY_M
) -> list[str]:
    """Return the lines of what `merged_lines` gave as encoded polylines, simplified, sorted."""
    import shapely

    parts = shapely.get_parts([shapely.simplify(merged, simplify_m)])
    return sorted(_in_degrees(parts, crs, to_crs))
