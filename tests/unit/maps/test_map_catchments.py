"""Catchments: the ground nearest to each village, and the lines between."""

from __future__ import annotations

import dataclasses

import geopandas as gpd
import pytest
import shapely
from map_decode import decode
from pages_world import make_county
from shapely.geometry import Point, Polygon

from planner.maps.catchments import cells_of
from planner.reports.places import geodetic_crs

FARTHEST_M = 1.5
"""Five decimals of a degree, rounded."""


@pytest.fixture(scope="module")
def county():
    return make_county()


def metres(county, rings):
    """Return encoded rings as one shape in the county's metres."""
    shape = Polygon(decode(rings[0]), [decode(hole) for hole in rings[1:]])
    return gpd.GeoSeries([shape], crs=geodetic_crs(county)).to_crs(county.crs)[0]


def test_each_cell_is_the_ground_nearest_to_its_village(county):
    cells = cells_of(county, simplify_m=0)
    assert cells.villages == [[str(v)] for v in county.villages.index]
    shapes = [metres(county, rings) for rings in cells.rings]
    assert sum(s.area for s in shapes) == pytest.approx(county.boundary.area, rel=1e-4)
    # V1 at 0 km and V2 at 3: the first cell ends half way, at 1.5, and begins at the boundary.
    west, south, east, north = shapes[0].bounds
    assert west == pytest.approx(county.boundary.bounds[0], abs=FARTHEST_M)
    assert east - county.villages.geometry["V1"].x == pytest.approx(1500, abs=FARTHEST_M)
    assert (south, north) == pytest.approx((3_491_000, 3_509_000), abs=FARTHEST_M)


def test_borders_run_between_neighbours_alone(county):
    cells = cells_of(county)
    # Six villages in a valley have five borders.
    assert [border[:2] for border in cells.borders] == [[0, 1], [1, 2], [2, 3], [3, 4], [4, 5]]
    line = gpd.GeoSeries(
        [shapely.LineString(decode(cells.borders[2][2]))], crs=geodetic_crs(county)
    )
    xs = {round(x, -1) for x, _ in line.to_crs(county.crs)[0].coords}
    # V3 at 12 km, V4 at 24.
    assert xs == {318_000}


def test_villages_at_one_point_share_a_cell(county):
    villages = county.villages.copy()
    villages.loc["V2", "geometry"] = villages.geometry["V1"]
    cells = cells_of(dataclasses.replace(county, villages=villages))
    assert cells.villages == [["V1", "V2"], ["V3"], ["V4"], ["V5"], ["V6"]]
    assert len(cells.borders) == 4


def test_a_county_of_one_village_is_one_cell(county):
    one = dataclasses.replace(county, villages=county.villages.iloc[:1])
    cells = cells_of(one)
    assert (cells.villages, cells.borders) == ([["V1"]], [])
    assert metres(county, cells.rings[0]).area == pytest.approx(county.boundary.area, rel=1e-4)


def test_a_bay_parts_a_border_into_lines(county):
    # A bay from the south over the line between V3 and V4.
    bay = Point(318_000, 3_500_000).buffer(2000)
    bitten = dataclasses.replace(county, boundary=county.boundary.difference(bay))
    between = [border for border in cells_of(bitten, 0).borders if border[:2] == [2, 3]]
    assert len(between) == 2
