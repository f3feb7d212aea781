"""A small shaded relief under the map, where the county has terrain."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

WEB_MERCATOR = "EPSG:3857"
LONGEST_SIDE_PX = 700
LEVELS = 16
SUN_AZIMUTH_DEG, SUN_ALTITUDE_DEG = 315.0, 45.0


@dataclass(frozen=True)
class Relief:
    """A grey picture in Web Mercator.

    Parameters
    ----------
    png
        The picture.
    south, west, north, east
        Its corners in degrees.
    """

    png: bytes
    south: float
    west: float
    north: float
    east: float


def hillshade(terrain: Path, boundary: BaseGeometry, crs: str) -> Relief:
    """Return the shaded relief of `terrain` within `boundary`, white outside.

    Parameters
    ----------
    boundary
        Outline in `crs`.
    """
    import geopandas as gpd
    import rasterio
    from rasterio.features import geometry_mask
    from rasterio.transform import from_bounds
    from rasterio.warp import Resampling, reproject

    outline = gpd.GeoSeries([boundary], crs=crs).to_crs(WEB_MERCATOR)
    west, south, east, north = (float(v) for v in outline.total_bounds)
    pixel_m = max(east - west, north - south) / LONGEST_SIDE_PX
    shape = (max(2, round((north - south) / pixel_m)), max(2, round((east - west) / pixel_m)))
    transform = from_bounds(west, south, east, north, shape[1], shape[0])
    height_m = np.full(shape, np.nan, dtype=np.float32)
    with rasterio.open(terrain) as source:
        reproject(
            rasterio.band(source, 1),
            height_m,
            dst_transform=transform,
            dst_crs=WEB_MERCATOR,
            dst_nodata=np.nan,
            resampling=Resampling.bilinear,
        )
    outside = geometry_mask(outline, shape, transform)
    # Mercator metres are longer than metres on the ground by 1 / cos(latitude).
    corners = outline.to_crs("EPSG:4326").total_bounds
    ground_m = pixel_m * float(np.cos(np.radians((corners[1] + corners[3]) / 2)))
    shade = _shade(height_m, ground_m)
    shade[outside | np.isnan(shade)] = 1.0
    lon_west, lat_south, lon_east, lat_north = (float(v) for v in corners)
    return Relief(grey_png(shade), lat_south, lon_west, lat_north, lon_east)


def grey_png(shade: NDArray[np.float64]) -> bytes:
    """Return values from 0 (black) to 1 (white) as a PNG of sixteen greys."""
    levels = np.clip(np.round(shade * (LEVELS - 1)), 0, LEVELS - 1).astype(np.uint8)
    height, width = levels.shape
    if width % 2:
        levels = np.pad(levels, ((0, 0), (0, 1)), constant_values=LEVELS - 1)
    packed = (levels[:, 0::2] << 4) | levels[:, 1::2]
    rows = b"".join(b"\0" + row.tobytes() for row in packed)
    header = struct.pack(">IIBBBBB", width, height, 4, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*c) for c in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def _shade(height_m: NDArray[np.float32], pixel_m: float) -> NDArray[np.float64]:
    north_south, west_east = np.gradient(height_m.astype(np.float64), pixel_m)
    # Rows run southwards.
    slope = np.arctan(np.hypot(west_east, north_south))
    aspect = np.arctan2(north_south, -west_east)
    zenith = np.radians(90 - SUN_ALTITUDE_DEG)
    azimuth = np.radians(450 - SUN_AZIMUTH_DEG)
    light = np.cos(zenith) * np.cos(slope)
    light += np.sin(zenith) * np.sin(slope) * np.cos(azimuth - aspect)
    # Flat ground is light grey; only the shade is wanted, not the glare.
    return np.asarray(0.45 + 0.55 * np.clip(light, 0, 1))
