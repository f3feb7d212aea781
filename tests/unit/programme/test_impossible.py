"""Why no plan exists: each reason in pupils, villages, minutes or yuan, and its remedy."""

import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from worlds import tiny_instance

import planner.texts
from planner.instance import FORBIDDEN_BY
from planner.programme.impossible import (
    impossible_at_once,
    pupils_without_option,
    why_impossible,
)
from planner.programme.solve import search

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


def full(pupils=30, **scenario):
    """One school with two rooms for thirty pupils of one stage in classes of ten."""
    return tiny_instance(
        units=[("V1", "lower", pupils, "S1"), ("V2", "upper", 4, "S1")],
        sites=[{"id": "S1", "rooms": 4, "new_rooms": 2}, {"id": "S2", "township": "T2"}],
        trips={
            ("V1", "S1", "walk"): 20,
            ("V2", "S1", "walk"): 20,
        },
        scenario={"schools": {"class_size": {"lower": 10, "multigrade": 9}}} | scenario,
        posts_today=0,
    )


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


def affecting(**scenario):
    """V1 has to move from S1, which is pinned shut, and is affected by it; S2 may board."""
    return tiny_instance(
        units=[("V1", "upper", 6, "S1"), ("V2", "upper", 4, "S2")],
        sites=[{"id": "S1", "must_close": True}, {"id": "S2", "beds": 3}],
        trips={
            ("V1", "S1", "walk"): {"minutes": 10, "forbidden": "pinned"},
            ("V1", "S2", "board"): {"minutes": 60, "affected": True},
            ("V2", "S2", "walk"): 5,
        },
        scenario=scenario,
    )


def test_beds_that_fall_short():
    assert keys(affecting()) == ["impossible.rule_beds"]


def test_a_cap_on_affected_pupils_that_cannot_be_met():
    world = affecting(concern={"max_affected_share": 0.5})
    roomy = replace(world, site_new_beds=np.array([0, 3]))
    assert keys(roomy) == ["impossible.rule_harm"]


def test_seats_that_fall_short():
    world = tiny_instance(
        units=[("V1", "lower", 12, "")],
        sites=[{"id": "S1"}],
        trips={("V1", "S1", "ride"): {"minutes": 20, "line": "L1"}},
        lines={"L1": 11},
    )
    assert keys(world) == ["impossible.rule_seats"]


def test_a_line_with_too_few_riders():
    """V1 may not walk (its school takes no one new), and seven are too few for a minibus."""

    def world(pupils):
        return tiny_instance(
            units=[("V1", "lower", pupils, "")],
            sites=[{"id": "S1", "must_open": True}],
            trips={
                ("V1", "S1", "walk"): {"minutes": 20, "forbidden": "receiver"},
                ("V1", "S1", "ride"): {"minutes": 20, "line": "N1"},
            },
            lines={"N1": {"possible": True}},
        )

    assert search(world(8)).outcome.status == "optimal"
    assert keys(world(7)) == ["impossible.rule_line"]


def test_a_new_line_with_too_few_riders():
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
    assert keys(world) == ["impossible.rule_line"]


def test_a_receiver_without_rooms_for_its_own_classes():
    world = tiny_instance(
        units=[("V1", "lower", 100, "S1"), ("V2", "lower", 5, "")],
        sites=[{"id": "S1", "rooms": 4, "rooms_short": 2}],
        trips={("V1", "S1", "walk"): 20, ("V2", "S1", "walk"): 20},
    )
    assert keys(world) == ["impossible.rule_receiver"]


def boarders(canteen=None, **boarding):
    """Thirty board at S1 on 32 beds, twenty walk there, eight of them left behind."""
    return tiny_instance(
        units=[("V1", "upper", 30, "S1", "board"), ("V2", "upper", 20, "S1", "walk")],
        sites=[{"id": "S1", "beds": 32, "canteen": canteen}],
        trips={("V1", "S1", "board"): 100, ("V2", "S1", "walk"): 5},
        scenario={"boarding": boarding},
        left_behind={"V2": 8},
    )


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


def test_budgets_below_any_plan_are_seen_without_a_search():
    # Each keeps the least of the other from being found: the bound of the relaxation is told.
    both = full(50, budget={"capital_yuan": 0, "annual_yuan": 0})
    found = impossible_at_once(both)
    assert [f.message.key for f in found] == ["impossible.bound_capital", "impossible.bound_annual"]
    assert [f.column for f in found] == ["budget.capital_yuan", "budget.annual_yuan"]
    # With the other free, the least that would do is named.
    one = impossible_at_once(full(50, budget={"capital_yuan": 100_000}))
    assert [f.message.key for f in one] == ["impossible.budget_capital"]
    assert one[0].message.fields["least"] == "2,880,000"
    assert impossible_at_once(full(50, budget={"capital_yuan": 2_880_000})) == []
    assert [f.message.key for f in impossible_at_once(stuck("protect"))] == ["impossible.protect"]


def test_two_budgets_each_impossible_whatever_the_other():
    world = full(50, budget={"capital_yuan": 0, "annual_yuan": 0})
    assert keys(world) == ["impossible.rule_budget"]


def test_every_reason_of_the_catalogue_is_tried_here():
    reasons = set(tomllib.loads(TEXTS.read_text("utf-8"))["impossible"]) - {"refused", "and"}
    source = Path(__file__).read_text("utf-8")
    tried = {r for r in reasons if f'"impossible.{r}"' in source}
    assert tried | set(BY_RULE) == reasons
