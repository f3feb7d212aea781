from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from planner.inputs.check_datum import datum_of_outline, near_shares
from planner.inputs.china_shift import SHIFTS
from planner.inputs.county_file import CountyFile
from planner.inputs.tables import CountyTables, Table

REAL = Path(__file__).parents[4] / "shared/data/china/county_boundaries_3counties.geojson"
CRS = "EPSG:4542"


def county_of(boundary, townships, datum="wgs84"):
    """Return a county with an outline and townships in degrees, the outline read as `datum`."""
    said = CountyFile.model_validate(
        {
            "county_id": "c",
            "name": {"zh": "县", "en": "County"},
            "tables": {name: f"{name}.geojson" for name in ("villages", "schools", "roads")},
        }
    )
    tables = {
        name: Table(
            name,
            f"{name}.geojson",
            gpd.GeoDataFrame(index=[1]),
            None,
            gpd.GeoSeries([shape], index=[1], crs="EPSG:4326").to_crs(CRS),
            datum=datum,
        )
        for name, shape in (("boundary", boundary), ("townships", townships))
    }
    return CountyTables(said, tables, CRS, {}, tables["boundary"].frame.index)


def test_points_beside_a_shifted_road_tell_their_datum():
    rng = np.random.default_rng(8)
    road = np.column_stack([np.linspace(98.5, 99.5, 400), 31.8 + rng.normal(0, 0.004, 400)])
    line = gpd.GeoSeries([shapely.LineString(road)], crs="EPSG:4326").to_crs(CRS)
    places = road[rng.choice(400, 60, replace=False)]
    for datum, shift in SHIFTS.items():
        shares = near_shares(np.column_stack(shift(*places.T)), line.to_numpy(), CRS)
        assert shares[datum] == 1
        assert max(share for other, share in shares.items() if other != datum) < 0.6
    assert near_shares(places, line.to_numpy(), CRS)["wgs84"] == 1


@pytest.mark.skipif(not REAL.exists(), reason="the outlines of the three counties are not here")
@pytest.mark.parametrize("adcode", ["513330", "513431", "513223"])
def test_the_mislabelled_outlines_are_found_out(adcode):
    """One source of these outlines says WGS 84 and holds GCJ-02; the other is right."""
    shapes = gpd.read_file(REAL).query(f"adcode == '{adcode}' or adcode == {adcode}")
    source = shapes["source"].str.contains("GCJ-02")
    wrong, right = shapes[source].geometry.iloc[0], shapes[~source].geometry.iloc[0]
    (found,) = datum_of_outline(county_of(wrong, right))
    assert (found.severity, found.value, found.file) == ("warning", "wgs84", "boundary.geojson")
    assert "were they gcj02" in found.say("en")
    assert "crs: gcj02" in found.say("zh")
    assert datum_of_outline(county_of(right, right)) == ()
