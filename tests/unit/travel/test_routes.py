from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import Point
from travel_worlds import plain_scenario, road, sloping_county, tiny_county

from planner.travel.matrix import planned_trips, travel_table
from planner.travel.routes import Trip, find_routes, pupils_by_piece
from planner.travel.searches import Searches
from planner.travel.ways import STRAIGHT


def routes_of(county, scenario, *modes):
    trips = planned_trips(travel_table(county, scenario), scenario)
    wanted = trips[trips["mode"].isin(modes)] if modes else trips
    return find_routes(Searches(county, scenario), wanted), wanted


def points(line):
    return [(round(x, 6), round(y, 6)) for x, y in line.coords]


def test_a_way_on_foot_goes_off_the_road_straight_and_along_it_by_its_bends():
    county = tiny_county(
        {"V1": (100, 50)},
        {"S1": (1000, 560)},
        # Drawn against the way, with a bend.
        [road((1000, 500), (800, 0), (0, 0))],
    )
    routes, _ = routes_of(county, plain_scenario(), "walk")
    way = routes.lines[Trip("V1", "S1", "lower", "walk")]
    assert points(way) == [(100, 50), (100, 0), (800, 0), (1000, 500), (1000, 560)]
    assert routes.ways[Trip("V1", "S1", "lower", "walk")].piece.tolist().count(STRAIGHT) == 2


def test_without_a_road_between_them_the_way_is_straight():
    county = tiny_county({"V1": (0, 0)}, {"S1": (300, 400)}, [road((9000, 0), (9900, 0))])
    routes, _ = routes_of(county, plain_scenario(), "walk")
    assert points(routes.lines[Trip("V1", "S1", "upper", "walk")]) == [(0, 0), (300, 400)]


def test_a_ride_by_line_walks_to_the_stop_and_keeps_to_the_road():
    county = tiny_county(
        {"V1": (0, 20)},
        {"S1": (6000, 3000)},
        [road((0, 0), (6000, 0)), road((6000, 0), (6000, 3000))],
        # Seen from the village the line runs the other way about.
        [("L1", 1, (6000, 2900)), ("L1", 2, (6000, 0)), ("L1", 3, (100, 0))],
    )
    routes, trips = routes_of(county, plain_scenario(), "ride")
    trip = Trip("V1", "S1", "lower", "ride", "L1")
    assert points(routes.lines[trip]) == [
        *[(0, 20), (0, 0), (100, 0)],
        *[(6000, 0), (6000, 2900), (6000, 3000)],
    ]
    way = routes.ways[trip]
    ridden = [p for p, rides in zip(way.piece.tolist(), way.rides.tolist(), strict=True) if rides]
    assert routes.network.pieces.metres[ridden].sum() == pytest.approx(5900 + 2900)
    assert routes.lines[trip].length == pytest.approx(trips["metres"].iloc[0])


def test_the_weekly_trip_follows_the_quicker_road_not_the_shorter_path():
    county = tiny_county(
        {"V1": (0, 0)},
        {"S1": (2000, 0)},
        [
            road((0, 0), (2000, 0), road_class="path"),
            road((0, 0), (1000, 1500), (2000, 0), road_class="county"),
        ],
    )
    routes, _ = routes_of(county, plain_scenario())
    assert points(routes.lines[Trip("V1", "S1", "lower", "walk")])[1:-1] == []
    assert (1000, 1500) in points(routes.lines[Trip("V1", "S1", "lower", "board")])


def test_the_season_planned_for_decides_the_way():
    roads = [
        road((0, 0), (3000, 0), road_class="county", closed_season="winter"),
        road((0, 0), (1500, 900), (3000, 0), road_class="county"),
    ]
    county = tiny_county({"V1": (0, 0)}, {"S1": (3000, 0)}, roads)
    summer, _ = routes_of(county, plain_scenario(season="normal"), "walk")
    worst, _ = routes_of(county, plain_scenario(season={"worst_of": ["normal", "winter"]}), "walk")
    trip = Trip("V1", "S1", "upper", "walk")
    assert points(summer.lines[trip]) == [(0, 0), (3000, 0)]
    assert (1500, 900) in points(worst.lines[trip])


