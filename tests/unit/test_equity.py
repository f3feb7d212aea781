"""The Kolm–Pollak index: its numbers, its linear form, and plans that it makes more equal."""

from __future__ import annotations

import math

import numpy as np
import pytest
from worlds import tiny_instance, tiny_plan

from planner.accounts import account, tier_value
from planner.equity import aversion_per_minute, ede_minutes, weighed_minutes
from planner.indicators import indicator_table
from planner.plan import relative_gap
from planner.programme.solve import search
from planner.scenario import Scenario

KAPPA = math.log(2) / 30
"""Aversion of the default: a minute after half an hour counts twice."""


def ede(pupils, minutes, kappa=KAPPA):
    weight = np.array(pupils) / sum(pupils)
    return ede_minutes(float(weight @ weighed_minutes(np.array(minutes), kappa)), kappa)


def test_a_minute_counts_twice_after_doubling_minutes():
    scenario = Scenario(name="x", county=".", equity={"doubling_minutes": 20})
    kappa = aversion_per_minute(scenario)
    at = [float(weighed_minutes(np.array([t + 1e-6]), kappa)[0]) for t in (0, 20, 40)]
    before = [float(weighed_minutes(np.array([t]), kappa)[0]) for t in (0.0, 20.0, 40.0)]
    added = np.array(at) - np.array(before)
    assert added / added[0] == pytest.approx([1, 2, 4], rel=1e-4)


def test_the_ede_by_hand():
    # Half travel 0 and half 60 minutes: ln((1 + 4) / 2) / (ln 2 / 30) = 39.66 minutes.
    assert ede([10, 10], [0.0, 60.0]) == pytest.approx(30 * math.log2(2.5))
    assert ede([7, 3], [25.0, 25.0]) == pytest.approx(25)


def test_the_ede_lies_between_mean_and_longest_and_grows_with_aversion():
    pupils, minutes = [12, 5, 3], [5.0, 30.0, 80.0]
    mean = np.average(minutes, weights=pupils)
    found = [ede(pupils, minutes, math.log(2) / d) for d in (1e6, 60, 30, 10)]
    assert found == sorted(found)
    assert found[0] == pytest.approx(mean, abs=0.01)
    assert mean < found[1] < found[-1] < 80


@pytest.mark.parametrize("bound_share", [0.0, 0.3, 0.9, 0.999])
def test_the_gap_of_the_linear_form_is_no_smaller_than_that_of_the_ede(bound_share):
    value = float(weighed_minutes(np.array([55.0]), KAPPA)[0])
    bound = bound_share * value
    by_ede = relative_gap(ede_minutes(value, KAPPA), ede_minutes(bound, KAPPA))
    assert by_ede <= relative_gap(value, bound) + 1e-12


def world(*tiers, **options):
    """One new school for two villages: beside the large one, or between them.

    At S1 ten pupils walk 1 minute and four 60, 250 pupil-minutes; at S2 all walk 20, 280.
    """
    return tiny_instance(
        units=[("V1", "lower", 10, ""), ("V2", "lower", 4, "")],
        sites=[
            {"id": s, "kind": "teaching_point", "existing": False, "kinds": ("teaching_point",)}
            for s in ("S1", "S2")
        ],
        trips={
            ("V1", "S1", "walk"): 1,
            ("V2", "S1", "walk"): 60,
            ("V1", "S2", "walk"): 20,
            ("V2", "S2", "walk"): 20,
        },
        scenario={
            "travel": {"protect": "none"},
            "schools": {"open_between": (1, 1)},
            "objective": [{"minimise": name} for name in tiers],
            "solver": {"mip_gap": 0},
        }
        | options,
    )


def opened(instance):
    found = search(instance)
    assert found.outcome.status == "optimal"
    return [s.school_id for s in found.plan.sites if s.kind], found.outcome.tiers[0].value


def test_the_sum_of_minutes_and_the_index_choose_different_schools():
    assert opened(world("pupil_minutes")) == (["S1"], 400 * (10 * 1 + 4 * 60))
    sites, value = opened(world("kolm_pollak_pupil_minutes"))
    assert sites == ["S2"]
    assert value == pytest.approx(14 * (2 ** (20 / 30) - 1) / KAPPA)


def test_with_little_aversion_the_index_chooses_as_the_sum_does():
    mild = world("kolm_pollak_pupil_minutes", equity={"doubling_minutes": 1000})
    sites, value = opened(mild)
    assert sites == ["S1"]
    assert value == pytest.approx(250, rel=0.03)


def test_a_boarders_trip_counts_as_its_part_of_a_day():
    instance = tiny_instance(
        units=[("V1", "upper", 5, "S1", "board")],
        sites=[{"id": "S1", "beds": 9}],
        trips={("V1", "S1", "board"): 150},
        scenario={"boarding": {"cycle_days": 14}},
    )
    plan = tiny_plan(instance)
    value = tier_value(instance, plan, account(instance, plan), "kolm_pollak_pupil_minutes")
    # One trip a week of 150 minutes, a tenth of it a day: 15 minutes.
    assert value == pytest.approx(5 * (2 ** (15 / 30) - 1) / KAPPA)


def test_the_indicator_gives_the_ede_before_and_after_by_group():
    instance = tiny_instance(
        units=[("V1", "lower", 10, "S1"), ("V2", "lower", 10, "S2"), ("V3", "upper", 4, "")],
        sites=[{"id": "S1"}, {"id": "S2"}],
        trips={("V1", "S1", "walk"): 6, ("V2", "S1", "walk"): 60, ("V2", "S2", "walk"): 6},
    )
    today = tiny_plan(instance)
    plan = tiny_plan(instance, go={"V2": ("S1", "walk")}, kinds={"S2": None})
    table = indicator_table(
        instance,
        plan,
        account(instance, plan),
        today,
        account(instance, today),
        {"V1": "T1", "V2": "T2", "V3": "T2"},
    )
    rows = table[table["indicator"] == "kolm_pollak_ede_minutes"]
    after = rows.set_index(["group_kind", "group"])["value"].to_dict()
    before = rows.set_index(["group_kind", "group"])["baseline"].to_dict()
    # The unserved pupils of V3 have no trip to weigh.
    assert after["county", ""] == pytest.approx(30 * math.log2((2**0.2 + 4) / 2))
    assert before["county", ""] == pytest.approx(6)
    assert (after["township", "T2"], after["mode", "walk"]) == pytest.approx(
        (60, after["county", ""])
    )
    assert ("stage", "upper") not in after
