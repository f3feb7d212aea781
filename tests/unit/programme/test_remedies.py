"""What would have to give way for a plan to exist, on worlds where it can be seen by hand."""

from dataclasses import replace

import numpy as np
import pytest
from worlds import tiny_instance

from planner.instance import FORBIDDEN_BY
from planner.programme.elastic import build_elastic
from planner.programme.prices import PRICES
from planner.programme.remedies import remedies
from planner.programme.rules import RULES


def told(world):
    """Return what gives way in each answer: rule, place and amount."""
    return [
        [(c.rule, c.township or c.school or c.village or c.line, c.amount) for c in r.concessions]
        for r in remedies(world, seconds=20)
    ]


def full(pupils=30, **scenario):
    """One school with six rooms at most for pupils of one stage in classes of ten."""
    return tiny_instance(
        units=[("V1", "lower", pupils, "S1"), ("V2", "upper", 4, "S1")],
        sites=[{"id": "S1", "rooms": 4, "new_rooms": 2}, {"id": "S2", "township": "T2"}],
        trips={("V1", "S1", "walk"): 20, ("V2", "S1", "walk"): 20},
        scenario={"schools": {"class_size": {"lower": 10, "multigrade": 9}}} | scenario,
        posts_today=0,
    )


def townships(protect="protect"):
    """T1 may keep one of S1 and S2; of V2, protected, only S2 is within reach."""
    return tiny_instance(
        units=[("V1", "lower", 12, "S1"), ("V2", "lower", 7, "S2"), ("V3", "lower", 9, "S1")],
        sites=[{"id": "S1"}, {"id": "S2"}],
        trips={
            ("V1", "S1", "walk"): 10,
            ("V1", "S2", "walk"): {"minutes": 50, "forbidden": protect},
            ("V2", "S2", "walk"): 10,
            ("V2", "S1", "walk"): {"minutes": 50, "forbidden": protect},
            ("V3", "S1", "walk"): 5,
            ("V3", "S2", "walk"): {"minutes": 55, "forbidden": protect},
        },
        scenario={"schools": {"per_township": {"stage": "lower", "min": 1, "max": 1}}},
    )


def test_one_school_per_township_against_protection_names_the_pupils_and_the_school():
    least, other, *_ = remedies(townships(), seconds=20)
    # Seven pupils of V2 walk 50 minutes, or the township keeps a second school.
    (trip,) = least.concessions
    assert (trip.rule, trip.village, trip.stage, trip.school) == (
        "trip_protect",
        "V2",
        "lower",
        "S1",
    )
    assert (trip.pupils, trip.minutes, trip.minutes_before) == (7, 50, 10)
    (second,) = other.concessions
    assert (second.rule, second.township, second.amount) == ("township_most", "T1", 1)
    assert second.kept == (("S1", 21), ("S2", 7))
    assert least.proved
    assert other.proved
    assert least.price < other.price


@pytest.mark.parametrize("limit", ["protect", "norm", "max_added", "receiver", "boarding_age"])
def test_the_limit_that_a_trip_breaks_is_named(limit):
    rules = {c.rule for r in remedies(townships(limit), seconds=20) for c in r.concessions}
    assert f"trip_{limit}" in rules


def test_a_limit_for_safety_gives_way_after_a_school():
    # Ten minutes longer weigh less than a school more, an unfit building does not.
    assert told(townships("protect"))[0][0][0] == "trip_protect"
    assert told(townships("receiver"))[0][0][0] == "township_most"


def test_money_short_is_named_in_yuan_and_enough():
    world = full(50, budget={"capital_yuan": 2_000_000})
    assert told(world)[0] == [("budget_capital", "", 880_000)]
    # Two rooms at 32,000 yuan a place and 45 places: 2.88 million.
    assert told(full(50, budget={"annual_yuan": 0, "capital_yuan": 2_000_000}))[0][0][0] == (
        "budget_annual"
    )


