"""What would have to give way for a plan to exist, on worlds where it can be seen by hand."""

from dataclasses import replace

import numpy as np
import pytest
from impossible_worlds import (
    affecting,
    boarders,
    crowded_town,
    few_riders,
    full,
    lacking_rooms,
    plan_with,
    short_bus,
    two_schools,
)

from planner.instance import FORBIDDEN_BY
from planner.programme.elastic import build_elastic
from planner.programme.prices import PRICES
from planner.programme.remedies import Remedies, hitting_sets, remedies
from planner.programme.rules import RULES
from planner.programme.solve import search


def told(world):
    """Return what gives way in each answer: rule, place and amount."""
    return [
        [(c.rule, c.township or c.school or c.village or c.line, c.amount) for c in r.concessions]
        for r in remedies(world, seconds=60).answers
    ]


def test_one_school_per_township_against_protection_names_the_pupils_and_the_school():
    least, other, *_ = remedies(two_schools(), seconds=60).answers
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
    rules = {
        c.rule for r in remedies(two_schools(limit), seconds=60).answers for c in r.concessions
    }
    assert f"trip_{limit}" in rules


def test_a_limit_for_safety_gives_way_after_a_school():
    # Ten minutes longer weigh less than a school more, an unfit building does not.
    assert told(two_schools("protect"))[0][0][0] == "trip_protect"
    assert told(two_schools("receiver"))[0][0][0] == "township_most"


def test_money_short_is_named_in_yuan_and_enough():
    world = full(50, budget={"capital_yuan": 2_000_000})
    assert told(world)[0] == [("budget_capital", "", 880_000)]
    # Two rooms at 32,000 yuan a place and 45 places: 2.88 million.
    assert told(full(50, budget={"annual_yuan": 0, "capital_yuan": 2_000_000}))[0][0][0] == (
        "budget_annual"
    )


def test_rooms_beds_and_seats_short_are_named_by_place():
    assert told(full(60))[0] == [("classrooms", "S1", 1)]
    # Three beds, or the pin gives way, or six pupils stay without a school.
    assert told(affecting()) == [
        [("beds", "S2", 3)],
        [("pinned", "S1", 1)],
        [("serve", "V1", 6)],
    ]
    assert told(short_bus())[0] == [("seats", "L1", 1)]


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
    assert remedies(full(9), seconds=60) == Remedies((), exhausted=False)


def test_pupils_whom_nothing_reaches_are_no_concession():
    world = two_schools("ceiling")
    far = replace(
        world,
        option_minutes=np.where(world.option_unit == 1, 300.0, world.option_minutes),
        option_forbidden=np.where(
            world.option_unit == 1, FORBIDDEN_BY.index("ceiling"), world.option_forbidden
        ),
    )
    assert "V2" not in [place for answer in told(far) for _, place, _ in answer]


def test_a_new_line_may_run_with_fewer_riders_than_asked_for():
    assert told(few_riders())[:2] == [[("trip_norm", "S1", 5)], [("line_least", "N1", 3)]]


def test_meal_places_short_are_named_by_school():
    # Thirty board; the canteen seats twenty, or ten at a place for two.
    assert told(boarders(canteen=20))[0] == [("canteen", "S1", 10)]
    assert told(boarders(canteen=10, places=0.5))[0] == [("canteen", "S1", 5)]
    (c,) = remedies(boarders(canteen=20), seconds=60).answers[0].concessions
    assert (c.pupils, c.unit) == (30, "meal_places")


def test_beds_kept_for_left_behind_pupils_may_be_fewer():
    # Thirty boarders and eight left behind on 32 beds.
    assert told(boarders(left_behind_first=True)) == [
        [("beds", "S1", 6)],
        [("left_behind", "S1", 6)],
        [("serve", "V2", 20)],
    ]


@pytest.mark.parametrize(("new_rooms", "lacking"), [(0, 2), (1, 1)])
def test_a_receiver_may_lack_rooms(new_rooms, lacking):
    world = lacking_rooms(new_rooms)
    assert told(world)[:2] == [[("classrooms", "S1", lacking)], [("receiver", "S1", lacking)]]
    # Five come from elsewhere.
    assert remedies(world, seconds=60).answers[1].concessions[0].pupils == 5


