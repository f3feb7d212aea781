"""Area floors: what pupils need is there, stands as it is today, or is built."""

from dataclasses import replace

import pytest
from area_worlds import asking, built, town, with_areas
from worlds import broken, tiny_plan

from planner.accounts import account


def merged(world):
    """All 120 pupils at T: 540 m² of teaching area and 900 of sports."""
    return tiny_plan(world, go={"B": ("T", "walk")}, kinds={"V": None})


def test_a_merged_school_over_its_area():
    world = town("hold")
    # 400 m² of teaching area are there; of sports area the 450 that today's pupils need.
    assert broken(world, merged(world)) == [
        ("area_floors", ("T",), 140, "m2"),
        ("area_floors", ("T",), 450, "m2"),
    ]
    assert broken(asking(world, schools={"area_floors": "off"}), merged(world)) == []


def test_a_school_may_stay_as_crowded_as_it_is():
    world = town("hold")
    assert broken(world, tiny_plan(world)) == []
    # One pupil more than today is one too many: 61 x 7.5 m² where 60 x 7.5 are allowed.
    split = tiny_plan(
        asking(world, schools={"whole_village": False}),
        go={"B": [("T", "walk", 1), ("V", "walk", 59)]},
    )
    found = broken(asking(world, schools={"whole_village": False}), split)
    assert found == [("area_floors", ("T",), 7.5, "m2")]


def test_what_is_short_is_built_and_a_square_metre_less_is_told():
    world = town("build")
    plan = built(merged(world), "T", 140.0, 450.0)
    assert broken(world, plan) == []
    assert broken(world, built(plan, "T", 139.0, 450.0)) == [("area_floors", ("T",), 1, "m2")]
    assert broken(world, built(plan, "T", 140.0, 449.5)) == [("area_floors", ("T",), 0.5, "m2")]
    assert account(world, plan).county_capital_yuan == 140 * 4_800 + 450 * 300 + 500_000


def test_nothing_is_built_where_the_floors_are_held():
    world = town("hold")
    assert broken(world, built(tiny_plan(world), "T", 0.0, 30.0)) == [
        ("area_floors", ("T",), 30, "m2")
    ]


def test_a_classroom_brings_its_teaching_area():
    world = town("build", new_rooms=2)
    (t, v) = built(merged(world), "T", 50.0, 450.0).sites
    plan = replace(merged(world), sites=(replace(t, classrooms_added=1), v))
    assert broken(world, plan) == []
    less = replace(plan, sites=(replace(t, classrooms_added=0), v))
    assert broken(world, less) == [("area_floors", ("T",), 90, "m2")]


@pytest.mark.parametrize("mode", ["hold", "build"])
def test_a_school_whose_area_is_not_known_is_not_bound(mode):
    nan = float("nan")
    world = with_areas(town("off"), mode, {"T": (nan, 900.0), "V": (300.0, 500.0)})
    assert broken(world, merged(world)) == []
    world = with_areas(town("off"), mode, {"T": (nan, 899.0), "V": (300.0, 500.0)})
    assert broken(world, merged(world)) == [("area_floors", ("T",), 1, "m2")]
