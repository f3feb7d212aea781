"""The instance of a county, its baseline, and its file."""

from dataclasses import fields

import numpy as np
import pytest
from option_worlds import assembled, small_county

from planner.accounts import account
from planner.audit import audit_plan, violations
from planner.instance import FORBIDDEN_BY, Instance
from planner.options.assemble import assemble
from planner.options.baseline import baseline_plan
from planner.plan import Unserved
from planner.programme.solve import search
from planner.sample import sample_folder
from planner.scenario.load import load_scenario
from planner.travel.matrix import travel_table

VILLAGES = {
    "V1": {"lower": 12, "upper": 9, "income_yuan": 30_000.0, "herder_share": 0.4},
    "V2": {"lower": 6, "upper": 4, "township": "T2"},
}
SCHOOLS = {
    "S1": {"beds": 9, "can_board": 1, "can_expand_classrooms": 3},
    "S2": {"kind": "teaching_point", "township": "T2", "classrooms": 1},
    "S3": {"status": "candidate", "township": "T2", "classrooms": 4},
}
TRIPS = {
    ("V1", "S1", "lower", "walk"): 20,
    ("V1", "S1", "upper", "walk"): 15,
    ("V1", "S3", "upper", "walk"): 70,
    ("V2", "S2", "lower", "walk"): 5,
    ("V2", "S1", "lower", "walk"): 75,
    ("V2", "S1", "lower", "ride"): {"minutes": 40, "line_id": "L1", "fare_yuan": 2.0},
    ("V2", "S1", "upper", "ride"): {"minutes": 35, "line_id": "L1", "fare_yuan": 2.0},
    ("V2", "S1", "upper", "board"): {"minutes": 25, "vehicle": 1, "fare_yuan": 15.0},
    ("V2", "S3", "upper", "walk"): 5,
    ("V2", "S3", "upper", "board"): 2,
}


def built(villages=VILLAGES, attendance=None, trips=TRIPS, lines=None, **options):
    county = small_county(villages, SCHOOLS, attendance, options.pop("teachers", None))
    return assembled(county, trips, {"L1": 3} if lines is None else lines, **options).instance


def options_of(world):
    """Return the reason and minutes of every option by village, stage, school and mode."""
    rows = zip(
        world.option_unit, world.option_site, world.option_mode, world.option_forbidden, strict=True
    )
    return {
        (
            world.unit_village[u],
            ("lower", "upper", "junior")[world.unit_stage[u]],
            world.site_id[j],
            ("walk", "ride", "board")[m],
        ): FORBIDDEN_BY[code]
        for u, j, m, code in rows
    }


def test_units_know_todays_trip():
    world = built()
    assert world.unit_village == ("V1", "V1", "V2", "V2")
    assert world.unit_today == ("S1", "S1", "S2", "S1")
    assert world.unit_pupils.tolist() == [12, 9, 6, 4]
    assert world.unit_minutes.tolist() == [20, 15, 5, 35]
    assert world.unit_mode.tolist() == [0, 0, 0, 1]
    assert world.unit_household_yuan.tolist() == [0, 0, 0, 800]
    assert world.unit_metres.tolist() == [1200, 900, 300, 2100]
    assert world.site_pupils_today.tolist() == [[12, 13, 0], [6, 0, 0], [0, 0, 0]]
    known = np.array([30_000, 30_000, np.nan, np.nan])
    assert np.array_equal(world.unit_income_yuan, known, equal_nan=True)
    assert (world.township, world.site_township.tolist()) == (("T1", "T2"), [0, 1, 1])


def test_options_beyond_the_ceiling_and_beds_nowhere_are_left_out():
    found = options_of(built())
    assert ("V2", "lower", "S1", "walk") not in found  # 75 minutes, ceiling 60
    assert ("V2", "upper", "S3", "board") not in found  # no dormitory, none possible
    assert found["V1", "upper", "S3", "walk"] == "protect"
    assert found["V2", "lower", "S1", "ride"] == "protect"
    assert found["V2", "upper", "S1", "board"] == ""
    assert found["V1", "lower", "S1", "walk"] == ""


def test_todays_trip_stays_an_option_however_long():
    attendance = [("V2", "lower", "S1", 6, "walk")]
    found = options_of(built(attendance=attendance))
    assert found["V2", "lower", "S1", "walk"] == "ceiling"


