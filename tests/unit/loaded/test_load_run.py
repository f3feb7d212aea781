"""A run folder read back: every table as it was, text as text, and what cannot be read refused."""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path

import pandas as pd
import pytest

from planner.errors import InvalidInputError
from planner.loaded import LoadedRun, load_run
from planner.loaded.tables import read_table
from planner.reports.lines import lines_table
from planner.reports.staff_tables import staff_tables
from planner.reports.stress import stress_table
from planner.reports.tables import assignments_table, findings_table, schools_table
from planner.run import Run


@pytest.fixture(scope="module")
def loaded(odd_run: Run) -> LoadedRun:
    return load_run(odd_run.folder)


def same(read: pd.DataFrame, made: pd.DataFrame) -> None:
    """Compare a table with what was written: every value, and words where words were."""
    assert list(read.columns) == list(made.columns)
    assert len(read) == len(made)
    for column in made.columns:
        for got, wrote in zip(read[column].tolist(), made[column].tolist(), strict=True):
            if wrote is None or wrote is pd.NA or wrote == "" or wrote != wrote:
                assert got != got, f"{column}: {got!r} where nothing was written"
            elif isinstance(wrote, str):
                assert got == wrote, column
            else:
                assert float(got) == float(wrote), column


def test_every_table_comes_back_as_it_was_written(odd_run: Run, loaded: LoadedRun):
    result = odd_run.result
    assignments = assignments_table(result)
    same(loaded.assignments, assignments)
    same(loaded.schools.drop(columns="geometry"), schools_table(result, assignments))
    same(loaded.indicators, result.indicators)
    same(loaded.findings, findings_table(result))
    same(loaded.tables["stress"], stress_table(result))
    same(loaded.tables["lines"], lines_table(result))
    assert result.staffing is not None
    staffing = staff_tables(result.staffing.instance, result.staffing.plan)
    files = {path.stem for path in odd_run.folder.glob("*.csv")}
    assert set(loaded.tables) == files - {"schools", "assignments", "indicators", "findings"}
    assert set(loaded.tables) >= {"stress", "lines", "households", *staffing}
    for name, table in staffing.items():
        same(loaded.tables[name], table)


def test_ids_and_names_that_look_like_numbers_stay_text(loaded: LoadedRun):
    assert list(loaded.villages["village_id"])[:3] == ["001", "002", "1e5"]
    first = loaded.villages.set_index("village_id")
    assert first.loc[["001", "002", "1e5", "V4"], "name"].tolist() == [
        "2000",
        "NA",
        "=1+1",
        "-dash",
    ]
    going = loaded.assignments.set_index(["village_id", "stage"])
    assert going.loc[("001", "lower"), "baseline_school_id"] == "0102"
    assert going.loc[("1e5", "lower"), "village"] == "=1+1"
    assert going.loc[("V4", "junior"), "township"] == "0815"
    assert set(loaded.schools["school_id"]) == {"0101", "0102", "S3", "S4", "S5"}
    assert loaded.tables["lines"]["line_id"].tolist() == ["007"]
    by_township = loaded.indicators[loaded.indicators["group_kind"] == "township"]
    assert set(by_township["group"]) == {"0815", "乙乡"}
    assert set(loaded.tables["teachers"]["age_band"]) >= {"30_39", "40_49"}


def test_points_are_where_the_inputs_say_in_degrees(loaded: LoadedRun):
    for layer in (loaded.schools, loaded.villages, loaded.roads_used, loaded.boundary):
        assert layer.crs == "EPSG:4326"
    s1 = loaded.schools.set_index("school_id").geometry["0101"]
    assert (s1.x, s1.y) == pytest.approx((100.08647082, 30.98664244), abs=2e-7)
    v6 = loaded.villages.set_index("village_id").geometry["V6"]
    assert (v6.x, v6.y) == pytest.approx((100.15241444, 30.98607090), abs=2e-7)
    west, south, east, north = loaded.boundary.total_bounds
    assert loaded.villages.within(loaded.boundary.geometry.iloc[0]).all()
    assert 100 < west < east < 100.2 and 30.9 < south < north < 31.1
    roads = loaded.roads_used.set_index(["name", "pupils"])
    # V1's pupils are alone on their 1.5 steps of road; V2's join them for four.
    west = roads.loc[("甲乡西路", 6 + 6 + 5)]
    assert west["metres"] == pytest.approx(1.5 * 630)
    assert (west["walk_pupils"], west["ride_pupils"], west["board_pupils"]) == (11, 0, 6)
    assert roads.loc[("甲乡西路", 17 + 9 + 8 + 8)]["metres"] == pytest.approx(4 * 630)
    assert loaded.roads_used["closed_season"].isna().all()