def test_area_short_is_named_by_school_and_kind_of_area():
    pin = [("pinned", "V", 1)]
    sports = ("area_floors_sports", "T", 450)
    # The classrooms that T may add bring teaching area enough, but no sports ground.
    assert told(crowded_town(new_rooms=2))[:2] == [[sports], pin]
    answers = told(crowded_town())
    assert answers[:2] == [pin, [sports, ("area_floors_teaching", "T", 140)]]
    assert [sports, ("classrooms", "T", 2)] in answers
    (c,) = remedies(crowded_town(new_rooms=2), seconds=60).answers[0].concessions
    assert (c.pupils, c.unit) == (120, "m2")


def test_pupils_left_without_a_school_count_as_affected_where_they_lose_one():
    # Five of ten may be affected; whether V1's six board or stay without a school, they are six.
    answers = told(affecting(concern={"max_affected_share": 0.5}))
    assert [("harm", "", 1), ("serve", "V1", 6)] in answers
    assert [("serve", "V1", 6)] not in answers


SHORT_OF_MONEY = {"budget": {"annual_yuan": 0}, "costs": {"revenue_floor_pupils": 0}}
WORLDS = {
    "canteen": (boarders(canteen=20), 2),
    "left behind": (boarders(left_behind_first=True), 3),
    "receiver": (lacking_rooms(), 3),
    "area": (crowded_town(new_rooms=2), 3),
    "riders": (few_riders(), 3),
    "seats": (short_bus(), 2),
    "beds": (affecting(), 3),
    "harm": (affecting(concern={"max_affected_share": 0.5}), 3),
    "protection": (two_schools(), 3),
    "unfit receiver": (two_schools("receiver"), 3),
    "rooms": (full(60), 2),
    "posts": (full(9, staff={"establishment_posts": 3}), 2),
    "money": (full(9, **SHORT_OF_MONEY), 2),
    "capital": (full(50, budget={"capital_yuan": 2_000_000}), 2),
}


@pytest.mark.parametrize("name", WORLDS)
def test_each_answer_allows_a_plan_and_no_smaller_one_does(name):
    world, ways = WORLDS[name]
    assert search(world).outcome.status == "infeasible"
    found = remedies(world, seconds=60)
    assert len(found.answers) == ways
    assert all(plan_with(world, answer) is not None for answer in found.answers)
    least = found.answers[0]
    assert least.proved
    # One less of it is not enough (a trip, a school or a thousand yuan as they come).
    c = least.concessions[0]
    if c.family not in ("trips", "schools"):
        less = replace(c, amount=c.amount - (1001 if c.unit == "yuan" else 1))
        kept = [o for o in least.concessions if o != c]
        assert plan_with(world, replace(least, concessions=(less, *kept))) is None


def test_alternatives_ask_for_different_things():
    for world, _ in WORLDS.values():
        things = [{c.item for c in r.concessions} for r in remedies(world, seconds=60).answers]
        assert not any(a <= b for n, a in enumerate(things) for b in things[n + 1 :])


def test_where_there_is_no_other_way_it_is_said():
    # Two sites are no three schools, whoever stays without one.
    three = full(9, schools={"open_between": (3, None)})
    only = remedies(three, seconds=60)
    assert (len(only.answers), only.exhausted) == (1, True)
    assert plan_with(three, only.answers[0]) is not None
    # Rooms at S1, or pupils without a school.
    assert remedies(full(60), seconds=60).exhausted


def test_all_ways_round_a_pin_are_found():
    rules = {"open_between": (None, 1), "class_size": {"multigrade": 9}}
    pinned = replace(full(9, schools=rules), site_must_open=np.array([True, True]))
    found = remedies(pinned, seconds=60)
    # One school more, or either pin: V1 and V2 reach S1 alone.
    assert [r.concessions[0].rule for r in found.answers] == ["open_between_most", "pins"]
    assert found.exhausted


def test_hitting_sets_take_one_of_each_and_no_more():
    a, b, c = ("a",), ("b",), ("c",)
    assert hitting_sets([]) == [frozenset()]
    assert hitting_sets([frozenset({a, b}), frozenset({b, c})]) == [
        frozenset({b}),
        frozenset({a, c}),
    ]


def test_every_concession_has_a_price_and_every_price_a_rule():
    rules = {rule.name for rule in RULES}
    assert {name for name in PRICES if not name.startswith(tuple(rules))} == {"pinned"}
    slacks = {s.rule for s in build_elastic(two_schools()).slacks}
    assert slacks <= set(PRICES)
    assert {"serve", "township_least", "township_most"} <= slacks
