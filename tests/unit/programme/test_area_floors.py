"""What area floors do to a plan, on a county by hand (`area_worlds.town`)."""

from dataclasses import replace

import numpy as np
import pytest
from area_worlds import asking, town, with_areas

from planner.accounts import account, annuity
from planner.areas import built_for_area
from planner.audit import audit_plan
from planner.programme.build import build
from planner.programme.solve import search

A_ROOM = 45 * 32_000
MERGED, APART = {"T": "primary", "V": None}, {"T": "primary", "V": "primary"}


def found(world):
    """Return the kinds, T's rooms and areas added, and the yearly spending of the best plan."""
    searched = search(world)
    assert searched.outcome.status == "optimal"
    assert audit_plan(world, searched.plan, searched.outcome) == ()
    t = searched.plan.sites[0]
    added = (t.classrooms_added, t.teaching_area_added_m2, t.sports_area_added_m2)
    return (
        {s.school_id: s.kind for s in searched.plan.sites},
        added,
        searched.outcome.tiers[0].value,
    )


def yearly(building=0.0, once=0.0):
    return building * annuity(0.03, 40) + once * annuity(0.03, 8)


def test_merging_pays_where_its_crowding_costs_nothing():
    kinds, added, spending = found(town("off"))
    assert (kinds, added) == (MERGED, (0, 0, 0))
    # One school of 120 pupils takes 7 posts; closing V costs 500,000 once.
    assert spending == pytest.approx(350_000 + 7 * 120_000 + yearly(once=500_000))


def test_what_the_merged_school_lacks_is_built_and_paid():
    kinds, added, spending = found(town("build"))
    assert (kinds, added) == (MERGED, (0, 140, 450))
    building = yearly(140 * 4_800 + 450 * 300, 500_000)
    assert spending == pytest.approx(350_000 + 7 * 120_000 + building)


def test_where_the_area_is_dear_the_village_keeps_its_school():
    # 140 m² at 100,000 yuan cost 606,000 a year, the second school 350,000 and a post.
    kinds, added, spending = found(town("build", yuan=(100_000, 300)))
    assert (kinds, added) == (APART, (0, 0, 0))
    assert spending == pytest.approx(2 * 350_000 + 8 * 120_000)


def test_nobody_is_taken_in_beyond_the_area():
    kinds, added, spending = found(town("hold", new_rooms=9))
    # Classrooms would bring teaching area; nothing brings sports area.
    assert (kinds, added) == (APART, (0, 0, 0))
    assert spending == pytest.approx(2 * 350_000 + 8 * 120_000)


def without_sports(world):
    return replace(world, area_floor_m2=world.area_floor_m2 * np.array([[1], [0]]))


def test_classrooms_are_added_for_the_area_that_comes_with_them():
    # 140 m² short are two rooms of 90, though the classes have rooms enough.
    kinds, added, spending = found(without_sports(town("hold", new_rooms=2)))
    assert (kinds, added) == (MERGED, (2, 0, 0))
    building = yearly(2 * A_ROOM, 500_000)
    assert spending == pytest.approx(350_000 + 7 * 120_000 + building)
    assert found(without_sports(town("hold", new_rooms=1)))[0] == APART


def test_an_area_is_paid_once_as_a_classroom_or_by_the_square_metre():
    # A class of 45 asks for a seventh room where T has none free: its 90 m² are not built again.
    full = town("build", new_rooms=9)
    few = replace(full, site_rooms=np.array([3, 6]))
    kinds, added, spending = found(few)
    assert (kinds, added) == (MERGED, (1, 50, 450))
    building = yearly(A_ROOM + 50 * 4_800 + 450 * 300, 500_000)
    assert spending == pytest.approx(350_000 + 7 * 120_000 + building)


@pytest.mark.parametrize(
    ("place_yuan", "rooms", "teaching_m2"),
    # 140 m² at 4,800: a room of 90 spares 432,000, the second one 50 x 4,800 = 240,000.
    [(9_600, 0, 140), (9_599, 1, 50), (5_334, 1, 50), (5_333, 2, 0)],
)
def test_the_cheaper_of_classroom_and_square_metre_is_built(place_yuan, rooms, teaching_m2):
    world = asking(town("build", new_rooms=9), costs={"classroom_place_yuan": place_yuan})
    assert built_for_area(world, 0, 0, np.array([140.0, 10.0])) == (rooms, (teaching_m2, 10))
    assert found(world)[1] == (rooms, teaching_m2, 450)
    # Only one room may be added.
    one = replace(world, site_new_rooms=np.array([1, 0]))
    least = min(rooms, 1)
    assert built_for_area(one, 0, 0, np.array([140.0, 0.0])) == (least, (140 - 90 * least, 0))


@pytest.mark.parametrize("mode", ["hold", "build"])
def test_a_room_that_the_classes_need_counts_before_others_are_added(mode):
    world = asking(town(mode, new_rooms=9), costs={"classroom_place_yuan": 5_333})
    # Of 140 m² one room of the classes brings 90, one more the rest.
    short_m2 = np.array([140.0, 0.0])
    assert built_for_area(world, 0, 1, short_m2) == (2, (0, 0))
    assert built_for_area(world, 0, 3, short_m2) == (3, (0, 0))


def test_no_row_where_all_who_could_come_have_their_area():
    def rows(world):
        programme = build(world)
        names = [row.name for row in programme.problem.constraints()]
        return [name for name in names if name.startswith("area_floors__")]

    both = ["area_floors__j0_teaching", "area_floors__j0_sports"]
    assert rows(town("build")) == rows(town("hold")) == both
    assert rows(town("off")) == []
    ample = {"T": (540.0, 900.0), "V": (270.0, 450.0)}
    assert rows(with_areas(town("off"), "build", ample)) == []
    # Where no goal and no budget counts capital, nothing hangs on what is built.
    free = asking(town("build"), objective=[{"minimise": "running_cost_yuan"}])
    assert rows(free) == []
    counted = account(free, search(free).plan)
    assert counted.capital_yuan[0] == 140 * 4_800 + 450 * 300
