"""Indicators of a staffing plan, counted by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from staff_worlds import tiny_staff, tiny_staff_plan

from planner.indicators.staff import STAFF, STAFF_INDICATORS, _variation, staff_indicators


@pytest.fixture(scope="module")
def told():
    """Two schools in two townships; B closes, its mathematician moves to A, art stays without."""
    world = tiny_staff(
        schools=[{"id": "A", "leaders": 1}, {"id": "B", "open": False, "township": "T2"}],
        staff=[
            {"id": "one", "school": "A", "subject": "maths", "count": 2, "over_46": 1.0},
            {"id": "two", "school": "B", "subject": "maths", "count": 1, "over_46": 0.0},
            {"id": "head", "school": "B", "post": "management", "subject": "maths", "over_46": 0.5},
        ],
        needs=[("A", "lower", "maths", 20), ("A", "lower", "art", 3, "tibetan")],
        minutes={("A", "B"): 25},
        subjects={"maths": {"priority": True}},
    )
    plan = tiny_staff_plan(
        world,
        go=[
            ("one", "A", "teach", 2),
            ("two", "A", "teach", 1),
            ("head", "A", "teach", 1),
        ],
        lessons=[(("A", "lower", "maths"), "own", "one", 20)],
    )
    return staff_indicators(world, plan)


def value(table, name, kind="county", group="", column="value"):
    own = table[(table.indicator == name) & (table.group_kind == kind) & (table.group == group)]
    assert len(own) == 1, name
    return float(own[column].iloc[0])


def test_every_name_is_declared(told):
    assert set(told.indicator) <= set(STAFF_INDICATORS)


def test_lessons_without_a_teacher(told):
    name = "uncovered_lesson_periods"
    assert value(told, name) == 3
    assert (value(told, name, "subject", "maths"), value(told, name, "subject", "art")) == (0, 3)
    assert value(told, name, "township", "T1") == 3
    assert value(told, "uncovered_lesson_share") == pytest.approx(3 / 23)
    assert value(told, "bilingual_coverage_share") == 0


def test_moves_and_posts(told):
    assert value(told, "staff_moves") == 2
    assert value(told, "staff_moves_other_township") == 2
    assert value(told, "staff_move_minutes_mean") == 25
    assert value(told, "management_at_risk_share") == 1, "the head teaches"
    assert value(told, "staff_without_place") == 0


def test_who_the_staff_are_today_and_after(told):
    assert value(told, "staff_over_46_share") == pytest.approx(2.5 / 4)
    assert value(told, "teachers_teaching") == 4
    assert value(told, "teachers_teaching", column="baseline") == 3


def test_variation_is_weighted_by_pupils():
    """Two schools of 100 and 300 pupils with 4 and 4 qualified: 0.04 and 0.01333 a pupil.

    Mean 8 / 400 = 0.02; S = sqrt(1/4 * 0.02^2 + 3/4 * 0.00667^2) = 0.011547; ratio 0.57735.
    """
    pupils = np.array([100.0, 300.0])
    chosen = np.array([True, True])
    assert _variation(np.array([4, 4]), pupils, chosen) == pytest.approx(0.5773503, abs=1e-6)
    assert _variation(np.array([2, 6]), pupils, chosen) == pytest.approx(0.0)


def test_representation_by_people():
    """Of 8 teachers whose people is known 2 are Tibetan, 5 Han, 1 Hui; one more is not known.

    Of the pupils 60 live in Tibetan villages, 20 in Han ones, 20 in others: 1/4 over 6/10 and
    5/8 over 2/10. Today the same teach, and 40 of 80 are Tibetan; the head leads and is no teacher.
    """
    world = tiny_staff(
        schools=[{"id": "A", "leaders": 1}],
        staff=[
            {"id": "t", "school": "A", "subject": "maths", "count": 2, "ethnicity": "藏族"},
            {"id": "h", "school": "A", "subject": "maths", "count": 5, "ethnicity": "汉族"},
            {"id": "hui", "school": "A", "subject": "maths", "ethnicity": "回族"},
            {"id": "none", "school": "A", "subject": "maths"},
            {"id": "head", "school": "A", "post": "management", "ethnicity": "藏族"},
        ],
    )
    go = [("t", "A", "teach", 2), ("h", "A", "teach", 5), ("hui", "A", "teach", 1)]
    go += [("none", "A", "teach", 1), ("head", "A", "manage", 1)]
    layout = pd.DataFrame(
        [("tibetan", 60.0, 40.0), ("mandarin", 20.0, 20.0), ("other", 20.0, 20.0)],
        columns=["group", "value", "baseline"],
    ).assign(indicator="pupils_served", group_kind="language")
    table = staff_indicators(world, tiny_staff_plan(world, go=go), layout)
    name = "representation_ratio"
    assert value(table, name, "people", "tibetan") == pytest.approx((2 / 8) / 0.6)
    assert value(table, name, "people", "mandarin") == pytest.approx((5 / 8) / 0.2)
    assert value(table, name, "people", "tibetan", "baseline") == pytest.approx((2 / 8) / 0.5)
    assert set(table[table["indicator"] == name]["group"]) == {"tibetan", "mandarin"}
    known = staff_indicators(world, tiny_staff_plan(world, go=go))
    assert name not in set(known["indicator"])


def test_units_and_directions_are_those_declared(told):
    said = {i.name: i for i in STAFF}
    for row in told.itertuples():
        declared = said[row.indicator]
        assert (row.unit, row.better) == (declared.unit, declared.better)
        assert row.group_kind in declared.by
    assert said["uncovered_lesson_periods"].unit == "periods/week"
