"""`plan explain` and `plan frontier` on the sample county, and what is said without a plan."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import cli
from planner.maps.scan import outside_references


def plan(*arguments: object) -> int:
    return cli._guarded([str(a) for a in arguments])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """The sample county in ``county``; one school per township, S2 closed, in ``run``."""
    folder = tmp_path_factory.mktemp("studies")
    assert plan("sample", folder / "county") == 0
    scenario = folder / "county" / "one-school-per-township.yaml"
    assert plan("--scenario", scenario, "--out", folder / "run", "-q") == 0
    return folder


def test_a_run_writes_how_it_bears_other_numbers_of_pupils(made):
    stress = rows(made / "run" / "stress.csv")
    assert {r["stress_case"] for r in stress} == {"fewer", "more"}
    by_school = {
        r["place_id"]: r
        for r in rows(made / "run" / "stress.csv")
        if (r["stress_case"], r["stress_place"]) == ("more", "school")
    }
    schools = {r["school_id"]: r for r in rows(made / "run" / "schools.csv")}
    assert set(by_school) == {s for s, r in schools.items() if r["kind"]}
    # All junior pupils, 49, are at S4: 64 are still three classes.
    assert (by_school["S4"]["pupils_planned"], by_school["S4"]["pupils"]) == ("49", "64")
    report = (made / "run" / "report.html").read_text("utf-8")
    assert "学生数变化时够不够用" in report
    assert "If the number of pupils changes" in report


def test_a_closure_is_explained_with_its_opposite_in_words_and_as_json(made, capsys):
    assert plan("explain", made / "run", "--school", "S2", "--seconds", 6, "--json") == 0
    (said,) = json.loads(capsys.readouterr().out)
    assert (said["id"], said["decision"], said["pupils_today"]) == ("S2", "close", 15)
    codes = [reason["code"] for reason in said["reasons"]]
    assert codes[0] == "township_limit"
    assert {"too_few_pupils", "receiver_beyond_norm"} <= set(codes)
    assert said["opposite"]["verdict"] == "worse"
    assert said["opposite"]["difference"]["unserved_pupils"] == 0
    touched = {(t["village_id"], t["opposite_school_id"]) for t in said["opposite"]["touched"]}
    assert ("V2", "S2") in touched
    assert plan("explain", made / "run", "--school", "S2", "--seconds", 6, "--lang", "zh") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "河口教学点（甲乡），现有学生 15 人：撤并"
    assert any(line.startswith("  若保留：") for line in lines)


def test_a_village_is_explained_stage_by_stage(made, capsys):
    assert plan("explain", made / "run", "--village", "V2", "--seconds", 6, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert [(s["stage"], s["decision"]) for s in said] == [
        ("lower", "moves"),
        ("upper", "stays"),
        ("junior", "stays"),
    ]
    assert said[0]["reasons"][0]["code"] == "school_closed"


def test_all_closures_are_explained_in_parallel_and_written(made, capsys):
    arguments = ("--all-closures", "--seconds", 4, "--jobs", 2, "--lang", "en")
    assert plan("explain", made / "run", *arguments) == 0
    said = capsys.readouterr()
    assert said.err == ""
    explained = rows(made / "run" / "explain.csv")
    left = [
        r["school_id"]
        for r in rows(made / "run" / "schools.csv")
        if r["decision"] in ("close", "reduce_to_teaching_point")
    ]
    assert [r["school_id"] for r in explained] == left
    assert {r["verdict"] for r in explained} <= {"worse", "indifferent", "undecided"}
    near = rows(made / "run" / "near_optimal.csv")
    assert "S2" in {r["school_id"] for r in near if r["closed_in_run"] == "1"}
    assert all(0 <= float(r["closed_share"]) <= 1 for r in near)
    assert f"written: {made / 'run' / 'near_optimal.csv'}" in said.out


def test_wrong_questions_are_refused(made, capsys):
    assert plan("explain", made / "run") == 2
    assert plan("explain", made / "run", "--school", "S1", "--village", "V1") == 2
    assert plan("explain", made / "run", "--school", "S9", "--lang", "en") == 2
    assert "no school S9" in capsys.readouterr().err
    assert plan("explain", made / "county", "--school", "S1", "--lang", "en") == 3
    assert "manifest.json" in capsys.readouterr().err


def test_a_sweep_keeps_finished_points_and_tells_dominated_ones(made, tmp_path, capsys):
    asked = ("frontier", "--scenario", made / "county" / "free-optimum.yaml", "--out")

    def over(values: str) -> tuple[object, ...]:
        return (*asked, tmp_path / "sweep", "--over", f"budget.annual_yuan={values}", "--json")

    assert plan(*over("1000,700000"), "--jobs", 1) == 0
    first = json.loads(capsys.readouterr().out)["points"]
    assert [(p["value"], p["status"], p["kept"]) for p in first] == [
        ("1000", "infeasible", False),
        ("700000", "optimal", False),
    ]
    finished = tmp_path / "sweep" / first[1]["folder"] / "manifest.json"
    written = finished.stat().st_mtime_ns
    assert plan(*over("700000,800000"), "--jobs", 1) == 0
    second = json.loads(capsys.readouterr().out)["points"]
    assert [(p["value"], p["kept"], p["dominated_by"]) for p in second] == [
        ("700000", True, ""),
        ("800000", False, "700000"),
    ]
    assert finished.stat().st_mtime_ns == written
    table = rows(tmp_path / "sweep" / "frontier.csv")
    assert [r["value"] for r in table] == ["700000", "800000"]
    assert float(table[0]["running_cost_yuan"]) <= 700_000
    assert "<svg" in (tmp_path / "sweep" / "frontier.svg").read_text("utf-8")


def test_a_sweep_without_any_plan_or_with_wrong_values(made, tmp_path, capsys):
    scenario = made / "county" / "free-optimum.yaml"
    asked = ("frontier", "--scenario", scenario, "--out", tmp_path / "s", "--lang", "en", "--over")
    assert plan(*asked, "budget.annual_yuan=-1,word") == 3
    err = capsys.readouterr().err
    assert "-1 is too small" in err
    assert '"word" does not fit' in err
    assert not (tmp_path / "s").exists()
    assert plan(*asked, "budget.annual_yuan") == 2
    assert plan(*asked, "budget.annual_yuan=1000", "--jobs", 1) == 4
    assert "1000: no plan exists" in capsys.readouterr().err


def test_protection_against_one_school_per_township_names_pupils_and_alternatives(
    made, tmp_path, capsys
):
    scenario = made / "county" / "one-school-per-township.yaml"
    arguments = ("--scenario", scenario, "--out", tmp_path / "run", "--set", "travel.protect=all")
    assert plan(*arguments, "-q", "--lang", "en") == 4
    err = capsys.readouterr().err
    assert "the least concession: 15 pupil(s) of 2 village(s) of 甲乡" in err
    assert "or: 甲乡 keeps 1 more school(s) with grades 1–3 than allowed" in err
    said = json.loads((tmp_path / "run" / "infeasible.json").read_text("utf-8"))
    villages = {c["village"] for c in said["remedies"][0]["concessions"]}
    assert villages == {"V1", "V2"}
    assert len(said["remedies"]) >= 2
    page = (tmp_path / "run" / "infeasible.html").read_text("utf-8")
    assert outside_references(page) == []
    assert "the least concession".lower() in page.lower()
