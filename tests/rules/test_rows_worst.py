"""Worst: no daily trip is longer than the figure says; weekly trips apart."""

from golden_lp import violated
from worlds import tiny_instance


def world(**schools):
    return tiny_instance(
        units=[("V1", "upper", 12, "S1")],
        sites=[{"id": "S1"}, {"id": "S2"}],
        trips={("V1", "S1", "walk"): 25, ("V1", "S2", "walk"): 40, ("V1", "S2", "board"): 90},
        scenario={"objective": [{"minimise": "worst_minutes"}], "schools": schools},
    )


def test_the_figure_is_the_longest_trip():
    farther = {"use__u0_j1_walk": 1, "worst__county": 40}
    assert violated(world(), "worst", farther) == {}


def test_a_trip_longer_than_the_figure():
    said = {"use__u0_j1_walk": 1, "worst__county": 25}
    assert violated(world(), "worst", said) == {"worst__a1": 15.0}


def test_one_pupil_of_a_shared_village_counts_in_full():
    shared = world(whole_village=False)
    said = {"use__u0_j0_walk": 9, "use__u0_j1_walk": 3, "taken__a0": 1, "worst__county": 25}
    assert violated(shared, "worst", said) == {"worst__a1_taken": 0.25}
    assert violated(shared, "worst", said | {"taken__a1": 1}) == {"worst__a1": 15.0}
    assert violated(shared, "worst", said | {"taken__a1": 1, "worst__county": 40}) == {}
