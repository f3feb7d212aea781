"""Walking up and down: Tobler's curve, both directions, altitude."""

import numpy as np
import pytest
from travel_worlds import plain_scenario, road, sloping_county, tiny_county, trips_by_key

from planner.scenario.load import scenario_of
from planner.travel.both import OTHER_MINUTES, slower
from planner.travel.matrix import travel_table
from planner.travel.network import PARTS
from planner.travel.roads import road_graph
from planner.travel.services import Trips
from planner.travel.slopes import BACK, CLIMB_BACK, CLIMB_OUT, OUT, edge_slopes, straight_efforts
from planner.travel.speeds import altitude_factor, tobler_kph
from planner.travel.terrain import county_terrain

EAST = [road((0, 0), (10_000, 0))]
FLAT_KPH = 6 * np.exp(-3.5 * 0.05)


def slower_by(slope: float) -> float:
    """Return how much longer a slope takes than the level, by hand."""
    return FLAT_KPH / (6 * np.exp(-3.5 * abs(slope + 0.05)))


def walks(county, column="minutes", travel=None, mode="walk", **options):
    trips = travel_table(county, plain_scenario(travel, **options)).trips
    trips = trips[trips["mode"] == mode]
    return {(v, g): value for (v, _, g, _, _), value in trips_by_key(trips, column).items()}


@pytest.mark.parametrize(
    ("degrees", "kph"), [(0, 5.04), (10, 2.72), (20, 1.41), (30, 0.67), (-10, 3.86)]
)
def test_toblers_published_values(degrees: float, kph: float) -> None:
    assert tobler_kph(np.tan(np.radians(degrees))) == pytest.approx(kph, abs=0.005)


def test_nobody_walks_faster_than_six_kilometres_an_hour_down_a_slight_slope() -> None:
    slopes = np.linspace(-2, 2, 4001)
    assert slopes[tobler_kph(slopes).argmax()] == pytest.approx(-0.05)
    assert tobler_kph(slopes).max() == pytest.approx(6)
    assert tobler_kph(7.0) == tobler_kph(1.0) == pytest.approx(0.152, abs=0.001)


@pytest.mark.parametrize(("slope", "km"), [(0, 1.89), (0.1, 1.33), (0.2, 0.94), (0.3, 0.66)])
def test_reach_of_a_lower_stage_child_in_half_an_hour(tmp_path, slope: float, km: float) -> None:
    """With the options' defaults, uphill along a road."""
    scenario = scenario_of({"name": "x", "county": "."})
    county = tiny_county({"V": (0, 0)}, {"S": (1000 * km, 0)}, EAST)
    county = sloping_county(county, tmp_path, lambda x, y: 1000 + slope * x)
    found = trips_by_key(travel_table(county, scenario).trips)
    assert found["V", "S", "lower", "walk", "normal"] == pytest.approx(30, abs=0.005 / km * 30)


def test_the_slower_direction_counts_and_the_other_is_told(tmp_path) -> None:
    """2000 m of 20 %: home is downhill from a school above, uphill from one below."""
    county = tiny_county({"V": (2000, 0)}, {"A": (0, 0), "B": (4000, 0)}, EAST)
    county = sloping_county(county, tmp_path, lambda x, y: 500 + 0.2 * x)
    up, down = 20 * slower_by(0.2), 20 * slower_by(-0.2)
    trips = travel_table(county, plain_scenario()).trips
    walk = trips[(trips["mode"] == "walk") & (trips.stage == "lower")]
    assert walk.school_id.tolist() == ["A", "B"]
    assert walk.minutes.tolist() == pytest.approx([up, up], rel=1e-6)
    assert walk.minutes_other.tolist() == pytest.approx([down, down], rel=1e-6)
    assert walk.climb_m.tolist() == pytest.approx([400, 400], abs=1e-3)
    assert up / down == pytest.approx(np.exp(3.5 * 0.1))


def test_a_long_edge_keeps_its_ups_and_downs(tmp_path) -> None:
    """Over a ridge of 200 m: the two ends are level with each other, the way is not."""
    county = tiny_county({"V": (0, 0)}, {"S": (4000, 0)}, EAST)
    county = sloping_county(county, tmp_path, lambda x, y: 3000 - 0.1 * abs(x - 2000))
    expected = 20 * slower_by(0.1) + 20 * slower_by(-0.1)
    assert walks(county)["V", "lower"] == pytest.approx(expected, rel=0.01)
    assert walks(county, "minutes_other")["V", "lower"] == pytest.approx(expected, rel=0.01)
    assert walks(county, "climb_m")["V", "lower"] == pytest.approx(200, rel=0.02)


