"""Lessons at other schools, broken by a number: the way, the loads, the road, who may travel."""

import pytest
from staff_worlds import tiny_staff, tiny_staff_plan

from planner.audit.staffing import staff_violations

AT = {school: (school, "lower", "maths") for school in "ABC"}
TEACHER, MANAGER = (
    ("A", "maths"),
    {"school": "A", "subject": "maths", "post": "management", "id": "m"},
)
NEAR = {("A", "B"): 20, ("A", "C"): 30}
WHO = ("A", "primary", "maths")


def broken(*lessons, staff=(TEACHER,), minutes=None, leader_load_share=0.5, **circuits):
    """Return what lessons of A's teachers, of a load of 16, break: rule, place, by how much."""
    world = tiny_staff(
        [{"id": "A", "leaders": 1}, {"id": "B"}, {"id": "C"}],
        staff,
        [("A", "lower", "maths", 40), ("B", "lower", "maths", 20), ("C", "lower", "maths", 20)],
        NEAR if minutes is None else minutes,
        scenario={
            "staffing": {
                "leader_load_share": leader_load_share,
                "circuits": {"max_minutes": 30} | circuits,
            }
        },
    )
    by = world.type_id[0]
    plan = tiny_staff_plan(world, lessons=[(AT[s], how, by, n) for s, how, n in lessons])
    return [(v.rule, v.ids, v.by, v.unit) for v in staff_violations(world, plan)]


def test_one_post_serves_several_schools():
    assert broken(("A", "own", 6), ("B", "circuit", 5), ("C", "circuit", 3)) == []


def test_a_share_of_the_load_is_given_away_wherever_it_is_given():
    found = broken(("B", "circuit", 5), ("C", "circuit", 4))
    assert found == [("circuit", WHO, 1, "periods")]


def test_the_loads_of_all_who_teach_there_count():
    two = [(*TEACHER, 2)]
    assert broken(("B", "circuit", 9), ("C", "circuit", 7), staff=two) == []
    found = broken(("B", "circuit", 9), ("C", "circuit", 9), staff=two)
    assert found == [("circuit", WHO, 2, "periods")]


def test_each_period_away_costs_time_on_the_road():
    # 10 + 1.25 x 6 of 16
    found = broken(("A", "own", 10), ("B", "circuit", 6))
    assert found == [("lessons", WHO, 1.5, "periods")]
    assert broken(("A", "own", 10), ("B", "circuit", 6), lost_share=0) == []


def test_what_is_lost_is_within_the_loads_of_those_who_travel():
    # 16 / 1.25 = 12.8 at the most, though a manager's 8 would make up for the road.
    found = broken(("B", "circuit", 14), staff=[TEACHER, MANAGER], away_share=1)
    assert found == [("circuit", WHO, pytest.approx(1.2), "periods")]


def test_managers_do_not_travel():
    found = broken(("B", "circuit", 4), staff=[MANAGER])
    assert found == [("circuit", WHO, 4, "periods")]
    # The teacher's 10 + 1.25 x 6 of 16, while the manager gives 2 of 8.
    lessons = (("A", "own", 10), ("A", "manager", 2), ("B", "circuit", 6))
    found = broken(*lessons, staff=[TEACHER, MANAGER])
    assert found == [("lessons", WHO, 1.5, "periods")]


def test_the_way_is_a_road_within_the_limit():
    there = ("B", "circuit", 6)
    assert broken(there, max_minutes=20) == []
    assert broken(there, max_minutes=19) == [("circuit", ("A", "B"), 1, "minutes")]
    assert broken(there, max_minutes=0) == [("circuit", ("A", "B"), 6, "periods")]
    assert broken(there, minutes={}) == [("circuit", ("A", "B"), 6, "periods")]


def test_posts_worth_in_the_county():
    away = (("B", "circuit", 5), ("C", "circuit", 3))
    assert broken(*away, max_posts=1) == []
    assert broken(*away, max_posts=0) == [("circuit_posts", (), 0.5, "posts")]
