"""Shapes made small enough for a page: simplified, in degrees, encoded as text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
    text: list[str] = []
    lat_before = lon_before = 0
    for lon, lat in points:
        lat_now, lon_now = round(lat * SCALE), round(lon * SCALE)
        _encode_number(lat_now - lat_before, text)
        _encode_number(lon_now - lon_before, text)
        lat_before, lon_before = lat_now, lon_now
    return "".join(text)


def _encode_number(value: int, text: list[str]) -> None:
    bits = ~(value << 1) if value < 0 else value << 1
    while bits >= 0x20:
        text.append(chr((0x20 | (bits & 0x1F)) + 63))
        bits >>= 5
    text.append(chr(bits + 63))


def encoded_each(
    lines: Iterable[BaseGeometry], crs: Any, to_crs: Any, simplify_m: float = SIMPLIFY_M
) -> list[str]:
    """Return each line as an encoded polyline, simplified, in the order given."""
    import geopandas as gpd
    import shapely

    simple = shapely.simplify(list(lines), simplify_m)
    degrees = gpd.GeoSeries(simple, crs=crs).to_crs(to_crs)
    return [encode((x, y) for x, y, *_ in line.coords) for line in degrees]


def encoded_rings(area: BaseGeometry, crs: Any, to_crs: Any) -> list[str]:
    """Return the rings of an area as encoded polylines, simplified; specks are left out.

    A page fills them by the even-odd rule, so that a ring within a ring is a hole.
    """
    import shapely

    simple = shapely.simplify(area, AREA_SIMPLIFY_M)
    rings = shapely.get_rings(shapely.get_parts([simple]))
    large = shapely.area(shapely.polygons(rings)) >= SPECK_M2
    return encoded_each(rings[large], crs, to_crs, simplify_m=0)


def encoded_lines(shapes: Iterable[BaseGeometry], crs: Any, to_crs: Any) -> list[str]:
    """Return lines and rings of projected shapes as encoded polylines, merged and simplified.

    Parameters
    ----------
    shapes
        Lines or polygons in `crs`, metres.
    to_crs
        Geographic system of the result.
    """
    import geopandas as gpd
    import shapely

    lines: list[BaseGeometry] = []
    for shape in shapes:
        if shape is None or shape.is_empty:
            continue
        lines.append(shape.boundary if "Polygon" in shape.geom_type else shape)
    if not lines:
        return []
    merged = shapely.line_merge(shapely.union_all(lines))
    simple = shapely.simplify(merged, SIMPLIFY_M)
    parts = gpd.GeoSeries(shapely.get_parts([simple]), crs=crs).to_crs(to_crs)
    return sorted(encode((x, y) for x, y, *_ in part.coords) for part in parts)
