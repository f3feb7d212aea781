"""concern.csv and concern.json: every figure, not rounded, none that does not exist."""

from __future__ import annotations

import csv
import dataclasses
import io
import json

import pytest
from concern_study_world import HASH, make_study

from planner.reports.concern.files import COLUMNS, concern_csv, concern_json
from planner.reports.concern.write import NAMES, write_concern


@pytest.fixture(scope="module")
def study():
    return make_study()


@pytest.fixture(scope="module")
def rows(study):
    written = concern_csv(study)
    assert written.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"))))


def found(rows, **asked):
    return [r for r in rows if all(r[k] == v for k, v in asked.items())]


def test_columns_and_exposures(rows):
    assert tuple(rows[0]) == COLUMNS
    (row,) = found(
        rows, figure="exposure", county_id="a", plan="mild", definition="D2", unit="households",
        population="all", group_kind="county",
    )  # fmt: skip
    assert float(row["value"]) == pytest.approx(0.24)
    assert (float(row["low"]), float(row["high"])) == pytest.approx((0.19, 0.29))
    assert float(row["total"]) == 1000


def test_every_part_of_the_study_has_rows(rows):
    figures = {r["figure"] for r in rows}
    assert {
        "intensity_closed_share", "overlap", "week_minutes_before", "near_survey",
        "households_at_risk", "village_risk", "weighted_mean_sensitivity", "threshold_curve",
        "parameter_band", "tipping_point", "p_equivalence_holm", "price_extra_yuan",
        "mitigated_exposure", "mitigation_public_yuan_a_year", "logit", "worried",
    } <= figures  # fmt: skip


def test_what_does_not_exist_is_empty(rows):
    (infeasible,) = found(rows, figure="price_extra_yuan", group="0.0")
    assert infeasible["value"] == ""
    assert not any("nan" in cell.lower() for r in rows for cell in r.values())


def test_only_all_counties_together_have_tests(rows):
    tests = [r for r in rows if r["figure"].startswith("p_")]
    assert {r["county_id"] for r in tests} == {""}
    # Six definitions, two design effects, six p-values.
    assert len(tests) == 72


def test_json_holds_the_study_and_says_what_it_is(study):
    told = json.loads(concern_json(study))
    assert told["says"] == "method demonstration"
    assert told["carries_verdict"] is False
    assert set(told["reasons"][0]) == {"zh", "en"}
    assert told["registration"]["sha256"] == HASH
    assert told["plans"][2]["intensity"]["closed_share"] == pytest.approx(0.6)
    headline = told["plans"][2]["exposures"][0]
    assert headline["band"]["share"] == pytest.approx(0.56)
    assert told["plans"][0]["estimated"][0]["en"].startswith("the farming and herding share")
    assert told["price"][0]["extra_yuan"] is None
    assert told["tests"][0]["county_id"] == ""
    assert told["tests"][0]["cells"]["D2"] == "different"


def test_a_verdict_is_said_where_one_is_carried():
    real = make_study(evidence="measured", verdict=True, full=False)
    assert json.loads(concern_json(real))["says"] == "verdict"


def test_the_survey_moves_no_exposure(study, rows):
    other = dataclasses.replace(study, survey_share=0.3, margin=0.02)
    again = list(csv.DictReader(io.StringIO(concern_csv(other).removeprefix("\ufeff"))))
    assert found(again, figure="exposure") == found(rows, figure="exposure")
    assert found(again, figure="threshold_curve") == found(rows, figure="threshold_curve")


def test_files_are_written_the_same_each_time(tmp_path):
    none = dict.fromkeys(("curves", "risk", "villages", "thresholds", "bands"), ())
    study = dataclasses.replace(make_study(full=False), **none)
    first, second = (tmp_path / "deep" / "1", tmp_path / "2")
    assert write_concern(study, first, "en") == first / "concern.html"
    write_concern(study, second, "en")
    for name in NAMES:
        assert (first / name).read_bytes() == (second / name).read_bytes()
