"""Why no plan exists: each reason in pupils, villages, minutes or yuan, and its remedy."""

import tomllib
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from area_worlds import asking
from impossible_worlds import (
    affecting,
    boarders,
    crowded_town,
    few_riders,
    full,
    lacking_rooms,
    short_bus,
    two_schools,
)
from worlds import tiny_instance

import planner.texts
from planner.instance import FORBIDDEN_BY
from planner.plan import Outcome
from planner.programme import shortfall
from planner.programme.impossible import (
    impossible_at_once,
    pupils_without_option,
    why_impossible,
    why_no_plan,
)
from planner.programme.shortfall import QUICK, THOROUGH, shortfalls
from planner.programme.solve import Searched, search
from planner.run import decide
from planner.stages import Timings

TEXTS = Path(planner.texts.__file__).parent / "programme.toml"
BY_RULE = [word for word in FORBIDDEN_BY if word]


def said(findings):
    """Return each finding's key, ids and fields."""
    return [(f.message.key, f.ids, dict(f.message.fields)) for f in findings]


def keys(world):
    assert search(world).outcome.status == "infeasible"
    return [f.message.key for f in why_impossible(world)]


def stuck(rule, **scenario):
    """V2 and V3 can reach S1 in 35 and 28 minutes, which `rule` forbids them."""
    return tiny_instance(
        units=[("V1", "lower", 12, "S1"), ("V2", "lower", 6, ""), ("V3", "upper", 5, "")],
        sites=[{"id": "S1"}],
        trips={
            ("V1", "S1", "walk"): 20,
            ("V2", "S1", "walk"): {"minutes": 35, "forbidden": rule},
            ("V3", "S1", "walk"): {"minutes": 28, "forbidden": rule},
        },
        scenario=scenario,
    )


@pytest.mark.parametrize("rule", BY_RULE)
def test_a_rule_that_strikes_out_the_last_trip_is_named_with_the_pupils(rule):
    found = pupils_without_option(stuck(rule))
    assert [(f.message.key, f.ids, f.severity) for f in found] == [
        (f"impossible.{rule}", ("V2", "V3"), "error")
    ]
    english, chinese = (found[0].message.say(lang) for lang in ("en", "zh"))
    assert all(word in english for word in ("11 pupils", "2 villages", "28 minutes"))
    assert "grades 1–3 and grades 4–6" in english
    assert all(word in chinese for word in ("2 个村", "11 名学生", "小学低段", "28 分钟"))
    assert why_impossible(stuck(rule)) == found


def test_pupils_who_may_stay_unserved_are_no_reason():
    assert pupils_without_option(stuck("protect", travel={"serve": "soft"})) == []


def test_pupils_whom_no_trip_within_the_ceiling_reaches_are_no_reason():
    world = stuck("ceiling")
    far = replace(world, option_minutes=world.option_minutes + 100)
    assert pupils_without_option(far) == []


def test_two_rules_are_two_reasons():
    world = stuck("protect")
    codes = world.option_forbidden.copy()
    codes[-1] = FORBIDDEN_BY.index("receiver")
    found = pupils_without_option(replace(world, option_forbidden=codes))
    assert [(f.message.key, f.ids) for f in found] == [
        ("impossible.protect", ("V2",)),
        ("impossible.receiver", ("V3",)),
    ]


def test_schools_pinned_shut_leave_the_pupils_no_school():
    world = stuck("")
    shut = replace(world, site_must_close=np.array([True]), option_forbidden=world.option_forbidden)
    assert [f.ids for f in pupils_without_option(shut)] == [("V1", "V2", "V3")]
    assert pupils_without_option(shut)[0].message.key == "impossible.pinned"


def test_a_capital_budget_too_small_names_the_least_that_would_do():
    # Fifty pupils take five rooms and the upper stage one: two rooms are built.
    def world(budget):
        return full(50, budget={"capital_yuan": budget})

    least = 2 * 32_000 * 45
    found = why_impossible(world(least - 1000))
    assert said(found) == [
        (
            "impossible.budget_capital",
            (),
            {"given": "2,879,000", "least": "2,880,000", "bound": "2,880,000"},
        )
    ]
    assert (found[0].column, found[0].value) == ("budget.capital_yuan", "2879000")
    assert search(world(least)).outcome.status == "optimal"


def test_a_running_budget_too_small_names_the_least_that_would_do():
    def world(budget):
        return full(9, budget={"annual_yuan": budget}, costs={"revenue_floor_pupils": 0})

    # S1 open, S2 closed: 350 000, two classes at 1.7 posts are 4 hires, less 720 for each
    # of 13 pupils.
    least = 350_000 + 4 * 120_000 - 13 * 720
    found = why_impossible(world(least - 640))
    assert said(found) == [
        (
            "impossible.budget_annual",
            (),
            {"given": "820,000", "least": "820,640", "bound": "820,640"},
        )
    ]
    assert search(world(least)).outcome.status == "optimal"


