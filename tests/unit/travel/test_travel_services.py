"""Bus lines: stops, waits, rides and which line is best."""

import numpy as np
import pytest
from travel_worlds import plain_scenario, road, tiny_county

from planner.travel.matrix import travel_table

ROADS = [road((0, 0), (20_000, 0)), road((0, 0), (0, 5000), road_class="path")]
STOPS = [("L", 1, (0, 0)), ("L", 2, (5000, 0)), ("L", 3, (15_000, 0))]


def rides(county, travel=None, **options):
    trips = travel_table(county, plain_scenario(travel, **options)).trips
    return trips[(trips["mode"] == "ride") & (trips.stage == "upper")].reset_index(drop=True)


def test_walk_wait_ride_walk() -> None:
    """500 m to the stop, 10 minutes' wait, 15 km at 500 m a minute, 1000 m back on foot."""
    county = tiny_county({"V": (0, 500)}, {"S": (14_000, 0)}, ROADS, STOPS)
    row = rides(county).iloc[0]
    assert row.minutes == pytest.approx(5 + 10 + 30 + 10)
    assert (row.walk_minutes, row.wait_minutes, row.ride_minutes) == pytest.approx((15, 10, 30))
    assert row.metres == pytest.approx(500 + 15_000 + 1000)
    assert (row.line_id, row.vehicle, row.hazard) == ("L", False, False)
    assert row.fare_yuan == plain_scenario().costs.fare_yuan


def test_a_line_runs_both_ways() -> None:
    county = tiny_county({"V": (15_000, 0)}, {"S": (0, 0)}, ROADS, STOPS)
    assert rides(county).minutes.tolist() == pytest.approx([40])


def test_nobody_rides_from_a_stop_to_itself() -> None:
    county = tiny_county({"V": (5000, 0)}, {"S": (5500, 0)}, ROADS, STOPS)
    assert len(rides(county, {"stop_reach_minutes": 20})) == 0


@pytest.mark.parametrize(("reach", "there"), [(20, True), (19.999, False)])
def test_the_reach_of_a_stop_is_inclusive_at_both_ends(reach: float, there: bool) -> None:
    far_home = tiny_county({"V": (0, 2000)}, {"S": (15_000, 0)}, ROADS, STOPS)
    far_school = tiny_county({"V": (15_000, 0)}, {"S": (0, 2000)}, ROADS, STOPS)
    for county in (far_home, far_school):
        assert (len(rides(county, {"stop_reach_minutes": reach})) == 1) is there


def test_the_best_line_is_taken_and_there_is_no_change_of_lines() -> None:
    """A goes by the bad road (30 minutes), B straight (20), C and D only half the way each."""
    roads = [
        road((0, 0), (10_000, 0)),
        road((0, 0), (5000, 0.0), (5000, 3000), speed_kph=60),
    ]
    stops = [
        ("A", 1, (0, 0)),
        ("A", 2, (5000, 3000)),
        ("A", 3, (10_000, 0)),
        ("B", 1, (0, 0), {"fare_yuan": 7, "seats": 9}),
        ("B", 2, (10_000, 0)),
        ("C", 1, (0, 0)),
        ("C", 2, (5000, 3000)),
    ]
    county = tiny_county({"V": (0, 0)}, {"S": (10_000, 0), "T": (5000, 3000)}, roads, stops)
    table = travel_table(county, plain_scenario())
    trips = table.trips[(table.trips["mode"] == "ride") & (table.trips.stage == "lower")]
    assert trips.line_id.tolist() == ["B", "A"]
    assert trips.fare_yuan.tolist() == [7, plain_scenario().costs.fare_yuan]
    assert table.lines == {"A": 1_000_000, "B": 9, "C": 1_000_000}
    without_b = tiny_county(
        {"V": (0, 0)}, {"S": (10_000, 0)}, roads, [("D", 1, (5000, 0)), *stops[5:]]
    )
    assert len(rides(without_b, {"stop_reach_minutes": 5})) == 0


def test_stops_are_called_at_in_their_order_not_that_of_the_rows() -> None:
    county = tiny_county({"V": (0, 0)}, {"S": (5000, 0)}, ROADS, STOPS[::-1])
    assert rides(county).ride_minutes.tolist() == pytest.approx([10])


def test_a_line_of_one_season_runs_in_that_season_only() -> None:
    stops = [(*stop, {"season": "winter"}) for stop in STOPS]
    county = tiny_county({"V": (0, 0)}, {"S": (5000, 0)}, ROADS, stops)
    found = rides(county, season={"worst_of": ["normal", "winter"]})
    assert found.season.tolist() == ["winter"]
    assert found.minutes.tolist() == pytest.approx([10 + 20])


