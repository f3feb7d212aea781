"""Indicators against a county computed by hand.

    township A                          township B
    V1 --20-- A1 primary                V3 --50 walk / 60 board-- B1 nine-year, 20 beds
    V2 --5--- A2 point (lower)
    V2 --35 by bus (lower), 30 on foot (upper)-- A1

Today: V1 10 lower at A1; V2 6 lower at A2 and 2 upper at A1; V3 8 upper at B1 on foot; 4
lower of V3 reach no school. The plan closes A2 (its 6 take the bus to A1, 400 yuan each)
and boards the 8 of V3 (1,000 yuan each, driven home). Lower may walk or ride 30 minutes,
upper walk 40 and come home from 180.
"""

import math

import pytest
from worlds import tiny_instance, tiny_plan

from planner.accounts import account
from planner.indicators import COLUMNS, INDICATORS, indicator_table
from planner.indicators.staff import STAFF_INDICATORS
from planner.texts import catalogue

WORLD = tiny_instance(
    units=[
        ("V1", "lower", 10, "A1"),
        ("V2", "lower", 6, "A2"),
        ("V2", "upper", 2, "A1"),
        ("V3", "upper", 8, "B1"),
        ("V3", "lower", 4, ""),
    ],
    sites=[
        {"id": "A1", "township": "A"},
        {"id": "A2", "township": "A", "kind": "teaching_point"},
        {"id": "B1", "township": "B", "kind": "nine_year", "beds": 20},
    ],
    trips={
        ("V1", "A1", "walk"): 20,
        ("V2", "A2", "walk"): 5,
        ("V2", "A1", "ride", "lower"): {
            "minutes": 35,
            "line": "L1",
            "household_yuan": 400,
            "affected": True,
        },
        ("V2", "A1", "walk", "upper"): 30,
        ("V3", "B1", "walk", "upper"): 50,
        ("V3", "B1", "board", "upper"): {"minutes": 60, "household_yuan": 1000, "vehicle": True},
    },
    lines={"L1": 20},
    home_minutes={"V1": 12},
    posts_today=11,
    scenario={"travel": {"protect": "none"}},
)
TODAY = tiny_plan(WORLD)
PLAN = tiny_plan(
    WORLD,
    go={("V2", "lower"): ("A1", "ride"), ("V3", "upper"): ("B1", "board")},
    kinds={"A2": None},
)
TOWNSHIP = {"V1": "A", "V2": "A", "V3": "B"}


def table(plan=PLAN, **more):
    return indicator_table(
        WORLD, plan, account(WORLD, plan), TODAY, account(WORLD, TODAY), TOWNSHIP, **more
    )


TABLE = table()


def value(name, kind="county", group="", column="value"):
    row = TABLE[
        (TABLE["indicator"] == name) & (TABLE["group_kind"] == kind) & (TABLE["group"] == group)
    ]
    assert len(row) == 1, f"{len(row)} rows of {name} for {kind} {group}"
    return float(row[column].iloc[0])


CLOSING_A_YEAR = 80_000 * 0.03 / (1 - 1.03**-8)
RUNNING = (350_000 - 72_000) + (500_000 + 2 * 36_000 - 72_000 - 8 * 300)
RUNNING_TODAY = (350_000 - 72_000) + (70_000 - 72_000) + (500_000 - 72_000) + 120_000


@pytest.mark.parametrize(
    ("name", "after", "today"),
    [
        ("pupils_served", 26, 26),
        ("unserved_pupils", 4, 4),
        ("daily_minutes_mean", (10 * 20 + 6 * 35 + 2 * 30) / 18, 690 / 26),
        ("daily_minutes_median", 20, 20),
        ("daily_minutes_p90", 35, 50),
        ("daily_minutes_worst", 35, 50),
        ("weekly_minutes_mean", 60, math.nan),
        ("school_week_minutes_mean", (10 * 200 + 6 * 350 + 2 * 300 + 8 * 120) / 26, 6900 / 26),
        ("pupils_over_norm", 6 + 4, 8 + 4),
        ("share_over_norm", 10 / 30, 12 / 30),
        ("hamlet_minutes_mean", 12, 12),
        # With 12 minutes more, the 10 of V1 come to 32 against a norm of 30.
        ("share_over_norm_at_hamlet", 20 / 30, 22 / 30),
        ("excess_pupil_minutes", 6 * 5 * 400, 8 * 10 * 400),
        ("boarders", 8, 0),
        ("pupils_needing_private_vehicle", 8, 0),
        ("pupils_changing_school", 6, 0),
        ("new_boarders", 8, 0),
        ("pupils_worse", 6, 0),
        ("pupils_better", 8, 0),
        ("pupils_same", 12, 26),
        ("pupils_added_over_10_minutes", 6, 0),
        ("affected_pupils", 6, 0),
        ("affected_share", 0.2, 0),
        ("schools_open", 2, 3),
        ("schools_closed", 1, 0),
        ("points_open", 0, 1),
        ("pupils_per_school", 13, 26 / 3),
        ("classes", 5, 6),
        ("multigrade_classes", 5, 6),
        ("posts_needed", 4 + 6, 4 + 2 + 6),
        ("hires", 0, 1),
        ("freed", 1, 0),
        ("capital_yuan", 80_000, 0),
        ("running_yuan", RUNNING, RUNNING_TODAY),
        ("annual_cost_yuan", RUNNING + CLOSING_A_YEAR, RUNNING_TODAY),
        ("household_cost_yuan", 6 * 400 + 8 * 1000, 0),
        ("cost_shifted_to_households_yuan", 10_400, 0),
        ("public_plus_household_cost_yuan", RUNNING + CLOSING_A_YEAR + 10_400, RUNNING_TODAY),
        ("floor_revenue_yuan", (82 + 92) * 720, (88 + 94 + 92) * 720),
    ],
)
def test_county_by_hand(name, after, today):
    assert value(name) == pytest.approx(after)
    assert value(name, column="baseline") == pytest.approx(today, nan_ok=True)