def test_rooms_that_fall_short():
    assert keys(full(60)) == ["impossible.rule_classrooms"]
    # Even one stage alone may take more classes than the site could have rooms.
    assert keys(full(200)) == ["impossible.rule_classrooms"]


def test_township_bounds_that_cannot_be_met():
    rule = {"stage": "lower", "min": 2, "max": None}
    found = keys(full(9, schools={"per_township": rule, "class_size": {"multigrade": 9}}))
    assert found == ["impossible.rule_township"]
    rule |= {"exempt": ("T1", "T2")}
    free = full(9, schools={"per_township": rule, "class_size": {"multigrade": 9}})
    assert search(free).outcome.status == "optimal"


def test_bounds_on_the_number_of_schools_that_cannot_be_met():
    assert keys(full(9, schools={"open_between": (3, None)})) == ["impossible.rule_open_between"]


def test_pins_against_another_rule():
    world = full(9, schools={"open_between": (None, 1), "class_size": {"multigrade": 9}})
    pinned = replace(world, site_must_open=np.array([True, True]))
    assert keys(pinned) == ["impossible.rule_open_between", "impossible.rule_pins"]


def test_an_establishment_too_small():
    assert keys(full(9, staff={"establishment_posts": 3})) == ["impossible.rule_establishment"]


def test_school_sizes_that_cannot_be_met():
    sizes = {"min_pupils": {"primary": 14}, "class_size": {"multigrade": 9}}
    assert keys(full(9, schools=sizes)) == ["impossible.rule_school_size"]


def test_beds_that_fall_short():
    assert keys(affecting()) == ["impossible.rule_beds"]


def test_a_cap_on_affected_pupils_that_cannot_be_met():
    world = affecting(concern={"max_affected_share": 0.5})
    roomy = replace(world, site_new_beds=np.array([0, 3]))
    assert keys(roomy) == ["impossible.rule_harm"]


def test_seats_that_fall_short():
    assert keys(short_bus()) == ["impossible.rule_seats"]


def test_a_line_with_too_few_riders():
    """The school takes no one new, and seven are too few for a minibus."""
    walked = few_riders(8, "receiver")
    assert search(replace(walked, site_must_open=np.array([True]))).outcome.status == "optimal"
    assert keys(few_riders(7, "receiver")) == ["impossible.rule_line"]


def test_a_new_line_with_too_few_riders():
    assert keys(few_riders()) == ["impossible.rule_line"]


def test_a_receiver_without_rooms_for_its_own_classes():
    assert keys(lacking_rooms()) == ["impossible.rule_receiver"]


def test_a_school_without_the_area_for_those_who_would_come():
    assert keys(crowded_town()) == ["impossible.rule_area_floors"]
    built = asking(crowded_town(), schools={"area_floors": "build"})
    assert search(built).outcome.status == "optimal"


def test_a_canteen_too_small_and_beds_kept_for_left_behind_pupils():
    assert search(boarders()).outcome.status == "optimal"
    assert keys(boarders(canteen=20)) == ["impossible.rule_canteen"]
    assert keys(boarders(left_behind_first=True)) == ["impossible.rule_left_behind"]


def test_two_budgets_that_only_together_are_too_small():
    # Keeping S2 saves the capital of closing it and costs its running.
    def world(**budget):
        costs = {"closing_yuan": {"primary": 300_000}, "revenue_floor_pupils": 0}
        return full(9, budget=budget, costs=costs)

    assert search(world(capital_yuan=0)).outcome.status == "optimal"
    assert search(world(annual_yuan=900_000)).outcome.status == "optimal"
    found = keys(world(capital_yuan=0, annual_yuan=900_000))
    assert found == ["impossible.budget_capital", "impossible.budget_annual"]


def test_rules_that_only_together_are_impossible():
    # Without either bound the other still cannot be met.
    world = full(9, schools={"open_between": (3, None)}, staff={"establishment_posts": 3})
    assert keys(world) == ["impossible.together"]


def bounds(world, thorough=False):
    """Return each limit that no plan can keep, with what was asked and what it takes at least."""
    found = shortfalls(world, seconds=60, rules=THOROUGH if thorough else QUICK)
    told = [(f.message.key.removeprefix("impossible."), f.message.fields) for f in found]
    return [(key, fields["given"], fields["bound"]) for key, fields in told]


