"""Where children really start: the farthest place lived in while there is school."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import Point
from travel_worlds import CRS, plain_scenario, road, tiny_county, trips_by_key

from planner.county.months import months_text
from planner.travel.matrix import travel_table
from planner.travel.residences import hamlet_minutes, read_starts

BOTH = {"season": {"worst_of": ["normal", "winter"]}}
MAIN = road((0, 0), (9000, 0))


def with_homes(county, *homes):
    """Add residences of (village, months, (x, y))."""
    frame = gpd.GeoDataFrame(
        {
            "village_id": [h[0] for h in homes],
            "months": [h[1] for h in homes],
            "pupils": [4 for _ in homes],
        },
        geometry=[Point(h[2]) for h in homes],
        crs=CRS,
    )
    return replace(county, residences=frame)


@pytest.fixture
def county():
    return tiny_county({"V": (1000, 0), "W": (2000, 0)}, {"S": (0, 0)}, [MAIN])


def walk(county, **options):
    trips = travel_table(county, plain_scenario(**options)).trips
    return trips_by_key(trips[(trips["mode"] == "walk") & (trips["stage"] == "lower")])


def test_without_the_table_trips_start_at_the_village_centre(county) -> None:
    assert walk(county) == {
        ("V", "S", "lower", "walk", "normal"): 10,
        ("W", "S", "lower", "walk", "normal"): 20,
    }


def test_the_farthest_residence_counts_in_its_months(county) -> None:
    county = with_homes(county, ("V", "6-9", (5000, 0)), ("V", "6-9", (4000, 0)))
    # In winter walking takes twice as long, and the pasture is empty.
    assert walk(county, **BOTH) == {
        ("V", "S", "lower", "walk", "normal"): 50,
        ("V", "S", "lower", "walk", "winter"): 20,
        ("W", "S", "lower", "walk", "normal"): 20,
        ("W", "S", "lower", "walk", "winter"): 40,
    }


def test_a_residence_nearer_than_the_centre_changes_nothing(county) -> None:
    homes = with_homes(county, ("V", "1-12", (100, 0)))
    assert walk(homes, **BOTH) == walk(county, **BOTH)


def test_months_without_school_do_not_count(county) -> None:
    homes = with_homes(county, ("V", "8", (5000, 0)))
    assert walk(homes, **BOTH) == walk(county, **BOTH)
    all_year = {"school_months": list(range(1, 13))}
    assert walk(homes, travel=all_year)["V", "S", "lower", "walk", "normal"] == 50


def test_every_component_is_that_of_the_farthest_place() -> None:
    county = tiny_county(
        {"V": (1000, 0)},
        {"S": (0, 0)},
        [road((0, 0), (1000, 0)), road((1000, 0), (5000, 0), hazard=1)],
    )
    homes = with_homes(county, ("V", "5-9", (5000, 600)))
    rows = travel_table(homes, plain_scenario()).trips
    trip = rows[(rows["mode"] == "walk") & (rows["stage"] == "lower")].iloc[0]
    assert (trip["metres"], trip["offroad_metres"], trip["hazard"]) == (5600, 600, True)
    assert trip["minutes"] == trip["walk_minutes"] == pytest.approx(60)
    drive = rows[(rows["mode"] == "board") & (rows["stage"] == "upper")].iloc[0]
    # 10 minutes off the path, 4 km of hazard at 15 km/h, 1 km at 30.
    assert drive["minutes"] == pytest.approx(10 + 16 + 2)


def test_the_worse_place_is_found_site_by_site() -> None:
    county = tiny_county({"V": (1000, 0)}, {"S": (0, 0), "T": (6000, 0)}, [MAIN])
    homes = with_homes(county, ("V", "5", (4000, 0)))
    assert walk(homes)["V", "S", "lower", "walk", "normal"] == 40
    assert walk(homes)["V", "T", "lower", "walk", "normal"] == 50


def test_a_site_that_one_place_does_not_reach_is_out_of_reach_and_the_place_is_named() -> None:
    county = tiny_county(
        {"V": (0, 0)},
        {"S": ((1000, 0), "nine_year")},
        [MAIN, road((9000, 0), (9000, 9000), closed_season="10", name="牧道")],
    )
    homes = with_homes(county, ("V", "9-10", (9000, 9000)))
    options = {"travel": {"winter_months": [10, 11]}, "season": {"worst_of": ["normal", "winter"]}}
    table = travel_table(homes, plain_scenario(**options))
    assert set(table.trips["season"]) == {"normal"}
    (finding,) = [f for f in table.findings if "unreached" in f.check]
    assert finding.ids == ("V",)
    assert finding.say("en").endswith(
        "reach no school because roads are shut: 村V (9-10); shut: 牧道"
    )


def test_a_residence_far_from_any_road_is_named_with_its_months(county) -> None:
    homes = with_homes(county, ("W", "6-9", (3000, 1500)))
    (finding,) = [
        f
        for f in travel_table(homes, plain_scenario()).findings
        if f.check == "travel_far_from_road"
    ]
    assert finding.ids == ("W",)
    assert "村W (6-9) (1.5 km)" in finding.say("en")


def test_the_order_of_residences_changes_nothing(county) -> None:
    homes = ("V", "6-9", (5000, 0)), ("W", "5", (7000, 0)), ("V", "4", (4000, 0))
    one, other = with_homes(county, *homes), with_homes(county, *homes[::-1])
    assert walk(one, **BOTH) == walk(other, **BOTH)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    village=st.sampled_from(["V", "W"]),
    months=st.sets(st.integers(1, 12), min_size=1),
    x_m=st.integers(-1000, 9000),
    y_m=st.integers(-3000, 3000),
)
def test_a_residence_never_shortens_a_trip_nor_adds_one(county, village, months, x_m, y_m) -> None:
    home = village, months_text(frozenset(months)), (x_m, y_m)
    before, after = walk(county, **BOTH), walk(with_homes(county, home), **BOTH)
    assert set(after) <= set(before)
    assert all(after[trip] >= before[trip] - 1e-9 for trip in after)
    others = {trip for trip in before if trip[0] != village}
    assert {trip: after[trip] for trip in others} == {trip: before[trip] for trip in others}


def test_places_are_villages_first_and_know_their_months(county) -> None:
    starts = read_starts(with_homes(county, ("W", "6-9", (3000, 0))))
    assert starts.villages == 2
    assert starts.ids == ("V", "W", "W")
    assert starts.of_season(plain_scenario(), "winter").tolist() == [True, True, False]
    assert starts.of_season(plain_scenario(), "normal").tolist() == [True, True, True]


def test_the_walk_from_a_hamlet_is_the_radius_off_the_path_in_the_slowest_season(county) -> None:
    county.villages["hamlet_radius_km"] = [1.5, np.nan]
    minutes = hamlet_minutes(county, plain_scenario())
    # 60 m a minute off the path; in winter half of it.
    assert minutes[0].tolist() == pytest.approx([25, 25, 25])
    assert np.isnan(minutes[1]).all()
    assert hamlet_minutes(county, plain_scenario(**BOTH))[0].tolist() == pytest.approx([50, 50, 50])


def test_small_children_take_longer_from_the_hamlet(county) -> None:
    county.villages["hamlet_radius_km"] = [1.2, 1.2]
    slow = {"child_walk_factor": {"lower": 0.5, "upper": 0.8, "junior": 1}}
    assert hamlet_minutes(county, plain_scenario(travel=slow))[0].tolist() == pytest.approx(
        [40, 25, 20]
    )
