"""Schools of the sample county grow in kind: from the option to the pages."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import cli
from planner.audit import audit_plan
from planner.audit.files import audit_run
from planner.options.assemble import assemble
from planner.programme.solve import Searched, search
from planner.sample import sample_folder
from planner.scenario.load import load_scenario
from planner.travel.matrix import travel_table

FREE = sample_folder() / "free-optimum.yaml"
TRIPS_ALONE = (
    "objective=[{minimise: unserved_pupils}, {minimise: pupil_minutes}]",
    "schools.no_boarding=[S1,S3,S4]",
    "travel.protect=none",
)


def found(county, *options: str) -> Searched:
    """Return the plan for the sample's free optimum with some options, audited."""
    scenario = load_scenario(FREE, options)
    instance = assemble(county, travel_table(county, scenario), scenario).instance
    plan = search(instance)
    assert audit_plan(instance, plan.plan, plan.outcome) == ()
    return plan


def kinds(found: Searched) -> dict[str, str | None]:
    return {s.school_id: s.kind for s in found.plan.sites}


def run(out: Path, monkeypatch, *options: str) -> dict[str, dict[str, str]]:
    """Run the command line, audit its folder and return schools.csv by id."""
    monkeypatch.setenv("COUNTY_SCHOOL_PLANNER_CACHE", "off")
    sets = [word for option in options for word in ("--set", option)]
    words = ["--scenario", str(FREE), "--out", str(out), "--lang", "en", "-q", *sets]
    assert cli._guarded(words) == 0
    assert audit_run(out) == ()
    with (out / "schools.csv").open(encoding="utf-8-sig") as file:
        return {row["school_id"]: row for row in csv.DictReader(file)}


def test_a_point_grows_where_that_spares_the_long_walk(toy_county, tmp_path, monkeypatch):
    """Nobody boards, trips count alone: V1 and V2 are 48.5 and 35.3 minutes from S1.

    S2 stands between them, 4.4 and 8.8 minutes away, with a room to spare for their fourteen
    pupils of grades 4-6: 400 × (6 × (48.53 − 4.41) + 8 × (35.29 − 8.82)) = 190,588 pupil-minutes.
    """
    before = found(toy_county, *TRIPS_ALONE)
    assert kinds(before)["S2"] == "teaching_point"
    grown = run(tmp_path / "run", monkeypatch, *TRIPS_ALONE, "schools.may_grow_to=[primary]")
    point = grown["S2"]
    assert (point["decision"], point["kind"]) == ("grow_to_primary", "primary")
    assert (point["upper_pupils"], point["classrooms_added"]) == ("14", "0")
    assert point["reason"] == "adds_stage"
    tiers = json.loads((tmp_path / "run" / "manifest.json").read_text("utf-8"))["objective"]
    spared = before.outcome.tiers[1].value - tiers[1]["value"]
    assert spared == pytest.approx(190_588.2, abs=0.5)
    assert "grow to a complete primary" in (tmp_path / "run" / "map.html").read_text("utf-8")
    report = (tmp_path / "run" / "report.html").read_text("utf-8")
    assert "1 grown to a complete primary" in report


def test_a_primary_takes_the_junior_grades_in_where_that_is_cheaper(toy_county):
    """S4, the junior school, closes; S1 beside it has rooms for its 49 pupils and grows."""
    before, after = (
        found(toy_county, f"schools.may_grow_to=[{kind}]") for kind in ("", "nine_year")
    )
    assert [kinds(f)["S1"] for f in (before, after)] == ["primary", "nine_year"]
    assert [kinds(f)["S4"] for f in (before, after)] == ["junior", None]
    costs = [f.outcome.tiers[2] for f in (before, after)]
    assert {c.name for c in costs} == {"public_plus_household_cost_yuan"}
    assert costs[1].reached < costs[0].reached - 60_000
