"""A road shut for named months, from the file to the report: who is cut off, and by what."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from bad_counties import spoilt

import cli

NORTH = '"name": "甲乡西路",'


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory) -> Path:
    """The sample county whose western road is shut from December to February, run."""
    folder = tmp_path_factory.mktemp("closures")
    shut = {"file": "roads.geojson", "replace": [NORTH, NORTH + ' "closed_season": "12月至2月",']}
    county = spoilt(folder, [shut])
    out = folder / "run"
    arguments = ["--scenario", str(county / "today.yaml"), "--out", str(out), "-q"]
    seasons = ["--set", "season={worst_of: [normal, winter]}", "--set", "solver.time_limit_s=20"]
    assert cli._guarded([*arguments, *seasons]) == 0
    return out


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


def test_the_villages_cut_off_are_unserved_and_nobody_else(run_folder: Path) -> None:
    lost = [r for r in table(run_folder / "assignments.csv") if not r["school_id"]]
    assert {(r["village_id"], r["stage"]) for r in lost} == {
        ("V1", "upper"),
        ("V1", "junior"),
        ("V2", "upper"),
        ("V2", "junior"),
    }


def test_the_findings_name_them_with_the_road(run_folder: Path) -> None:
    found = [r for r in table(run_folder / "findings.csv") if r["check"].startswith("travel_unr")]
    assert [r["check"] for r in found] == ["travel_unreached_closed"]
    said = " ".join(found[0].values())
    assert "冬季，下列村的4–6年级、7–9年级学生因道路封闭到不了任何学校" in said
    assert "shut: 甲乡西路" in said


def test_the_report_names_them_too(run_folder: Path) -> None:
    page = (run_folder / "report.html").read_text("utf-8")
    names = [r["village"] for r in table(run_folder / "assignments.csv") if not r["school_id"]]
    both = "、".join(dict.fromkeys(names))
    assert f"在所规划的季节里，下列村有学生到不了任何设其学段的学校：{both}；" in page
    assert "封闭的道路：甲乡西路" in page
