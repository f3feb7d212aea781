"""Choices that come out whole by themselves are left to the simplex."""

from __future__ import annotations

import numpy as np
import pytest
from worlds import tiny_instance

from planner.instance import Instance
from planner.programme.build import build
from planner.programme.extract import extract
from planner.programme.highs import load
from planner.programme.implied import whole_vertex
from planner.programme.objective import tier
from planner.programme.solve import search


def world(*tiers: str, most: float = np.inf, **options) -> Instance:
    trips = {(f"V{n}", s, "walk"): 10 for n in range(3) for s in ("S1", "S2")}
    return tiny_instance(
        units=[(f"V{n}", "lower", 5, "") for n in range(3)],
        sites=[
            {"id": s, "kind": "teaching_point", "existing": False, "max_pupils": most, "rooms": 3}
            for s in ("S1", "S2")
        ],
        trips=trips,
        scenario={
            "travel": {"protect": "none"},
            "objective": [{"minimise": name} for name in tiers or ("pupil_minutes",)],
            **options,
        },
    )


def integers(instance: Instance) -> set[str]:
    """Return what the whole variables of its programme are about."""
    programme = build(instance)
    return {v.name.split("__")[0] for v in programme.problem.variables() if v.cat == "Integer"}


SHARED = {"schools": {"whole_village": False}}


def test_units_that_nothing_ties_take_their_best_site_whole():
    assert integers(world()) == {"kind"}
    assert integers(world(**SHARED)) == {"kind"}
    assert integers(world("pupil_minutes", travel={"serve": "soft", "protect": "none"})) == {"kind"}


def test_places_tie_whole_villages_but_not_shared_ones():
    assert integers(world(most=8)) == {"kind", "use"}
    assert integers(world(most=8, **SHARED)) == {"kind"}


@pytest.mark.parametrize("shared", [{}, SHARED])
def test_other_rows_tie(shared):
    assert "use" in integers(world(**shared, concern={"max_affected_share": 0}, most=1)) or (
        "use" in integers(world("pupil_minutes", **shared, budget={"annual_yuan": 1e9}))
    )
    assert "use" in integers(world("worst_minutes", **shared))


@pytest.mark.parametrize("shared", [{}, SHARED])
def test_an_objective_that_is_held_ties_and_the_last_does_not(shared):
    assert integers(world("pupil_minutes", "household_cost_yuan", **shared)) == {"kind", "use"}
    assert integers(world("schools_closed", "pupil_minutes", **shared)) == {"kind"}


def test_only_the_units_in_a_row_are_tied():
    one_by_bus = tiny_instance(
        units=[("V1", "lower", 5, ""), ("V2", "lower", 5, ""), ("V3", "lower", 5, "")],
        sites=[{"id": "S1", "kind": "teaching_point", "rooms": 3}],
        trips={
            ("V1", "S1", "walk"): 10,
            ("V2", "S1", "ride"): {"minutes": 9, "line": "L1"},
            ("V3", "S1", "ride"): {"minutes": 9, "line": "L1"},
        },
        scenario={"objective": [{"minimise": "pupil_minutes"}]},
        lines={"L1": 8},
    )
    programme = build(one_by_bus)
    variables = programme.variables
    assert [variables.use[a].cat for a in (0, 1, 2)] == ["Continuous", "Integer", "Integer"]


@pytest.mark.parametrize("options", [{"most": np.inf}, {"most": 8.0, **SHARED}])
def test_an_answer_between_two_plans_becomes_one_that_costs_no_more(options):
    instance = world(**options)
    programme = build(instance)
    v = programme.variables
    loaded = load(programme.problem, seed=1, log=None)
    cost = loaded.costs(tier(instance, v, "pupil_minutes"))
    loaded.highs.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
    halves = np.zeros(len(cost))
    for x in v.kind.values():
        halves[loaded.column[x.id]] = 1
    for a, x in v.use.items():
        halves[loaded.column[x.id]] = 0.5 * 5 / v.pupils_per_use[a]
    values = whole_vertex(loaded, v, halves)
    assert np.abs(values - np.round(values)).max() <= 1e-6
    assert cost @ values <= cost @ halves + 1e-6
    plan = extract(instance, v, loaded, halves)
    loaded.worker.shutdown()
    assert sum(row.pupils for row in plan.assignments) == 15
    if options["most"] == 8:
        at = [sum(r.pupils for r in plan.assignments if r.school_id == s) for s in ("S1", "S2")]
        assert sorted(at) == [7, 8]


def test_ties_are_not_split_over_sites():
    plan = search(world()).plan
    assert [row.pupils for row in plan.assignments] == [5, 5, 5]
