"""A run of the sample county for the tests of its balance."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from planner.accounts import account
from planner.options.assemble import assemble
from planner.options.baseline import baseline_plan
from planner.plan import Outcome, SiteDecision
from planner.result import Result
from planner.sample import sample_folder
from planner.scenario.load import load_scenario
from planner.travel.matrix import travel_table


@pytest.fixture(scope="module")
def result(toy_county):
    """Today, and a plan in which S2 closes and its pupils go to S1; no search is needed."""
    scenario = load_scenario(sample_folder() / "one-school-per-township.yaml")
    instance = assemble(toy_county, travel_table(toy_county, scenario), scenario).instance
    baseline = baseline_plan(instance)
    sites = tuple(
        SiteDecision("S2", None)
        if s.school_id == "S2"
        else replace(s, classes={"lower": 3, "upper": 3}, classrooms_added=1)
        if s.school_id == "S1"
        else s
        for s in baseline.sites
    )
    rows = tuple(
        sorted(
            replace(r, school_id="S1", mode="walk") if r.school_id == "S2" else r
            for r in baseline.assignments
        )
    )
    plan = replace(baseline, sites=sites, assignments=rows)
    accounts, before = account(instance, plan), account(instance, baseline)
    return Result(
        county=toy_county,
        scenario=scenario,
        instance=instance,
        baseline=baseline,
        plan=plan,
        accounts=accounts,
        baseline_accounts=before,
        outcome=Outcome("optimal", (), "proof"),
        indicators=pd.DataFrame(),
    )
