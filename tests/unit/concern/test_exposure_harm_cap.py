"""The harm cap at 0 and the exposure of the plan that keeps to it agree, definition by definition."""

import pytest

from planner.accounts import account
from planner.concern.exposure import DEFINITIONS
from planner.concern.pupils import affected_rows, plan_rows, pupil_rows
from planner.options.assemble import assemble
from planner.programme.impossible import why_no_plan
from planner.programme.solve import search
from planner.scenario import Scenario
from planner.scenario.schools import Schools
from planner.travel.cache import cached_travel_table

CHEAP = {
    "travel": {"protect": "none"},
    "objective": [{"minimise": "unserved_pupils"}, {"minimise": "annual_cost_yuan"}],
    "solver": {"threads": 1, "mip_gap": 0.001, "time_limit_s": 120},
}


def asked(**concern):
    return Scenario.model_validate({"name": "x", "county": ".", **CHEAP, "concern": concern})


def solved(county, scenario):
    travel, _ = cached_travel_table(county, scenario)
    instance = assemble(county, travel, scenario).instance
    found = search(instance)
    rows = pupil_rows(instance, plan_rows(found.plan))
    hit = {d: int(rows.pupils[affected_rows(rows, d)].sum()) for d in DEFINITIONS}
    return instance, found, hit


@pytest.fixture(scope="module")
def without_cap(toy_county):
    return solved(toy_county, asked())


def test_the_cheapest_plan_affects_some_by_every_definition(without_cap):
    _, _, hit = without_cap
    assert min(hit.values()) > 0


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_a_cap_of_none_leaves_nobody_affected(toy_county, without_cap, definition):
    scenario = asked(definition=definition, max_affected_share=0)
    instance, found, hit = solved(toy_county, scenario)
    assert hit[definition] == 0
    # What the programme marks is what exposure counts, trip by trip.
    assert not instance.option_affected[account(instance, found.plan).option].any()
    assert found.outcome.tiers[-1].value >= without_cap[1].outcome.tiers[-1].value


def test_where_a_closure_must_hurt_no_plan_is_found_and_the_cap_is_named(toy_county):
    scenario = asked(max_affected_share=0).model_copy(
        update={"schools": Schools.model_validate({"close": ["S2"]})}
    )
    travel, _ = cached_travel_table(toy_county, scenario)
    instance = assemble(toy_county, travel, scenario).instance
    assert search(instance).plan is None
    # V1 and V2 lower would walk 40 and 30 minutes more.
    (why,) = why_no_plan(instance, proved=True)
    assert "affected" in why.say("en")
