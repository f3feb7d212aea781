from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.geometry import Point
from travel_worlds import plain_scenario, road, tiny_county

from planner.travel.isochrones import ROADSIDE_M, Isochrones
from planner.travel.matrix import travel_table
from planner.travel.searches import Searches


def bands_of(roads, limits, travel=None, **options):
    county = tiny_county({"V1": (0, 5000)}, {"S1": (0, 0)}, roads)
    scenario = plain_scenario(travel, **options)
    return Isochrones(Searches(county, scenario)).bands(0, "lower", limits)


def test_a_road_is_reached_to_where_the_minutes_end():
    (area,) = bands_of([road((0, 0), (9000, 0))], [10])
    # 100 m a minute on the road.
    assert area.bounds[2] == pytest.approx(1000 + ROADSIDE_M, abs=5)
    assert area.contains(Point(995, 0))
    assert not area.contains(Point(1030, 0))


def test_off_the_road_the_minutes_left_count_at_the_lower_speed():
    (area,) = bands_of([road((0, 0), (9000, 0))], [10])
    # At 400 m there are 6 minutes left, 60 m each.
    assert area.contains(Point(400, 350))
    assert not area.contains(Point(400, 480))
    # Around the school itself 10 minutes of 60 m.
    assert area.contains(Point(-590, 0))
    assert not area.contains(Point(-640, 0))


def test_a_wider_limit_holds_the_narrower_and_winter_is_nowhere_wider():
    roads = [road((0, 0), (9000, 0)), road((500, 0), (500, 4000))]
    norm, ceiling = bands_of(roads, [15, 40])
    assert ceiling.buffer(1).contains(norm)
    assert ceiling.area > 3 * norm.area
    (winter,) = bands_of(roads, [15], season="winter")
    (worst,) = bands_of(roads, [15], season={"worst_of": ["normal", "winter"]})
    assert norm.buffer(1).contains(winter)
    assert winter.area < 0.5 * norm.area
    assert worst.symmetric_difference(winter).area < 1


def test_a_shut_road_is_not_walked():
    roads = [road((0, 0), (9000, 0), closed_season="winter")]
    (area,) = bands_of(roads, [20], season="winter")
    assert not area.contains(Point(1800, 0))
    assert area.contains(Point(500, 0))


def test_a_place_lies_inside_where_its_trip_is_within_the_minutes():
    rng = np.random.default_rng(7)
    homes = {f"V{n:03}": tuple(xy) for n, xy in enumerate(rng.uniform(-3000, 3000, (150, 2)))}
    roads = [
        road((-3000, -200), (0, 100), (1500, -900), (3000, 0)),
        road((0, 100), (-500, 1500), (300, 3000)),
    ]
    county = tiny_county(homes, {"S1": (40, 60)}, roads)
    scenario = plain_scenario()
    trips = travel_table(county, scenario).trips
    walks = trips[(trips["mode"] == "walk") & (trips["stage"] == "lower")]
    minutes = walks.set_index("village_id")["minutes"].reindex(list(homes), fill_value=np.inf)
    (area,) = Isochrones(Searches(county, scenario)).bands(0, "lower", [25])
    inside = shapely.contains(area, shapely.points(list(homes.values())))
    clear = (minutes < 24) | (minutes > 26)
    assert 20 < int(inside.sum()) < 130
    assert (inside == (minutes <= 25).to_numpy())[clear.to_numpy()].all()


class Slope:
    """A slope that rises to the north by one metre in two."""

    step_m = 50.0

    def locate(self, xy_m):
        return xy_m

    def height_m(self, located):
        return 3000 + 0.5 * located[:, 1]


def test_up_and_down_a_slope_one_comes_less_far_than_along_it():
    county = tiny_county({"V1": (0, 5000)}, {"S1": (0, 0)}, [road((8000, 0), (9000, 0))])
    searches = Searches(county, plain_scenario())
    searches.terrain = Slope()
    (area,) = Isochrones(searches).bands(0, "lower", [15])
    west, south, east, north = area.bounds
    assert north < 0.5 * east
    assert south == pytest.approx(-north, abs=1)
    assert west == pytest.approx(-east, abs=1)
