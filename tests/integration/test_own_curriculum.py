"""A county's own curriculum: hashed with the inputs, and what `plan check` holds subjects against."""

from __future__ import annotations

import hashlib
import json
from importlib import resources
from pathlib import Path

import pytest
from bad_counties import spoilt

import cli

CHANGE = [{"file": "teachers.csv", "row": 3, "column": "subject", "write": "围棋"}]


@pytest.fixture(scope="module")
def county(tmp_path_factory) -> Path:
    """The sample county with a teacher of the game of go, and a curriculum that knows the subject."""
    folder = spoilt(tmp_path_factory.mktemp("own"), CHANGE)
    bundled = resources.files("planner.teachers") / "curricula" / "sichuan-rural.toml"
    said = bundled.read_text("utf-8")
    assert said.count('aka = ["体育"') == 1
    own = said.replace('aka = ["体育"', 'aka = ["围棋", "体育"')
    (folder / "own.toml").write_text(own, "utf-8")
    scenario = (folder / "today.yaml").read_text("utf-8")
    own_scenario = f"{scenario}staffing: {{curriculum: own.toml}}\n"
    (folder / "own.yaml").write_text(own_scenario, "utf-8")
    return folder


def findings(place: Path, capsys) -> list[dict]:
    assert cli._guarded(["check", str(place), "--json"]) == 0
    return [
        f
        for f in json.loads(capsys.readouterr().out)
        if f["check"] == "teachers" and f["column"] == "subject"
    ]


def test_check_names_unknown_subjects_with_row_and_nearest_names(county, capsys):
    for place in (county, county / "today.yaml"):
        (found,) = findings(place, capsys)
        assert (found["file"], found["row"], found["value"]) == ("teachers.csv", 3, "围棋")
        assert found["severity"] == "warning"
    assert cli._guarded(["check", str(county), "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert "teachers.csv，第 3 行，subject：教师表“围棋”不是课程表" in said
    assert "最接近的是" in said


def test_check_holds_them_against_the_scenarios_own_curriculum(county, capsys):
    assert findings(county / "own.yaml", capsys) == []


def test_the_manifest_names_the_table_with_its_hash(county, tmp_path):
    def inputs(scenario: str) -> dict[str, dict]:
        out = tmp_path / scenario
        arguments = ["--scenario", str(county / f"{scenario}.yaml"), "--out", str(out), "-q"]
        assert cli._guarded(arguments) == 0
        said = json.loads((out / "manifest.json").read_text("utf-8"))["inputs"]
        return {f["path"]: f for f in said}

    own, bundled = inputs("own"), inputs("today")
    content = (county / "own.toml").read_bytes()
    assert own["own.toml"]["sha256"] == hashlib.sha256(content).hexdigest()
    assert own["own.toml"]["bytes"] == len(content)
    assert set(own) - set(bundled) == {"own.toml", "own.yaml"}
