"""Exposure of small plans by hand: groups, overlap, both comparisons, burdens."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import tiny_instance, tiny_plan

from planner.concern.exposure import DEFINITIONS, UNITS
from planner.concern.groups import herding_class
from planner.concern.households import VillageFacts, households_of
from planner.concern.pupils import plan_rows, pupil_rows
from planner.concern.read import exposure_of, threshold_curve, with_minutes
from planner.options.baseline import baseline_plan

TRIPS = {
    ("V1", "S1", "walk"): 20,
    ("V1", "S2", "walk"): 60,
    ("V1", "S2", "board"): {"minutes": 60, "household_yuan": 2200.0},
    ("V2", "S1", "walk"): 70,
    ("V2", "S2", "walk"): 10,
}


def world(**more):
    """Two villages with a school each; S1 closes and V1 goes to S2: upper boards."""
    return tiny_instance(
        [
            ("V1", "lower", 6, "S1", "walk"),
            ("V1", "upper", 4, "S1", "walk"),
            ("V2", "lower", 10, "S2", "walk"),
        ],
        [{"id": "S1"}, {"id": "S2", "beds": 20}],
        TRIPS,
        {"travel": {"protect": "none"}},
        **more,
    )


def exposed(instance, plan, **known):
    facts = [
        VillageFacts("V1", "甲村", "T1", 10, language="yi", herder_share=0.8, **known),
        VillageFacts("V2", "乙村", "T2", 10, language="", herder_share=0.2, **known),
    ]
    rows = pupil_rows(instance, plan_rows(plan))
    return exposure_of(rows, households_of(facts, rows.scenario))


@pytest.fixture
def found():
    instance = world()
    go = {("V1", "lower"): ("S2", "walk"), ("V1", "upper"): ("S2", "board")}
    return exposed(instance, tiny_plan(instance, go, {"S1": None}), children_per_household=2.0)


def of(found, kind, group, definition="D1", unit="children", population="all"):
    asked = (definition, kind, group, unit, population)
    (band,) = (
        e.band
        for e in found.exposures
        if (e.definition, e.kind, e.group, e.unit, e.population) == asked
    )
    return band.affected, band.total


def test_children_by_definition(found):
    heads = {d: found.headline(d, "children").affected for d in DEFINITIONS}
    # Lower walk 40 minutes (2.4 km) more; upper board at 60 minutes, 120 a week against 200.
    assert heads == {
        "D1": 6,
        "D1_over_norm": 6,
        "D1_boarding": 10,
        "D2": 10,
        "D3": 10,
        "all_three": 0,
    }


def test_groups(found):
    assert of(found, "township", "T1") == (6, 10)
    assert of(found, "village", "V2") == (0, 10)
    assert of(found, "language", "yi") == (6, 10)
    assert of(found, "language", "unknown") == (0, 10)
    assert of(found, "stage", "lower") == (6, 16)
    assert of(found, "stage", "upper", "D2") == (4, 4)
    assert of(found, "herding", "over_70") == (6, 10)
    assert of(found, "herding", "under_30") == (0, 10)
    # 6 x 0.8 of 10 x 0.8 + 10 x 0.2 herders' children.
    assert of(found, "county", "", population="herding") == pytest.approx((4.8, 10.0))


def test_households_and_child_weighted(found):
    # V1: 6 of 10 children in five pairs; none of a pair with 4/10 x 3/9.
    pair = 1 - 4 / 10 * 3 / 9
    band = found.headline("D1", "households")
    assert (band.affected, band.total) == (pytest.approx(5 * pair), 10)
    assert (band.low, band.high) == (1.5, 5)  # most children of one household: 4
    assert found.headline("D1", "child_weighted").affected == pytest.approx(10 * pair)
    assert found.villages_at_risk["V1", "D1"] == pytest.approx(pair)
    assert found.village_households == {"V1": 5.0, "V2": 5.0}


def test_overlap_is_every_set_and_adds_up(found):
    assert found.overlap == {
        "": 10, "D1": 0, "D2": 0, "D3": 0, "D1+D2": 0, "D1+D3": 0, "D2+D3": 4, "D1+D2+D3": 6,
    }  # fmt: skip


def test_day_and_boarding_trips_are_compared_both_ways(found):
    assert found.compared["week", "D1", "children"].affected == 6
    # One way upper pupils travel 40 minutes longer, too.
    assert found.compared["one_way", "D1", "children"].affected == 10


def test_burdens_before_and_after(found):
    said = {(b.kind, b.group, b.measure): (b.before, b.after) for b in found.burdens}
    assert said["county", "", "one_way_minutes"] == (15, 35)
    # 60 metres to the minute.
    assert said["county", "", "one_way_km"] == pytest.approx((0.9, 2.1), rel=1e-12)
    # 10 x (20, 20, 10) minutes; then 10 x 60, 2 x 60 and 10 x 10, weighed by 6, 4 and 10.
    assert said["county", "", "week_minutes"] == (150, 254)
    assert said["stage", "upper", "boarding_share"] == (0, 1)
    assert said["township", "T2", "private_yuan"][0] == said["township", "T2", "private_yuan"][1]
    before, after = said["stage", "upper", "private_yuan"]
    # Meals and half the subsidy; then three quarters of 2200 and a quarter who rents: 25,000
    # less the subsidy of day pupils; meals for all.
    assert before == pytest.approx(-1150)
    assert after == pytest.approx(0.75 * 2200 + 0.25 * (25_000 - 150) - 1000)
    assert np.isnan(said["county", "", "income_share"][0])


def test_moved_are_those_who_had_a_school_and_have_another():
    instance = tiny_instance(
        [
            ("V1", "lower", 6, "S1"),
            ("V2", "lower", 10, "S2"),
            ("V3", "lower", 3, ""),
            ("V4", "lower", 2, "S1"),
        ],
        [{"id": "S1"}, {"id": "S2"}],
        {(v, s, "walk"): 20 for v in ("V1", "V2", "V3", "V4") for s in ("S1", "S2")},
        {"travel": {"serve": "soft"}},
    )
    go = {"V1": ("S2", "walk"), "V3": ("S1", "walk"), "V4": None}
    rows = pupil_rows(instance, plan_rows(tiny_plan(instance, go)))
    assert dict(zip(rows.village, rows.moved.tolist(), strict=True)) == {
        "V1": True,
        "V2": False,
        "V3": False,
        "V4": False,
    }


def test_a_threshold_curve_falls_and_is_the_exposure_at_the_registered_value():
    instance = world()
    plan = tiny_plan(instance, {("V1", "lower"): ("S2", "walk")}, {"S1": "primary"})
    rows = pupil_rows(instance, plan_rows(plan))
    # Newly over the norm of 30 minutes whatever the threshold.
    assert threshold_curve(rows, "D1", "threshold_minutes", (10, 40, 41)) == (0.3, 0.3, 0.3)
    assert threshold_curve(rows, "D3", "threshold_km", (1, 3)) == (0.3, 0.3)
    dear = threshold_curve(rows, "D2", "threshold_yuan", (500, 1333, 1334))
    assert dear == (0.3, 0.3, 0.0)


def test_other_minutes_change_who_is_over_the_norm():
    instance = world()
    rows = pupil_rows(instance, plan_rows(tiny_plan(instance)))
    slower = with_minutes(rows, rows.before.minutes, 2 * rows.after.minutes)
    assert rows.after.over_norm.tolist() == [False, False, False]
    assert slower.after.over_norm.tolist() == [True, False, False]


def test_pupils_left_unserved_are_affected_by_every_definition():
    instance = world()
    found = exposed(instance, tiny_plan(instance, {("V1", "lower"): None}))
    assert {found.headline(d, "children").affected for d in DEFINITIONS} == {6}


def test_herding_classes():
    shares = (0.29, 0.3, 0.7, 0.71, float("nan"))
    made = [
        households_of([VillageFacts("V", "", "T", 5, herder_share=s)], world().scenario)[0]
        for s in shares
    ]
    classes = ["under_30", "30_to_70", "30_to_70", "over_70", "unknown"]
    assert [herding_class(v) for v in made] == classes


@given(
    minutes=st.lists(st.floats(0, 300), min_size=5, max_size=5),
    herding=st.lists(st.one_of(st.just(np.nan), st.floats(0, 1)), min_size=2, max_size=2),
    each=st.one_of(st.just(np.nan), st.floats(1, 6)),
    pupils=st.lists(st.integers(1, 40), min_size=3, max_size=3),
    cars=st.booleans(),
)
def test_today_against_itself_exposes_nobody(minutes, herding, each, pupils, cars):
    trips = {
        key: {"minutes": m, "household_yuan": 7 * m, "vehicle": cars, "hazard": not cars}
        for key, m in zip(TRIPS, minutes, strict=True)
    }
    concern = {"threshold_minutes": 0, "threshold_yuan": 0, "threshold_km": 0, "any_yuan": 0}
    instance = tiny_instance(
        [
            ("V1", "lower", pupils[0], "S1", "walk"),
            ("V1", "upper", pupils[1], "S2", "board"),
            ("V2", "lower", pupils[2], "", None),
        ],
        [{"id": "S1"}, {"id": "S2", "beds": 99}],
        trips,
        {"concern": concern},
        income_yuan={"V1": 0.0},
    )
    rows = pupil_rows(instance, plan_rows(baseline_plan(instance)))
    facts = [
        VillageFacts(v, "", "T1", n, children_per_household=each, herder_share=h)
        for v, n, h in zip(("V1", "V2"), (pupils[0] + pupils[1], pupils[2]), herding, strict=True)
    ]
    found = exposure_of(rows, households_of(facts, instance.scenario))
    assert {(e.band.affected, e.band.low, e.band.high) for e in found.exposures} == {(0, 0, 0)}
    assert {b.affected for b in found.compared.values()} == {0}
    assert found.overlap[""] == sum(pupils)
    assert {found.headline(d, u).share for d in DEFINITIONS for u in UNITS} == {0}
