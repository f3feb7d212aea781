"""One scenario of every bundled county and of Leh, from file to page; `make bench` runs all."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from planner.audit.files import audit_run
from planner.run import Run, run_scenario

ROOT = Path(__file__).parents[2]
LEH_SOURCE = Path(
    os.environ.get("PLAN_LEH_SOURCE")
    or ROOT.parent / "shared" / "data" / "leh" / "ladakh_leh.gpkg.zip"
)
LONG_ENOUGH = "solver.time_limit_s=400"
"""The proof ends the search long before; this only keeps a crowded machine from failing."""
long = pytest.mark.skipif(
    not os.environ.get("PLAN_LONG_TESTS"),
    reason="three quarters of a minute: benchmarks.scenarios solves it; PLAN_LONG_TESTS=1 does here",
)


def done(place: str, out: Path, *assignments: str) -> Run:
    return run_scenario(ROOT / "scenarios" / f"{place}.yaml", out, assignments=assignments)


def rows(run: Run, name: str) -> list[dict[str, str]]:
    with (run.folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def manifest(run: Run) -> dict:
    return json.loads((run.folder / "manifest.json").read_text("utf-8"))


def assert_proved_and_audited(run: Run, *, gap: float) -> None:
    said = manifest(run)
    assert (said["status"], said["ended_by"]) == ("optimal", "proof")
    assert 0 <= said["gap"] <= gap
    for tier in said["objective"]:
        assert tier["value"] - tier["best_bound"] <= gap * abs(tier["value"]) + 1e-6 * (
            1 + abs(tier["value"])
        ), tier["name"]
    assert said["audit"] == {"passed": True, "findings": 0}
    assert audit_run(run.folder) == ()


def assert_today_changes_nothing(run: Run) -> None:
    assert {row["decision"] for row in rows(run, "schools.csv")} <= {"keep", "not_opened"}
    went = [row for row in rows(run, "assignments.csv") if row["school_id"]]
    assert {row["school_id"] == row["baseline_school_id"] for row in went} == {True}
    assert {float(row["added_minutes"]) for row in went} == {0.0}
    for row in rows(run, "indicators.csv"):
        if row["indicator"] in ("running_yuan", "household_cost_yuan", "schools_open"):
            assert float(row["value"]) == pytest.approx(float(row["baseline"]), rel=1e-9)


@pytest.mark.parametrize(
    ("county", "villages", "unserved"), [("zhaojue", 163, 0), ("mao", 108, 208)]
)
def test_today(county, villages, unserved, tmp_path):
    run = done(f"{county}/today", tmp_path / "run")
    assert_proved_and_audited(run, gap=0)
    assert_today_changes_nothing(run)
    said = manifest(run)
    assert said["size"]["villages"] == villages
    assert said["objective"][0]["value"] == unserved
    left = [r for r in rows(run, "assignments.csv") if not r["school_id"]]
    assert sum(int(row["pupils"]) for row in left) == unserved
    assert {row["minutes"] for row in left} <= {""}, "unreachable is empty"
    for page in ("map.html", "report.html"):
        assert "虚构" in (run.folder / page).read_text("utf-8")


def test_the_free_optimum_of_dege_is_proved_and_harms_nobody(tmp_path):
    run = done("dege/free-optimum", tmp_path / "run", LONG_ENOUGH)
    assert_proved_and_audited(run, gap=0.02)
    said = manifest(run)
    values = {tier["name"]: tier["value"] for tier in said["objective"]}
    assert values["unserved_pupils"] == 21, "no school lies within the ceiling of these"
    before = {
        r["indicator"]: float(r["baseline"])
        for r in rows(run, "indicators.csv")
        if r["group_kind"] == "county" and r["baseline"]
    }
    assert (
        values["public_plus_household_spending_yuan"]
        < before["public_plus_household_spending_yuan"]
    )
    kept_within = [r for r in rows(run, "assignments.csv") if r["baseline_over_norm"] == "0"]
    assert len(kept_within) > 100
    assert {row["over_norm"] for row in kept_within if row["school_id"]} == {"0"}


@pytest.fixture(scope="module")
def leh(tmp_path_factory) -> Path:
    """The county folder of Leh: as converted in place, else converted here from the source."""
    made = ROOT / "data" / "leh" / "county"
    if (made / "county.yaml").is_file():
        return made
    if not LEH_SOURCE.is_file():
        pytest.skip("the Leh source is not there: set PLAN_LEH_SOURCE to ladakh_leh.gpkg.zip")
    folder = tmp_path_factory.mktemp("leh") / "county"
    command = [sys.executable, "-m", "data.leh", str(LEH_SOURCE), "--out", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


def test_today_in_leh(leh, tmp_path):
    run = done("leh/today", tmp_path / "run", f"county={leh}")
    assert_proved_and_audited(run, gap=0)
    assert_today_changes_nothing(run)
    said = manifest(run)
    assert (said["size"]["villages"], said["objective"][0]["value"]) == (346, 4)
    assert said["provenance"] == "estimated"
    assert set(said["baseline"].values()) == {"assumed"}


@long
def test_winter_in_mao_is_proved(tmp_path):
    run = done("mao/winter", tmp_path / "run", LONG_ENOUGH)
    assert_proved_and_audited(run, gap=0.02)
    assert manifest(run)["objective"][0]["value"] == 47, "no school lies within the ceiling"


@long
def test_winter_in_leh_is_proved(leh, tmp_path):
    run = done("leh/winter", tmp_path / "run", f"county={leh}", LONG_ENOUGH)
    assert_proved_and_audited(run, gap=0.02)
    assert manifest(run)["objective"][0]["value"] == 400, "no school lies within the ceiling"
