"""`plan concern` on the sample county: an ensemble, its study, changes afterwards, mitigations."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import cli
from planner.maps.scan import outside_references

GRID = """
search: {time_limit_s: 20, mip_gap: 0.02}
main: merged
plans:
  - name: today
    set:
      travel: {serve: soft, protect: none}
      schools: {keep_all: true, keep_catchments: true, open_candidates: false, may_reduce: false}
  - {name: free, branch: open, set: {travel: {protect: none}}}
  - name: merged
    branch: open
    start: free
    set: {travel: {protect: none}, schools: {per_township: {stage: lower, min: 1, max: 1}}}
  - {name: none, branch: open, set: {schools: {open_between: [null, 0]}}}
"""


def plan(*arguments: object) -> int:
    return cli._guarded([str(a) for a in arguments])


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """The sample county in ``county``, its ensemble in ``ensemble``."""
    folder = tmp_path_factory.mktemp("concern")
    assert plan("sample", folder / "county") == 0
    (folder / "grid.yaml").write_text(GRID, "utf-8")
    return folder


@pytest.fixture(scope="module")
def study(made) -> Path:
    scenario, out = made / "county" / "free-optimum.yaml", made / "ensemble"
    asked = ("--scenario", scenario, "--grid", made / "grid.yaml", "--out", out, "--jobs", 1)
    assert plan("concern", *asked, "--mitigate", "-q") == 0
    return out


def read(study: Path) -> dict:
    return json.loads((study / "concern.json").read_text("utf-8"))


def test_the_ensemble_lists_every_plan_with_its_gap_and_tells_the_impossible_one(study):
    said = json.loads((study / "ensemble.json").read_text("utf-8"))
    members = {m["name"]: m for m in said["members"]}
    assert {n: m["status"] for n, m in members.items()} == {
        "today": "optimal",
        "free": "optimal",
        "merged": "optimal",
        "none": "infeasible",
    }
    assert max(m["gap"] for n, m in members.items() if n != "none") <= 0.02
    assert said["main"] == "merged"
    merged = json.loads((study / members["merged"]["folder"] / "manifest.json").read_text("utf-8"))
    registered = json.loads((study / "registration.json").read_text("utf-8"))["registrations"]
    assert f"registration={registered[0]['sha256']}" in merged["argv"]
    assert merged["start"]["folder"].endswith(members["free"]["folder"])


def test_the_page_makes_no_request_and_names_the_hash(study):
    page = (study / "concern.html").read_text("utf-8")
    assert outside_references(page) == []
    registered = json.loads((study / "registration.json").read_text("utf-8"))["registrations"]
    assert registered[0]["sha256"][:16] in page


def test_a_second_call_solves_nothing_and_registers_nothing(made, study, capsys):
    before = {p: p.stat().st_mtime_ns for p in study.rglob("manifest.json")}
    registered = (study / "registration.json").read_bytes()
    scenario = made / "county" / "free-optimum.yaml"
    asked = ("--scenario", scenario, "--grid", made / "grid.yaml", "--out", study, "--jobs", 1)
    assert plan("concern", *asked, "--no-bands", "--lang", "en", "-q") == 0
    said = capsys.readouterr().out
    assert len(re.findall(", kept$", said, re.M)) == 4
    assert "A demonstration of the method, no verdict:" in said
    assert "the data are synthetic: Toy County" in said
    assert "not registered before" not in said
    assert {p: p.stat().st_mtime_ns for p in study.rglob("manifest.json")} == before
    assert (study / "registration.json").read_bytes() == registered


def test_a_threshold_changed_afterwards_is_told_from_what_to_what(study, made, capsys, tmp_path):
    import shutil

    copy = shutil.copytree(study, tmp_path / "copy")
    shown = ("--no-bands", "--lang", "en", "-q", "--jobs", 1)
    assert plan("concern", copy, "--set", "concern.threshold_minutes=25", *shown) == 0
    said = capsys.readouterr().out
    assert "Changed since: thresholds.threshold_minutes from 10.0 to 25.0" in said
    assert "1 registered items were changed afterwards" in said
    both = json.loads((copy / "registration.json").read_text("utf-8"))["registrations"]
    assert [r["content"]["thresholds"]["threshold_minutes"] for r in both] == [10.0, 25.0]
    assert plan("concern", copy, "--set", "costs.bed_yuan=1", *shown) == 3
    assert "only concern." in capsys.readouterr().err
    del made


def test_runs_named_one_by_one_are_registered_late_and_pooled_by_county(study, capsys, tmp_path):
    runs = sorted(p.parent for p in study.glob("points/*/assignments.csv"))[:2]
    asked = (*runs, "--out", tmp_path, "--no-bands", "-q", "--jobs", 1)
    assert plan("concern", *asked, "--json") == 0
    assert json.loads(capsys.readouterr().out) == read(tmp_path)
    registered = json.loads((tmp_path / "registration.json").read_text("utf-8"))
    assert len(registered["registrations"]) == 1
    assert plan("concern", *asked, "--lang", "en") == 0
    assert "thresholds and tests were not registered before" in capsys.readouterr().out


def test_no_folder_no_scenario_and_a_folder_without_a_plan_are_refused(tmp_path, capsys):
    assert plan("concern", "--lang", "en") == 2
    assert "name run folders" in capsys.readouterr().err
    assert plan("concern", tmp_path, "--grid", "g.yaml", "--lang", "en") == 2
    capsys.readouterr()
    assert plan("concern", tmp_path, "--lang", "en") == 3


def test_a_grid_that_nothing_satisfies_leaves_with_four(made, tmp_path, capsys):
    (tmp_path / "grid.yaml").write_text(
        "plans: [{name: none, set: {schools: {open_between: [null, 0]}}}]", "utf-8"
    )
    scenario = made / "county" / "free-optimum.yaml"
    asked = ("--scenario", scenario, "--grid", tmp_path / "grid.yaml", "--out", tmp_path / "out")
    assert plan("concern", *asked, "--lang", "en", "--jobs", 1, "-q") == 4
    assert "no plan of the grid can satisfy" in capsys.readouterr().err


def test_the_price_of_nobody_affected_is_swept_and_drawn(made, study, capsys, tmp_path):
    scenario = made / "county" / "one-school-per-township.yaml"
    over = "concern.max_affected_share=0,0.5,null"
    more = ("--set", "schools.per_township=null", "--jobs", 1, "--lang", "en", "-q")
    assert plan("frontier", "--scenario", scenario, "--over", over, "--out", tmp_path, *more) == 0
    said = capsys.readouterr().out
    assert re.search(r"at most 0% affected: 0\.0%, [+-][\d,]+ yuan a year", said)
    assert (tmp_path / "price.csv").exists()
    shown = ("--no-bands", "--lang", "en", "-q", "--jobs", 1, "--out", tmp_path / "study")
    assert plan("concern", study, "--price", tmp_path, *shown) == 0
    price = [p for p in read(tmp_path / "study")["price"] if p["max_affected_share"] == 0]
    assert [p["affected_share"] for p in price] == [0]