@pytest.mark.parametrize(
    ("name", "kind", "group", "after", "today"),
    [
        ("pupils_served", "township", "A", 18, 18),
        ("unserved_pupils", "township", "B", 4, 4),
        ("schools_open", "township", "A", 1, 2),
        ("pupils_per_school", "township", "B", 8, 8),
        ("posts_needed", "township", "A", 4, 6),
        ("capital_yuan", "township", "A", 80_000, 0),
        ("household_cost_yuan", "township", "B", 8000, 0),
        ("share_over_norm", "stage", "lower", 10 / 20, 4 / 20),
        ("daily_minutes_worst", "stage", "upper", 30, 50),
        ("schools_open", "stage", "lower", 2, 3),
        ("schools_open", "stage", "junior", 1, 1),
        ("schools_closed", "stage", "lower", 1, 0),
        ("schools_closed", "stage", "upper", 0, 0),
        ("classes", "stage", "lower", 2, 3),
        ("pupils_per_school", "stage", "upper", 5, 5),
        ("pupils_served", "mode", "walk", 12, 26),
        ("pupils_served", "mode", "ride", 6, 0),
        ("daily_minutes_mean", "mode", "walk", (200 + 60) / 12, 690 / 26),
        ("daily_minutes_mean", "mode", "ride", 35, math.nan),
        ("weekly_minutes_mean", "mode", "board", 60, math.nan),
        ("boarders", "mode", "board", 8, 0),
        ("pupils_worse", "mode", "ride", 6, 0),
    ],
)
def test_groups_by_hand(name, kind, group, after, today):
    assert value(name, kind, group) == pytest.approx(after)
    assert value(name, kind, group, "baseline") == pytest.approx(today, nan_ok=True)


@pytest.mark.parametrize(
    ("name", "kind", "group"),
    [
        ("daily_minutes_mean", "township", "B"),  # after the plan nobody there comes daily
        ("daily_minutes_mean", "stage", "junior"),
        ("share_over_norm", "stage", "junior"),
        ("hamlet_minutes_mean", "township", "B"),  # how far hamlets lie is not known there
        ("share_over_norm_at_hamlet", "township", "B"),
        ("weekly_minutes_mean", "mode", "walk"),
        ("unserved_pupils", "mode", "walk"),
        ("boarders", "mode", "ride"),
        ("schools_open", "mode", "walk"),
        ("hires", "township", "A"),
        ("posts_needed", "stage", "lower"),
    ],
)
def test_what_has_no_value_has_no_row(name, kind, group):
    of = TABLE[TABLE["indicator"] == name]
    assert ((of["group_kind"] == kind) & (of["group"] == group)).sum() == 0


def test_today_against_itself_changes_nothing():
    today = table(plan=TODAY)
    for name in ("pupils_worse", "pupils_better", "affected_pupils", "new_boarders"):
        assert set(today[today["indicator"] == name]["value"]) == {0.0}
    assert today["value"].tolist() == today["baseline"].tolist()


def test_values_are_numbers_and_modes_without_pupils_stay_away():
    assert list(TABLE.columns) == list(COLUMNS)
    assert TABLE["value"].notna().all()
    modes = set(table(plan=TODAY).query("group_kind == 'mode'")["group"])
    assert modes == {"walk"}


def test_further_groups_of_villages():
    spoken = {"V1": "yi", "V2": "yi", "V3": "han", "V4": "tibetan"}
    rows = table(village_groups={"language": spoken}).query("group_kind == 'language'")
    served = rows[rows["indicator"] == "pupils_served"].set_index("group")["value"]
    assert served.to_dict() == {"han": 8.0, "yi": 18.0}


def test_a_pupil_who_loses_the_school_is_worse_off():
    lost = table(plan=tiny_plan(WORLD, go={("V3", "upper"): None}))
    county = lost[lost["group_kind"] == "county"].set_index("indicator")["value"]
    assert county["pupils_worse"] == 8
    assert county["unserved_pupils"] == 12
    assert county["affected_pupils"] == 8


def test_every_indicator_is_named_and_defined_once_in_both_languages():
    names = [i.name for i in INDICATORS]
    assert len(names) == len(set(names))
    for indicator in INDICATORS:
        for what in ("label", "means"):
            assert f"indicator.{indicator.name}.{what}" in catalogue()
        assert f"indicator_unit.{indicator.unit}" in catalogue()
        assert f"indicator_better.{indicator.better}" in catalogue()
    told = {key.split(".")[1] for key in catalogue() if key.startswith("indicator.")}
    assert told == {*names, *STAFF_INDICATORS}


def test_fewer_schools_is_neither_good_nor_bad():
    better = {i.name: i.better for i in INDICATORS}
    assert {better[n] for n in ("schools_open", "schools_closed", "points_open")} == {"neutral"}
    assert better["cost_shifted_to_households_yuan"] == "lower"
    assert better["pupils_served"] == "higher"
