from __future__ import annotations

import dataclasses
from itertools import pairwise

import numpy as np
import pytest
import shapely
from map_decode import decode
from pages_world import EAST_M, NORTH_M, make_result
from shapely.geometry import LineString, Polygon, box

from planner.maps.geometry import encoded_each, encoded_rings
from planner.maps.layers import draw
from planner.maps.page import page_data
from planner.maps.reach import areas_by_site
from planner.maps.scene import scene_of
from planner.maps.strands import braid, strand_lines
from planner.maps.ways import pupils_on_roads, roads_used, ways_of
from planner.reports.places import geodetic_crs
from planner.reports.tables import assignments_table
from planner.travel.ways import Way


class Grid:
    """Nodes on a line, one kilometre apart; node 100 + n is the same place as n."""

    def place(self, node):
        return node % 100

    def step(self, tail, head, piece):
        return np.array([[1000.0 * self.place(tail), 0.0], [1000.0 * self.place(head), 0.0]])


def way(*nodes):
    steps = [min(a % 100, b % 100) for a, b in pairwise(nodes)]
    return Way(np.array(nodes), np.array(steps), np.zeros(len(steps), dtype=bool))


def test_ways_share_the_strands_on_which_they_run_together():
    # Two come together at 3; a third runs the other way about and ends at 5.
    ways = [way(1, 2, 3, 4, 5, 6), way(9, 3, 4, 5, 6), way(6, 5, 4)]
    strands = braid(ways, Grid())
    assert [[t for t, _, _ in steps] for steps in strands.steps] == [[1, 2], [3], [4, 5], [9]]
    assert strands.ways == [[1, 2, 3], [4, 2, 3], [-3]]
    lengths = [line.length for line in strand_lines(strands, Grid())]
    assert lengths == [2000, 1000, 2000, 6000]


def test_a_place_is_one_node_and_a_way_to_where_one_stands_has_no_strand():
    strands = braid([way(1, 2, 102, 3), way(7, 107)], Grid())
    assert strands.ways == [[1], []]
    assert [len(steps) for steps in strands.steps] == [2]


@pytest.fixture(scope="module")
def result():
    return make_result()


@pytest.fixture(scope="module")
def assignments(result):
    return assignments_table(result)


@pytest.fixture(scope="module")
def ways(result, assignments):
    return ways_of(result, assignments)


def test_every_trip_of_today_and_of_the_plan_has_its_way(assignments, ways):
    today = [
        trip and (trip.village_id, trip.school_id, trip.mode, trip.line) for trip in ways.today
    ]
    rows = zip(
        assignments["village_id"],
        assignments["baseline_school_id"],
        assignments["baseline_mode"],
        strict=True,
    )
    wanted = [(v, s, m, "L1" if m == "ride" else "") if s else None for v, s, m in rows]
    assert today == wanted
    assert [trip and trip.school_id for trip in ways.plan] == [
        s or None for s in assignments["school_id"]
    ]


def test_without_trips_nothing_is_known(result, assignments):
    blind = dataclasses.replace(result, trips=None)
    assert ways_of(blind, assignments) is None
    data = page_data(scene_of(blind))
    assert (data["strands"], data["ways"]) == ([], [])
    assert "a straight line" in data["legend"]
    assert "within the walking norm" not in data["legend"]
    village = next(layer for layer in data["layers"] if layer["name"] == "villages")["rows"][0]
    assert village["rows"][0][16:] == [None, None]


def test_the_page_puts_a_way_together_from_strands(result, ways):
    scene = scene_of(result, ways)
    data = page_data(scene)
    crs = geodetic_crs(result.county)
    for number, trip in enumerate(scene.drawn):
        points = []
        for n in data["ways"][number]:
            strand = decode(data["strands"][abs(n) - 1])
            points += (strand if n > 0 else strand[::-1])[1 if points else 0 :]
        real = encoded_each([ways.routes.lines[trip]], result.county.crs, crs, simplify_m=0)
        drawn, whole = LineString(points), LineString(decode(real[0]))
        # Simplified by 20 m, rounded to five decimals: some 25 m.
        assert drawn.hausdorff_distance(whole) < 3e-4
        assert drawn.coords[0] == pytest.approx(whole.coords[0], abs=1.5e-5)
        assert drawn.coords[-1] == pytest.approx(whole.coords[-1], abs=1.5e-5)
    total = sum(len(strand) for strand in data["strands"])
    alone = sum(
        len(line)
        for line in encoded_each(
            [ways.routes.lines[t] for t in scene.drawn], result.county.crs, crs
        )
    )
    assert total < alone


