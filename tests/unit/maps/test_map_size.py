"""A page that would be too large: lines are simplified more, and the page says so."""

from __future__ import annotations

import pytest
from pages_world import make_result

from planner.maps.assets import script_json
from planner.maps.page import COARSEST_M, MOST_DATA_BYTES, build_map, page_data, sized_data
from planner.maps.scene import MOST_BYTES, scene_of
from planner.maps.ways import ways_of


@pytest.fixture(scope="module")
def scene():
    import dataclasses

    bare = scene_of(make_result())
    return dataclasses.replace(bare, ways=ways_of(bare.result, bare.assignments))


def size_of(data) -> int:
    return len(script_json(data).encode())


def points(data, name) -> int:
    """Return the characters that the lines of a layer take."""
    layer = next(layer for layer in data["layers"] if layer["name"] == name)
    return sum(len(line) for group in layer["groups"] for line in group["lines"])


def test_a_small_county_is_drawn_as_finely_as_a_screen_shows(scene):
    data, drawn = sized_data(scene)
    assert drawn.simplify_m == 20
    assert size_of(data) < MOST_DATA_BYTES
    assert "已简化" not in data["legend"]


def test_lines_are_simplified_until_the_page_fits_and_the_legend_says_so(scene):
    fine = page_data(scene)
    coarse, drawn = sized_data(scene, most_bytes=size_of(fine) - 1)
    assert drawn.simplify_m == 40
    assert size_of(coarse) < size_of(fine)
    assert points(coarse, "roads") < points(fine, "roads")
    assert "为使本页不超过 5 MB，道路、路线和界线的线形已简化，偏差不超过 40 米" in coarse["legend"]
    assert "simplified by up to 40 m" in coarse["legend"]
    # Only shapes are simplified: minutes, pupils and reasons are the same.
    for name in ("villages", "schools"):
        before, after = (
            next(layer for layer in data["layers"] if layer["name"] == name)["rows"]
            for data in (fine, coarse)
        )
        assert [{**row, "areas": []} for row in before] == [{**row, "areas": []} for row in after]


def test_simplifying_has_an_end(scene):
    _, drawn = sized_data(scene, most_bytes=1)
    assert drawn.simplify_m == COARSEST_M


def test_what_was_found_is_not_sought_again(scene):
    areas, ways = scene.areas, scene.strands
    coarser = scene.coarser(80)
    assert coarser.simplify_m == 80
    assert coarser.areas is areas
    assert coarser.strands is ways
    assert scene.simplify_m == 20


def test_a_page_without_its_data_leaves_room_for_it():
    page = build_map(make_result()).page()
    drawing = page[page.index("drawPlan(map_plan, {") :]
    assert len(page.encode()) - len(drawing.encode()) < MOST_BYTES - MOST_DATA_BYTES
