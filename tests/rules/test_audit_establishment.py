"""Establishment: the posts that the plan needs are within what the county may employ."""

from worlds import broken, tiny_instance, tiny_plan


def world(most):
    # S1: lower 100 pupils in 3 classes and upper 1 multi-grade class of none: the larger of
    # 100/19 = 5.3 and 1.7 x 4 = 6.8 is 7 posts. S2: one class, so the least of 2.
    return tiny_instance(
        units=[("V1", "lower", 100, "S1"), ("V2", "lower", 10, "S2")],
        sites=[{"id": "S1"}, {"id": "S2", "kind": "teaching_point"}],
        trips={("V1", "S1", "walk"): 20, ("V2", "S2", "walk"): 20},
        scenario={"staff": {"establishment_posts": most}},
    )


def test_posts_within_the_establishment():
    assert broken(world(9), tiny_plan(world(9))) == []
    assert broken(world(None), tiny_plan(world(None))) == []


def test_posts_over_the_establishment():
    assert broken(world(6), tiny_plan(world(6))) == [("establishment", (), 3, "posts")]