def test_a_leg_off_the_road_climbs_over_the_terrain(tmp_path) -> None:
    """300 m straight up a slope of 30 % to the road at 60 m a minute on the level."""
    county = tiny_county({"V": (1000, 300)}, {"S": (1000, 0)}, EAST)
    county = sloping_county(county, tmp_path, lambda x, y: 2000 - 0.3 * y)
    assert walks(county)["V", "upper"] == pytest.approx(5 * slower_by(0.3), rel=1e-5)
    assert walks(county, "minutes_other")["V", "upper"] == pytest.approx(
        5 * slower_by(-0.3), rel=1e-5
    )
    assert walks(county, "offroad_metres")["V", "upper"] == pytest.approx(300)


def test_the_way_home_may_be_another_than_the_way_to_school(tmp_path) -> None:
    """Up to school by vehicle on 7 km of road (14 minutes), home straight down the slope.

    The 500 m off the road at 20 % take 16.8 minutes up and 11.8 down.
    """
    roads = [road((1000, 0), (4250, 0), (4250, 500), (1000, 500))]
    county = tiny_county({"V": (1000, 0)}, {"S": (1000, 500)}, roads)
    county = sloping_county(county, tmp_path, lambda x, y: 1000 + 0.2 * y)
    trips = travel_table(county, plain_scenario()).trips
    trip = trips[(trips["mode"] == "board") & (trips.stage == "lower")].iloc[0]
    assert trip.minutes == pytest.approx(14)
    assert trip.minutes_other == pytest.approx(500 / 60 * slower_by(-0.2), rel=1e-5)
    assert (trip.ride_metres, trip.offroad_metres, trip.climb_m) == pytest.approx((7000, 0, 0))
    assert trip.vehicle


def test_pieces_of_a_line_add_up_wherever_it_is_cut(tmp_path) -> None:
    """Slope is sampled before noding: the same line, whole and cut by eleven others."""
    rng = np.random.default_rng(3)
    bumps = rng.uniform(0, 120, 3)

    def height(x, y):
        return 2000 + bumps[0] * np.sin(x / 170) + bumps[1] * np.sin(y / 90) + bumps[2] * x / 1000

    line = road((0, 0), (900, 700), (2000, 650), (2600, 1800), (4000, 1900))
    across = [road((x, -500), (x + 40, 3000), road_class="path") for x in range(150, 3600, 310)]
    found = []
    for roads in ([line], [line, *across], [*across[::-1], road(*reversed(line[0].coords))]):
        county = tiny_county({"V": (0, 0)}, {"S": (4000, 1900)}, roads)
        county = sloping_county(county, tmp_path, height)
        graph = road_graph(county.roads)
        terrain, _ = county_terrain(county)
        slopes = edge_slopes(graph, terrain, plain_scenario())
        every = np.flatnonzero(graph.road_class == graph.road_class.min())
        total = slopes.between(every, np.zeros(len(every)), graph.length_m[every])
        # Edges run from the node with the lower number: here all eastwards.
        assert (np.diff(np.sort(graph.node_xy_m[graph.start[every], 0])) > 0).all()
        found.append(total.sum(axis=0))
        inner = slopes.between(every, np.zeros(len(every)), graph.length_m[every] / 3)
        rest = slopes.between(every, graph.length_m[every] / 3, graph.length_m[every])
        assert np.abs(inner + rest - total).max() < 1e-6
    assert len(every) == 13
    assert np.abs(found[1] - found[0]).max() < 0.5
    assert found[0][OUT] > 1.1 * line[0].length
    # Drawn the other way round, heights are taken at the same places.
    assert np.abs(found[2] - found[0]).max() < 0.5
    assert abs(found[0][CLIMB_OUT] - found[0][CLIMB_BACK] - (height(4000, 1900) - height(0, 0))) < 2


def test_a_line_that_crosses_itself_keeps_each_stretch_in_its_place(tmp_path) -> None:
    """East up the slope, round, and back across: the crossing is passed twice."""
    loop = road((0, 0), (3000, 0), (3000, 1000), (1500, 1000), (1500, -1000))
    county = tiny_county({"V": (0, 0)}, {"S": (1500, -1000)}, [loop])
    county = sloping_county(county, tmp_path, lambda x, y: 500 + 0.1 * x)
    graph = road_graph(county.roads)
    terrain, _ = county_terrain(county)
    slopes = edge_slopes(graph, terrain, plain_scenario())
    every = np.argsort(graph.length_m)
    tail, ramp, turn = slopes.between(every, np.zeros(3), graph.length_m[every])
    up, down = 1500 * slower_by(0.1), 1500 * slower_by(-0.1)
    assert graph.length_m[every] == pytest.approx([1000, 1500, 5000])
    assert tail.tolist() == pytest.approx([1000, 1000, 0, 0], abs=0.1)
    assert sorted(ramp.tolist()) == pytest.approx([0, 150, down, up], rel=1e-3)
    assert turn[[OUT, BACK]].tolist() == pytest.approx([2000 + up + down] * 2, rel=5e-3)
    assert turn[[CLIMB_OUT, CLIMB_BACK]].tolist() == pytest.approx([150, 150], rel=2e-2)


