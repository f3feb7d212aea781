"""Posts: by pupils, by classes, and the least of a school; hires and freed posts balance them."""

from golden_lp import violated
from worlds import tiny_instance


def world():
    """Grades 1-3 of V1 may go to S1: 57 pupils at 19 a post, three classes at 1.7, two at least."""
    return tiny_instance(
        units=[("V1", "lower", 57, "S1")],
        sites=[{"id": "S1", "kind": "teaching_point"}],
        trips={("V1", "S1", "walk"): 10},
        scenario={
            "objective": [{"minimise": "running_cost_yuan"}],
            "staff": {"pupils_per_post": {"lower": 19}},
        },
        posts_today=4,
    )


OPEN = {"kind__j0_teaching_point": 1, "use__u0_j0_walk": 1, "graded__j0_lower": 1}


def test_six_posts_are_enough_for_three_classes():
    # Three classes at 1.7 are 5.1 posts, two above the four of today.
    right = OPEN | {"classes__j0_lower": 3, "posts__j0": 6, "hires__county": 2}
    assert violated(world(), "posts", right) == {}


def test_too_few_posts_by_each_need():
    short = OPEN | {"classes__j0_lower": 3, "posts__j0": 1, "freed__county": 3}
    assert violated(world(), "posts", short) == {
        "posts__j0_pupils": 2.0,
        "posts__j0_classes": 4.1,
        "posts__j0_least": 1.0,
    }


def test_posts_that_nobody_hired():
    free = OPEN | {"classes__j0_lower": 3, "posts__j0": 6}
    assert violated(world(), "posts", free) == {"posts__county": 2.0}
