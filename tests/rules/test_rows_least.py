"""Least: no class and no post more than the pupils need."""

from golden_lp import violated
from worlds import tiny_instance


def world():
    """150 pupils of one stage: four classes of 45, 150 / 19 = 7.9 posts, so eight."""
    return tiny_instance(
        units=[("V1", "lower", 150, "S1")],
        sites=[{"id": "S1", "kind": "teaching_point"}],
        trips={("V1", "S1", "walk"): 10},
        scenario={
            "objective": [{"minimise": "capital_yuan"}],
            "costs": {"freed_posts_cash_share": 0.5, "surplus_post_salaries": 1},
            "staff": {"pupils_per_post": {"lower": 19}},
        },
        posts_today=20,
    )


OPEN = {"kind__j0_teaching_point": 1, "use__u0_j0_walk": 1, "graded__j0_lower": 1}
NEED = {"classes__j0_lower": 4, "more__j0_lower": 1, "posts__j0": 8, "attains__j0_pupils": 1}


def test_what_the_pupils_need():
    assert violated(world(), "least", OPEN | NEED) == {}


def test_a_post_that_nobody_needs():
    idle = OPEN | NEED | {"posts__j0": 9}
    # 9 posts against 7.8947 + 1, less the margin of 1e-5.
    assert violated(world(), "least", idle) == {"least__j0_pupils": 0.105273}
    assert violated(world(), "least", OPEN | NEED | {"attains__j0_pupils": 0}) == {
        "least__j0_one": 1.0
    }


def test_a_class_that_nobody_needs():
    # Five classes would need more than 4 x 45 pupils: 181, not 150.
    five = OPEN | NEED | {"classes__j0_lower": 5}
    assert violated(world(), "least", five) == {
        "least__j0_lower_three": 1.0,
        "least__j0_lower_more": 31.0,
    }


def test_classes_by_grade_for_pupils_who_fit_one_class():
    nobody = {"kind__j0_teaching_point": 1, "graded__j0_lower": 1, "attains__j0_least": 1}
    assert violated(world(), "least", nobody) == {"least__j0_lower_graded": 26.0}