def test_nobody_boards_at_a_school_of_no_boarding_though_it_has_beds():
    assert options_of(built())["V2", "upper", "S1", "board"] == ""
    barred = built(schools={"no_boarding": ["S1"]})
    assert options_of(barred)["V2", "upper", "S1", "board"] == "no_boarding"


def test_a_line_seats_at_least_those_who_ride_it_today():
    assert built().line_seats.tolist() == [4]
    assert built(lines={"L1": 20}).line_seats.tolist() == [20]


def test_who_is_affected():
    world = built(travel={"protect": "none"})
    marked = {
        key: bool(flag) for key, flag in zip(options_of(world), world.option_affected, strict=True)
    }
    assert marked["V2", "lower", "S1", "ride"] is True  # 35 minutes more
    assert marked["V2", "upper", "S3", "walk"] is False  # 30 less
    assert marked["V1", "lower", "S1", "walk"] is False


def test_posts_today_come_from_the_scenario_the_teachers_or_the_need():
    # S1: 25 pupils by 19, two multi-grade classes by 1.7, so 4; S2: 2.
    assert built().posts_today == 6
    assert built(teachers=[("S1", 5), ("S2", 3)]).posts_today == 8
    assert built(teachers=[("S1", 5)], staff={"posts_today": 11}).posts_today == 11
    by_post = [("S1", 5, "teaching"), ("S1", 2, "management"), ("S2", 1, "support"), ("S2", 3)]
    assert built(teachers=by_post).posts_today == 8


def test_the_baseline_is_today():
    world = built()
    plan = baseline_plan(world)
    goes = [(r.village_id, r.stage, r.school_id, r.mode, r.pupils) for r in plan.assignments]
    assert goes == [
        ("V1", "lower", "S1", "walk", 12),
        ("V1", "upper", "S1", "walk", 9),
        ("V2", "lower", "S2", "walk", 6),
        ("V2", "upper", "S1", "ride", 4),
    ]
    assert plan.unserved == ()
    assert [s.kind for s in plan.sites] == ["primary", "teaching_point", None]
    counted = account(world, plan)
    assert (counted.pupils == world.site_pupils_today).all()
    assert (counted.hires, counted.freed) == (0, 0)
    assert counted.county_capital_yuan == 0
    assert violations(world, plan) == []


def test_pupils_without_a_trip_today_are_unserved_in_the_baseline():
    villages = VILLAGES | {"V3": {"lower": 7}}
    plan = baseline_plan(built(villages=villages))
    assert plan.unserved == (Unserved("V3", "lower", "", 7),)


def test_keeping_every_catchment_gives_back_the_baseline():
    pins = {"keep_all": True, "keep_catchments": True, "open_candidates": False}
    kept = built(schools=pins)
    found = search(kept)
    assert found.outcome.status == "optimal"
    assert found.plan == baseline_plan(kept)
    assert baseline_plan(kept) == baseline_plan(built())


def assert_same(first: Instance, second: Instance):
    assert first.scenario == second.scenario
    for field in fields(Instance):
        one, other = getattr(first, field.name), getattr(second, field.name)
        if isinstance(one, np.ndarray):
            assert one.dtype == other.dtype, field.name
            np.testing.assert_array_equal(one, other, err_msg=field.name)
        else:
            assert one == other, field.name


@pytest.mark.parametrize("lines", [{"L1": 3}, {}])
def test_an_instance_comes_back_from_its_file_as_it_was(tmp_path, lines):
    trips = TRIPS if lines else {k: v for k, v in TRIPS.items() if k[3] != "ride"}
    world = built(lines=lines, trips=trips)
    world.save(tmp_path / "instance.npz")
    assert_same(Instance.load(tmp_path / "instance.npz"), world)


def test_the_sample_county_is_read_solved_and_audited(toy_county, tmp_path):
    scenario = load_scenario(sample_folder() / "free-optimum.yaml")
    world = assemble(toy_county, travel_table(toy_county, scenario), scenario).instance
    world.save(tmp_path / "instance.npz")
    again = Instance.load(tmp_path / "instance.npz")
    assert_same(again, world)
    found = search(again)
    assert found.outcome.status == "optimal"
    assert audit_plan(world, found.plan, found.outcome) == ()
