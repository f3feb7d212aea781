"""What must hold of travel on any network and terrain: random ones, networkx as the oracle."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import networkx as nx
import numpy as np
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from travel_worlds import plain_scenario, raster_file, road, tiny_county, trips_by_key

from planner.county import County
from planner.travel.access import ACCESS_RADIUS_M
from planner.travel.matrix import travel_table
from planner.travel.roads import RoadGraph, road_graph
from planner.travel.slopes import BACK, OUT, edge_slopes, level
from planner.travel.speeds import shut, tobler_kph, vehicle_kph
from planner.travel.terrain import county_terrain

NODING = 0.06
"""Minutes by which noding may change a trip: vertices move by up to a centimetre, and slopes
make three of them at most."""

TOP = tobler_kph(-0.05) / tobler_kph(0)
"""Walking speed down a slight slope over that on the level."""

EXAMPLES = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
SEASONS = {"worst_of": ["normal", "winter"]}
coordinate = st.integers(0, 30).map(lambda k: 100.0 * k)
point = st.tuples(coordinate, coordinate)


@st.composite
def some_road(draw):
    points = draw(st.lists(point, min_size=2, max_size=4, unique=True))
    return road(
        *points,
        road_class=draw(st.sampled_from(["county", "village", "path"])),
        hazard=draw(st.sampled_from([0, 0, 1])),
        closed_season=draw(st.sampled_from(["", "", "winter"])),
    )


@st.composite
def worlds(draw):
    """Places in a square of 3 km, a road through its middle, and any roads besides."""
    roads = [road((0, 1500), (3000, 1500)), *draw(st.lists(some_road(), max_size=5))]
    off = st.tuples(st.integers(-50, 50), st.integers(-50, 50))
    place = st.tuples(point, off).map(lambda p: (p[0][0] + p[1][0], p[0][1] + p[1][1]))
    villages = draw(st.lists(place, min_size=1, max_size=3))
    schools = draw(st.lists(place, min_size=1, max_size=3))
    east = sorted(draw(st.lists(st.integers(0, 30), min_size=2, max_size=3, unique=True)))
    return {
        "villages": {f"V{i}": p for i, p in enumerate(villages)},
        "schools": {f"S{i}": (p, "nine_year") for i, p in enumerate(schools)},
        "roads": roads,
        "stops": [("L", i, (100.0 * x, 1500.0)) for i, x in enumerate(east)],
        "heights": draw(st.none() | terrains()),
    }


def terrains():
    """Heights every 500 m, rows from the north; slopes of up to 30 %."""
    row = st.lists(st.integers(0, 150), min_size=9, max_size=9)
    return st.lists(row, min_size=9, max_size=9)


def county_of(world, folder=None) -> County:
    """Return the county of a world, the terrain written to a folder where it has one."""
    county = tiny_county(**{k: v for k, v in world.items() if k != "heights"})
    if world["heights"] is None:
        return county
    path = Path(folder) / "terrain.tif"
    raster_file(path, np.array(world["heights"]) + 1000, -750, 3750, 500)
    return replace(county, terrain=path)


def trips(world, scenario):
    with TemporaryDirectory() as folder:
        return travel_table(county_of(world, folder), scenario).trips


def minutes(world, column="minutes", **travel) -> dict[tuple[str, ...], float]:
    return trips_by_key(trips(world, plain_scenario(travel, season=SEASONS)), column)


def assert_nowhere_longer(shorter, longer, tolerance=1e-9) -> None:
    for key, value in longer.items():
        assert shorter.get(key, np.inf) <= value + tolerance, key


def leg_minutes(terrain, a, b) -> tuple[float, float]:
    """Return the minutes of a straight leg off the road there and back, 60 m a minute."""
    metres = a.distance(b)
    if terrain is None or metres == 0:
        return metres / 60, metres / 60
    steps = max(1, int(np.ceil(metres / terrain.step_m - 1e-9)))
    share = np.linspace(0, 1, steps + 1)[:, None]
    points = np.array([(a.x, a.y)]) * (1 - share) + np.array([(b.x, b.y)]) * share
    slope = np.diff(terrain.height_m(terrain.locate(points))) / (metres / steps)
    length = metres / steps / 60
    return tuple(float((length * tobler_kph(0) / tobler_kph(s)).sum()) for s in (slope, -slope))


def oracle(county: County, graph: RoadGraph, terrain, walk_factor, drive_minutes) -> nx.DiGraph:
    """Places as nodes that are entered or left only, edges cut at every point nearest to one.

    `walk_factor` is infinite on shut edges; `drive_minutes` are those of each edge.
    """
    net = nx.DiGraph()
    slopes = None if terrain is None else edge_slopes(graph, terrain, plain_scenario())

    def link(a, b, there, back):
        for x, y, weight in ((a, b, there), (b, a, back)):
            if weight < net.get_edge_data(x, y, {"weight": np.inf})["weight"]:
                net.add_edge(x, y, weight=weight)

    places = dict(county.villages.geometry) | dict(county.schools.geometry)
    for e, line in enumerate(graph.geometry):
        at = {0.0: int(graph.start[e]), line.length: int(graph.end[e])}
        for name, spot in places.items():
            if line.distance(spot) <= ACCESS_RADIUS_M:
                along = line.project(spot)
                joint = at.setdefault(along, (e, along))
                there, back = leg_minutes(terrain, spot, line.interpolate(along))
                net.add_edge(("from", name), joint, weight=there)
                net.add_edge(joint, ("to", name), weight=back)
        for a, b in pairwise(sorted(at)):
            metres = np.array([b - a])
            effort = level(metres)
            if slopes is not None:
                effort = slopes.between(np.array([e]), np.array([a]), np.array([b]))
            drive = (b - a) / line.length * drive_minutes[e]
            walks = (effort[0, [OUT, BACK]] / 100 * walk_factor[e]).tolist()
            link(at[a], at[b], *(min(walk, drive) for walk in walks))
    for a, spot in places.items():
        for b, other in places.items():
            if spot.distance(other) <= ACCESS_RADIUS_M:
                there, _ = leg_minutes(terrain, spot, other)
                net.add_edge(("from", a), ("to", b), weight=there)
    return net


@EXAMPLES
@given(worlds(), st.sampled_from(["normal", "winter"]))
def test_minutes_are_those_of_networkx(world, season) -> None:
    """Without the pruning of legs and the trees: all legs, all pairs, one Dijkstra each."""
    scenario = plain_scenario(season=season)
    with TemporaryDirectory() as folder:
        county = county_of(world, folder)
        rows = travel_table(county, scenario).trips
        terrain, _ = county_terrain(county)
    graph = road_graph(county.roads)
    slow = 0.5 if season == "winter" else 1
    walk = np.where(shut(graph, scenario, season), np.inf, 1.0)
    with np.errstate(divide="ignore"):
        ride = graph.length_m / (vehicle_kph(graph, scenario, season) * 1000 / 60)
    found, other = trips_by_key(rows), trips_by_key(rows, "minutes_other")
    for mode, drive in (("walk", ride + np.inf), ("board", ride)):
        # Legs are as slow as walking: the oracle's are for the normal season.
        net = oracle(county, graph, terrain, walk, drive * slow)

        def least(a, b, net=net):
            try:
                return nx.dijkstra_path_length(net, ("from", a), ("to", b)) / slow
            except (nx.NetworkXNoPath, nx.NodeNotFound):
                return np.inf

        for v in county.villages.index:
            for s in county.schools.index:
                to_school, home = least(v, s), least(s, v)
                expected = max(to_school, home)
                got = found.get((v, s, "lower", mode, season), np.inf)
                if expected > 480:
                    continue
                if mode == "board" and (v, s, "lower", "ride", season) in found:
                    assert got <= expected + 1e-6
                    continue
                assert abs(got - expected) < 1e-6
                assert abs(other[v, s, "lower", mode, season] - min(to_school, home)) < 1e-6


@EXAMPLES
@given(worlds(), some_road(), st.booleans())
def test_adding_a_road_never_lengthens_a_trip(world, addition, private) -> None:
    before = minutes(world, private_ride=private)
    after = minutes(world | {"roads": [*world["roads"], addition]}, private_ride=private)
    assert_nowhere_longer(after, before, NODING)


@EXAMPLES
@given(worlds(), st.integers(0, 5))
def test_closing_a_road_never_shortens_a_trip(world, which) -> None:
    roads = list(world["roads"])
    line, attributes = roads[which % len(roads)]
    roads[which % len(roads)] = (line, attributes | {"closed_season": "winter"})
    assert_nowhere_longer(minutes(world), minutes(world | {"roads": roads}))


@EXAMPLES
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(world, random) -> None:
    def shuffled(items):
        items = list(items)
        random.shuffle(items)
        return items

    other = {
        "villages": dict(shuffled(world["villages"].items())),
        "schools": dict(shuffled(world["schools"].items())),
        "roads": shuffled(world["roads"]),
        "stops": shuffled(world["stops"]),
        "heights": world["heights"],
    }
    one, two = minutes(world), minutes(other)
    assert one.keys() == two.keys()
    assert all(abs(one[key] - two[key]) < 1e-9 for key in one)


@EXAMPLES
@given(worlds())
def test_no_trip_beats_the_crow_at_top_speed(world) -> None:
    """Walking 100 m a minute, driving 500; half of it in winter."""
    rows = trips(world, plain_scenario({"private_ride": True}, season=SEASONS))
    county = county_of(world | {"heights": None})
    ends = [
        np.asarray(frame.geometry[ids])
        for frame, ids in ((county.villages, rows.village_id), (county.schools, rows.school_id))
    ]
    crow_m = shapely.distance(*ends)
    on_foot = 100 * (TOP if world["heights"] else 1)
    top = np.where(rows["mode"] == "walk", on_foot, 500) * np.where(rows.season == "winter", 0.5, 1)
    assert (rows.minutes_other + NODING >= crow_m / top).all()
    assert (rows.minutes >= rows.minutes_other - 1e-9).all()
    assert (rows.metres + 100 * NODING >= crow_m).all()


@EXAMPLES
@given(worlds(), st.integers(0, 10_000))
def test_the_cutoff_keeps_a_trip_of_exactly_that_length(world, which) -> None:
    full = minutes(world)
    longest = sorted(full.values())[which % len(full)]
    if longest > 0:
        cut = minutes(world, cutoff_minutes=longest)
        kept = {key for key, value in full.items() if value <= longest + 1e-9}
        assert cut.keys() == kept


@EXAMPLES
@given(worlds())
def test_components_add_up_and_winter_is_nowhere_faster(world) -> None:
    table = trips(world, plain_scenario({"private_ride": True}, season=SEASONS))
    total = table.walk_minutes + table.wait_minutes + table.ride_minutes
    assert np.abs(total - table.minutes).max() < 1e-9
    assert (table.walk_minutes > -1e-9).all()
    assert np.abs(table.walk_metres + table.ride_metres - table.metres).max() < 1e-6
    assert (table.metres >= table.hazard_metres - 1e-6).all()
    assert ((table.hazard_metres > 0) == table.hazard).all()
    found = trips_by_key(table)
    for (*pair, season), value in found.items():
        if season == "winter":
            assert found[*pair, "normal"] <= value + 1e-9


@EXAMPLES
@given(worlds())
def test_to_school_and_home_change_places_with_village_and_school(world) -> None:
    turned = world | {
        "villages": {f"V{s[1:]}": place for s, (place, _) in world["schools"].items()},
        "schools": {f"S{v[1:]}": (place, "nine_year") for v, place in world["villages"].items()},
    }
    for column in ("minutes", "minutes_other"):
        one, two = minutes(world, column), minutes(turned, column)
        assert len(one) == len(two)
        for (v, s, *rest), value in one.items():
            assert abs(two[f"V{s[1:]}", f"S{v[1:]}", *rest] - value) < 1e-6


@EXAMPLES
@given(st.lists(st.integers(0, 150), min_size=5, max_size=5), st.integers(0, 14))
def test_symmetric_terrain_gives_symmetric_minutes(half, off) -> None:
    """Mirrored at x = 1500: the way there is the mirror image of the way back."""
    row = [*half, *half[3::-1]]
    world = {
        "villages": {"V": (100.0 * off, 1500.0)},
        "schools": {"S": ((3000.0 - 100 * off, 1500.0), "nine_year")},
        "roads": [road((0, 1500), (3000, 1500))],
        "stops": [],
        "heights": [row] * 9,
    }
    there, back = minutes(world), minutes(world, "minutes_other")
    assert all(abs(there[key] - back[key]) < 1e-6 for key in there)
    flat = minutes(world | {"heights": None})
    assert all(there[key] >= value / TOP - 1e-9 for key, value in flat.items())


@EXAMPLES
@given(worlds(), terrains(), st.lists(st.integers(1, 29), max_size=5, unique=True))
def test_where_a_line_is_cut_changes_nothing(world, heights, cuts) -> None:
    """Places on a road; others that cross it are shut and only cut it."""
    on_road = {
        "villages": {v: (x, 1500.0) for v, (x, _) in world["villages"].items()},
        "schools": {s: ((p[0], 1500.0), k) for s, (p, k) in world["schools"].items()},
        "roads": [road((0, 1500), (3000, 1500))],
        "stops": [],
        "heights": heights,
    }
    across = [
        road((100.0 * x + 37, 1400), (100.0 * x + 51, 1600), closed_season="winter") for x in cuts
    ]
    scenario = plain_scenario(season="winter")
    whole = trips(on_road, scenario)
    cut = trips(on_road | {"roads": [*on_road["roads"], *across]}, scenario)
    one, two = trips_by_key(whole), trips_by_key(cut)
    assert one.keys() == two.keys()
    assert all(abs(two[key] - value) < NODING for key, value in one.items())
