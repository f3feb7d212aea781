"""Harm: the share of pupils affected, the unserved of reachable units among them."""

from worlds import broken, tiny_instance, tiny_plan


def world(share):
    return tiny_instance(
        units=[("V1", "lower", 12, "S1"), ("V2", "lower", 8, "S2"), ("V3", "lower", 20, "")],
        sites=[{"id": "S1"}, {"id": "S2"}],
        trips={
            ("V1", "S1", "walk"): 20,
            ("V2", "S2", "walk"): 5,
            ("V2", "S1", "walk"): {"minutes": 25, "affected": True},
        },
        scenario={
            "travel": {"serve": "soft"},
            "concern": {"max_affected_share": share},
        },
    )


def test_today_affects_nobody_even_with_pupils_whom_nothing_reaches():
    assert broken(world(0), tiny_plan(world(0))) == []


def test_affected_by_their_trip():
    plan = tiny_plan(world(0.2), go={"V2": ("S1", "walk")}, kinds={"S2": None})
    assert broken(world(0.2), plan) == []
    assert broken(world(0.1), plan) == [("harm", (), 4, "pupils")]


def test_affected_because_unserved():
    plan = tiny_plan(world(0.2), go={"V1": None})
    assert broken(world(0.2), plan) == [("harm", (), 4, "pupils")]


def herding_world(share):
    return tiny_instance(
        units=[("V1", "lower", 12, "S1"), ("V2", "lower", 8, "S2")],
        sites=[{"id": "S1"}, {"id": "S2"}],
        trips={
            ("V1", "S1", "walk"): 20,
            ("V2", "S2", "walk"): 5,
            ("V2", "S1", "walk"): {"minutes": 25, "affected": True},
        },
        scenario={"concern": {"max_affected_share": share, "cap_over": "herding"}},
        herding={"V1": 0.25, "V2": 0.5},
    )


def test_the_cap_may_be_one_on_the_pupils_of_herding_households():
    # 8 x 0.5 of 12 x 0.25 + 8 x 0.5 = 7 are affected.
    plan = tiny_plan(herding_world(0.6), go={"V2": ("S1", "walk")}, kinds={"S2": None})
    assert broken(herding_world(0.6), plan) == []
    assert broken(herding_world(0.5), plan) == [("harm", (), 0.5, "pupils")]


def test_the_very_first_trip_counts_too():
    only = tiny_instance(
        units=[("V1", "lower", 10, "S2")],
        sites=[{"id": "S1"}, {"id": "S2"}],
        trips={
            ("V1", "S1", "walk"): {"minutes": 25, "affected": True},
            ("V1", "S2", "walk"): 5,
        },
        scenario={"concern": {"max_affected_share": 0.4}},
    )
    plan = tiny_plan(only, go={"V1": ("S1", "walk")}, kinds={"S2": None})
    assert broken(only, plan) == [("harm", (), 6, "pupils")]
