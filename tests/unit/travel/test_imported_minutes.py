"""Minutes from a survey or another router in place of the network's."""

from dataclasses import replace

import pandas as pd
import pytest
from travel_worlds import plain_scenario, road, tiny_county, trips_by_key

from planner.travel.matrix import travel_table

BLANK = {"stage": "", "season": "", "metres": float("nan")}
BOTH = {"season": {"worst_of": ["normal", "winter"]}}


def county_with(*rows, stops=()):
    """V 1 km and W 3 km from S by road; rows of (village, school, mode, minutes, more)."""
    county = tiny_county(
        {"V": (1000, 0), "W": (3000, 0)}, {"S": (0, 0)}, [road((0, 0), (9000, 0), hazard=1)], stops
    )
    made = [
        {"village_id": v, "school_id": j, "mode": mode, "minutes": float(minutes)}
        | BLANK
        | (more[0] if more else {})
        for v, j, mode, minutes, *more in rows
    ]
    return replace(county, minutes=pd.DataFrame(made))


def table_of(county, **options):
    return travel_table(county, plain_scenario(**options))


def minutes(county, mode="walk", **options):
    trips = table_of(county, **options).trips
    found = trips_by_key(trips[trips["mode"] == mode])
    return {(v, g, s): t for (v, _, g, _, s), t in found.items()}


def finding(county, check, **options):
    return next(f for f in table_of(county, **options).findings if f.check == check)


def test_minutes_of_the_table_take_the_place_of_the_networks() -> None:
    county = county_with(("V", "S", "walk", 13))
    assert minutes(county) == {
        ("V", "lower", "normal"): 13,
        ("V", "upper", "normal"): 13,
        ("W", "lower", "normal"): 30,
        ("W", "upper", "normal"): 30,
    }
    assert "minutes of 2 trips are those of the table" in finding(county, "travel_imported").say(
        "en"
    )


def test_the_table_can_be_left_aside_or_be_all_there_is() -> None:
    county = county_with(("V", "S", "walk", 13))
    assert minutes(county, travel={"minutes_from": "network"})["V", "lower", "normal"] == 10
    alone = table_of(county, travel={"minutes_fill": "absent"})
    assert list(alone.trips["village_id"]) == ["V", "V"]
    (lost,) = [f for f in alone.findings if f.check == "travel_unreached_imported"]
    assert lost.ids == ("W",)
    assert "the table of minutes has no trip" in lost.say("en")


def test_a_row_that_names_stage_or_season_goes_before_one_that_does_not() -> None:
    county = county_with(
        ("V", "S", "walk", 13),
        ("V", "S", "walk", 14, {"stage": "lower"}),
        ("V", "S", "walk", 19, {"season": "winter"}),
        ("V", "S", "walk", 23, {"stage": "lower", "season": "winter"}),
    )
    found = minutes(county, **BOTH)
    assert [found["V", g, s] for g in ("lower", "upper") for s in ("normal", "winter")] == [
        14,
        23,
        13,
        19,
    ]
    only_lower = county_with(("V", "S", "walk", 14, {"stage": "lower"}))
    assert minutes(only_lower)["V", "upper", "normal"] == 10


def test_a_stage_that_the_school_cannot_offer_gets_no_trip() -> None:
    county = county_with(("V", "S", "walk", 13, {"stage": "junior"}))
    assert ("V", "junior", "normal") not in minutes(county)


def test_what_the_table_does_not_say_is_kept_from_the_computed_trip() -> None:
    county = county_with(("V", "S", "board", 4, {"metres": 1234.0}), ("W", "S", "board", 12))
    trips = table_of(county).trips
    board = trips[(trips["mode"] == "board") & (trips["stage"] == "lower")].set_index("village_id")
    assert board["metres"].to_dict() == {"V": 1234, "W": 3000}
    assert (board["walk_metres"] + board["ride_metres"]).tolist() == [1234, 3000]
    assert board["hazard_metres"].tolist() == pytest.approx([1234, 3000])
    assert board["hazard"].tolist() == [True, True]
    assert board["minutes"].tolist() == board["minutes_other"].tolist() == [4, 12]
    parts = board["walk_minutes"] + board["wait_minutes"] + board["ride_minutes"]
    assert parts.tolist() == pytest.approx([4, 12])


def test_a_trip_that_no_road_brings_is_of_one_piece() -> None:
    county = tiny_county({"V": (0, 30_000)}, {"S": (0, 0)}, [road((0, 0), (900, 0))])
    rows = [
        {"village_id": "V", "school_id": "S", "mode": mode, "minutes": t} | BLANK
        for mode, t in (("walk", 400.0), ("board", 90.0))
    ]
    county = replace(county, minutes=pd.DataFrame(rows))
    trips = table_of(county).trips
    trips = trips[trips["stage"] == "upper"].set_index("mode")
    assert trips["metres"].to_dict() == {"board": 30_000, "walk": 30_000}
    assert trips["ride_metres"].to_dict() == {"board": 30_000, "walk": 0}
    assert trips["walk_minutes"].to_dict() == {"board": 0, "walk": 400}
    assert trips["ride_minutes"].to_dict() == {"board": 90, "walk": 0}
    assert trips["vehicle"].to_dict() == {"board": True, "walk": False}
    yuan = 30 * plain_scenario().costs.vehicle_yuan_per_km
    assert trips["fare_yuan"].to_dict() == {"board": pytest.approx(yuan), "walk": 0}


def test_a_ride_without_a_line_is_refused_unless_any_vehicle_may() -> None:
    county = county_with(("V", "S", "ride", 7))
    assert minutes(county, "ride") == {}
    refused = finding(county, "travel_imported_no_line")
    assert (refused.severity, refused.ids) == ("warning", ("V",))
    assert "2 rides of the table of minutes have no bus line" in refused.say("en")
    private = {"private_ride": True}
    assert minutes(county, "ride", travel=private)["V", "lower", "normal"] == 7
    trips = table_of(county, travel=private).trips
    assert trips.loc[(trips["mode"] == "ride") & (trips["village_id"] == "V"), "vehicle"].all()


def test_a_ride_on_a_line_keeps_line_fare_and_the_share_of_waiting() -> None:
    stops = [("L", 1, (3000, 0), {"fare_yuan": 2}), ("L", 2, (0, 0), {"fare_yuan": 2})]
    county = county_with(("W", "S", "ride", 44), stops=stops)
    trips = table_of(county).trips
    ride = trips[(trips["mode"] == "ride") & (trips["village_id"] == "W")].iloc[0]
    # Computed: 10 minutes of waiting and 12 on the bus (hazard at 15 km/h); twice that here.
    assert (ride["line_id"], ride["fare_yuan"], bool(ride["vehicle"])) == ("L", 2, False)
    assert (ride["wait_minutes"], ride["ride_minutes"]) == pytest.approx((20, 24))


def test_a_trip_beyond_the_cutoff_is_absent_and_not_computed_in_its_stead() -> None:
    county = county_with(("V", "S", "walk", 200))
    found = minutes(county, travel={"cutoff_minutes": 120})
    assert {v for v, _, _ in found} == {"W"}


def test_the_table_stays_sorted_and_its_row_order_changes_nothing() -> None:
    rows = ("W", "S", "walk", 31), ("V", "S", "walk", 13), ("V", "S", "board", 5)
    one, other = table_of(county_with(*rows)).trips, table_of(county_with(*rows[::-1])).trips
    pd.testing.assert_frame_equal(one, other)
    key = ["village_id", "school_id", "stage", "mode", "season"]
    pd.testing.assert_frame_equal(one, one.sort_values(key, kind="stable"))
