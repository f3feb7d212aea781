"""Counties that lack staff: each gets a plan with the gap named, never a failure."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from bad_counties import edit_rows, spoilt

import cli
from planner.audit.staffing.files import audit_staffing_files
from planner.teachers.instance import StaffInstance

NO_HIRES = ("--set", "staffing.hires.max_posts=0")
SAME = {"file": "teachers.csv", "row": 2, "column": "subject", "write": "语文"}
"""Changes nothing, and keeps the teachers of the sample in its county."""


def planned(county: Path, *more: str) -> Path:
    """Return the run folder of today's schools with staffing, audited."""
    out = county.parent / "run"
    arguments = ["--scenario", str(county / "today.yaml"), "--out", str(out), "--with-staffing"]
    shorter = ("--set", "staffing.rounds=0", "--set", "staffing.time_limit_s=30")
    assert cli._guarded([*arguments, "-q", "--lang", "en", *shorter, *more]) == 0
    assert audit_staffing_files(out) == ()
    staffing = json.loads((out / "manifest.json").read_text("utf-8"))["staffing"]
    assert staffing["audit"]["passed"]
    return out


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def gaps(run: Path, **asked: str) -> dict[tuple[str, str], tuple[float, str]]:
    """Return uncovered periods and the reason by school and subject, of rows with these values."""
    return {
        (r["school_id"], r["subject"]): (round(float(r["uncovered"]), 3), r["why"])
        for r in rows(run / "coverage.csv")
        if float(r["uncovered"]) > 0 and all(r[k] == v for k, v in asked.items())
    }


def kept(keep: Callable[[list[str]], bool]) -> Callable[[list[list[str]]], list[list[str]]]:
    return lambda table: [table[0], *(row for row in table[1:] if keep(row))]


@pytest.fixture
def county(tmp_path) -> Path:
    return spoilt(tmp_path, [SAME])


def test_fewer_teachers_than_posts(county, capsys):
    gone = ("数学", "英语", "物理", "历史")
    edit_rows(county / "teachers.csv", kept(lambda r: r[0] != "S4" or r[1] not in gone))
    run = planned(county, *NO_HIRES)
    needed = sum(int(r["posts_needed"]) for r in rows(run / "schools.csv") if r["kind"])
    after = rows(run / "teachers.csv")
    assert sum(int(r["count"]) for r in after if r["post"] == "teaching") == 15 < needed
    junior = gaps(run, stage="junior")
    # Three junior classes have five lessons of mathematics each; who is left is qualified for
    # primary grades.
    assert junior["S4", "mathematics"] == (15, "nobody")
    # One teacher of Chinese, with 13 of 18 lessons.
    assert junior["S4", "chinese"][1] == "busy"
    assert junior["S4", "chinese"][0] >= 5
    said = capsys.readouterr().out
    assert "weekly periods have no teacher" in said
    assert "Mathematics 15" in said
    assert "Mathematics" in (run / "report.html").read_text("utf-8")


def test_no_bilingual_teacher(county, capsys):
    def spoken(table: list[list[str]]) -> list[list[str]]:
        there = ("V1", "V2")
        more = [["tibetan", "mode1"] if r[0] in there else ["", ""] for r in table[1:]]
        head = [*table[0], "language", "stream"]
        return [head, *([*r, *m] for r, m in zip(table[1:], more, strict=True))]

    edit_rows(county / "villages.csv", spoken)
    run = planned(county, *NO_HIRES)
    asked = [r for r in rows(run / "coverage.csv") if r["language"] == "tibetan"]
    found = gaps(run, language="tibetan")
    assert len(asked) == len(found) > 10
    assert {why for _, why in found.values()} == {"nobody"}
    assert all(r["uncovered"] == r["periods_needed"] and r["priority"] == "1" for r in asked)
    assert found["S2", "mother_tongue"] == (3, "nobody")
    assert "Mother tongue 8" in capsys.readouterr().out


def test_a_subject_nobody_teaches(county, capsys):
    run = planned(county, *NO_HIRES)
    asked = {r["school_id"] for r in rows(run / "coverage.csv") if r["subject"] == "mental_health"}
    found = gaps(run, subject="mental_health")
    assert {school for school, _ in found} == asked == {"S1", "S2", "S3", "S4"}
    assert {why for _, why in found.values()} == {"nobody"}
    # Nor does it come from a screen, since nobody gives it anywhere.
    assert not [r for r in rows(run / "lessons.csv") if r["subject"] == "mental_health"]
    assert "Mental health" in capsys.readouterr().out


@pytest.mark.parametrize("road", ["none", "island"])
def test_a_school_without_roads(county, road):
    """S2 has no road within 3 km, or one that leads nowhere."""
    file = county / "roads.geojson"
    roads = json.loads(file.read_text("utf-8"))
    west = next(f for f in roads["features"] if f["properties"]["name"] == "甲乡西路")
    if road == "none":
        roads["features"].remove(west)
    else:
        # Without the stretch from V2 to S1.
        del west["geometry"]["coordinates"][-1]
    file.write_text(json.dumps(roads, ensure_ascii=False), "utf-8")
    on_foot = ("--set", "travel.serve=soft", "--set", "staffing.moves.lodged_max_minutes=0")
    run = planned(county, *on_foot)
    staff = StaffInstance.load(run / "staff_instance.npz")
    s = staff.school_id.index("S2")
    away = np.delete(staff.minutes[s], s)
    assert np.isnan(away).all() if road == "island" else (away > 60).all()
    assert "S2" in {r["school_id"] for r in rows(run / "schools.csv") if r["kind"]}
    for person in rows(run / "teachers.csv"):
        ends = {person["from_school_id"], person["to_school_id"]}
        assert "S2" not in ends or ends <= {"S2", ""}, person
    # English is no subject of a generalist; half of it may come on the screen.
    periods, why = gaps(run)["S2", "english"]
    assert (periods, why) == (0.333, "nobody_near")
