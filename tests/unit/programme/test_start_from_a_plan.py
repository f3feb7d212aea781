"""A search that is given a plan to start from: what it keeps, repairs and drops."""

from dataclasses import replace

import numpy as np
import pytest
from worlds import tiny_instance, tiny_plan

from planner.audit import audit_plan
from planner.plan import Started
from planner.programme.attempt import Attempt
from planner.programme.build import build
from planner.programme.given import from_plan
from planner.programme.highs import load
from planner.programme.neighbourhood import landscape
from planner.programme.solve import search


@pytest.fixture(params=["small", "large"])
def steps(request, monkeypatch):
    """Both ways in which a tier is solved: handed over as it stands, and step by step."""
    if request.param == "large":
        monkeypatch.setattr("planner.programme.tier._DIRECT_COLUMNS", 0)


def two_points(*sites, **scenario):
    """V2 walks 5 minutes to S2 or 25 to S1; both open they walk 108 000 minutes a year."""
    said = [{"id": "S1"}, {"id": "S2", "kind": "teaching_point"}]
    for change in sites:
        said = [s | change if s["id"] == change["id"] else s for s in said]
    options = {
        "travel": {"protect": "none"},
        "objective": [{"minimise": "pupil_minutes"}],
        "solver": {"mip_gap": 0},
    }
    return tiny_instance(
        units=[("V1", "lower", 12, "S1"), ("V2", "lower", 6, "S2")],
        sites=said,
        trips={
            ("V1", "S1", "walk"): 20,
            ("V2", "S1", "walk"): 25,
            ("V2", "S2", "walk"): 5,
        },
        scenario=options | scenario,
    )


def nothing_but_the_start(monkeypatch):
    """Take away every other way to find a plan."""
    monkeypatch.setattr("planner.programme.tier._DIRECT_COLUMNS", 0)
    for step in ("dive", "as_today"):
        monkeypatch.setattr(f"planner.programme.tier.{step}", lambda *_: None)
    for step in ("between", "nearby"):
        monkeypatch.setattr(Attempt, step, lambda *_: None)
    monkeypatch.setattr("planner.programme.tier.full", lambda run, _: run.found("clock"))


def value(found):
    return [t.value for t in found.outcome.tiers]


def going(plan):
    return {r.village_id: (r.school_id, r.mode, r.pupils) for r in plan.assignments}


def test_an_optimal_start_is_the_first_incumbent_and_the_answer(steps):
    world = two_points()
    best = search(world).plan
    news = []
    found = search(world, start=best, progress=news.append)
    assert (news[0].step, news[0].best) == ("start", 108_000)
    assert found.outcome.started == Started(2, 2, {"pupil_minutes": 108_000})
    assert (found.plan, found.outcome.status, value(found)) == (best, "optimal", [108_000])


def test_a_search_without_a_start_says_none():
    assert search(two_points()).outcome.started is None


def test_where_nothing_else_finds_a_plan_the_start_is_the_plan(monkeypatch):
    # Closing S2 sends V2 25 minutes: 400 x (240 + 150) minutes, 48 000 more than need be.
    world = two_points(solver={"mip_gap": 0.01})
    start = tiny_plan(world, go={"V2": ("S1", "walk")}, kinds={"S2": None})
    nothing_but_the_start(monkeypatch)
    assert search(world).outcome.status == "no_solution"
    found = search(world, start=start)
    assert going(found.plan) == {"V1": ("S1", "walk", 12), "V2": ("S1", "walk", 6)}
    assert [s.kind for s in found.plan.sites] == ["primary", None]
    assert (found.outcome.status, value(found)) == ("feasible_at_limit", [156_000])
    assert found.outcome.tiers[0].best_bound == pytest.approx(108_000)


def test_a_start_within_the_gap_of_the_first_bound_ends_the_tier(monkeypatch):
    world = two_points(solver={"mip_gap": 0.4})
    start = tiny_plan(world, go={"V2": ("S1", "walk")}, kinds={"S2": None})
    nothing_but_the_start(monkeypatch)
    found = search(world, start=start)
    # (156 000 - 108 000) / 156 000 is 0.31.
    assert (found.outcome.status, found.outcome.gap) == ("optimal", pytest.approx(48 / 156))


def test_a_poor_start_is_left_behind(steps):
    world = two_points()
    start = tiny_plan(world, go={"V2": ("S1", "walk")}, kinds={"S2": None})
    found = search(world, start=start)
    assert found.outcome.started.values == {"pupil_minutes": 156_000}
    assert (found.outcome.status, value(found)) == ("optimal", [108_000])


@pytest.mark.parametrize(
    ("sites", "scenario", "kept"),
    [
        ([{"id": "S2", "must_close": True}], {}, 1),
        ([], {"schools": {"open_between": (None, 1)}}, 2),
        ([{"id": "S2", "rooms": 0}], {}, 1),
    ],
)
def test_a_start_that_a_rule_forbids_is_repaired(sites, scenario, kept, monkeypatch):
    start = search(two_points()).plan
    world = two_points(*sites, **scenario)
    nothing_but_the_start(monkeypatch)
    found = search(world, start=start)
    assert going(found.plan) == {"V1": ("S1", "walk", 12), "V2": ("S1", "walk", 6)}
    assert found.outcome.started == Started(kept, 2, {"pupil_minutes": 156_000})
    assert audit_plan(world, found.plan, found.outcome) == ()


