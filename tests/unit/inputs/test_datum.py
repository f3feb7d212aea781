from __future__ import annotations

import pandas as pd
import pytest

from planner.inputs import datum
from planner.inputs.county_file import CountyFile, _leaves_folder


def county_file(**said):
    tables = {name: f"{name}.csv" for name in ("villages", "schools", "roads")}
    name = {"zh": "县", "en": "County"}
    return CountyFile.model_validate({"county_id": "c", "name": name, "tables": tables, **said})


def lonlat(lon, lat):
    return pd.DataFrame({"lon": [lon], "lat": [lat]})


@pytest.mark.parametrize(
    ("crs", "lon", "lat", "chosen"),
    [
        ("cgcs2000", 98.6, 31.8, "EPSG:4542"),
        ("cgcs2000", 102.8, 28.0, "EPSG:4543"),
        ("cgcs2000", 134.4, 48.0, "EPSG:4554"),
        ("cgcs2000", 77.6, 34.2, "EPSG:4535"),
        ("wgs84", 77.6, 34.2, "EPSG:32643"),
        ("wgs84", -60.1, -10.0, "EPSG:32720"),
        ("wgs84", 180.0, 10.0, "EPSG:32660"),
    ],
)
def test_zone_follows_the_places(crs, lon, lat, chosen):
    assert datum.projected_crs(county_file(crs=crs), {}, lonlat(lon, lat)) == (chosen, ())


@pytest.mark.parametrize(
    ("said", "epsg"),
    [("wgs84", 4326), ("CGCS2000", 4490), ("EPSG:4490", 4490), ("epsg:4326", 4326)],
)
def test_datum_by_name_or_code(said, epsg):
    crs, findings = datum.stated_crs(county_file(crs=said), {})
    assert (crs.to_epsg(), findings) == (epsg, ())


@pytest.mark.parametrize("said", ["EPSG:999999", "+proj=longlat", "GCJ02", "EPSG:4542"])
def test_datum_that_cannot_be_used(said):
    crs, findings = datum.stated_crs(county_file(crs=said), {("crs",): ("county.yaml", 3)})
    assert crs is None
    assert [(f.file, f.row, f.value) for f in findings] == [("county.yaml", 3, said)]


@pytest.mark.parametrize(
    ("path", "leaves"),
    [
        ("villages.csv", False),
        ("tables/villages.csv", False),
        ("tables/../villages.csv", False),
        ("../villages.csv", True),
        ("a/../../villages.csv", True),
        ("/etc/passwd", True),
        ("C:\\data\\villages.csv", True),
        ("..\\villages.csv", True),
        ("\\\\server\\villages.csv", True),
    ],
)
def test_paths_stay_in_the_folder(path, leaves):
    assert _leaves_folder(path) is leaves
