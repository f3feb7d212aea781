"""Canteen: boarders eat where they board; places may be added where a dormitory may grow."""

from worlds import broken, tiny_instance, tiny_plan

from planner.accounts import account


def world(new_beds=0, ratio=1.0, price=0):
    return tiny_instance(
        units=[("V1", "upper", 60, "S1", "board")],
        sites=[{"id": "S1", "beds": 80, "new_beds": new_beds, "canteen": 45}],
        trips={("V1", "S1", "board"): 100},
        scenario={
            "boarding": {"canteen_places_per_boarder": ratio},
            "costs": {"canteen_place_yuan": price},
        },
    )


def test_boarders_without_a_place_in_the_canteen():
    assert broken(world(), tiny_plan(world())) == [("canteen", ("S1",), 15, "places")]
    assert broken(world(ratio=0.5), tiny_plan(world())) == []


def test_places_are_added_at_their_price_where_the_site_may_grow():
    plan = tiny_plan(world())
    assert broken(world(new_beds=1), plan) == []
    assert account(world(new_beds=1), plan).county_capital_yuan == 0
    assert account(world(new_beds=1, price=2_000), plan).county_capital_yuan == 15 * 2_000
