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