def test_what_the_run_says_of_itself(odd_run: Run, loaded: LoadedRun):
    assert loaded.name == "toy-one-school-per-township"
    assert (loaded.title("zh"), loaded.title("en")) == ("一乡一校", "One school per township")
    assert loaded.county_id == "toy"
    assert loaded.county_name == {"zh": "示例县", "en": "Toy County"}
    assert loaded.status == odd_run.result.outcome.status == "optimal"
    assert loaded.gap == odd_run.result.outcome.gap
    assert loaded.staffed
    chosen = {"stage": "lower", "min": 1, "max": 1, "exempt": []}
    assert loaded.scenario["schools"]["per_township"] == chosen
    assert loaded.manifest["size"]["villages"] == 6
    assert "6 villages, 5 schools" in repr(loaded)


def test_a_run_of_an_earlier_version_has_no_name_of_its_county(odd_run: Run, tmp_path: Path):
    folder = changed(odd_run, tmp_path, county_id=None, county_name=None, gap=None, staffing=None)
    old = load_run(str(folder))
    assert old.county_id == "county"
    assert old.county_name == {"zh": "county", "en": "county"}
    assert old.gap == math.inf
    assert not old.staffed


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path):
    with pytest.raises(InvalidInputError) as caught:
        load_run(tmp_path / "nothing")
    assert str(tmp_path / "nothing") in caught.value.message.say("zh")
    assert "manifest.json" in caught.value.findings[0].say("zh")


def test_what_a_notebook_prints_of_a_refusal_holds_reason_and_cure_in_both_languages(
    tmp_path: Path,
):
    folder = tmp_path / "nope"
    with pytest.raises(InvalidInputError) as caught:
        load_run(folder)
    assert str(caught.value).splitlines() == [
        f"{folder} 不能作为一次运行的结果读取",
        f"  {folder}：文件夹中没有 manifest.json，不是 plan 写出的结果文件夹；"
        "请给出 plan --scenario … --out 所写的文件夹",
        f"{folder} cannot be read as a finished run",
        f"  {folder}: there is no manifest.json: plan did not write this folder; "
        "name the one that plan --scenario … --out wrote",
    ]


def test_a_run_without_a_plan_points_to_its_reasons(odd_run: Run, tmp_path: Path):
    folder = changed(odd_run, tmp_path, status="infeasible")
    (folder / "schools.csv").unlink()
    with pytest.raises(InvalidInputError) as caught:
        load_run(folder)
    said = caught.value.findings[0].say("en")
    assert "toy-one-school-per-township has no feasible plan" in said
    assert "infeasible.json" in said


def test_missing_and_broken_files_are_named(odd_run: Run, tmp_path: Path):
    folder = changed(odd_run, tmp_path)
    (folder / "indicators.csv").unlink()
    (folder / "plan.gpkg").unlink()
    with pytest.raises(InvalidInputError, match="cannot be read") as caught:
        load_run(folder)
    assert "indicators.csv, plan.gpkg" in caught.value.findings[0].say("en")
    for name, content in (("manifest.json", "{"), ("manifest.json", "{}")):
        (folder / name).write_text(content, "utf-8")
        with pytest.raises(InvalidInputError):
            load_run(folder)


def test_a_school_without_its_point_is_refused(odd_run: Run, tmp_path: Path):
    folder = changed(odd_run, tmp_path)
    rows = (folder / "schools.csv").read_text("utf-8-sig")
    (folder / "schools.csv").write_text(rows.replace("\nS3,", "\nS9,"), "utf-8-sig")
    with pytest.raises(InvalidInputError) as caught:
        load_run(folder)
    assert "S9" in caught.value.findings[0].say("en")


def test_a_swap_that_was_cut_off_is_undone_first(odd_run: Run, tmp_path: Path):
    folder = changed(odd_run, tmp_path)
    folder.rename(tmp_path / ".old-run-1.5")
    assert load_run(folder).name == "toy-one-school-per-township"
    assert not (tmp_path / ".old-run-1.5").exists()


def test_a_column_is_of_numbers_only_where_every_cell_is_one(tmp_path: Path):
    path = tmp_path / "some.csv"
    path.write_text(
        "minutes,count,blank,band_of_ages,mixed,huge,school_id\n"
        "0.1,3,,30_39,1,1e-7,01\n,4,,40_49,x,inf,\n",
        "utf-8-sig",
    )
    table = read_table(path)
    assert table["minutes"].tolist()[0] == 0.1
    assert math.isnan(table["minutes"][1])
    assert table["count"].dtype == "int64" and table["count"].tolist() == [3, 4]
    assert table["blank"].isna().all() and table["blank"].dtype == float
    assert table["band_of_ages"].tolist() == ["30_39", "40_49"]
    assert table["mixed"].tolist() == ["1", "x"]
    assert table["huge"].tolist() == [1e-7, math.inf]
    assert table["school_id"][0] == "01" and table["school_id"].isna()[1]


def changed(run: Run, tmp_path: Path, **said: object) -> Path:
    """Return a copy of a run whose manifest says something else; None takes a key away."""
    folder = tmp_path / "run"
    shutil.copytree(run.folder, folder)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    for key, value in said.items():
        if key == "gap" or value is not None:
            manifest[key] = value
        else:
            del manifest[key]
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return folder
