"""Classrooms: a room for every class, and no more built than the site can hold."""

from worlds import broken, tiny_instance, tiny_plan


def world():
    return tiny_instance(
        units=[("V1", "lower", 60, "S1")],
        sites=[{"id": "S1", "kind": "teaching_point", "rooms": 1, "new_rooms": 2}],
        trips={("V1", "S1", "walk"): 20},
    )


def test_rooms_there_and_rooms_added_are_enough():
    assert broken(world(), tiny_plan(world(), classrooms_added={"S1": 2})) == []


def test_classes_without_a_room():
    assert broken(world(), tiny_plan(world())) == [("classrooms", ("S1",), 2, "rooms")]


def test_more_rooms_than_the_site_can_hold():
    plan = tiny_plan(world(), classrooms_added={"S1": 5})
    assert broken(world(), plan) == [("classrooms", ("S1",), 3, "rooms")]
