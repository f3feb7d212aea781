"""The audit of an allocation passes what the programme finds and sees every corruption."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from resources_worlds import world

from planner.allocation.plan import Purchase, ResourcePlan
from planner.audit.resources import audit_resources
from planner.plan import Outcome
from planner.programme.highs import solve
from planner.resources.solve import allocate

ROWS = [(f"S{n}", "primary", "primary", 100) for n in range(4)]
HAVE = {
    "teaching_area_m2": [100, 250, 460, 460],
    "sports_area_m2": [700, float("nan"), 100, 800],
    "equipment_yuan": [250_000, 100_000, 100_000, 300_000],
}


@pytest.fixture(scope="module")
def solved():
    instance = world(
        ROWS, HAVE, budget_yuan=[60_000, 50_000], weak_budget_share=0.4, weak_schools_share=0.25
    )
    return instance, allocate(instance)


def sentences(instance, plan: ResourcePlan, outcome: Outcome | None = None) -> list[str]:
    return [f.message.key for f in audit_resources(instance, plan, outcome)]


def changed(plan: ResourcePlan, item: str, **fields) -> ResourcePlan:
    """Return the plan with the first purchase of an item changed."""
    n = next(n for n, p in enumerate(plan.purchases) if p.item == item)
    rows = list(plan.purchases)
    rows[n] = replace(rows[n], **fields)
    return replace(plan, purchases=tuple(rows))


def added(plan: ResourcePlan, *purchases: Purchase) -> ResourcePlan:
    return replace(plan, purchases=(*plan.purchases, *purchases))


def test_what_the_programme_finds_passes(solved):
    instance, found = solved
    assert audit_resources(instance, found.plan, found.outcome) == ()
    assert len(found.plan.purchases) >= 4
    assert len(found.plan.unreached) >= 2


def test_each_corruption_is_seen(solved):
    instance, found = solved
    plan, outcome = found.plan, found.outcome
    area = next(p for p in plan.purchases if p.item == "teaching_area")
    tiers = outcome.tiers
    better = replace(tiers[0], value=tiers[0].value - 1)
    cases = {
        "unknown": changed(plan, "teaching_area", school_id="S9"),
        "quantity": changed(plan, "teaching_area", quantity=area.quantity + 1),
        "year": changed(plan, "teaching_area", year=3),
        "price": changed(plan, "teaching_area", yuan=area.yuan - 1),
        "twice": added(plan, replace(area, quantity=100, yuan=10_000)),
        "fit_out": replace(
            plan, purchases=tuple(p for p in plan.purchases if p.item != "fit_out_teaching")
        ),
        "not_known": added(plan, Purchase("S1", "sports_area", 100, 2_000, 2, "floor")),
        "too_much": added(plan, Purchase("S3", "multimedia_room", 1, 3_000, 2, "level")),
        "budget": replace(plan, purchases=tuple(replace(p, year=1) for p in plan.purchases)),
        "unreached": replace(plan, unreached=plan.unreached[1:]),
    }
    for what, wrong in cases.items():
        assert f"resources_audit.{what}" in sentences(instance, wrong), what
    dearer = replace(plan.unreached[0], yuan=plan.unreached[0].yuan + 1)
    wrong = replace(plan, unreached=(dearer, *plan.unreached[1:]))
    assert sentences(instance, wrong) == ["resources_audit.unreached"]
    claimed = replace(outcome, tiers=(better, *tiers[1:]))
    assert "audit.proof.value" in sentences(instance, plan, claimed)
    bound = replace(tiers[-1], best_bound=tiers[-1].value + 5)
    claimed = replace(outcome, tiers=(*tiers[:-1], bound))
    assert "audit.proof.bound" in sentences(instance, plan, claimed)
    unproved = replace(outcome, tiers=tiers[:-1])
    assert "audit.proof.not_reached" in sentences(instance, plan, unproved)


def test_money_kept_for_the_weak_is_guarded(solved):
    instance, _ = solved
    assert instance.school_weak.tolist() == [False, False, True, False]
    # 44,000 of 110,000 yuan are kept for S2: others may have 66,000.
    most = ResourcePlan((Purchase("S1", "equipment", 40_000, 40_000, 1, "floor"),))
    assert "resources_audit.tilt" not in sentences(instance, most)
    beyond = ResourcePlan((Purchase("S1", "equipment", 80_000, 80_000, 2, "floor"),))
    assert "resources_audit.tilt" in sentences(instance, beyond)


def test_a_building_is_renovated_whole():
    instance = world(
        ROWS[:1], {}, condition=("D",), building_m2=np.array([300.0]), dorm_m2=np.array([0.0])
    )
    found = allocate(instance)
    assert audit_resources(instance, found.plan, found.outcome) == ()
    half = changed(found.plan, "renovation", quantity=150, yuan=1_500)
    assert "resources_audit.part" in sentences(instance, half)


def test_a_bound_above_the_value_is_not_put_right_before_the_audit(solved, monkeypatch):
    """A model that cuts the best off gives bounds that are too high: the audit must see them."""

    def too_high(*given, **asked):
        found = solve(*given, **asked)
        return replace(found, bound=found.bound + 5.0)

    monkeypatch.setattr("planner.resources.solve.solve", too_high)
    instance, _ = solved
    found = allocate(instance)
    faults = audit_resources(instance, found.plan, found.outcome)
    assert any("bound" in str(fault.message.say("en")) for fault in faults)
