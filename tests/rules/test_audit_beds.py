"""Beds: one for every boarder, within what the site and the county may add."""

from worlds import broken, tiny_instance, tiny_plan


def world(max_new_beds=None):
    return tiny_instance(
        units=[("V1", "upper", 60, "S1", "board"), ("V2", "upper", 10, "S1", "walk")],
        sites=[{"id": "S1", "beds": 50, "new_beds": 15}],
        trips={("V1", "S1", "board"): 100, ("V2", "S1", "walk"): 5},
        scenario={"boarding": {"max_new_beds": max_new_beds}},
    )


def test_beds_there_and_beds_added_are_enough():
    assert broken(world(10), tiny_plan(world(), beds_added={"S1": 10})) == []


def test_boarders_without_a_bed():
    plan = tiny_plan(world(), beds_added={"S1": 3})
    assert broken(world(), plan) == [("beds", ("S1",), 7, "beds")]


def test_more_beds_than_the_site_or_the_county_may_add():
    plan = tiny_plan(world(), beds_added={"S1": 17})
    assert broken(world(), plan) == [("beds", ("S1",), 2, "beds")]
    plan = tiny_plan(world(), beds_added={"S1": 10})
    assert broken(world(4), plan) == [("beds", (), 6, "beds")]