def test_rows_name_their_ways(result, ways):
    scene = scene_of(result, ways)
    rows = zip(scene.assignments.to_dict("records"), scene.way_numbers, strict=True)
    for row, (before, after) in rows:
        if row["school_id"]:
            assert scene.drawn[after].school_id == row["school_id"]
            assert scene.drawn[after].village_id == row["village_id"]
        else:
            assert after is None
        if row["school_id"] == row["baseline_school_id"]:
            assert before == after


def test_roads_used_have_the_pupils_on_them_and_no_others(result, assignments, ways):
    used = roads_used(result, assignments, ways)
    assert (used["pupils"] > 0).all()
    by_mode = used[["walk_pupils", "ride_pupils", "board_pupils"]].sum(axis=1)
    assert (by_mode == used["pupils"]).all()
    assert set(used["name"]) == {"G317"}
    # Nine of V3 board at S1, 11.5 km along the valley; no way leads on beyond V5.
    boarding = used[used["board_pupils"] > 0]
    assert set(boarding["board_pupils"]) == {9}
    assert boarding["metres"].sum() == pytest.approx(11_500, rel=0.05)
    assert used.total_bounds[2] < EAST_M + 35_000
    assert used["metres"].tolist() == pytest.approx(used.length.tolist())
    counts = pupils_on_roads(ways, assignments)
    assert counts["board"].max() == 9
    crowded = used[used["pupils"] == used["pupils"].max()]
    assert (crowded["walk_pupils"] <= 58).all()


def test_areas_on_foot_of_the_schools_that_teach(result, ways):
    scene = scene_of(result, ways)
    assert set(scene.areas) == {"S1", "S3", "S4", "S5"}
    assert set(scene.areas["S3"]) == {"lower"}
    norm, ceiling = scene.areas["S4"]["lower"]
    assert ceiling.buffer(1).contains(norm)
    drawn = areas_by_site(result, scene.areas)
    assert [stage for stage, _, _ in drawn["S1"]] == [0, 1, 2]
    layers = {layer["name"]: layer for layer in draw(scene)}
    area = layers["walking_area"]
    assert area["shown"] is False
    # One ring round each of the four schools that teach the lower stage.
    assert [len(rings) for rings in area["rings"]] == [4, 3, 1, 1]
    # Where every stage is within its norm is what is so for each of them.
    every, lower = (Polygon(decode(area["rings"][k][0])) for k in (3, 0))
    assert 0 < every.area <= lower.area
    cards = {s["id"]: s for s in layers["schools"]["rows"]}
    assert cards["S2"]["areas"] == []
    ring = decode(cards["S4"]["areas"][0][1][0])
    assert ring[0] == ring[-1]


def test_rings_keep_large_holes_and_drop_specks(result):
    crs = geodetic_crs(result.county)
    area = box(EAST_M, NORTH_M, EAST_M + 3000, NORTH_M + 3000)
    hole = box(EAST_M + 1000, NORTH_M + 1000, EAST_M + 2000, NORTH_M + 2000)
    speck = box(EAST_M + 100, NORTH_M + 100, EAST_M + 150, NORTH_M + 150)
    apart = box(EAST_M + 9000, NORTH_M, EAST_M + 10_000, NORTH_M + 1000)
    holed = shapely.union_all([area.difference(hole).difference(speck), apart])
    rings = encoded_rings(holed, result.county.crs, crs)
    assert len(rings) == 3
    assert all(len(decode(ring)) == 5 for ring in rings)