def test_budgets_below_any_plan_are_seen_without_a_search():
    # Each keeps the least of the other from being found: both are lifted.
    both = full(50, budget={"capital_yuan": 0, "annual_yuan": 0})
    found = impossible_at_once(both)
    assert [f.message.key for f in found] == ["impossible.bound_capital", "impossible.bound_annual"]
    assert [f.column for f in found] == ["budget.capital_yuan", "budget.annual_yuan"]
    # Fifty pupils take two rooms more than there are: 2.88 million, less in fractions.
    assert bounds(full(50, budget={"capital_yuan": 100_000})) == [
        ("bound_capital", "100,000", "2,880,000")
    ]
    assert impossible_at_once(full(50, budget={"capital_yuan": 2_880_000})) == []
    assert [f.message.key for f in impossible_at_once(stuck("protect"))] == ["impossible.protect"]


def test_limits_below_any_plan_are_named_with_what_it_takes():
    # A class of nine and one of four: at 1.7 posts each, four posts.
    small = {"establishment_posts": 1}
    assert bounds(full(9, staff=small)) == [("bound_establishment", "1", "4")]
    assert bounds(full(9, staff={"establishment_posts": 4})) == []
    assert bounds(full(9, schools={"open_between": (3, None)})) == [
        ("bound_open_between_least", "3", "2")
    ]
    assert bounds(full(9, schools={"open_between": (None, 0)})) == [
        ("bound_open_between_most", "0", "1")
    ]
    # Six boarders on three beds.
    bedded = replace(affecting(boarding={"max_new_beds": 2}), site_new_beds=np.array([0, 9]))
    assert bounds(bedded) == [("bound_beds", "2", "3")]
    enough = replace(affecting(boarding={"max_new_beds": 3}), site_new_beds=np.array([0, 9]))
    assert bounds(enough) == []
    # Six of ten are affected.
    roomy = {"site_new_beds": np.array([0, 3])}
    assert bounds(replace(affecting(concern={"max_affected_share": 0.5}), **roomy)) == [
        ("bound_harm", "5", "6")
    ]
    assert bounds(replace(affecting(concern={"max_affected_share": 0.6}), **roomy)) == []


def test_townships_with_too_many_or_too_few_schools_are_named():
    many = full(9, schools={"per_township": {"stage": "lower", "min": 2, "max": None}})
    assert bounds(many, thorough=True) == [
        ("bound_township_least", "2", "1"),
        ("bound_township_least", "2", "1"),
    ]
    # Before a search only limits of the county are asked.
    assert bounds(many) == []
    few = two_schools()
    assert bounds(few, thorough=True) == [("bound_township_most", "1", "2")]
    (found,) = why_no_plan(few, proved=False)
    assert found.message.fields["township"] == "T1"
    assert "T1" in found.say("zh")
    assert "grades 1–3" in found.say("en")


def test_a_search_without_a_plan_and_without_a_proof_has_no_reason():
    assert why_no_plan(few_riders(), proved=False) == []
    (found,) = why_no_plan(few_riders(), proved=True)
    assert found.message.key == "impossible.rule_line"


def test_a_proof_after_a_search_that_ran_out_of_time_counts(monkeypatch):
    unfinished = Searched(None, Outcome("no_solution", (), "clock"))
    monkeypatch.setattr("planner.programme.solve.search", lambda *args, **more: unfinished)
    monkeypatch.setattr("planner.programme.impossible.impossible_at_once", lambda instance: [])

    def decided(world):
        prepared = SimpleNamespace(assembled=SimpleNamespace(instance=world))
        _, reasons, outcome = decide(prepared, Timings(), lambda stage: None, None, Path("log"))
        return [f.message.key for f in reasons], outcome.status, outcome.ended_by

    found = (["impossible.bound_township_most"], "infeasible", "proof")
    assert decided(two_schools()) == found
    # What no bound shows stays open.
    assert decided(few_riders()) == ([], "no_solution", "clock")


def test_a_limit_just_below_what_whole_numbers_take_is_seen_site_by_site(monkeypatch):
    # In fractions of classes and posts the county runs for 748,640 yuan: a tiny county's
    # relaxation is farther off than a county's.
    monkeypatch.setattr(shortfall, "_NEAR", 0.2)

    def world(annual):
        return full(9, budget={"annual_yuan": annual}, costs={"revenue_floor_pupils": 0})

    assert bounds(world(820_640)) == []
    assert bounds(world(820_540)) == [("bound_annual", "820,540", "820,640")]


def test_two_budgets_each_impossible_whatever_the_other():
    world = full(50, budget={"capital_yuan": 0, "annual_yuan": 0})
    assert keys(world) == ["impossible.rule_budget"]


def test_every_reason_of_the_catalogue_is_tried_here():
    reasons = set(tomllib.loads(TEXTS.read_text("utf-8"))["impossible"]) - {"refused", "and"}
    source = Path(__file__).read_text("utf-8")
    tried = {r for r in reasons if f'"impossible.{r}"' in source or f'("{r}"' in source}
    assert tried | set(BY_RULE) == reasons
