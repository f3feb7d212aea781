"""Kind: a site becomes only what it may become."""

import pytest
from worlds import broken, tiny_instance, tiny_plan

from planner.audit import violations
from planner.county.dictionary import KINDS


def world():
    return tiny_instance(
        units=[("V1", "lower", 12, "S1")],
        sites=[{"id": "S1", "kinds": ("primary", "teaching_point")}],
        trips={("V1", "S1", "walk"): 20},
    )


def test_a_primary_may_be_reduced_where_the_instance_says_so():
    assert broken(world(), tiny_plan(world(), kinds={"S1": "teaching_point"})) == []


def test_a_primary_that_becomes_a_nine_year_school():
    plan = tiny_plan(world(), kinds={"S1": "nine_year"})
    assert broken(world(), plan) == [("kind", ("S1",), 1, "schools")]


def growing(point=None, **schools):
    """A point with a second room in a county where points may become complete primaries."""
    site = {"id": "S2", "kind": "teaching_point", "kinds": KINDS, "rooms": 2} | (point or {})
    return tiny_instance(
        units=[("V1", "upper", 9, "S1"), ("V2", "lower", 6, "S2")],
        sites=[{"id": "S1"}, site],
        trips={
            ("V1", "S1", "walk"): 30,
            ("V1", "S2", "walk", "upper"): 5,
            ("V2", "S2", "walk"): 5,
        },
        scenario={"schools": {"may_grow_to": ["primary"]} | schools, "travel": {"protect": "none"}},
    )


def grown(world, kind="primary"):
    return broken(world, tiny_plan(world, go={"V1": ("S2", "walk")}, kinds={"S2": kind}))


def test_a_point_that_grows_for_pupils_who_come_is_in_order():
    assert grown(growing()) == []


@pytest.mark.parametrize(
    ("point", "schools"),
    [
        ({}, {"may_grow_to": []}),
        ({}, {"may_grow_to": ["nine_year"]}),
        ({}, {"keep_all": True}),
        ({"kinds": ("teaching_point",)}, {}),
    ],
)
def test_a_point_that_grows_where_it_may_not(point, schools):
    assert grown(growing(point, **schools)) == [("kind", ("S2",), 1, "schools")]


def test_a_building_of_condition_d_that_grows():
    found = grown(growing({"receives": False}))
    assert found == [("kind", ("S2",), 1, "schools"), ("option", ("V1", "S2"), 9, "pupils")]


def test_a_point_that_grows_without_a_room_for_each_stage():
    assert grown(growing({"rooms": 1})) == [
        ("kind", ("S2",), 1, "schools"),
        ("classrooms", ("S2",), 1, "rooms"),
    ]
    # Rooms that today's classes lack are not there; rooms that may be added are.
    short = grown(growing({"rooms_short": 1}))
    assert ("kind", ("S2",), 1, "schools") in short
    assert ("kind", ("S2",), 1, "schools") not in grown(growing({"rooms": 1, "new_rooms": 1}))


def test_two_steps_at_once():
    world = growing({"rooms": 9}, may_grow_to=["primary", "nine_year"])
    assert grown(world, "nine_year") == [("kind", ("S2",), 1, "schools")]


def test_a_point_that_grows_for_nobody():
    world = growing()
    assert broken(world, tiny_plan(world, kinds={"S2": "primary"})) == [
        ("kind", ("S2",), 1, "schools")
    ]
    (said,) = violations(world, tiny_plan(world, kinds={"S2": "primary"}))
    assert "nobody attends a stage that it adds" in said.message.say("en")
