"""Receiver: a school whose classes lack rooms today takes nobody before it has them."""

from worlds import broken, tiny_instance, tiny_plan


def world(short=2):
    """S1 teaches 100 pupils in what counts as 4 rooms, `short` of which are not there."""
    return tiny_instance(
        units=[("V1", "lower", 100, "S1"), ("V2", "lower", 20, "S2")],
        sites=[
            {"id": "S1", "rooms": 4, "new_rooms": 3, "rooms_short": short},
            {"id": "S2", "kind": "teaching_point"},
        ],
        trips={("V1", "S1", "walk"): 10, ("V2", "S1", "walk"): 20, ("V2", "S2", "walk"): 5},
        scenario={"travel": {"protect": "none"}},
    )


def test_todays_pupils_may_stay_as_they_are():
    assert broken(world(), tiny_plan(world())) == []


def test_pupils_from_elsewhere_come_only_where_every_class_has_a_room():
    moved = {"go": {"V2": ("S1", "walk")}, "kinds": {"S2": None}}
    assert broken(world(), tiny_plan(world(), **moved)) == [("receiver", ("S1",), 2, "rooms")]
    assert broken(world(0), tiny_plan(world(), **moved)) == []
    built = tiny_plan(world(), **moved, classrooms_added={"S1": 2})
    assert broken(world(), built) == []
