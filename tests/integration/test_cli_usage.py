"""The command line without a run: help, wrong usage, checks."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from bad_counties import spoilt

import cli

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--lang", "en"], "name a scenario with --scenario"),
        (["--scenario"], "requires an argument"),
        (["--scenario", "a.yaml", "--lang", "fr"], "fr"),
        (["--no-such-option"], "No such option"),
        (["no-such-command"], "No such command"),
        (["norms", "no-such-norms"], "write draft-2012"),
        (["sample", str(ROOT / "docs")], "not an empty folder"),
    ],
)
def test_wrong_usage(arguments, said, capsys):
    assert cli._guarded(arguments) == 2
    assert said in capsys.readouterr().err


def test_the_command_line_starts_without_anything_heavy():
    code = "import cli, sys; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    heavy = "pandas geopandas numpy scipy pulp highspy folium pydantic ruamel shapely osmnx pandera"
    assert set(heavy.split()) & set(done.stdout.split()) == set()
    assert "typer" in done.stdout.split()


def test_help_and_version_from_another_folder(tmp_path):
    def said(*arguments: str) -> str:
        command = [sys.executable, str(ROOT / "cli.py"), *arguments]
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True,
            env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PATH": ""},
        )  # fmt: skip
        return done.stdout

    shown = said("--help")
    assert "县域学校布局规划" in shown
    assert "County school planner" in shown
    for command in ("check", "norms", "schema", "sample"):
        assert re.search(rf"^  {command} ", shown, re.MULTILINE)
    assert re.fullmatch(r"\d+\.\d+\.\d+\s*", said("--version"))


def test_check_of_a_scenario_goes_by_its_age_shares(tmp_path, capsys):
    folder = spoilt(tmp_path, [])
    villages = folder / "villages.csv"
    lines = villages.read_text("utf-8-sig").splitlines()
    at = lines[0].split(",").index("junior_pupils")
    rows = [",".join(c for n, c in enumerate(line.split(",")) if n != at) for line in lines]
    villages.write_text("\n".join(rows) + "\n", "utf-8")
    said = folder / "county.yaml"
    said.write_text(said.read_text("utf-8").replace("  attendance: attendance.csv\n", ""), "utf-8")
    scenario = folder / "shares.yaml"
    shares = "pupils: {age_share_junior: 0.061, age_shares: [{language: yi, junior: 0.1}]}"
    scenario.write_text(f"name: shares\ncounty: .\n{shares}\n", "utf-8")
    assert cli._guarded(["check", str(scenario), "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "7–9 6.1 %" in out
    assert "names Yi, which no village has" in out
