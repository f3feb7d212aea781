"""Minutes between schools: vehicles at 30 km/h (500 m a minute), walkers at 100, off paths 60."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from travel_worlds import plain_scenario, road, sloping_county, tiny_county

from planner.travel import staff
from planner.travel.cache import FOLDER_VARIABLE
from planner.travel.staff import school_minutes

NAN = np.nan


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "tables"))
    return tmp_path / "tables"


def minutes(county, **options):
    ids, found = school_minutes(county, plain_scenario(**options))
    assert ids == tuple(county.schools.index)
    np.testing.assert_array_equal(found, found.T)
    return np.round(found, 9).tolist()


def line(**attributes):
    """Three schools at 0, 5 and 10 km along a road; what is said is of its second half."""
    return tiny_county(
        {"V1": (0, 0)},
        {"S1": (0, 0), "S2": (5000, 0), "S3": (10_000, 0)},
        [road((0, 0), (5000, 0)), road((5000, 0), (10_000, 0), **attributes)],
    )


def test_staff_drive_without_any_bus_line():
    assert minutes(line()) == [[0, 10, 20], [10, 0, 10], [20, 10, 0]]


def test_candidates_are_among_them_and_the_order_is_the_tables():
    county = line()
    county.schools["status"] = ["candidate", "existing", "existing"]
    county.schools.sort_index(ascending=False, inplace=True)
    ids, found = school_minutes(county, plain_scenario())
    assert ids == ("S3", "S2", "S1")
    np.testing.assert_allclose(found[0], [0, 10, 20])


def test_on_foot_where_no_vehicle_may_go():
    # 5 km of road, 5 km of path at an adult's 100 m a minute.
    county = line(road_class="path")
    slow_children = {"lower": 0.5, "upper": 0.5, "junior": 0.5}
    found = minutes(county, travel={"child_walk_factor": slow_children})
    assert found == [[0, 10, 60], [10, 0, 50], [60, 50, 0]]


def test_a_school_off_the_road_is_reached_on_foot():
    county = tiny_county(
        {"V1": (0, 0)}, {"S1": (0, 0), "S2": (5000, 600)}, [road((0, 0), (10_000, 0))]
    )
    assert minutes(county)[0][1] == 10 + 600 / 60


def test_schools_close_to_one_another_need_no_road():
    county = tiny_county({"V1": (0, 0)}, {"S1": (0, 0), "S2": (300, 0)}, [])
    assert minutes(county) == [[0, 5], [5, 0]]


def test_a_school_far_from_any_road_is_walked_to():
    county = tiny_county(
        {"V1": (0, 0)}, {"S1": (0, 0), "S2": (5000, 3000)}, [road((0, 0), (5000, 0))]
    )
    assert minutes(county)[0][1] == 10 + 3000 / 60


def test_schools_that_nothing_joins_do_not_reach_one_another():
    county = tiny_county({"V1": (0, 0)}, {"S1": (0, 0), "S2": (300, 0), "S3": (5000, 0)}, [])
    _, found = school_minutes(county, plain_scenario())
    np.testing.assert_allclose(found, [[0, 5, NAN], [5, 0, NAN], [NAN, NAN, 0]])


def test_hazard_stretches_are_driven_slowly():
    # 5 km at 250 m a minute.
    assert minutes(line(hazard=1))[0] == [0, 10, 30]


def test_ways_longer_than_any_pupils_are_known_too():
    assert minutes(line(), travel={"cutoff_minutes": 5})[0] == [0, 10, 20]


def test_the_worse_season_counts_pair_by_pair():
    # Shut in winter, the second half is not there; shut in the normal season alone it is not
    # there either, though winter has it: staff must come in every season planned for.
    both = {"season": {"worst_of": ["normal", "winter"]}}
    assert minutes(line(), **both)[0] == [0, 20, 40]
    for shut in ("winter", "normal"):
        found = school_minutes(line(closed_season=shut), plain_scenario(**both))[1]
        np.testing.assert_allclose(found[0], [0, 20, NAN])
    round_about = line(closed_season="winter")
    extra = road((5000, 0), (5000, 7500), (10_000, 7500), (10_000, 0))
    detour = tiny_county(
        {"V1": (0, 0)},
        {"S1": (0, 0), "S2": (5000, 0), "S3": (10_000, 0)},
        [*zip(round_about.roads.geometry, _said(round_about.roads), strict=True), extra],
    )
    # The way round is 20 km: 80 minutes at winter's 250 m a minute.
    assert minutes(detour, **both)[0] == [0, 20, 100]


def _said(roads):
    return [{"closed_season": c} for c in roads["closed_season"]]


def test_winter_is_never_faster_and_ice_slows_gravel():
    county = line(surface="gravel")
    options = {"surface_factor": {"gravel": 1}, "ice_kph": 10}
    usual = np.array(minutes(county, travel=options))
    winter = np.array(minutes(county, travel=options, season="winter"))
    assert (winter >= usual).all()
    # 5 km at 250 m a minute, 5 km of ice at 10 km/h.
    assert winter[0].tolist() == [0, 20, 50]


def test_the_slower_direction_counts_on_a_slope(tmp_path):
    county = tiny_county(
        {"V1": (0, 0)},
        {"S1": (0, 0), "S2": (3000, 0)},
        [road((0, 0), (3000, 0), road_class="path")],
    )
    hill = sloping_county(county, tmp_path, lambda x, y: 0.1 * x)
    # Tobler uphill at 10 %: exp(-3.5 * 0.1) of the speed on the level.
    found = minutes(hill)
    assert found[0][1] == pytest.approx(30 * np.exp(0.35), rel=1e-3)


def test_the_cache_gives_the_same_and_asks_again_when_a_road_changes(folder, monkeypatch):
    calls = []
    compute = staff._computed

    def counted(county, scenario):
        calls.append(1)
        return compute(county, scenario)

    monkeypatch.setattr(staff, "_computed", counted)
    first, again = minutes(line()), minutes(line())
    assert (len(calls), first) == (1, again)
    assert [f.name.startswith("travel-staff-") for f in folder.iterdir()] == [True]
    assert minutes(line(hazard=1)) != first
    assert len(calls) == 2
    for file in folder.iterdir():
        file.write_bytes(b"damaged")
    assert minutes(line()) == first
    assert len(calls) == 3
    monkeypatch.setenv(FOLDER_VARIABLE, "off")
    assert minutes(line()) == first
    assert len(calls) == 4
