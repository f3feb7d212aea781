"""Variables that nothing depends on are left out, and only these."""

from __future__ import annotations

import pytest
from worlds import tiny_instance

from planner.programme.build import build
from planner.programme.objective import tier
from planner.programme.solve import search


def world(*tiers: str, rooms: int = 6, **options):
    return tiny_instance(
        units=[("V1", "lower", 30, "S1"), ("V2", "lower", 40, "S2"), ("V2", "upper", 10, "S1")],
        sites=[{"id": "S1", "rooms": rooms}, {"id": "S2", "kind": "teaching_point", "rooms": 3}],
        trips={
            ("V1", "S1", "walk"): 20,
            ("V1", "S2", "walk"): 30,
            ("V2", "S1", "walk"): 35,
            ("V2", "S2", "walk"): 5,
        },
        scenario={
            "travel": {"protect": "none"},
            "objective": [{"minimise": name} for name in tiers],
            **options,
        },
        posts_today=9,
    )


def held(instance) -> set[str]:
    """Return what the variables of its programme are about."""
    programme = build(instance)
    return {v.name.split("__")[0] for v in programme.problem.variables()}


CHOICES = {"use", "kind"}
CLASSES = {"graded", "classes", "single"}
POSTS = {"posts", "hires", "freed"}
FLOOR = {"floor_pupils"}


def test_minutes_alone_need_sites_and_choices():
    assert held(world("pupil_minutes")) == CHOICES
    assert held(world("schools_closed")) == CHOICES


def test_money_needs_posts_their_classes_and_the_floor():
    assert held(world("running_cost_yuan")) == CHOICES | CLASSES | POSTS | FLOOR
    assert held(world("pupil_minutes", budget={"annual_yuan": 1e9})) == (
        CHOICES | CLASSES | POSTS | FLOOR
    )


def test_posts_without_pay_and_without_a_limit_are_left_out():
    assert held(world("running_cost_yuan", costs={"teacher_yuan": 0})) == CHOICES | FLOOR
    limited = world("pupil_minutes", staff={"establishment_posts": 20})
    assert held(limited) == CHOICES | CLASSES | POSTS
    assert held(world("capital_yuan")) == CHOICES
    cut = world("capital_yuan", costs={"freed_posts_cash_share": 1})
    assert held(cut) >= POSTS


@pytest.mark.parametrize(
    "costs",
    [
        {"revenue_floor_pupils": 0},
        {"revenue_primary_yuan": 0, "revenue_junior_yuan": 0},
    ],
)
def test_a_floor_that_pays_nothing_is_left_out(costs):
    assert held(world("running_cost_yuan", costs={"teacher_yuan": 0, **costs})) == CHOICES


def test_classes_are_counted_where_rooms_could_run_short():
    # 70 pupils of grades 1-3 need 3 classes at most of 45, 10 of grades 4-6 one.
    assert held(world("pupil_minutes", rooms=4)) == CHOICES
    short = build(world("pupil_minutes", rooms=3))
    assert sorted(f"{k}" for k in short.variables.classes) == ["(0, 0)", "(0, 1)"]


def test_leaving_out_changes_no_plan():
    found = search(world("pupil_minutes", rooms=4))
    site = found.plan.sites[0]
    assert (found.outcome.tiers[0].value, site.classes) == (
        (30 * 20 + 40 * 5 + 10 * 35) * 400,
        {"lower": 3, "upper": 1},
    )


def test_an_objective_that_nothing_was_built_for_is_refused():
    instance = world("pupil_minutes")
    programme = build(instance)
    for name in ("running_cost_yuan", "capital_yuan", "annual_cost_yuan"):
        with pytest.raises(ValueError, match="its variables are left out"):
            tier(instance, programme.variables, name)
