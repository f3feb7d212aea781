"""Whole village: one school for a unit, one mode unless a bus line is full."""

from worlds import broken, tiny_instance, tiny_plan


def world(*, whole=True, forbidden=""):
    return tiny_instance(
        units=[("V1", "lower", 12, "S1"), ("V2", "lower", 6, "S1", "ride")],
        sites=[{"id": "S1"}, {"id": "S2"}],
        trips={
            ("V1", "S1", "walk"): 20,
            ("V1", "S2", "walk"): 25,
            ("V1", "S1", "ride"): {"minutes": 15, "line": "L1", "forbidden": forbidden},
            ("V2", "S1", "ride"): {"minutes": 15, "line": "L1"},
        },
        lines={"L1": 10},
        scenario={"schools": {"whole_village": whole}},
    )


def test_today_is_whole():
    assert broken(world(), tiny_plan(world())) == []


def test_a_village_split_over_two_schools():
    plan = tiny_plan(world(), go={"V1": [("S1", "walk", 7), ("S2", "walk", 5)]})
    assert broken(world(), plan) == [("whole_village", ("V1", "S1", "S2"), 5, "pupils")]
    assert broken(world(whole=False), plan) == []


def test_two_modes_are_in_order_only_where_the_bus_is_full():
    full = tiny_plan(world(), go={"V1": [("S1", "ride", 4), ("S1", "walk", 8)]})
    assert broken(world(), full) == []
    free = tiny_plan(world(), go={"V1": [("S1", "ride", 3), ("S1", "walk", 9)]})
    assert broken(world(), free) == [("whole_village", ("V1", "S1"), 3, "pupils")]


def test_a_full_line_that_the_unit_may_not_use_excuses_nothing():
    barred = world(forbidden="norm")
    plan = tiny_plan(barred, go={"V1": [("S1", "ride", 4), ("S1", "walk", 8)]})
    assert broken(barred, plan) == [
        ("option", ("V1", "S1"), 4, "pupils"),
        ("whole_village", ("V1", "S1"), 4, "pupils"),
    ]
