"""Open between: the number of schools of the county."""

from worlds import broken, tiny_instance, tiny_plan


def world(least, most):
    return tiny_instance(
        units=[("V1", "lower", 12, "S1")],
        sites=[{"id": "S1"}, {"id": "S2"}, {"id": "S3"}, {"id": "C1", "existing": False}],
        trips={("V1", "S1", "walk"): 20},
        scenario={"schools": {"open_between": [least, most]}},
    )


def test_bounds_are_inclusive_and_unopened_candidates_do_not_count():
    assert broken(world(3, 3), tiny_plan(world(3, 3))) == []
    assert broken(world(None, None), tiny_plan(world(None, None))) == []


def test_too_few_and_too_many():
    plan = tiny_plan(world(None, None), kinds={"S2": None, "S3": None})
    assert broken(world(3, None), plan) == [("open_between", (), 2, "schools")]
    plan = tiny_plan(world(None, None), kinds={"C1": "primary"})
    assert broken(world(None, 1), plan) == [("open_between", (), 3, "schools")]
