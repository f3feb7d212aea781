"""``plan explain RUN --subject`` on the sample county: remedies, refusals, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cli


def explain(run: Path, *more: str) -> int:
    return cli._guarded(["explain", str(run), "--seconds", "10", *more])


@pytest.fixture(scope="module")
def county(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("gaps") / "county"
    assert cli._guarded(["sample", str(folder)]) == 0
    return folder


def planned(county: Path, name: str, *more: str) -> Path:
    out = county.parent / name
    arguments = ["--scenario", str(county / "today.yaml"), "--out", str(out), "-q", *more]
    assert cli._guarded(arguments) == 0
    return out


@pytest.fixture(scope="module")
def run(county) -> Path:
    return planned(county, "run", "--with-staffing", "--set", "staffing.rounds=0")


def test_a_subject_nobody_teaches_is_explained_with_its_cheapest_hires(run, capsys):
    assert explain(run, "--subject", "心理健康", "--lang", "en") == 0
    said = capsys.readouterr().out
    assert said.startswith("Mental health, whole county:")
    assert "nobody in the county may teach it" in said
    assert "Remedies, each solved again" in said
    assert "proved the least" in said
    assert "failed its check" not in said
    report = (run / "report.html").read_text("utf-8")
    assert "plan explain RUN --subject NAME" in report


def test_json_agrees_with_the_tables_of_the_run(run, capsys):
    assert explain(run, "--subject", "mental_health", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    import csv

    with (run / "coverage.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["subject"] == "mental_health"]
    assert said["uncovered_periods"] == pytest.approx(sum(float(r["uncovered"]) for r in rows))
    kinds = [r["kind"] for r in said["remedies"]]
    assert sorted(kinds) == ["circuits", "hires", "moves", "online", "redivide", "training"]
    hires = next(r for r in said["remedies"] if r["kind"] == "hires")
    assert hires["result"] == "closes"
    assert hires["verified"]
    assert hires["yuan"] == 120_000 * sum(w["count"] for w in hires["where"])


def test_one_school_of_the_run(run, capsys):
    assert explain(run, "--subject", "mental_health", "--school", "S4", "--lang", "en") == 0
    said = capsys.readouterr().out
    assert said.startswith("Mental health, school 示例县初级中学:")
    assert explain(run, "--subject", "mental_health", "--school", "S99", "--lang", "en") == 2
    assert "no school S99" in capsys.readouterr().err


def test_an_unknown_subject_leaves_with_code_2_and_the_nearest_names(run, capsys):
    assert explain(run, "--subject", "心里健康", "--lang", "zh") == 2
    assert "相近的有 心理健康" in capsys.readouterr().err


def test_a_run_without_staffing_leaves_with_code_3_and_the_cure(county, capsys):
    bare = planned(county, "bare")
    capsys.readouterr()
    assert explain(bare, "--subject", "maths", "--lang", "en") == 3
    assert "--with-staffing" in capsys.readouterr().err
    assert explain(county / "nothing", "--subject", "maths", "--lang", "en") == 3
    assert "manifest.json missing" in capsys.readouterr().err


def test_a_subject_is_not_asked_for_beside_a_village(run, capsys):
    assert explain(run, "--subject", "maths", "--village", "V1", "--lang", "en") == 2
    assert "--subject" in capsys.readouterr().err
