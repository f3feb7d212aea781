"""`--start`: a run that begins from an earlier one on the sample county."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

import cli
from planner.audit.files import audit_run


def plan(*arguments: object) -> int:
    return cli._guarded([str(a) for a in arguments])


def manifest(folder: Path) -> dict:
    return json.loads((folder / "manifest.json").read_text("utf-8"))


def values(folder: Path) -> list[tuple[str, float]]:
    return [(o["name"], o["value"]) for o in manifest(folder)["objective"]]


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """The sample county in ``county``, its free optimum in ``free``, one per township in ``one``."""
    folder = tmp_path_factory.mktemp("start")
    assert plan("sample", folder / "county") == 0
    for name, out in (("free-optimum", "free"), ("one-school-per-township", "one")):
        asked = ("--scenario", folder / "county" / f"{name}.yaml", "--out", folder / out, "-q")
        assert plan(*asked, "--set", "solver.mip_gap=0") == 0
    return folder


def started(made: Path, out: Path, start: Path, *more: str) -> int:
    scenario = made / "county" / "free-optimum.yaml"
    asked = ("--scenario", scenario, "--out", out, "--start", start, "-q", "--lang", "en")
    return plan(*asked, "--set", "solver.mip_gap=0", *more)


def test_a_run_from_itself_is_the_same_plan_and_says_where_it_began(made, tmp_path):
    assert manifest(made / "free")["start"] is None
    assert started(made, tmp_path / "again", made / "free") == 0
    said = manifest(tmp_path / "again")["start"]
    assert (said["folder"], said["scenario"]) == ((made / "free").as_posix(), "toy-free-optimum")
    read = {f["path"]: f["bytes"] for f in said["files"]}
    assert read == {f: (made / "free" / f).stat().st_size for f in read}
    assert {"schools.csv", "assignments.csv"} < set(read)
    with (made / "free" / "assignments.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    units = len({(r["village_id"], r["stage"], r["baseline_school_id"]) for r in rows})
    assert said["units_kept"] == units
    # Proved to gap 0: no plan is better, so the start's values are the answer's.
    assert values(tmp_path / "again") == values(made / "free")
    for one in said["objective"]:
        assert dict(values(made / "free"))[one["name"]] == pytest.approx(one["value"])
    assert said["objective"]
    log = (tmp_path / "again" / "plan.log").read_text("utf-8")
    assert f"({said['scenario']}): {units} of {units} groups of pupils" in log
    assert audit_run(tmp_path / "again") == ()


def test_a_run_from_another_scenario_comes_to_the_same_values(made, tmp_path):
    assert started(made, tmp_path / "run", made / "one") == 0
    said = manifest(tmp_path / "run")
    assert said["start"]["scenario"] == "toy-one-school-per-township"
    assert said["status"] == "optimal"
    assert values(tmp_path / "run") == values(made / "free")
    assert audit_run(tmp_path / "run") == ()


def test_a_run_may_start_from_the_folder_that_it_replaces(made, tmp_path):
    shutil.copytree(made / "one", tmp_path / "run")
    assert started(made, tmp_path / "run", tmp_path / "run") == 0
    assert values(tmp_path / "run") == values(made / "free")
    assert manifest(tmp_path / "run")["start"]["scenario"] == "toy-one-school-per-township"


def test_a_start_that_is_no_run_of_this_county_is_refused(made, tmp_path, capsys):
    assert started(made, tmp_path / "run", made / "county") == 3
    said = capsys.readouterr().err
    assert str(made / "county") in said
    assert "manifest.json" in said
    assert "leave --start out" in said
    other = Path(shutil.copytree(made / "free", tmp_path / "other"))
    schools = (other / "schools.csv").read_text("utf-8-sig")
    for township in {line.split(",")[2] for line in schools.splitlines()[1:]}:
        schools = schools.replace(township, f"别处{township}")
    (other / "schools.csv").write_text(schools, "utf-8-sig")
    assert started(made, tmp_path / "run", other) == 3
    said = capsys.readouterr().err
    assert str(other) in said
    assert "another county" in said
    assert not (tmp_path / "run").exists()


def test_a_sweep_starts_each_point_from_the_run_and_keeps_it(made, tmp_path, capsys):
    def sweep(*more: object) -> list[dict]:
        scenario = made / "county" / "free-optimum.yaml"
        asked = ("--scenario", scenario, "--out", tmp_path, "--over", "budget.annual_yuan=800000")
        assert plan("frontier", *asked, "--json", "-q", *more) == 0
        return json.loads(capsys.readouterr().out)["points"]

    (cold,) = sweep()
    (warm,) = sweep("--start", made / "free")
    (again,) = sweep("--start", made / "free")
    assert [p["kept"] for p in (cold, warm, again)] == [False, False, True]
    assert cold["folder"] != warm["folder"] == again["folder"]
    assert manifest(tmp_path / warm["folder"])["start"]["scenario"] == "toy-free-optimum"
    assert manifest(tmp_path / cold["folder"])["start"] is None
