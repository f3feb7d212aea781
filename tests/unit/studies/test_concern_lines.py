"""The lines of `plan concern` on the terminal: every figure as in concern.csv, and whom it counts."""

from __future__ import annotations

import csv
import dataclasses
import io
import re

import pytest
from concern_study_world import make_plan, make_study

from planner.concern.risk import risk_shares
from planner.reports.concern.files import concern_csv
from planner.studies.concern_console import study_lines

COUNTIES = {"a": "County A", "b": "County B"}
DEFINITIONS = {
    "D1": "D1 (time)",
    "D2": "D2 (private cost)",
    "D3": "D3 (distance, traffic or cost)",
}
PLANS = ["today", "mild", "far", "today", "far"]


def csv_rows(study) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(concern_csv(study).removeprefix("\ufeff"))))


def percent(said: str) -> str:
    return f"{100 * float(said):.1f}%"


@pytest.fixture(scope="module")
def study():
    return make_study()


@pytest.fixture(scope="module")
def lines(study) -> list[str]:
    return study_lines(study, "en")


def test_every_plan_has_a_line_with_the_figures_of_the_table(study, lines):
    rows = {
        (r["county_id"], r["plan"], r["definition"]): r
        for r in csv_rows(study)
        if (r["figure"], r["group_kind"], r["unit"], r["population"])
        == ("exposure", "county", "households", "herding")
    }
    expected = []
    for plan in study.plans:
        shares = []
        label = study.labels[study.plans.index(plan)]
        for definition, name in DEFINITIONS.items():
            row = rows[plan.county_id, label, definition]
            value, low, high = (percent(row[k]) for k in ("value", "low", "high"))
            shares.append(f"{name} {value} ({low} to {high})")
        head = f"{COUNTIES[plan.county_id]} · {label}: of farming and herding households"
        expected.append(f"{head}, affected by {', '.join(shares)}; worry 74%")
    assert len(expected) == 5
    assert [line for line in lines if " · " in line] == expected
    assert "D1 (time) 40.0% (35.0% to 45.0%), D2 (private cost) 24.0%" in expected[1]
    assert not [line for line in lines if "more plans" in line]
    assert any(line.startswith("Farming and herding households: each village") for line in lines)


def test_beyond_six_plans_the_main_ones_come_first_and_the_rest_are_counted():
    study = make_study()
    more = tuple(make_plan("a", f"p{n}", n / 10, 30.0, "synthetic") for n in range(4))
    study = dataclasses.replace(
        study, plans=(*study.plans, *more), labels=(*PLANS, "p0", "p1", "p2", "")
    )
    for lang, last in (
        ("en", "and 3 more plans in concern.csv"),
        ("zh", "另有 3 个方案，见 concern.csv"),
    ):
        lines = study_lines(study, lang)
        told = [re.split("[:：]", line)[0] for line in lines if " · " in line]
        assert [t.split(" · ")[1] for t in told] == ["far", "far", "today", "mild", "today", "p0"]
        assert lines[[" · " in line for line in lines].index(True) + 6] == last


def test_a_plan_without_a_place_in_a_grid_is_called_by_its_scenario():
    study = dataclasses.replace(make_study(), labels=("",) * 5)
    named = [line.split(":")[0] for line in study_lines(study, "en") if " · " in line]
    assert named[1:3] == ["County A · mild", "County A · far"]


def test_all_households_are_called_so_and_children_are_no_households():
    study = dataclasses.replace(make_study(), population="all", unit="children", notes=())
    lines = study_lines(study, "en")
    assert [line for line in lines if "of all children, affected by" in line][1].startswith(
        # Four fifths of the share of households.
        "County A · mild: of all children, affected by D1 (time) 32.0%"
    )
    assert not [line for line in lines if "herding" in line]
    assert "甲县 · mild：全部学生中受影响的，按 D1（时间）占 32.0%" in "\n".join(
        study_lines(study, "zh")
    )


def test_how_near_the_survey_is_said_by_definition_with_the_most_of_each():
    study = make_study()
    herding = [
        c
        for c in study.curves
        if (c.unit, c.population, c.measure) == ("households", "herding", "closed_share")
    ]
    near = {(c.county_id, c.definition) for c in herding if c.near}
    assert {("a", "D1"), ("a", "D3"), ("b", "D3")} <= near
    assert ("a", "D2") not in near
    lines = study_lines(study, "en")
    ranges = [r for r in csv_rows(study) if r["figure"] == "near_survey"]
    for county, definition in (("a", "D1"), ("a", "D3")):
        (row,) = [
            r
            for r in ranges
            if (r["county_id"], r["definition"], r["unit"], r["population"], r["group_kind"])
            == (county, definition, "households", "herding", "closed_share")
        ]
        low, high = (f"{100 * float(row[k]):.0f}%" for k in ("low", "high"))
        assert (
            f"{COUNTIES[county]}: by {DEFINITIONS[definition]}, with {low}–{high} of the schools"
            " closed, the share of farming and herding households affected lies within 10 points"
            " of 74%"
        ) in lines
    assert (
        "County A: under no plan does the share of farming and herding households affected lie"
        " within 10 points of 74% (most: D2 (private cost) 42.0%)"
    ) in lines
    # County B never comes near by D1 or D2: one sentence with the most of either.
    assert any(
        line.startswith("County B: under no plan")
        and line.endswith("(most: D1 (time) 60.0%, D2 (private cost) 36.0%)")
        for line in lines
    )


def test_households_at_risk_are_those_of_the_table_and_all_of_them(study, lines):
    rows = [
        r
        for r in csv_rows(study)
        if (r["figure"], r["definition"], r["county_id"]) == ("households_at_risk", "D1", "a")
    ]
    assert [r["group"] for r in rows] == ["0.1", "0.25", "0.5"]
    tenth, quarter, half = rows
    # A tenth and a quarter of three plans are one plan, half are two.
    assert tenth["value"] == quarter["value"] != half["value"]
    said = [line for line in lines if line.startswith("County A") and "of all households" in line]
    assert said == [
        f"County A: by D1 (time), {percent(row['value'])} of all households are affected in at"
        f" least {least} of the 3 plans ({percent(row['low'])} to {percent(row['high'])})"
        for row, least in ((tenth, "10% (25%)"), (half, "50%"))
    ]


def test_with_two_plans_all_three_shares_are_one_line():
    study = make_study()
    study = dataclasses.replace(study, risk=risk_shares(study.plans[:2]))
    english, chinese = ("\n".join(study_lines(study, lang)) for lang in ("en", "zh"))
    assert english.count("of all households are affected") == 1
    assert "in at least 10% (25%, 50%) of the 2 plans" in english
    assert "在至少 10%（25%、50% 亦同）的方案（共 2 个）中受影响" in chinese
