"""Offered: nobody goes to a school that does not teach the stage."""

from worlds import broken, tiny_instance, tiny_plan


def world():
    return tiny_instance(
        units=[("V1", "upper", 12, "S1"), ("V1", "lower", 5, "S1")],
        sites=[{"id": "S1", "kinds": ("primary", "teaching_point")}, {"id": "S2"}],
        trips={("V1", "S1", "walk"): 20, ("V1", "S2", "walk"): 25},
    )


def test_a_point_that_keeps_its_lower_stage_is_in_order():
    plan = tiny_plan(world(), go={("V1", "upper"): ("S2", "walk")}, kinds={"S1": "teaching_point"})
    assert broken(world(), plan) == []


def test_upper_pupils_at_a_teaching_point():
    plan = tiny_plan(world(), kinds={"S1": "teaching_point"})
    assert broken(world(), plan) == [("offered", ("V1", "S1"), 12, "pupils")]


def test_pupils_at_a_closed_school():
    plan = tiny_plan(world(), kinds={"S1": None})
    assert broken(world(), plan) == [
        ("offered", ("V1", "S1"), 5, "pupils"),
        ("offered", ("V1", "S1"), 12, "pupils"),
    ]
