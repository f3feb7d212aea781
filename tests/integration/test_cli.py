"""The command line on the sample county: what it writes, says, refuses and leaves alone."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from bad_counties import spoilt
from ruamel.yaml import YAML

import cli
from planner.audit.files import audit_run
from planner.sample import sample_folder

ROOT = Path(__file__).parents[2]
BAD = ROOT / "tests" / "data" / "bad"


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())}


def run(scenario: Path, out: Path, *more: str) -> int:
    return cli._guarded(["--scenario", str(scenario), "--out", str(out), "--lang", "en", *more])


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """The sample county as `plan sample` copies it, and a finished run of it in ``run``."""
    folder = tmp_path_factory.mktemp("cli") / "county"
    assert cli._guarded(["sample", str(folder)]) == 0
    assert run(folder / "free-optimum.yaml", folder.parent / "run", "-q") == 0
    return folder.parent


@pytest.fixture
def county(made, tmp_path) -> Path:
    """A copy of the sample county to spoil."""
    return Path(shutil.copytree(made / "county", tmp_path / "county"))


def documented_files() -> set[str]:
    """Files of any run; those of a run with staffing stand in a table of their own."""
    said = (ROOT / "docs" / "commands.md").read_text("utf-8").split("| file | content |")[1]
    rows = [line for line in said.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`([\w.]+)`", row.split("|")[1])}


def test_a_run_writes_every_file_that_is_documented_and_no_other(made):
    asked_for = {"report.pdf", "report.docx"}
    assert {p.name for p in (made / "run").iterdir()} == documented_files() - asked_for - {
        "infeasible.json",
        "infeasible.html",
    }


def test_the_audit_of_the_folder_finds_nothing(made):
    assert audit_run(made / "run") == ()


def test_the_manifest_says_what_was_done(made):
    said = json.loads((made / "run" / "manifest.json").read_text("utf-8"))
    assert (said["scenario"], said["status"], said["ended_by"]) == (
        "toy-free-optimum",
        "optimal",
        "proof",
    )
    assert said["audit"] == {"passed": True, "findings": 0}
    assert said["provenance"] == "synthetic"
    assert (said["size"]["villages"], said["size"]["schools"]) == (6, 5)
    assert [tier["name"] for tier in said["objective"]] == [
        "unserved_pupils",
        "excess_pupil_minutes",
        "public_plus_household_cost_yuan",
        "pupil_minutes",
    ]
    assert all(tier["best_bound"] <= tier["value"] + 1e-6 for tier in said["objective"])
    assert 0 <= said["gap"] <= said["mip_gap_asked"] == 0.005
    for file in said["inputs"]:
        assert (made / "county" / file["path"]).stat().st_size == file["bytes"]
    assert {f["path"] for f in said["inputs"]} >= {"free-optimum.yaml", "villages.csv"}


def test_the_same_run_again_gives_the_same_bytes(made, tmp_path):
    assert run(made / "county" / "free-optimum.yaml", tmp_path / "again", "-q") == 0
    first, second = bytes_of(made / "run"), bytes_of(tmp_path / "again")
    for name in ("schools.csv", "assignments.csv", "indicators.csv", "findings.csv"):
        assert first[name] == second[name], name
        assert first[name].startswith(b"\xef\xbb\xbf"), "Excel needs the mark to read Chinese"


def test_a_later_run_takes_the_place_of_an_earlier_one(made, tmp_path):
    shutil.copytree(made / "run", tmp_path / "run")
    assert run(made / "county" / "today.yaml", tmp_path / "run", "-q") == 0
    said = json.loads((tmp_path / "run" / "manifest.json").read_text("utf-8"))
    assert said["scenario"] == "toy-today"
    assert [p.name for p in tmp_path.iterdir()] == ["run"]
    assert audit_run(tmp_path / "run") == ()


def test_the_summary_names_the_page_and_goes_to_standard_output(made, tmp_path, capsys):
    assert run(made / "county" / "today.yaml", tmp_path / "run", "--lang", "zh") == 0
    said = capsys.readouterr()
    lines = said.out.splitlines()
    assert lines[0] == "示例县 · 现状"
    assert "注意：本县数据为虚构" in lines[1]
    assert lines[-2].endswith(str(tmp_path / "run" / "map.html"))
    assert said.err.splitlines() == [
        "读取并检查数据 …",
        "计算出行时间 …",
        "整理现状与可选去处 …",
        "求解 …",
        "核验方案 …",
        "写出结果 …",
    ]


REFUSED = {
    "missing-file": ("services.csv", "put it into the county folder"),
    "duplicate-school-id": ("schools.csv, row 4, school_id", "correct one of them"),
    "negative-pupils": ("villages.csv, row 5, junior_pupils", "write 0 or more"),
    "village-without-road": ("villages.csv, row 7", "check its coordinates, or add the road"),
    "swapped-degrees": ("villages.csv, lon", "exchange the two columns"),
    "swapped-in-one-row": ("schools.csv, row 3, lon", "exchange the two cells"),
    "no-crs": ("county.yaml, crs", "write crs: cgcs2000, wgs84"),
    "stage-that-does-not-exist": ("attendance.csv, row 2, stage", "write one of lower, upper"),
    "kind-that-does-not-exist": ("schools.csv, row 4, kind", "write one of teaching_point"),
    "empty-table": ("services.csv", "fill it in"),
    "empty-villages": ("villages.csv", "fill it in"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_bad_input_is_refused_with_place_and_cure_and_the_earlier_run_stays(
    name, made, tmp_path, capsys
):
    case = YAML(typ="safe").load((BAD / f"{name}.yaml").read_text("utf-8"))
    county = spoilt(tmp_path, case["change"])
    before = bytes_of(made / "run")
    assert run(county / "free-optimum.yaml", made / "run", "-q") == 3
    said = capsys.readouterr()
    place, cure = REFUSED[name]
    assert said.out == ""
    assert [line for line in said.err.splitlines() if f"  {place}: " in line and cure in line]
    assert bytes_of(made / "run") == before
    assert sorted(p.name for p in made.iterdir()) == ["county", "run"]


@pytest.mark.parametrize(
    ("said_in_file", "finding"),
    [
        ("travel: {nrom: hard}", 'today.yaml, line 6, travel.nrom: there is no such option; did you mean "norm"?'),
        ("serve: hard", "today.yaml, line 6, serve: there is no such option; did you mean"),
        ("season: spring", "today.yaml, line 6, season: "),
    ],
)  # fmt: skip
def test_an_unknown_key_is_refused_with_line_and_suggestion(
    said_in_file, finding, made, county, capsys
):
    scenario = county / "today.yaml"
    lines = scenario.read_text("utf-8").splitlines()[:5]
    scenario.write_text("\n".join([*lines, said_in_file, ""]), "utf-8")
    before = bytes_of(made / "run")
    assert run(scenario, made / "run", "-q") == 3
    assert finding in capsys.readouterr().err
    assert bytes_of(made / "run") == before


def test_a_scenario_or_a_county_that_is_not_there(made, county, capsys):
    before = bytes_of(made / "run")
    assert run(county / "no.yaml", made / "run", "-q") == 3
    assert "no.yaml: no such file" in capsys.readouterr().err
    assert run(county / "today.yaml", made / "run", "-q", "--set", "county=nowhere") == 3
    assert "county.yaml: no such file" in capsys.readouterr().err
    assert bytes_of(made / "run") == before


def test_a_folder_that_no_run_wrote_is_not_replaced(county, capsys):
    before = bytes_of(county)
    assert run(county / "today.yaml", county, "-q") == 3
    assert "choose another --out" in capsys.readouterr().err
    assert bytes_of(county) == before


@pytest.mark.parametrize(
    ("scenario", "budget", "least"),
    [("free-optimum", "annual_yuan", "601,800"), ("one-school-per-township", "capital_yuan", "80,000")],
)  # fmt: skip
def test_a_budget_too_small_names_the_least_one(made, tmp_path, capsys, scenario, budget, least):
    path = made / "county" / f"{scenario}.yaml"
    assert run(path, tmp_path / "run", "-q", "--set", f"budget.{budget}=1000") == 4
    err = capsys.readouterr().err
    assert f"budget.{budget}: " in err
    assert f"1,000 yuan {'a year ' if budget == 'annual_yuan' else ''}is too small" in err
    assert least in err
    (reason,) = json.loads((tmp_path / "run" / "infeasible.json").read_text("utf-8"))["reasons"]
    assert reason["rule"] == "budget"
    assert least in reason["zh"]
    assert least in reason["en"]
    written = {p.name for p in (tmp_path / "run").iterdir()}
    assert written < documented_files()
    assert not written & {"schools.csv", "map.html"}
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text("utf-8"))
    assert manifest["status"] == "infeasible"
    if budget == "capital_yuan":
        return  # both are held without pages by tests/unit/programme/test_impossible.py
    # The least one named is enough, and a yuan less is not.
    enough = least.replace(",", "")
    more = ("-q", "--set", f"budget.{budget}={int(enough) + 1}")
    assert run(path, tmp_path / "run", *more) == 0
    assert run(path, tmp_path / "run", "-q", "--set", f"budget.{budget}={int(enough) - 1}") == 4


def test_protection_that_leaves_pupils_no_option_names_them(made, tmp_path, capsys):
    """With S2 closed, grades 1-3 of V1 and V2 have 55 and 40 minutes against a norm of 30."""
    path = made / "county" / "free-optimum.yaml"
    more = ("-q", "--set", "schools.close=[S2]")
    assert run(path, tmp_path / "run", *more) == 4
    err = capsys.readouterr().err
    assert "no plan satisfies the hard rules" in err
    reasons = json.loads((tmp_path / "run" / "infeasible.json").read_text("utf-8"))["reasons"]
    assert {reason["rule"] for reason in reasons} == {"serve"}
    assert {v for reason in reasons for v in reason["ids"]} == {"V1", "V2"}
    pupils = [int(re.search(r"(\d+) pupils of", reason["en"]).group(1)) for reason in reasons]
    # Both rules that stand in the way are named: the pin and the protection.
    assert pupils == [6 + 9, 6 + 9]
    assert any("protect" in reason["en"] for reason in reasons)
    assert any("pinned closed" in reason["en"] for reason in reasons)
    for reason in reasons:
        assert reason["en"] in err
        assert "小学低段（1–3年级）" in reason["zh"]
    assert run(path, tmp_path / "run", *more, "--set", "travel.protect=none") == 0


def test_json_on_standard_output(made, county, tmp_path, capsys):
    assert run(county / "today.yaml", tmp_path / "run", "-q", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said == json.loads((tmp_path / "run" / "manifest.json").read_text("utf-8"))

    assert cli._guarded(["check", str(county), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {f["severity"] for f in found} == {"warning", "note"}

    assert cli._guarded(["norms", "--json"]) == 0
    norms = json.loads(capsys.readouterr().out)
    classes = [n["value"] for n in norms if n["key"] == "schools.class_size.lower"]
    assert 45 in classes

    assert cli._guarded(["schema"]) == 0
    assert "travel" in json.loads(capsys.readouterr().out)["properties"]

    wrong = {"file": "villages.csv", "row": 5, "column": "junior_pupils", "write": -9}
    county = spoilt(tmp_path / "spoilt", [wrong])
    for arguments in (["check", str(county)], ["--scenario", str(county / "today.yaml")]):
        assert cli._guarded([*arguments, "--json", "--lang", "en"]) == 3
        said = json.loads(capsys.readouterr().out)
        errors = said["findings"] if isinstance(said, dict) else said
        (error,) = [f for f in errors if f["severity"] == "error"]
        assert (error["file"], error["row"], error["column"], error["value"]) == (
            "villages.csv",
            5,
            "junior_pupils",
            "-9",
        )


def test_check_reads_a_county_or_a_scenario_and_counts(made, capsys):
    for place in ("county", "county/today.yaml"):
        assert cli._guarded(["check", str(made / place), "--lang", "zh"]) == 0
        assert capsys.readouterr().out.splitlines()[-1] == "错误 0，警告 1，提示 6"


def test_check_writes_its_findings_to_a_file(made, tmp_path, capsys):
    out = tmp_path / "findings.csv"
    assert cli._guarded(["check", str(made / "county"), "--out", str(out), "--lang", "en"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("notes 6")
    rows = out.read_text("utf-8-sig").splitlines()
    assert len(rows) == 1 + 1 + 6
    assert "severity" in rows[0]


def test_a_bug_is_said_with_its_log_and_keeps_the_earlier_run(made, capsys, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("not meant to happen")

    monkeypatch.setattr("planner.reports.workbook.write_workbook", broken)
    before = bytes_of(made / "run")
    assert run(made / "county" / "today.yaml", made / "run", "-q") == 1
    err = capsys.readouterr().err
    assert "not meant to happen" in err
    log = Path(re.search(r"The log is (\S+\.log);", err).group(1))
    assert "Traceback" in log.read_text("utf-8")
    log.unlink()
    assert bytes_of(made / "run") == before
    assert sorted(p.name for p in made.iterdir()) == ["county", "run"]


def test_the_sample_holds_everything_that_its_county_names(made):
    for file in sample_folder().iterdir():
        if file.suffix in (".csv", ".yaml", ".geojson"):
            assert (made / "county" / file.name).read_bytes() == file.read_bytes()
