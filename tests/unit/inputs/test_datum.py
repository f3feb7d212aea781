from __future__ import annotations

import pandas as pd
import pytest

from planner.inputs import datum
from planner.inputs.county_file import CountyFile, _leaves_folder
from planner.inputs.system import stated_system


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
    ("said", "epsg", "shift"),
    [
        ("wgs84", 4326, ""),
        ("CGCS2000", 4490, ""),
        ("EPSG:4490", 4490, ""),
        ("epsg:4326", 4326, ""),
        ("EPSG:4542", 4542, ""),
        ("GCJ02", 4326, "gcj02"),
        ("gcj-02", 4326, "gcj02"),
        ("bd09", 4326, "bd09"),
    ],
)
def test_datum_by_name_or_code(said, epsg, shift):
    system, findings = stated_system(said, {})
    assert (system.crs.to_epsg(), system.shift, findings) == (epsg, shift, ())


@pytest.mark.parametrize("said", ["EPSG:999999", "+proj=longlat", "EPSG:5773", "mars"])
def test_datum_that_cannot_be_used(said):
    system, findings = stated_system(said, {("crs",): ("county.yaml", 3)})
    assert system is None
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