def test_every_way_is_as_long_as_its_trip_in_the_table(toy_county):
    scenario = plain_scenario({"private_ride": True})
    routes, trips = routes_of(toy_county, scenario)
    keys = ["village_id", "school_id", "stage", "mode", "line_id"]
    metres = {
        Trip(*key): m
        for key, m in zip(trips[keys].itertuples(index=False), trips["metres"], strict=True)
    }
    assert len(routes.ways) == len(metres) > 50
    lengths = np.array([routes.lines[trip].length for trip in metres])
    assert lengths == pytest.approx(np.array(list(metres.values())), abs=1e-6)
    homes, schools = toy_county.villages.geometry, toy_county.schools.geometry
    for trip, line in routes.lines.items():
        assert Point(line.coords[0]).distance(homes[trip.village_id]) < 1e-6
        assert Point(line.coords[-1]).distance(schools[trip.school_id]) < 1e-6


def test_a_pair_out_of_reach_has_no_way():
    county = tiny_county(
        {"V1": (0, 0)},
        {"S1": (90_000, 0)},
        [road((0, 0), (900, 0)), road((80_000, 0), (90_000, 0))],
    )
    wanted = pd.DataFrame(
        [("V1", "S1", "lower", "walk", "normal", "", 5.0)],
        columns=["village_id", "school_id", "stage", "mode", "season", "line_id", "minutes"],
    )
    routes = find_routes(Searches(county, plain_scenario()), wanted)
    assert routes.lines == {}


def test_pupils_count_once_on_each_piece_of_their_way():
    county = tiny_county(
        {"V1": (0, 0), "V2": (1000, 0)}, {"S1": (3000, 0)}, [road((0, 0), (4000, 0))]
    )
    routes, _ = routes_of(county, plain_scenario(), "walk")
    one, two = Trip("V1", "S1", "lower", "walk"), Trip("V2", "S1", "lower", "walk")
    counts = pupils_by_piece(routes, {one: 5, two: 2, Trip("V9", "S1", "lower", "walk"): 99})
    pieces = routes.network.pieces
    by_start = dict(zip(pieces.from_m.tolist(), counts["walk"].tolist(), strict=True))
    if pieces.metres.tolist() and routes.network.graph.geometry[0].coords[0][0] == 0:
        assert by_start == {0.0: 5, 1000.0: 7, 3000.0: 0}
    else:
        assert by_start == {0.0: 0, 1000.0: 7, 3000.0: 5}


def test_on_a_slope_the_way_is_that_of_the_slower_direction(tmp_path):
    # East is uphill: home over the flat loop is quicker, to school straight down the slope.
    roads = [
        road((0, 0), (2000, 0)),
        road((0, 0), (0, 1200), (2000, 1200), (2000, 0)),
    ]
    flat = tiny_county({"V1": (2000, 0)}, {"S1": (0, 0)}, roads)
    county = sloping_county(flat, tmp_path, lambda x, y: 100 + 0.3 * x * (y < 600))
    scenario = plain_scenario()
    routes, trips = routes_of(county, scenario)
    metres = {(t.stage, t.mode): t.metres for t in trips.itertuples()}
    assert len(metres) >= 4
    for trip, line in routes.lines.items():
        assert line.length == pytest.approx(metres[trip.stage, trip.mode], abs=1e-6)
        assert (line.coords[0], line.coords[-1]) == ((2000, 0), (0, 0))


def test_a_way_begins_where_the_children_live_farthest():
    county = tiny_county({"V1": (1000, 0)}, {"S1": (0, 0)}, [road((0, 0), (9000, 0))])
    home = gpd.GeoDataFrame(
        {"village_id": ["V1"], "months": ["6-9"], "pupils": [4]},
        geometry=[Point(4000, 0)],
        crs=county.crs,
    )
    county = replace(county, residences=home)
    for season, start in (("normal", 4000), ("winter", 1000)):
        routes, trips = routes_of(county, plain_scenario(season=season), "walk")
        line = routes.lines[Trip("V1", "S1", "lower", "walk")]
        assert line.coords[0] == (start, 0)
        assert line.length == pytest.approx(trips["metres"].iloc[0])


def test_a_line_that_a_plan_may_fund_keeps_to_roads_that_its_bus_may_use():
    roads = [
        # Quicker for a car, but too poor for the bus.
        road((0, 0), (12_000, 0), road_class="track"),
        road((0, 0), (6000, 3000), (12_000, 0), road_class="county"),
    ]
    county = tiny_county({"V1": (0, 0)}, {"S1": (12_000, 0)}, roads)
    scenario = plain_scenario(lines={"generate": True, "lowest_class": "village"})
    routes, trips = routes_of(county, scenario, "ride")
    assert set(trips["line_id"]) == {"NEW-S1-1"}
    line = routes.lines[Trip("V1", "S1", "lower", "ride", "NEW-S1-1")]
    assert points(line) == [(0, 0), (6000, 3000), (12_000, 0)]
