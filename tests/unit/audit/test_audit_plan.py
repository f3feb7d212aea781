"""The audit of whole plans: form first, then rules, then what the search claims."""

from dataclasses import replace

import pytest
from worlds import tiny_instance, tiny_outcome, tiny_plan

from planner.audit import RULES, audit_plan
from planner.plan import Assignment, SiteDecision, Unserved
from planner.texts import catalogue


def world(**scenario):
    return tiny_instance(
        units=[("V1", "lower", 12, "S1"), ("V2", "lower", 8, "S2")],
        sites=[{"id": "S1"}, {"id": "S2", "kind": "teaching_point"}],
        trips={("V1", "S1", "walk"): 20, ("V2", "S1", "walk"): 28, ("V2", "S2", "walk"): 5},
        scenario=scenario,
    )


TINY = world()
PLAN = tiny_plan(TINY)


def said(instance, plan, outcome=None):
    return [(f.check, f.ids, f.value) for f in audit_plan(instance, plan, outcome)]


def test_a_plan_in_order_passes_with_its_proof():
    assert audit_plan(TINY, PLAN, tiny_outcome(TINY, PLAN)) == ()


def test_a_broken_rule_becomes_a_finding_with_place_amount_and_words():
    (finding,) = audit_plan(TINY, tiny_plan(TINY, go={"V1": None}))
    assert (finding.check, finding.severity, finding.ids) == ("serve", "error", ("V1",))
    assert finding.value == "12 pupils"
    assert finding.say("en") == (
        "village V1, grades 1–3: 12 pupils unserved though a school can be reached within the"
        " ceiling"
    )
    assert finding.say("zh") == (
        "村 V1，小学低段（1–3年级）：12 人未安排入学，而时限上限之内有校可上"
    )


ROW = PLAN.assignments[0]


@pytest.mark.parametrize(
    ("changes", "ids", "value"),
    [
        ({"sites": PLAN.sites[:1]}, ("S2",), ""),
        ({"sites": (*PLAN.sites, PLAN.sites[0])}, ("S1",), "2"),
        ({"sites": (*PLAN.sites, SiteDecision("S9", None))}, ("S9",), "S9"),
        ({"sites": (PLAN.sites[0], SiteDecision("S2", "palace"))}, ("S2",), "palace"),
        ({"sites": (PLAN.sites[0], SiteDecision("S2", None, {"top": 1}))}, ("S2",), "top"),
        ({"sites": (PLAN.sites[0], replace(PLAN.sites[1], beds_added=-1))}, ("S2",), "-1"),
        ({"sites": (PLAN.sites[0], replace(PLAN.sites[1], classrooms_added=0.5))}, ("S2",), "0.5"),
        (
            {"assignments": (ROW, ROW, *PLAN.assignments[1:])},
            ("V1", "lower", "S1", "S1", "walk"),
            "2",
        ),
        (
            {"assignments": (replace(ROW, pupils=12.0), PLAN.assignments[1])},
            ("V1", "lower"),
            "12.0",
        ),
        ({"assignments": (replace(ROW, pupils=0), PLAN.assignments[1])}, ("V1", "lower"), "0"),
        (
            {"assignments": (replace(ROW, mode="fly"), PLAN.assignments[1])},
            ("V1", "lower", "S1"),
            "fly",
        ),
        (
            {"assignments": (replace(ROW, school_id="S9"), PLAN.assignments[1])},
            ("V1", "lower", "S9"),
            "S9",
        ),
        ({"unserved": (Unserved("V9", "lower", "S1", 3),)}, ("V9", "lower"), "S1"),
    ],
)
def test_malformed_plans_are_named_and_counted_no_further(changes, ids, value):
    assert said(TINY, replace(PLAN, **changes)) == [("form", ids, value)]


def test_an_assignment_of_an_unknown_unit():
    rows = (*PLAN.assignments, Assignment("V1", "upper", "S1", "S1", "walk", 3))
    assert said(TINY, replace(PLAN, assignments=rows)) == [("form", ("V1", "upper"), "S1")]


