"""docs/tutorial.md: its commands work as printed, and write what it says."""

from __future__ import annotations

import csv
import re
import shlex
from pathlib import Path

import pytest
import typer

import cli

TUTORIAL = (Path(__file__).parents[2] / "docs" / "tutorial.md").read_text("utf-8")
ENGLISH, CHINESE = TUTORIAL.split("\n## 中文\n")
SOLVED_OFTEN = ("frontier", "concern")
"""Commands that solve many plans: their options are read, other tests run them."""


def blocks(half: str, kind: str = "") -> list[str]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", half, re.M | re.S)
    return [block for said, block in found if said == kind]


def commands(half: str) -> list[str]:
    lines = [line for block in blocks(half) for line in block.splitlines()]
    assert all(line.startswith("plan ") for line in lines)
    return lines


@pytest.fixture(scope="module")
def tried(tmp_path_factory) -> tuple[Path, dict[str, int]]:
    """A fresh folder in which every command of the English half was run, with exit codes."""
    folder = tmp_path_factory.mktemp("tutorial")
    codes = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for line in commands(ENGLISH):
            arguments = shlex.split(line)[1:]
            if arguments[0] == "--scenario":
                (folder / "my-county" / "township.yaml").write_text(scenario(ENGLISH), "utf-8")
            if arguments[0] not in SOLVED_OFTEN:
                codes[line] = cli._guarded(arguments)
            if arguments[0] == "roads":
                named = folder / "my-county" / "county.yaml"
                before = named.read_text("utf-8")
                named.write_text(before.replace("example-roads.geojson", "roads.gpkg"), "utf-8")
                assert blocks(ENGLISH, "yaml")[0].strip() in named.read_text("utf-8")
    return folder, codes


def scenario(half: str) -> str:
    return next(b for b in blocks(half, "yaml") if b.startswith("name:"))


def test_every_command_succeeds(tried):
    assert set(tried[1].values()) == {0}
    assert len(tried[1]) == 8


def test_the_commands_that_solve_many_plans_are_understood():
    group = typer.main.get_command(cli.app)
    read = []
    for line in commands(ENGLISH):
        name, *arguments = shlex.split(line)[1:]
        if name in SOLVED_OFTEN:
            read.append(group.commands[name].make_context(name, arguments).params)
    assert read[0]["over"] == "travel.max_added_minutes=20,40,null"
    assert [str(run) for run in read[1]["runs"]] == ["runs/first", "runs/township"]


def test_what_the_tutorial_names_is_written(tried):
    folder = tried[0]
    for name in (
        "my-county/county.xlsx",
        "my-county/county.yaml",
        "my-county/scenario.yaml",
        "my-county/roads-report.html",
        "runs/first/manifest.json",
        "runs/township/map.html",
        "runs/township/report.html",
        "runs/township/plan.xlsx",
        "runs/compare.html",
        "runs/compare.xlsx",
    ):
        assert name in TUTORIAL or Path(name).suffix == ".xlsx" or "first" in name, name
        assert (folder / name).stat().st_size > 300, name


def test_the_school_that_is_explained_closes_and_its_papers_are_there(tried):
    with (tried[0] / "runs" / "township" / "schools.csv").open(encoding="utf-8-sig") as file:
        decisions = {row["school_id"]: row["decision"] for row in csv.DictReader(file)}
    assert decisions["S2"] == "close"
    papers = sorted((tried[0] / "runs" / "township" / "dossier").rglob("*S2*"))
    assert papers
    assert "河口教学点" in "".join(p.read_text("utf-8") for p in papers if p.suffix == ".html")


def test_papers_on_invented_data_are_refused_without_the_option(tried, monkeypatch, capsys):
    monkeypatch.chdir(tried[0])
    line = next(c for c in commands(ENGLISH) if c.startswith("plan dossier"))
    arguments = shlex.split(line.replace(" --demonstration", ""))[1:]
    assert cli._guarded(arguments) == 3
    assert "synthetic" in capsys.readouterr().err
    assert "exit code 3" in ENGLISH and "退出码 3" in CHINESE


def test_both_halves_give_the_same_commands_and_files():
    plain = [[re.sub(r" --lang (zh|en)$", "", c) for c in commands(h)] for h in (ENGLISH, CHINESE)]
    assert plain[0] == plain[1]
    assert blocks(ENGLISH, "yaml") == blocks(CHINESE, "yaml")
    assert all(c.endswith("--lang en") for c in commands(ENGLISH))
    assert all(c.endswith("--lang zh") for c in commands(CHINESE))
    for half in (ENGLISH, CHINESE):
        assert re.findall(r"^#+ (\d+)\.", half, re.M) == [str(n) for n in range(1, 11)]


def test_the_chinese_folder_has_the_workbook_it_names(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli._guarded(shlex.split(commands(CHINESE)[0])[1:]) == 0
    assert (tmp_path / "my-county" / "填报表.xlsx").exists()
    assert "填报表.xlsx" in CHINESE
