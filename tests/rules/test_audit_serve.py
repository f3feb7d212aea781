"""Serve: pupils of a unit are all placed, or unserved where nothing can be reached."""

from dataclasses import replace

from worlds import broken, tiny_instance, tiny_plan


def world(serve="hard"):
    return tiny_instance(
        units=[("V1", "lower", 12, "S1"), ("V2", "lower", 8, "")],
        sites=[{"id": "S1"}],
        trips={
            ("V1", "S1", "walk"): 20,
            ("V2", "S1", "walk"): {"minutes": 61, "forbidden": "ceiling"},
        },
        scenario={"travel": {"serve": serve}},
    )


def test_everyone_placed_but_those_whom_nothing_reaches():
    assert broken(world(), tiny_plan(world())) == []


def test_reachable_pupils_may_stay_unserved_only_where_serving_is_soft():
    plan = tiny_plan(world(), go={"V1": None})
    assert broken(world(), plan) == [("serve", ("V1",), 12, "pupils")]
    assert broken(world("soft"), plan) == []


def test_pupils_lost_and_pupils_invented():
    plan = tiny_plan(world(), go={"V1": [("S1", "walk", 9)]})
    assert broken(world(), plan) == [("serve", ("V1",), 3, "pupils")]
    plan = tiny_plan(world(), go={"V1": [("S1", "walk", 14)]})
    assert broken(world(), plan) == [("serve", ("V1",), 2, "pupils")]
    plan = replace(tiny_plan(world()), unserved=())
    assert broken(world("soft"), plan) == [("serve", ("V2",), 8, "pupils")]