def test_altitude_slows_metre_by_metre(tmp_path) -> None:
    """1 up to 2,000 m, 0.9 at 3,000 m, 0.85 from 4,000 m on."""
    air = {"altitude_walk_factor": {"at_3000_m": 0.9, "at_4000_m": 0.85}}
    scenario = plain_scenario(air)
    heights = np.array([500.0, 2000, 2500, 3000, 3500, 4000, 5000])
    expected = [1, 1, 0.95, 0.9, 0.875, 0.85, 0.85]
    assert altitude_factor(scenario, heights).tolist() == pytest.approx(expected)
    county = tiny_county({"V": (0, 0)}, {"S": (3000, 0)}, EAST)
    county = sloping_county(county, tmp_path, lambda x, y: 3500 + 0 * x)
    assert walks(county)["V", "lower"] == pytest.approx(30)
    assert walks(county, travel=air)["V", "lower"] == pytest.approx(30 / 0.875)


def test_a_bus_is_not_slowed_by_slopes_but_the_walk_to_it_is(tmp_path) -> None:
    stops = [("L", 1, (2000, 0)), ("L", 2, (9000, 0))]
    county = tiny_county({"V": (1000, 0)}, {"S": (9000, 0)}, EAST, stops)
    county = sloping_county(county, tmp_path, lambda x, y: 500 + 0.1 * x)
    up, down = 10 * slower_by(0.1), 10 * slower_by(-0.1)
    assert walks(county, mode="ride")["V", "lower"] == pytest.approx(up + 10 + 14, rel=1e-6)
    assert walks(county, "minutes_other", mode="ride")["V", "lower"] == pytest.approx(
        down + 10 + 14, rel=1e-6
    )
    assert walks(county, "walk_metres", mode="ride")["V", "lower"] == pytest.approx(1000)
    assert walks(county, "ride_metres", mode="ride")["V", "lower"] == pytest.approx(7000)
    assert walks(county, "climb_m", mode="ride")["V", "lower"] == pytest.approx(100, rel=1e-4)


def test_the_reach_of_a_stop_holds_in_both_directions(tmp_path) -> None:
    """1000 m of 10 %: 14 minutes up, 10 down; whoever lives above walks up on the way home."""
    stops = [("L", 1, (2000, 0)), ("L", 2, (9000, 0))]
    for village, height in (((1000, 0), 0.1), ((3000, 0), -0.1)):
        county = tiny_county({"V": village}, {"S": (9000, 0)}, EAST, stops)
        for slope in (height, -height):
            steep = sloping_county(county, tmp_path, lambda x, y, s=slope: 1500 + s * x)
            assert ("V", "lower") in walks(steep, mode="ride", travel={"stop_reach_minutes": 15})
            short = walks(steep, mode="ride", travel={"stop_reach_minutes": 13})
            assert ("V", "lower") not in short


def test_a_trip_of_one_direction_only_is_none() -> None:
    def trips(minutes):
        here = np.array([[float(minutes)]])
        none = np.zeros((1, 1))
        return Trips(here, none, np.zeros((1, 1, PARTS)), np.array([[-1]]), none > 0)

    both = slower([trips(20), trips(31)])
    assert (both.minutes[0, 0], both.parts[0, 0, OTHER_MINUTES]) == (31, 20)
    assert slower([trips(20), trips(np.inf)]).minutes[0, 0] == np.inf


def test_hazard_metres_count_on_foot_and_by_vehicle(tmp_path) -> None:
    roads = [road((0, 0), (1000, 0), hazard=1), road((1000, 0), (3000, 0))]
    county = tiny_county({"V": (400, 0)}, {"S": (3000, 0)}, roads)
    for mode in ("walk", "board"):
        assert walks(county, "hazard_metres", mode=mode)["V", "lower"] == pytest.approx(600)


def test_a_straight_leg_is_as_long_either_way_round(tmp_path) -> None:
    county = sloping_county(
        tiny_county({"V": (0, 0)}, {"S": (9, 9)}, EAST), tmp_path, lambda x, y: 50 * np.sin(x / 90)
    )
    terrain, _ = county_terrain(county)
    a, b = np.array([[10.0, 20.0]]), np.array([[1500.0, 900.0]])
    metres = np.hypot(*(a - b).T)
    there = straight_efforts(a, b, metres, terrain, plain_scenario())[0]
    back = straight_efforts(b, a, metres, terrain, plain_scenario())[0]
    assert there[[OUT, BACK, CLIMB_OUT, CLIMB_BACK]].tolist() == pytest.approx(
        back[[BACK, OUT, CLIMB_BACK, CLIMB_OUT]].tolist()
    )
    assert there[OUT] > metres[0]