def test_a_start_that_closes_what_has_to_stay_is_repaired(steps):
    start = tiny_plan(two_points(), go={"V2": ("S1", "walk")}, kinds={"S2": None})
    world = two_points({"id": "S2", "must_open": True})
    found = search(world, start=start)
    # What the pin leaves open is settled at its best, pupils who need not move stay put.
    assert found.outcome.started.kept == 2
    assert (found.outcome.status, value(found)) == ("optimal", [108_000])
    assert audit_plan(world, found.plan, found.outcome) == ()


def test_a_start_does_not_make_the_impossible_possible(steps):
    start = search(two_points()).plan
    world = two_points(schools={"open_between": (3, None)})
    found = search(world, start=start)
    assert (found.plan, found.outcome.status) == (None, "infeasible")


def test_schools_and_villages_that_are_no_more_are_ignored(steps):
    world = two_points()
    start = search(world).plan
    lost = replace(
        start,
        sites=tuple(replace(s, school_id=f"X{s.school_id}") for s in start.sites),
        assignments=(replace(start.assignments[0], village_id="X1"), start.assignments[1]),
    )
    found = search(world, start=lost)
    assert found.outcome.started == Started(1, 2, {"pupil_minutes": 108_000})
    assert value(found) == [108_000]


def test_a_later_objective_starts_from_the_plan_as_it_stands(monkeypatch):
    # Both plans close no more than asked for; the first objective sees no difference.
    tiers = [{"minimise": "unserved_pupils"}, {"minimise": "pupil_minutes"}]
    world = two_points(travel={"protect": "none", "serve": "soft"}, objective=tiers)
    start = search(two_points()).plan
    nothing_but_the_start(monkeypatch)
    found = search(world, start=start)
    assert found.outcome.started.values == {"unserved_pupils": 0, "pupil_minutes": 108_000}
    assert (found.outcome.status, value(found)) == ("optimal", [0, 108_000])


def seen(world, plan):
    """Return what a programme takes over of a plan: values by name of its columns."""
    programme = build(world)
    loaded = load(programme.problem, seed=1, log=None)
    given = from_plan(
        world,
        programme.variables,
        loaded,
        landscape(world, programme.variables, loaded),
        plan,
    )
    names = {
        at: x.name
        for x in programme.problem.variables()
        if (at := loaded.column.get(x.id)) is not None
    }
    loaded.worker.shutdown()
    assert not given.values[np.setdiff1d(np.arange(len(given.values)), given.held)].any()
    return {names[c]: given.values[c] for c in given.held.tolist()}, given.units


def by_bus(**schools):
    """Ten pupils, four seats on the bus, the others on foot."""
    return tiny_instance(
        units=[("V1", "upper", 10, "S1")],
        sites=[{"id": "S1"}],
        trips={("V1", "S1", "walk"): 40, ("V1", "S1", "ride"): {"minutes": 10, "line": "L1"}},
        scenario={
            "travel": {"protect": "none"},
            "schools": schools,
            "objective": [{"minimise": "pupil_minutes"}],
        },
        lines={"L1": 4},
    )


def test_a_village_split_between_bus_and_foot_is_taken_over(steps):
    world = by_bus()
    both = tiny_plan(world, go={"V1": [("S1", "walk", 6), ("S1", "ride", 4)]})
    columns, units = seen(world, both)
    assert units == 1
    assert {k: n for k, n in columns.items() if n} == {
        "kind__j0_primary": 1,
        "part__u0_j0_walk": 6,
        "part__u0_j0_ride": 4,
        "split__u0_j0": 1,
    }
    # 400 trips x (6 x 40 + 4 x 10) minutes.
    assert search(world, start=both).outcome.started.values == {"pupil_minutes": 112_000}


def test_shares_of_a_village_are_counted_in_pupils():
    world = by_bus(whole_village=False)
    both = tiny_plan(world, go={"V1": [("S1", "walk", 7), ("S1", "ride", 3)]})
    columns, units = seen(world, both)
    assert (units, columns["use__u0_j0_walk"], columns["use__u0_j0_ride"]) == (1, 7, 3)


def test_what_does_not_add_up_is_left_to_the_search():
    world = by_bus()
    short = tiny_plan(world, go={"V1": [("S1", "walk", 3), ("S1", "ride", 4)]})
    # More than the bus seats: no column could hold it whole.
    full = tiny_plan(world, go={"V1": ("S1", "ride")})
    for plan in (short, full, replace(short, assignments=())):
        columns, units = seen(world, plan)
        assert (units, sorted(columns)) == (0, ["kind__j0_primary"])