PUPIL_MINUTES = (12 * 20 + 8 * 5) * 400.0


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"values": {"pupil_minutes": PUPIL_MINUTES + 1}}, "value"),
        ({"bounds": {"pupil_minutes": PUPIL_MINUTES + 1}}, "bound"),
        ({"bounds": {"pupil_minutes": 0.99 * PUPIL_MINUTES}}, "not_optimal"),
        ({"status": "infeasible"}, "no_plan"),
        ({"status": "no_solution"}, "no_plan"),
    ],
)
def test_claims_that_the_plan_does_not_bear_out(changes, word):
    found = audit_plan(TINY, PLAN, tiny_outcome(TINY, PLAN, **changes))
    assert {f.message.key for f in found} == {f"audit.proof.{word}"}
    assert {f.check for f in found} == {"proof"}


def test_a_gap_within_what_was_asked_for_is_optimal_and_a_wider_one_is_feasible():
    near = tiny_outcome(TINY, PLAN, bounds={"pupil_minutes": 0.996 * PUPIL_MINUTES})
    assert audit_plan(TINY, PLAN, near) == ()
    wide = tiny_outcome(
        TINY, PLAN, bounds={"pupil_minutes": 0.5 * PUPIL_MINUTES}, status="feasible_at_limit"
    )
    assert audit_plan(TINY, PLAN, wide) == ()


def test_a_gap_that_is_not_the_one_between_value_and_bound():
    outcome = tiny_outcome(TINY, PLAN, bounds={"pupil_minutes": 0.5 * PUPIL_MINUTES})
    tiers = (*outcome.tiers[:-1], replace(outcome.tiers[-1], gap=0.001))
    keys = [f.message.key for f in audit_plan(TINY, PLAN, replace(outcome, tiers=tiers))]
    assert keys == ["audit.proof.gap", "audit.proof.not_optimal"]


def test_a_count_is_proved_only_where_it_equals_its_bound_rounded_up():
    counting = world(objective=[{"minimise": "schools_closed"}], solver={"mip_gap": 0.5})
    plan = tiny_plan(counting, go={"V2": ("S1", "walk")}, kinds={"S2": None})
    rounded = tiny_outcome(counting, plan, bounds={"schools_closed": 0.2})
    assert audit_plan(counting, plan, rounded) == ()
    short = tiny_outcome(counting, plan, bounds={"schools_closed": 0.0})
    assert [f.message.key for f in audit_plan(counting, plan, short)] == ["audit.proof.not_optimal"]


def test_every_objective_in_its_order_before_optimal_is_said():
    outcome = tiny_outcome(TINY, PLAN)
    early = replace(outcome, tiers=outcome.tiers[:2])
    keys = [f.message.key for f in audit_plan(TINY, PLAN, early)]
    assert keys == ["audit.proof.not_reached"] * 2
    assert audit_plan(TINY, PLAN, replace(early, status="feasible_at_limit")) == ()
    swapped = replace(outcome, tiers=outcome.tiers[::-1])
    assert audit_plan(TINY, PLAN, swapped)[0].message.key == "audit.proof.order"


def test_growth_after_a_tier_was_solved_stays_within_its_tolerance():
    tiers = tiny_outcome(TINY, PLAN).tiers

    def with_reached(reached, tolerance):
        last = replace(tiers[-1], reached=reached, best_bound=reached, tolerance=tolerance)
        return audit_plan(TINY, PLAN, replace(tiny_outcome(TINY, PLAN), tiers=(*tiers[:-1], last)))

    assert with_reached(PUPIL_MINUTES / 1.01, 0.01) == ()
    keys = [f.message.key for f in with_reached(PUPIL_MINUTES / 1.02, 0.01)]
    assert keys == ["audit.proof.grown"]


def test_every_rule_has_its_name_in_both_languages():
    for rule, _ in RULES:
        assert f"audit.label.{rule}" in catalogue()
