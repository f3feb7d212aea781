"""What must hold of travel on any network: random small ones, with networkx as the oracle."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from travel_worlds import plain_scenario, road, tiny_county, trips_by_key

from planner.county import County
from planner.travel.access import ACCESS_RADIUS_M
from planner.travel.matrix import travel_table
from planner.travel.roads import RoadGraph, road_graph
from planner.travel.speeds import vehicle_kph

NODING = 0.02
"""Minutes by which noding may change a trip: vertices move by up to a centimetre."""

EXAMPLES = settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=False
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
    }


def minutes(world, **travel) -> dict[tuple[str, ...], float]:
    table = travel_table(tiny_county(**world), plain_scenario(travel, season=SEASONS))
    return trips_by_key(table.trips)


def assert_nowhere_longer(shorter, longer, tolerance=1e-9) -> None:
    for key, value in longer.items():
        assert shorter.get(key, np.inf) <= value + tolerance, key


def oracle(county: County, graph: RoadGraph, edge_minutes: np.ndarray) -> nx.DiGraph:
    """Places as nodes that are entered or left only, edges cut at every point nearest to one."""
    net = nx.DiGraph()

    def link(a, b, weight):
        for x, y in ((a, b), (b, a)):
            if weight < net.get_edge_data(x, y, {"weight": np.inf})["weight"]:
                net.add_edge(x, y, weight=weight)

    places = dict(county.villages.geometry) | dict(county.schools.geometry)
    for e, line in enumerate(graph.geometry):
        at = {0.0: int(graph.start[e]), line.length: int(graph.end[e])}
        for name, spot in places.items():
            metres = line.distance(spot)
            if metres <= ACCESS_RADIUS_M:
                along = line.project(spot)
                joint = at.setdefault(along, (e, along))
                net.add_edge(("from", name), joint, weight=metres / 60)
                net.add_edge(joint, ("to", name), weight=metres / 60)
        stations = sorted(at)
        for a, b in pairwise(stations):
            if np.isfinite(edge_minutes[e]):
                link(at[a], at[b], (b - a) / line.length * edge_minutes[e])
    for a, spot in places.items():
        for b, other in places.items():
            if spot.distance(other) <= ACCESS_RADIUS_M:
                net.add_edge(("from", a), ("to", b), weight=spot.distance(other) / 60)
    return net


@EXAMPLES
@given(worlds(), st.sampled_from(["normal", "winter"]))
def test_minutes_are_those_of_networkx(world, season) -> None:
    """Without the pruning of legs and the trees: all legs, all pairs, one Dijkstra each."""
    county, scenario = tiny_county(**world), plain_scenario(season=season)
    graph = road_graph(county.roads)
    slow = 0.5 if season == "winter" else 1
    shut = graph.closed_season == season
    walk = np.where(shut, np.inf, graph.length_m / (100 * slow))
    with np.errstate(divide="ignore"):
        ride = graph.length_m / (vehicle_kph(graph, scenario, season) * 1000 / 60)
    found = trips_by_key(travel_table(county, scenario).trips)
    for mode, on_road in (("walk", walk), ("board", np.minimum(walk, ride))):
        # Legs are as slow as walking: the oracle's are for the normal season.
        net = oracle(county, graph, on_road * slow)
        for v in county.villages.index:
            reached = nx.single_source_dijkstra_path_length(net, ("from", v))
            for s in county.schools.index:
                expected = reached.get(("to", s), np.inf) / slow
                got = found.get((v, s, "lower", mode, season), np.inf)
                assert abs(got - expected) < 1e-6 or got == expected or expected > 480


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
    }
    one, two = minutes(world), minutes(other)
    assert one.keys() == two.keys()
    assert all(abs(one[key] - two[key]) < 1e-9 for key in one)


@EXAMPLES
@given(worlds())
def test_no_trip_beats_the_crow_at_top_speed(world) -> None:
    """Walking 100 m a minute, driving 500; half of it in winter."""
    county = tiny_county(**world)
    trips = travel_table(county, plain_scenario({"private_ride": True}, season=SEASONS)).trips
    ends = [
        np.asarray(frame.geometry[ids])
        for frame, ids in ((county.villages, trips.village_id), (county.schools, trips.school_id))
    ]
    crow_m = shapely.distance(*ends)
    top = np.where(trips["mode"] == "walk", 100, 500) * np.where(trips.season == "winter", 0.5, 1)
    assert (trips.minutes + NODING >= crow_m / top).all()
    assert (trips.metres + 100 * NODING >= crow_m).all()


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
    table = travel_table(
        tiny_county(**world), plain_scenario({"private_ride": True}, season=SEASONS)
    ).trips
    total = table.walk_minutes + table.wait_minutes + table.ride_minutes
    assert np.abs(total - table.minutes).max() < 1e-9
    assert (table.walk_minutes > -1e-9).all()
    found = trips_by_key(table)
    for (*pair, season), value in found.items():
        if season == "winter":
            assert found[*pair, "normal"] <= value + 1e-9