def test_rooms_beds_and_seats_short_are_named_by_place():
    assert told(full(60))[0] == [("classrooms", "S1", 1)]
    boarding = tiny_instance(
        units=[("V1", "upper", 6, "S1"), ("V2", "upper", 4, "S2")],
        sites=[{"id": "S1", "must_close": True}, {"id": "S2", "beds": 3}],
        trips={
            ("V1", "S1", "walk"): {"minutes": 10, "forbidden": "pinned"},
            ("V1", "S2", "board"): 60,
            ("V2", "S2", "walk"): 5,
        },
    )
    # Three beds, or the pin gives way, or six pupils stay without a school.
    assert told(boarding) == [
        [("beds", "S2", 3)],
        [("pinned", "S1", 1)],
        [("serve", "V1", 6)],
    ]
    bus = tiny_instance(
        units=[("V1", "lower", 12, "")],
        sites=[{"id": "S1"}],
        trips={("V1", "S1", "ride"): {"minutes": 20, "line": "L1"}},
        lines={"L1": 11},
    )
    assert told(bus)[0] == [("seats", "L1", 1)]


@pytest.mark.parametrize(
    ("scenario", "gives"),
    [
        ({"schools": {"open_between": (3, None)}}, ("open_between_least", "", 1)),
        ({"staff": {"establishment_posts": 3}}, ("establishment", "", 1)),
        ({"schools": {"min_pupils": {"primary": 14}}}, ("school_size_least", "S1", 1)),
        (
            {"schools": {"per_township": {"stage": "lower", "min": 2, "max": None}}},
            ("township_least", "T1", 1),
        ),
    ],
)
def test_other_rules_give_way_by_their_own_unit(scenario, gives):
    world = full(9, **scenario)
    assert gives in [c for answer in told(world) for c in answer]


def test_two_rules_in_the_way_are_conceded_together():
    world = full(
        60,
        schools={"open_between": (3, None), "class_size": {"lower": 10, "multigrade": 9}},
    )
    assert told(world)[0] == [("classrooms", "S1", 1), ("open_between_least", "", 1)]


def test_a_pin_that_keeps_a_school_may_give_way():
    schools = {"open_between": (None, 1), "class_size": {"multigrade": 9}}
    pinned = replace(full(9, schools=schools), site_must_open=np.array([True, True]))
    answers = told(pinned)
    assert [("open_between_most", "", 1)] in answers
    assert [("pins", "S2", 1)] in answers


def test_a_possible_scenario_has_nothing_to_concede():
    assert remedies(full(9), seconds=10) == ()


def test_pupils_whom_nothing_reaches_are_no_concession():
    world = townships("ceiling")
    far = replace(
        world,
        option_minutes=np.where(world.option_unit == 1, 300.0, world.option_minutes),
        option_forbidden=np.where(
            world.option_unit == 1, FORBIDDEN_BY.index("ceiling"), world.option_forbidden
        ),
    )
    assert "V2" not in [place for answer in told(far) for _, place, _ in answer]


def test_a_new_line_may_run_with_fewer_riders_than_asked_for():
    world = tiny_instance(
        units=[("V1", "lower", 5, "")],
        sites=[{"id": "S1"}],
        trips={
            ("V1", "S1", "walk"): {"minutes": 50, "forbidden": "norm"},
            ("V1", "S1", "ride"): {"minutes": 20, "line": "N1"},
        },
        lines={"N1": {"seats": 19, "possible": True}},
        scenario={"lines": {"min_riders_per_line": 8}},
    )
    assert told(world)[:2] == [[("trip_norm", "S1", 5)], [("line_least", "N1", 3)]]


def test_every_concession_has_a_price_and_every_price_a_rule():
    rules = {rule.name for rule in RULES}
    assert {name for name in PRICES if not name.startswith(tuple(rules))} == {"pinned"}
    slacks = {s.rule for s in build_elastic(townships()).slacks}
    assert slacks <= set(PRICES)
    assert {"serve", "township_least", "township_most"} <= slacks
