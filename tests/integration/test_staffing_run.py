"""``plan --with-staffing`` on the sample county: files, audits, terminal, refusals."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import cli
from planner.accounts import STAFFED_TIERS
from planner.audit.files import audit_run
from planner.audit.staffing.files import audit_staffing_files
from planner.instance import Instance
from planner.teachers.instance import StaffInstance

ROOT = Path(__file__).parents[2]


def run(scenario: Path, out: Path, *more: str) -> int:
    return cli._guarded(
        ["--scenario", str(scenario), "--out", str(out), "--with-staffing", "-q", *more]
    )


@pytest.fixture(scope="module")
def county(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("staffing") / "county"
    assert cli._guarded(["sample", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def made(county) -> Iterator[tuple[Path, int]]:
    """A run of a scenario that merges schools, with its exit code."""
    out = county.parent / "run"
    code = run(county / "one-school-per-township.yaml", out, "--set", "staffing.rounds=1")
    return out, code


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def manifest(folder: Path) -> dict:
    return json.loads((folder / "manifest.json").read_text("utf-8"))


def staffing_files() -> set[str]:
    tables = (ROOT / "docs" / "commands.md").read_text("utf-8").split("| file | content |")[2]
    names = [line.split("|")[1] for line in tables.splitlines() if line.startswith("| `")]
    return {name for cell in names for name in re.findall(r"`([\w.]+)`", cell)}


def test_the_documented_files_are_there_and_pass_their_audits(made):
    folder, code = made
    assert code == 0
    there = {p.name for p in folder.iterdir()}
    assert staffing_files() <= there
    assert {"staff_instance.npz", "teachers.csv", "coverage.csv", "posts.csv"} <= staffing_files()
    assert audit_run(folder) == ()
    assert audit_staffing_files(folder) == ()


def test_the_tables_agree_with_the_county_the_layout_and_the_manifest(made, county):
    folder, _ = made
    today = sum(int(r["count"]) for r in rows(county / "teachers.csv"))
    after = rows(folder / "teachers.csv")
    assert sum(int(r["count"]) for r in after if r["role"] != "hire") == today
    closed = {r["school_id"] for r in rows(folder / "schools.csv") if not r["kind"]}
    assert closed
    assert not closed & {r["to_school_id"] for r in after}
    said = manifest(folder)["staffing"]
    uncovered = sum(float(r["uncovered"]) for r in rows(folder / "coverage.csv"))
    value = {t["name"]: t["value"] for t in said["objective"]}
    assert uncovered == pytest.approx(value["uncovered_periods"])
    assert said["audit"] == {"passed": True, "findings": 0}
    assert said["supply"] == {"source": "table", "persons": today}
    kept = [r for r in said["rounds"] if r["kept"]]
    assert [r["uncovered_periods"] for r in kept] == [pytest.approx(uncovered)]
    assert rows(folder / "posts.csv")[-1]["survey_share"] == "0.61"


def test_the_rounds_are_told_and_the_kept_one_was_charged_what_the_instance_says(made):
    folder, _ = made
    rounds = manifest(folder)["staffing"]["rounds"]
    assert [r["number"] for r in rounds] == list(range(len(rounds)))
    assert len(rounds) <= 2
    assert rounds[0]["premium_yuan"] == 0
    assert all(r["seconds"] > 0 and r["status"] for r in rounds)
    instance = Instance.load(folder / "instance.npz")
    runs = {r["school_id"] for r in rows(folder / "schools.csv") if r["kind"]}
    charged = zip(instance.site_id, instance.site_staffing_yuan.tolist(), strict=True)
    (kept,) = (r for r in rounds if r["kept"])
    assert sum(yuan for site, yuan in charged if site in runs) == pytest.approx(
        kept["premium_yuan"]
    )
    assert kept["schools_open"] == len(runs)


def test_a_run_with_staffing_may_start_from_another(made, county):
    folder, _ = made
    out = county.parent / "started"
    again = ("--start", str(folder), "--set", "staffing.rounds=1")
    assert run(county / "one-school-per-township.yaml", out, *again) == 0
    said = manifest(out)
    start = said["start"]
    assert (start["folder"], start["scenario"]) == (folder.as_posix(), said["scenario"])
    units = {
        (r["village_id"], r["stage"], r["baseline_school_id"])
        for r in rows(folder / "assignments.csv")
    }
    assert start["units_kept"] == len(units)
    # What the search began from is the layout of the earlier run, without what that was charged.
    (kept,) = (r for r in manifest(folder)["staffing"]["rounds"] if r["kept"])
    values = {t["name"]: t["value"] for t in manifest(folder)["objective"]}
    for tier in start["objective"]:
        charged = kept["premium_yuan"] if tier["name"] in STAFFED_TIERS else 0
        assert tier["value"] == pytest.approx(values[tier["name"]] - charged), tier["name"]
    assert start["objective"]
    staffing = said["staffing"]
    assert staffing["audit"] == {"passed": True, "findings": 0}
    assert sum(r["kept"] for r in staffing["rounds"]) == 1
    # Staff are placed anew: the start is of the layout alone, and comes to the same lessons.
    uncovered = [r["uncovered_periods"] for r in staffing["rounds"] if r["kept"]]
    assert uncovered == [pytest.approx(kept["uncovered_periods"], rel=0.01)]
    assert audit_run(out) == ()
    assert audit_staffing_files(out) == ()


def test_each_stage_is_timed_and_each_text_is_there_in_both_languages(made, county, capsys):
    folder, _ = made
    seconds = manifest(folder)["timings_s"]
    assert {"staffing", "staff_audit", "solve", "audit", "write"} <= set(seconds)
    scenario = county / "today.yaml"
    for lang, lessons, posts in (("zh", "无人上", "管理岗"), ("en", "no teacher", "61 %")):
        out = county.parent / f"told-{lang}"
        assert run(scenario, out, "--lang", lang, "--set", "staffing.rounds=0") == 0
        said = capsys.readouterr().out
        assert lessons in said
        assert posts in said
        assert ("61%" in said) or ("61 %" in said)
    assert len(manifest(out)["staffing"]["rounds"]) == 1


def test_a_county_without_a_teachers_table_gets_a_made_up_staff_marked_as_such(county, capsys):
    bare = county.parent / "bare"
    assert cli._guarded(["sample", str(bare)]) == 0
    yaml = YAML()
    told = yaml.load((bare / "county.yaml").read_text("utf-8"))
    del told["tables"]["teachers"]
    with (bare / "county.yaml").open("w", encoding="utf-8") as file:
        yaml.dump(told, file)
    (bare / "teachers.csv").unlink()
    out = county.parent / "bare-run"
    assert run(bare / "today.yaml", out, "--lang", "en", "--set", "staffing.rounds=0") == 0
    assert "the staff is synthetic" in capsys.readouterr().out
    supply = manifest(out)["staffing"]["supply"]
    persons = int(StaffInstance.load(out / "staff_instance.npz").type_count.sum())
    assert supply == {"source": "synthetic", "persons": persons}
    assert persons > 0
    warned = [r for r in rows(out / "findings.csv") if r["source"] == "staffing"]
    assert "synthetic" in " ".join(r["message_en"] for r in warned)
    assert audit_staffing_files(out) == ()


def test_nobody_forced_out_is_refused_with_the_least_number_and_where(county, capsys):
    out = county.parent / "forced"
    code = run(
        county / "one-school-per-township.yaml",
        out,
        *("--lang", "en"),
        *("--set", "staffing.no_forced_exit=true"),
        *("--set", "staffing.moves.max_minutes=0"),
        *("--set", "staffing.moves.lodged_max_minutes=0"),
    )
    assert code == 4
    said = json.loads((out / "infeasible.json").read_text("utf-8"))["staffing"]
    # S2 closes with two teachers and a manager; S3 has one manager more than posts, who has
    # no subject.
    assert said == {
        "rule": "no_forced_exit",
        "least_persons": 4,
        "persons": 4,
        "posts": [
            {"school": "S2", "post": "management", "persons": 1},
            {"school": "S2", "post": "teaching", "persons": 2},
            {"school": "S3", "post": "management", "persons": 1},
        ],
    }
    assert manifest(out)["status"] == "infeasible"
    terminal = capsys.readouterr().err
    assert "at least 4 persons have no place" in terminal
    assert "河口教学点 (closes): teaching 2" in terminal
    assert "What would allow one" not in (out / "infeasible.html").read_text("utf-8")


def test_wrong_staffing_options_are_refused_before_anything_is_searched_for(county, capsys):
    out = county.parent / "refused"
    wrong = "staffing.hires.by_subject={magic: 2}"
    assert run(county / "today.yaml", out, "--lang", "en", "--set", wrong) == 3
    assert "magic" in capsys.readouterr().err
    assert not out.exists()


def test_without_the_flag_nothing_of_it_is_written(county):
    out = county.parent / "plain"
    arguments = ["--scenario", str(county / "today.yaml"), "--out", str(out), "-q"]
    assert cli._guarded(arguments) == 0
    assert not staffing_files() & {p.name for p in out.iterdir()}
    assert "staffing" not in manifest(out)
    assert "staffing_premium_yuan" not in {r["indicator"] for r in rows(out / "indicators.csv")}
