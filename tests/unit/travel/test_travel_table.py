"""The travel table on tiny counties, every number by hand."""

import numpy as np
import pytest
from travel_worlds import plain_scenario, road, tiny_county, trips_by_key

from planner.travel.matrix import travel_table
from planner.travel.table import COLUMNS

STRAIGHT = [road((0, 0), (10_000, 0))]


def minutes(county, travel=None, column="minutes", **options):
    return trips_by_key(travel_table(county, plain_scenario(travel, **options)).trips, column)


def test_walk_along_the_road_and_off_it() -> None:
    """3000 m at 100 m a minute; 60 m off the road at either end at 60 m a minute."""
    county = tiny_county({"V": (1000, 60)}, {"S": (4000, -120)}, STRAIGHT)
    table = travel_table(county, plain_scenario()).trips
    row = table[(table["mode"] == "walk") & (table.stage == "lower")].iloc[0]
    assert list(table.columns) == list(COLUMNS)
    assert row.minutes == pytest.approx(1 + 30 + 2)
    assert row.minutes_other == row.minutes
    assert (row.metres, row.offroad_metres) == pytest.approx((3180, 180))
    assert (row.walk_minutes, row.wait_minutes, row.ride_minutes) == pytest.approx((33, 0, 0))
    assert (row.line_id, row.fare_yuan, row.vehicle, row.hazard) == ("", 0, False, False)


def test_two_places_on_one_edge_go_along_it_and_not_by_its_ends() -> None:
    county = tiny_county({"V": (4000, 0)}, {"S": (4700, 0)}, STRAIGHT)
    assert minutes(county)["V", "S", "lower", "walk", "normal"] == 7


def test_a_short_way_across_the_fields_is_taken_where_it_is_quicker() -> None:
    """600 m straight at 60 m a minute; the road would be 1000 + 800 + 1000 m."""
    hairpin = [road((1000, 0), (0, 0), (0, 600), (1000, 600))]
    county = tiny_county({"V": (1000, 0)}, {"S": (1000, 600)}, hairpin)
    table = travel_table(county, plain_scenario()).trips
    walk = table[(table["mode"] == "walk") & (table.stage == "upper")].iloc[0]
    assert (walk.minutes, walk.metres, walk.offroad_metres) == pytest.approx((10, 600, 600))


def test_no_way_leads_through_another_place() -> None:
    """The roads lie 3 km apart; V2 between them, within reach of both, is no bridge."""
    county = tiny_county(
        {"V1": (0, 0), "V2": (0, 1500)},
        {"S": (0, 3000)},
        [road((0, 0), (100, 0)), road((0, 3000), (100, 3000))],
    )
    found = minutes(county)
    assert found["V2", "S", "lower", "walk", "normal"] == 25
    assert ("V1", "S", "lower", "walk", "normal") not in found


def test_stages_walk_at_their_own_pace_and_winter_is_slower() -> None:
    county = tiny_county({"V": (0, 0)}, {"S": ((3000, 0), "nine_year")}, STRAIGHT)
    found = minutes(
        county,
        {"child_walk_factor": {"lower": 0.5, "upper": 0.75, "junior": 1}},
        season={"worst_of": ["normal", "winter"]},
    )
    walk = {(g, s): m for (_, _, g, mode, s), m in found.items() if mode == "walk"}
    assert walk == {
        ("lower", "normal"): 60,
        ("upper", "normal"): 40,
        ("junior", "normal"): 30,
        ("lower", "winter"): 120,
        ("upper", "winter"): 80,
        ("junior", "winter"): 60,
    }


def test_only_stages_that_the_kind_could_offer() -> None:
    kinds = ("teaching_point", "primary", "junior", "nine_year")
    county = tiny_county({"V": (0, 0)}, {k: ((500, 0), k) for k in kinds}, STRAIGHT)
    offered = {(s, g) for _, s, g, mode, _ in minutes(county) if mode == "walk"}
    assert offered == {
        ("teaching_point", "lower"),
        ("primary", "lower"),
        ("primary", "upper"),
        ("junior", "junior"),
        ("nine_year", "lower"),
        ("nine_year", "upper"),
        ("nine_year", "junior"),
    }


@pytest.mark.parametrize(("cutoff", "there"), [(30, True), (29.999, False)])
def test_the_cutoff_is_inclusive(cutoff: float, there: bool) -> None:
    county = tiny_county({"V": (0, 0)}, {"S": (3000, 0)}, STRAIGHT)
    found = minutes(county, {"cutoff_minutes": cutoff})
    assert (("V", "S", "lower", "walk", "normal") in found) is there


def test_board_drives_where_it_can_and_walks_the_rest() -> None:
    """1000 m of path on foot, then 9000 m at 500 m a minute."""
    county = tiny_county(
        {"V": (0, 0)},
        {"S": (10_000, 0)},
        [road((0, 0), (1000, 0), road_class="path"), road((1000, 0), (10_000, 0), hazard=0)],
    )
    table = travel_table(county, plain_scenario(costs={"vehicle_yuan_per_km": 2})).trips
    row = table[(table["mode"] == "board") & (table.stage == "upper")].iloc[0]
    assert (row.minutes, row.walk_minutes, row.ride_minutes) == pytest.approx((28, 10, 18))
    assert (row.metres, row.fare_yuan) == pytest.approx((10_000, 18))
    assert (row.vehicle, row.hazard, row.line_id) == (True, False, "")
    assert ("V", "S", "upper", "ride", "normal") not in trips_by_key(table)


