from __future__ import annotations

import struct
import warnings
import zlib
from pathlib import Path

import numpy as np
import pytest
import rasterio
from map_decode import decode
from pages_world import CRS, EAST_M, NORTH_M, make_county
from rasterio.transform import from_origin
from shapely.geometry import LineString, box

from planner.maps.geometry import encode, encoded_lines
from planner.maps.hillshade import grey_png, hillshade
from planner.reports.places import geodetic_crs


def test_the_published_example_of_the_format():
    points = [(-120.2, 38.5), (-120.95, 40.7), (-126.453, 43.252)]
    assert encode(points) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"
    assert decode(encode(points)) == points


def test_lines_of_a_class_are_merged_and_simplified():
    ground = [
        LineString([(EAST_M, NORTH_M), (EAST_M + 500, NORTH_M + 5), (EAST_M + 1000, NORTH_M)]),
        LineString([(EAST_M + 1000, NORTH_M), (EAST_M + 1000, NORTH_M + 900)]),
    ]
    lines = encoded_lines(ground, CRS, geodetic_crs(make_county()))
    assert len(lines) == 1
    assert len(decode(lines[0])) == 3  # The 5 m bend is gone, the corner stays.


def test_outlines_become_rings():
    ring = encoded_lines(
        [box(EAST_M, NORTH_M, EAST_M + 1000, NORTH_M + 1000)], CRS, geodetic_crs(make_county())
    )
    points = decode(ring[0])
    assert points[0] == points[-1]
    assert len(points) == 5


def test_nothing_encodes_to_nothing():
    assert encoded_lines([], CRS, "EPSG:4326") == []


def test_grey_png_is_a_picture_of_sixteen_greys():
    png = grey_png(np.array([[0.0, 1.0, 0.5], [1.0, 0.0, 1.0]]))
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert (width, height, depth, colour) == (3, 2, 4, 0)
    start = png.index(b"IDAT") + 4
    length = struct.unpack(">I", png[start - 8 : start - 4])[0]
    rows = zlib.decompress(png[start : start + length])
    assert rows == bytes([0, 0x0F, 0x8F, 0, 0xF0, 0xFF])


@pytest.fixture
def terrain(tmp_path: Path) -> Path:
    """Write a ridge that runs north to south over half of the county."""
    path = tmp_path / "terrain.tif"
    columns = np.abs(np.arange(300) - 150) * -40.0 + 6000
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=100,
        width=300,
        count=1,
        dtype="float32",
        crs=CRS,
        transform=from_origin(EAST_M - 5000, NORTH_M + 9000, 200, 200),
        nodata=-9999,
    ) as target:
        target.write(np.tile(columns, (100, 1)).astype("float32"), 1)
    return path


def test_the_side_away_from_the_sun_is_darker(terrain):
    county = make_county(terrain=terrain)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        relief = hillshade(terrain, county.boundary, county.crs)
    assert len(relief.png) < 80_000
    assert relief.south < relief.north
    with rasterio.MemoryFile(relief.png) as memory, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with memory.open() as picture:
            grey = picture.read(1)
    middle = grey[grey.shape[0] // 2]
    ridge = int(grey.shape[1] * 30 / 58)
    # The light comes from the north-west.
    assert middle[ridge - 100] > middle[ridge + 100]
