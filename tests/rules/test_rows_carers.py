"""Carers: by boarders, and two at least where anyone boards."""

from golden_lp import violated
from worlds import tiny_instance


def world(pupils):
    return tiny_instance(
        units=[("V1", "upper", pupils, "S1")],
        sites=[{"id": "S1", "beds": 200}],
        trips={("V1", "S1", "board"): 80},
        scenario={"boarding": {"pupils_per_carer": 50, "min_carers": 2}},
    )


def boarding(carers):
    return {"use__u0_j0_board": 1, "boards__j0": 1, "carers__j0": carers}


def test_carers_who_are_enough():
    assert violated(world(100), "carers", boarding(2)) == {}


def test_too_few_for_so_many_boarders():
    assert violated(world(120), "carers", boarding(2)) == {"carers__j0_boarders": 0.4}


def test_one_carer_alone():
    assert violated(world(20), "carers", boarding(1)) == {"carers__j0_least": 1.0}
