"""Trips that no objective looks at are shortened once all objectives are held."""

from __future__ import annotations

from dataclasses import replace

import pytest
from worlds import tiny_instance

from planner.accounts import account, tier_value
from planner.options.baseline import baseline_plan
from planner.programme import shorten, solve
from planner.programme.shorten import leaves_trips_open
from planner.programme.solve import search


def crossed(objective, **more):
    """Two villages, each a step from one school and today in the other."""
    return tiny_instance(
        units=[("V1", "lower", 12, "S2", "walk"), ("V2", "lower", 12, "S1", "walk")],
        sites=[{"id": "S1", "rooms": 3}, {"id": "S2", "rooms": 3}],
        trips={
            ("V1", "S1", "walk"): 5,
            ("V1", "S2", "walk"): 25,
            ("V2", "S1", "walk"): 25,
            ("V2", "S2", "walk"): 5,
        },
        scenario={"objective": [{"minimise": name} for name in objective], **more},
    )


@pytest.mark.parametrize("objective", [("unserved_pupils", "schools_closed")])
def test_villages_are_not_exchanged_where_nothing_is_gained(objective):
    world = crossed(objective)
    found = search(world, start=baseline_plan(world))
    assert {(a.village_id, a.school_id) for a in found.plan.assignments} == {
        ("V1", "S1"),
        ("V2", "S2"),
    }
    assert found.outcome.status == "optimal"
    assert [t.name for t in found.outcome.tiers] == list(objective)
    assert "shorten_trips" in found.outcome.timings_s


def test_no_objective_gets_worse_for_it():
    """Today costs nothing; the short trips would need a class more than there are rooms."""
    world = tiny_instance(
        units=[
            ("V1", "lower", 140, "S2", "walk"),
            ("V2", "lower", 10, "S1", "walk"),
            ("V3", "lower", 20, "S1", "walk"),
        ],
        sites=[{"id": "S1", "rooms": 3, "new_rooms": 9}, {"id": "S2", "rooms": 6}],
        trips={
            ("V1", "S1", "walk"): 5,
            ("V1", "S2", "walk"): 25,
            ("V2", "S1", "walk"): 5,
            ("V2", "S2", "walk"): 20,
            ("V3", "S1", "walk"): 8,
            ("V3", "S2", "walk"): 5,
        },
        scenario={
            "objective": [{"minimise": "unserved_pupils"}, {"minimise": "capital_yuan"}],
            "travel": {"protect": "none"},
        },
    )
    found = search(world)
    capital = tier_value(world, found.plan, account(world, found.plan), "capital_yuan")
    assert capital == found.outcome.tiers[1].reached == 0
    at = {a.village_id: a.school_id for a in found.plan.assignments}
    # V1 stays far off, as room for it would have to be built; the others are where it is near.
    assert at == {"V1": "S2", "V2": "S1", "V3": "S2"}


@pytest.mark.parametrize("last", ["pupil_minutes", "kolm_pollak_pupil_minutes"])
def test_where_an_objective_asks_for_minutes_nothing_is_added(last):
    world = crossed(("unserved_pupils", last))
    assert not leaves_trips_open(world)
    assert "shorten_trips" not in search(world).outcome.timings_s


def test_a_plan_that_costs_an_objective_is_not_taken_for_its_shorter_trips(monkeypatch):
    world = crossed(("unserved_pupils", "schools_closed"))
    start = baseline_plan(world)
    worse = replace(start, sites=(start.sites[0], replace(start.sites[1], kind=None)))
    assert tier_value(world, worse, account(world, worse), "schools_closed") == 1
    monkeypatch.setattr(solve, "shortened", lambda *_, **__: worse)
    found = search(world, start=start)
    assert found.plan != worse
    assert found.outcome.tiers[1].value == 0


def test_fractions_for_whole_numbers_are_no_plan(monkeypatch):
    def fractions(*_):
        raise ArithmeticError

    world = crossed(("unserved_pupils", "schools_closed"))
    monkeypatch.setattr(shorten, "extract", fractions)
    found = search(world, start=baseline_plan(world))
    assert {a.school_id for a in found.plan.assignments if a.village_id == "V1"} == {"S2"}
