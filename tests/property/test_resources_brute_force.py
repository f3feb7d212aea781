"""The allocation programme against brute force, and what holds of every allocation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from resources_worlds import best_by_trying, random_world

from planner.allocation.figures import TIERS, after
from planner.audit.resources import audit_resources
from planner.resources.solve import allocate

SEEDS = range(44)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_plan_is_better(seed):
    instance = random_world(seed, schools=2 + seed % 2)
    found = allocate(instance)
    assert found.outcome.status == "optimal"
    assert [t.name for t in found.outcome.tiers] == list(TIERS)
    reached = [t.value for t in found.outcome.tiers]
    assert reached == pytest.approx(best_by_trying(instance), rel=1e-7, abs=1e-7)
    assert audit_resources(instance, found.plan, found.outcome) == ()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 10_000),
    schools=st.integers(1, 6),
    years=st.lists(st.integers(0, 90_000), min_size=1, max_size=3),
    more=st.integers(0, 60_000),
)
def test_budgets_are_kept_nothing_falls_and_more_is_never_worse(seed, schools, years, more):
    instance = replace(random_world(seed, schools), budget_yuan=np.array(years))
    found = allocate(instance)
    for y in range(1, len(years) + 1):
        assert sum(p.yuan for p in found.plan.purchases if p.year <= y) <= sum(years[:y])
    have = after(instance, found.plan).have
    known = ~np.isnan(instance.school_have)
    assert (have[known] >= instance.school_have[known]).all()
    assert np.isnan(have[~known]).all()
    assert audit_resources(instance, found.plan, found.outcome) == ()
    richer = allocate(replace(instance, budget_yuan=np.array([*years[:-1], years[-1] + more])))
    before = [round(t.value, 7) for t in found.outcome.tiers]
    assert [round(t.value, 7) for t in richer.outcome.tiers] <= before
