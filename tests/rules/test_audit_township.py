"""Township: how many schools of each township offer the stage."""

from worlds import broken, tiny_instance, tiny_plan


def world(**rule):
    return tiny_instance(
        units=[("V1", "lower", 12, "A1")],
        sites=[
            {"id": "A1", "township": "A"},
            {"id": "A2", "township": "A", "kind": "teaching_point"},
            {"id": "B1", "township": "B"},
            {"id": "B2", "township": "B", "kind": "nine_year"},
            {"id": "B3", "township": "B", "kind": "nine_year"},
        ],
        trips={("V1", "A1", "walk"): 20},
        scenario={"schools": {"per_township": {"stage": "upper", **rule}}},
    )


def test_one_school_per_township():
    plan = tiny_plan(world(), kinds={"B1": None, "B3": None})
    assert broken(world(), plan) == []


def test_too_many_in_one_township_unless_it_is_exempt():
    assert broken(world(), tiny_plan(world())) == [("township", ("B",), 2, "schools")]
    assert broken(world(exempt=["B"]), tiny_plan(world())) == []
    assert broken(world(max=None), tiny_plan(world())) == []


def test_too_few_where_only_a_point_is_left():
    plan = tiny_plan(world(min=2, max=3))
    assert broken(world(min=2, max=3), plan) == [("township", ("A",), 1, "schools")]
