"""Revenue: a small school is paid for its floor and no more, a large one for those who come."""

from golden_lp import violated
from worlds import tiny_instance


def world():
    """S1 may have 90 + 30 pupils, S2 the 30 alone; the floor is 100."""
    return tiny_instance(
        units=[("V1", "lower", 90, "S1"), ("V2", "lower", 30, "S1")],
        sites=[{"id": "S1"}, {"id": "S2"}],
        trips={("V1", "S1", "walk"): 10, ("V2", "S1", "walk"): 30, ("V2", "S2", "walk"): 5},
        scenario={
            "objective": [{"minimise": "running_cost_yuan"}],
            "costs": {"revenue_floor_pupils": 100},
        },
    )


BOTH = {"kind__j0_primary": 1, "use__u0_j0_walk": 1, "use__u1_j0_walk": 1}
APART = {
    "kind__j0_primary": 1,
    "kind__j1_primary": 1,
    "use__u0_j0_walk": 1,
    "use__u1_j1_walk": 1,
    "small__u0_j0": 1,
}


def test_two_small_schools_are_paid_up_to_the_floor():
    paid = {"floor_pupils__j0": 10, "floor_pupils__j1": 70}
    assert violated(world(), "revenue", APART | paid) == {}


def test_pupils_paid_for_beyond_the_floor():
    paid = {"floor_pupils__j0": 25, "floor_pupils__j1": 73}
    assert violated(world(), "revenue", APART | paid) == {
        "revenue__j0": 15.0,
        "revenue__j1": 3.0,
    }


def test_a_large_school_has_no_floor():
    assert violated(world(), "revenue", BOTH | {"big__j0": 1}) == {}
    paid = BOTH | {"big__j0": 1, "floor_pupils__j0": 5}
    assert violated(world(), "revenue", paid) == {"revenue__j0": 5.0}
    small = BOTH | {"small__u0_j0": 1, "small__u1_j0": 1}
    assert violated(world(), "revenue", small) == {"revenue__j0": 20.0}


def test_a_closed_school_is_paid_for_nobody():
    assert violated(world(), "revenue", {"floor_pupils__j1": 4}) == {"revenue__j1": 4.0}
    assert violated(world(), "revenue", {"big__j0": 1})["revenue__j0_big"] == 1.0