def test_a_boarder_beside_the_school_needs_no_vehicle() -> None:
    county = tiny_county({"V": (0, 0)}, {"S": (0, 0)}, STRAIGHT)
    found = minutes(county, column="vehicle")
    assert found["V", "S", "upper", "board", "normal"] == np.False_


def test_hazard_stretches_are_slow_and_marked() -> None:
    """15 km/h instead of 30: 2000 m in 8 minutes instead of 4."""
    county = tiny_county({"V": (0, 0)}, {"S": (2000, 0)}, [road((0, 0), (2000, 0), hazard=1)])
    assert minutes(county)["V", "S", "upper", "board", "normal"] == 8
    hazard = minutes(county, column="hazard")
    assert hazard["V", "S", "upper", "board", "normal"] == np.True_
    assert hazard["V", "S", "upper", "walk", "normal"] == np.True_


def test_private_rides_only_where_the_scenario_allows_them() -> None:
    county = tiny_county({"V": (0, 0)}, {"S": (5000, 0)}, STRAIGHT)
    key = ("V", "S", "lower", "ride", "normal")
    assert key not in minutes(county)
    assert minutes(county, {"private_ride": True})[key] == 10
    assert minutes(county, {"private_ride": True}, "vehicle")[key] == np.True_
    assert minutes(county, {"private_ride": True}, "fare_yuan")[key] == 4


def test_a_pass_shut_in_winter_is_shut_to_vehicles_and_walkers() -> None:
    county = tiny_county(
        {"V": (0, 0)},
        {"S": (10_000, 0)},
        [
            road((0, 0), (4000, 0)),
            road((4000, 0), (6000, 0), closed_season="winter"),
            road((6000, 0), (10_000, 0)),
            road((4000, 0), (4000, 9000), (6000, 9000), (6000, 0)),
        ],
    )
    found = minutes(county, season={"worst_of": ["normal", "winter"]})
    assert found["V", "S", "upper", "board", "normal"] == 20
    assert found["V", "S", "upper", "board", "winter"] == 2 * (4 + 9 + 2 + 9 + 4) / 0.5
    assert found["V", "S", "upper", "walk", "normal"] == 100
    # On foot 28 km at 50 m a minute, more than the cutoff of 480.
    assert ("V", "S", "upper", "walk", "winter") not in found


def test_rows_are_sorted_and_the_order_of_input_rows_changes_nothing() -> None:
    villages = {"V2": (0, 300), "V1": (2500, -90), "V10": (7000, 10)}
    schools = {"S2": (3000, 50), "S1": (9000, 0)}
    roads = [*STRAIGHT, road((2500, -2000), (2500, 2000)), road((3000, 10), (7000, 900))]
    stops = [("L", 1, (0, 0)), ("L", 2, (9000, 0)), ("A", 5, (0, 0)), ("A", 7, (3000, 0))]
    one = travel_table(tiny_county(villages, schools, roads, stops), plain_scenario()).trips
    other = travel_table(
        tiny_county(
            dict(reversed(villages.items())),
            dict(reversed(schools.items())),
            roads[::-1],
            stops[::-1],
        ),
        plain_scenario(),
    ).trips
    assert one.equals(other)
    keys = list(zip(*(one[c] for c in COLUMNS[:5]), strict=True))
    assert keys == sorted(set(keys))


def test_components_add_up(toy_county) -> None:
    trips = travel_table(toy_county, plain_scenario()).trips
    total = trips.walk_minutes + trips.wait_minutes + trips.ride_minutes
    assert np.abs(total - trips.minutes).max() < 1e-9
    assert (trips.walk_minutes > -1e-9).all()
    assert (trips.metres >= trips.offroad_metres).all()


def test_the_sample_county_has_the_minutes_of_its_drawing(toy_county) -> None:
    """See `toy_county`: a step is 10 minutes on foot for lower, 30/3.8 for junior, 1.5 by bus."""
    found = minutes_of_sample(toy_county)
    step = 630 / (5040 * 0.95 / 60)
    assert found["V1", "S2", "lower", "walk", "normal"] == pytest.approx(5)
    assert found["V2", "S1", "lower", "walk", "normal"] == pytest.approx(40)
    assert found["V5", "S4", "junior", "ride", "normal"] == pytest.approx(10 + 7 * 1.5 + step)
    assert found["V6", "S4", "junior", "ride", "normal"] == pytest.approx(10 + 10 * 1.5 + step)
    assert found["V1", "S1", "upper", "walk", "normal"] == pytest.approx(5.5 * 630 / 71.4)


def minutes_of_sample(county):
    from planner.scenario.load import scenario_of

    scenario = scenario_of({"name": "x", "county": ".", "norms": "state-council-2018-27"})
    return trips_by_key(travel_table(county, scenario).trips)
