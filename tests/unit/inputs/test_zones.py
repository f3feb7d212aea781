from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pyproj import Transformer

from planner.inputs import datum
from planner.inputs.system import stated_system
from planner.inputs.zones import degrees_of_metres, in_metres, zone_for, zone_of_prefix

DEGE = pd.DataFrame({"lon": [98.58, 99.2], "lat": [31.82, 31.93]}, index=[2, 3])
PLACES = {("crs",): ("county.yaml", 3)}


def metres(epsg):
    east, north = Transformer.from_crs("EPSG:4490", f"EPSG:{epsg}", always_xy=True).transform(
        DEGE["lon"].to_numpy(), DEGE["lat"].to_numpy()
    )
    return pd.DataFrame({"lon": east, "lat": north}, index=DEGE.index)


def read(given, said):
    system, findings = stated_system(said, PLACES)
    assert findings == ()
    return degrees_of_metres(given, system)


@pytest.mark.parametrize(
    ("prefix", "epsg"),
    [(13, 4491), (17, 4495), (23, 4501), (25, 4513), (33, 4521), (45, 4533), (24, None), (7, None)],
)
def test_the_number_of_a_zone_names_its_system(prefix, epsg):
    zone = zone_of_prefix(prefix)
    assert (zone.to_epsg() if zone else None) == epsg


@pytest.mark.parametrize(
    ("epsg", "said"),
    [
        (4521, "cgcs2000"),  # 3° zone 33, told by the false easting
        (4495, "cgcs2000"),  # 6° zone 17
        (4521, "EPSG:4521"),
        (4542, "EPSG:4542"),
        (4521, "EPSG:4542"),  # with the number, though the system has none
        (4542, "EPSG:4521"),  # without, though the system has one
        (32647, "EPSG:32647"),
    ],
)
def test_metres_come_back_as_degrees(epsg, said):
    known = read(metres(epsg), said)
    assert known.refusal is None
    np.testing.assert_allclose(known.lonlat.to_numpy(), DEGE.to_numpy(), atol=1e-8)
    warned = [note.key for note in known.notes]
    expected = {
        (4521, "EPSG:4542"): ["inputs.metres_zone"],
        (4542, "EPSG:4521"): ["inputs.metres_no_prefix"],
    }
    assert warned == expected.get((epsg, said), [])


def test_places_of_two_zones_each_come_back():
    both = metres(4521)
    both.loc[3] = metres(4522).loc[3]
    np.testing.assert_allclose(read(both, "cgcs2000").lonlat, DEGE, atol=1e-8)


def test_surveyors_x_is_the_northing():
    known = read(metres(4521).rename(columns={"lon": "lat", "lat": "lon"}), "cgcs2000")
    np.testing.assert_allclose(known.lonlat[["lon", "lat"]], DEGE, atol=1e-8)
    assert [note.key for note in known.notes] == ["inputs.metres_swapped"]


@pytest.mark.parametrize(
    ("epsg", "said", "key"),
    [
        (4542, "cgcs2000", "inputs.metres_no_zone"),
        (4522, "EPSG:4542", "inputs.metres_other_zone"),
        (4542, "wgs84", "inputs.metres_in_degrees"),
        (4542, "gcj02", "inputs.metres_in_degrees"),
    ],
)
def test_metres_that_cannot_be_placed_are_refused(epsg, said, key):
    known = read(metres(epsg), said)
    assert known.refusal is not None
    assert known.refusal.key == key
    assert known.lonlat.isna().all().all()


def test_degrees_are_no_metres():
    assert not in_metres(DEGE)
    assert not in_metres(pd.DataFrame({"lon": [31.8, 100.0], "lat": [98.5, np.nan]}))
    assert in_metres(metres(4542))


@pytest.mark.parametrize("said", ["EPSG:4479", "EPSG:4978"])
def test_geocentric_systems_are_refused_with_the_reason(said):
    system, (finding,) = stated_system(said, PLACES)
    assert system is None
    assert (finding.file, finding.row, finding.value) == ("county.yaml", 3, said)
    assert "EPSG:4479 is often taken for CGCS2000 degrees: write cgcs2000" in finding.say("en")
    assert "地心空间直角坐标系" in finding.say("zh")


def test_heights_are_left_out_of_a_system():
    system, _ = stated_system("EPSG:4480", PLACES)
    assert len(system.crs.axis_info) == 2


def test_degrees_of_a_projected_system_are_refused():
    system, _ = stated_system("EPSG:4542", PLACES)
    assert datum.placed(DEGE, system).refusal.key == "inputs.crs_not_degrees"


@pytest.mark.parametrize(
    ("lon", "lat", "chinese", "zone"),
    [(98.6, 31.8, True, "EPSG:4542"), (98.6, 31.8, False, "EPSG:32647"), (np.nan, 0, True, None)],
)
def test_zone_to_work_in(lon, lat, chinese, zone):
    assert zone_for(lon, lat, chinese=chinese) == zone
