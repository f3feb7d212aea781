"""Trips and costs of a plan varied: the plan stays, the figures move, the crossing is found."""

import csv

import numpy as np
import pytest
from worlds import tiny_instance, tiny_plan

from planner.concern.pupils import affected_rows, plan_rows, pupil_rows
from planner.concern.rows import ParameterBand
from planner.studies.variation import PARAMETERS, base_of, tipping_points
from planner.studies.varied_rows import fares, lost_share, with_scenario, with_trips
from planner.studies.varied_trips import Way, scaled


@pytest.fixture
def world():
    """V1's lower walk on, upper now board at S2; V2 stays at S2."""
    trips = {
        ("V1", "S1", "walk"): 20,
        ("V1", "S2", "walk"): 28,
        ("V1", "S2", "board"): {"minutes": 60, "household_yuan": 2200.0 + 80 * 3},
        ("V2", "S2", "walk"): 10,
    }
    instance = tiny_instance(
        [
            ("V1", "lower", 6, "S1", "walk"),
            ("V1", "upper", 4, "S1", "walk"),
            ("V2", "lower", 10, "S2", "walk"),
        ],
        [{"id": "S1"}, {"id": "S2", "beds": 20}],
        trips,
        {"travel": {"protect": "none"}, "costs": {"poor_share": 0.3}},
    )
    go = {("V1", "lower"): ("S2", "walk"), ("V1", "upper"): ("S2", "board")}
    return instance, plan_rows(tiny_plan(instance, go, {"S1": None}))


def the_rows(world):
    return pupil_rows(*world)


def saved(world, folder):
    """Write assignments.csv in the order of the rows."""
    instance, rows = world
    before = {
        (v, g): m
        for v, g, m in zip(
            instance.unit_village, instance.unit_stage.tolist(), instance.unit_mode, strict=True
        )
    }
    assert before
    with (folder / "assignments.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0], "baseline_mode"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows({**r, "baseline_mode": "walk"} for r in rows)
    return folder


def ways(factor, *, fare=3.0, without=()):
    minutes = {
        ("V1", "lower", "S1", "walk", ""): 20,
        ("V1", "upper", "S1", "walk", ""): 20,
        ("V1", "lower", "S2", "walk", ""): 28,
        ("V1", "upper", "S2", "board", ""): 60,
        ("V2", "lower", "S2", "walk", ""): 10,
    }
    return {
        k: Way(m * factor, m * 60.0, fare if k[3] == "board" else 0.0, False, False)
        for k, m in minutes.items()
        if k not in without
    }


def test_slower_children_take_longer_on_the_same_ways(world, tmp_path):
    rows = the_rows(world)
    slow = with_trips(rows, saved(world, tmp_path), ways(1.3))
    assert slow.before.minutes.tolist() == pytest.approx((rows.before.minutes * 1.3).tolist())
    assert slow.after.minutes.tolist() == pytest.approx((rows.after.minutes * 1.3).tolist())
    assert slow.after.mode.tolist() == rows.after.mode.tolist()
    # 28 minutes are within the norm of 30 for grades 1 to 3, 36.4 are newly over it.
    walks = [n for n, m in enumerate(rows.after.minutes.tolist()) if m == 28]
    assert not affected_rows(rows, "D1")[walks].any()
    assert affected_rows(slow, "D1")[walks].all()
    assert lost_share(rows, slow) == 0.0


def test_the_same_ways_give_the_same_exposure(world, tmp_path):
    rows = the_rows(world)
    same = with_trips(rows, saved(world, tmp_path), ways(1.0))
    for definition in ("D1", "D1_over_norm", "D1_boarding", "D2"):
        assert affected_rows(same, definition).tolist() == affected_rows(rows, definition).tolist()
    assert np.nan_to_num(same.after.household_yuan).tolist() == pytest.approx(
        np.nan_to_num(rows.after.household_yuan).tolist()
    )


def test_a_way_that_is_no_more_affects_nobody_and_is_counted_as_lost(world, tmp_path):
    rows = the_rows(world)
    gone = ("V1", "upper", "S2", "board", "")
    cut = with_trips(rows, saved(world, tmp_path), ways(1.0, without=(gone,)))
    assert lost_share(rows, cut) == pytest.approx(4 / 20)
    boards = rows.after.minutes == 60
    assert not affected_rows(cut, "D1_boarding")[boards].any()


def test_fares_are_told_from_household_cost_and_varied_with_it(world):
    rows = the_rows(world)
    # 2,500 for boarding less 0.3 x 1,000 subsidy is 2,200; the rest is 80 trips of 3 yuan.
    assert fares(rows.scenario, rows.stage, rows.after)[rows.after.minutes == 60] == pytest.approx(
        3
    )
    dear = with_scenario(rows, "fares", 2.0)
    grown = (dear.after.household_yuan - rows.after.household_yuan)[rows.after.minutes == 60]
    assert grown == pytest.approx(240)
    same = with_scenario(rows, "boarding_cost", 1.0)
    assert same.after.household_yuan[rows.after.minutes == 60] == pytest.approx(2440)
    board = with_scenario(rows, "boarding_cost", 1.8)
    assert board.after.household_yuan[rows.after.minutes == 60] == pytest.approx(2440 + 2000)
    rents = with_scenario(rows, "accompanying", 0.5).scenario.concern
    assert (rents.rent_yuan, rents.lost_work_yuan, rents.escort.yuan_per_hour) == (2500, 10_000, 5)


def test_options_are_scaled_in_their_section_alone(world):
    scenario = world[0].scenario
    fast = scaled(scenario, {"travel": ("walk_flat_kph", "ride_kph.county")}, 1.5)
    assert fast.travel.walk_flat_kph == pytest.approx(1.5 * scenario.travel.walk_flat_kph)
    assert fast.travel.ride_kph.county == pytest.approx(39)
    assert fast.travel.ride_kph.village == scenario.travel.ride_kph.village
    assert fast.costs == scenario.costs


def band(values, shares, parameter="walk_speed"):
    return ParameterBand(
        0, "D1", "households", "all", parameter, values, shares, base_of(parameter)
    )


def test_the_tipping_point_nearest_to_the_plan_is_told():
    found = tipping_points(
        [band((0.7, 0.85, 1.0, 1.15, 1.3), (0.90, 0.80, 0.70, 0.60, 0.50))], 0.74, 0.10
    )
    assert [(t.crosses, t.value) for t in found] == [
        (pytest.approx(0.64), pytest.approx(1.09)),
        (pytest.approx(0.84), pytest.approx(0.79)),
    ]


def test_a_band_that_crosses_nothing_has_no_tipping_point_and_its_ends_are_told():
    flat = band((0.5, 1.0, 2.0), (0.2, 0.1, 0.3))
    assert [t.value for t in tipping_points([flat], 0.74, 0.10)] == [None, None]
    assert (flat.low_share, flat.high_share) == (0.1, 0.3)


def test_every_parameter_includes_the_value_that_the_plan_was_made_with():
    for name, values in PARAMETERS.items():
        assert base_of(name) in values
        assert list(values) == sorted(values)