def test_a_shut_road_breaks_the_line_there_and_leaves_the_rest() -> None:
    roads = [
        road((0, 0), (5000, 0)),
        road((5000, 0), (9000, 0), closed_season="winter"),
        road((9000, 0), (20_000, 0)),
    ]
    stops = [*STOPS, ("L", 4, (20_000, 0))]
    county = tiny_county(
        {"V": (0, 0), "W": (20_000, 0)}, {"S": (15_000, 0), "T": (5000, 0)}, roads, stops
    )
    found = rides(county, season="winter")
    pairs = list(zip(found.village_id, found.school_id, found.minutes.round(6), strict=True))
    assert pairs == [("V", "T", 30), ("W", "S", 30)]


def test_a_bus_keeps_to_roads_open_to_vehicles() -> None:
    roads = [road((0, 0), (4000, 0), road_class="path"), road((0, 0), (0, 3000), (4000, 0))]
    stops = [("L", 1, (0, 0)), ("L", 2, (4000, 0))]
    county = tiny_county({"V": (0, 0)}, {"S": (4000, 0)}, roads, stops)
    assert rides(county).ride_minutes.tolist() == pytest.approx([16])


def test_hazard_on_the_ride_is_marked() -> None:
    roads = [road((0, 0), (4000, 0), hazard=1), road((4000, 0), (8000, 0))]
    stops = [("L", 1, (0, 0)), ("L", 2, (4000, 0)), ("L", 3, (8000, 0))]
    county = tiny_county({"V": (0, 0), "W": (4000, 0)}, {"S": (8000, 0)}, roads, stops)
    found = rides(county)
    assert dict(zip(found.village_id, found.hazard, strict=True)) == {"V": True, "W": False}


def test_with_private_rides_the_better_counts_and_the_bus_on_a_tie() -> None:
    county = tiny_county({"V": (0, 0)}, {"S": (5000, 0)}, ROADS, STOPS)
    own = rides(county, {"private_ride": True})
    tie = rides(county, {"private_ride": True, "wait_minutes": 0})
    assert (own.line_id[0], own.minutes[0], own.vehicle[0]) == ("", pytest.approx(10), np.True_)
    assert (tie.line_id[0], tie.minutes[0], tie.vehicle[0]) == ("L", pytest.approx(10), np.False_)


def weekly(county, travel=None, **options):
    """Return minutes, line, fare and need of a vehicle of the boarders of grades 4–6, by village."""
    trips = travel_table(county, plain_scenario(travel, **options)).trips
    trips = trips[(trips["mode"] == "board") & (trips.stage == "upper")]
    figures = trips[["minutes", "line_id", "fare_yuan", "vehicle"]].round(6)
    return {v: tuple(row) for v, row in zip(trips.village_id, figures.to_numpy(), strict=True)}


def norm(weekly_max):
    limits = {"walk_max_minutes": 40, "ceiling_minutes": 90, "weekly_max_minutes": weekly_max}
    return {"upper": limits}


def test_a_weekly_trip_is_the_quicker_of_walking_and_a_hired_vehicle_stretch_by_stretch() -> None:
    """W walks five kilometres of path (50 minutes), then both drive five of road (10)."""
    county = tiny_county({"V": (0, 0), "W": (0, 5000)}, {"S": (5000, 0)}, ROADS)
    per_km = plain_scenario().costs.vehicle_yuan_per_km
    assert weekly(county) == {"V": (10, "", 5 * per_km, True), "W": (60, "", 5 * per_km, True)}


def test_a_weekly_trip_on_foot_alone_needs_no_vehicle_and_no_fare() -> None:
    county = tiny_county({"V": (0, 4000)}, {"S": (0, 0)}, ROADS[1:])
    assert weekly(county) == {"V": (40, "", 0, False)}


def test_a_weekly_trip_needs_no_vehicle_where_a_line_serves_the_pair_within_the_norm() -> None:
    """Ten minutes' wait and ten of riding: the norm of 20 is inclusive."""
    county = tiny_county({"V": (0, 0), "W": (0, 5000)}, {"S": (5000, 0)}, ROADS, STOPS)
    at_norm, below = weekly(county, norm(20)), weekly(county, norm(19.9))
    assert (at_norm["V"][0], at_norm["V"][3], below["V"][3]) == (10, False, True)
    assert at_norm["W"][3]


def test_a_weekly_trip_goes_by_line_where_that_is_no_slower() -> None:
    county = tiny_county({"V": (0, 0)}, {"S": (5000, 0)}, ROADS, STOPS)
    fare = plain_scenario().costs.fare_yuan
    assert weekly(county, {"wait_minutes": 0}) == {"V": (10, "L", fare, False)}


def test_a_line_that_a_plan_may_fund_serves_no_weekly_trip() -> None:
    county = tiny_county({"V": (0, 0)}, {"S": (15_000, 0)}, ROADS)
    lines = {"generate": True, "seats": 20}
    table = travel_table(county, plain_scenario({"wait_minutes": 0}, lines=lines))
    by_mode = table.trips.groupby("mode")["line_id"].agg(set)
    assert by_mode["ride"] == {"NEW-S-1"}
    assert by_mode["board"] == {""}
    assert weekly(county, {"wait_minutes": 0}, lines=lines)["V"][3]
