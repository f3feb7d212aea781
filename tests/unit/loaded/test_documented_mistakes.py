"""docs/commands.md on mistakes: each of its table is made once and leaves with the code it says."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import pytest

import cli
from planner.errors import InfeasibleError
from planner.findings import Finding
from planner.run import Run
from planner.sample import sample_folder
from planner.texts import text

ROOT = Path(__file__).parents[3]
COMMANDS = (ROOT / "docs" / "commands.md").read_text("utf-8")
ROWS = COMMANDS.split("\n| mistake |")[1].split("\n\n")[0]
CODES = dict(row.strip("|").rsplit("|", 1) for row in ROWS.splitlines()[2:])
CALLS = {
    "an option that does not exist": ["--scenario {scenario} --no-such-option"],
    "a word that an option does not know": ["--scenario {scenario} --lang fr"],
    "no scenario": ["--quiet"],
    "`plan init` or `plan sample` into": ["init {foreign}", "sample {foreign}"],
    "`plan norms` with the name of no profile": ["norms nobody"],
    "`plan explain` on a school": [
        "explain {run} --school nobody",
        "dossier {run} --school nobody --demonstration",
    ],
    "`plan frontier` where": ["frontier --scenario {scenario} --over nothing"],
    "`plan compare` with fewer": [
        "compare {run}",
        "compare {run} {run}",
        "compare {run} 1 2 3 4 5 6",
        "compare {run} {other} --out {empty}/page.txt",
    ],
    "`plan concern` without runs": ["concern", "concern {run} --grid {scenario}"],
    "`plan roads` from a file": [
        "roads {empty}/no.shp --out {empty}/roads.gpkg",
        "roads {foreign}/notes.txt --out {empty}/roads.gpkg",
    ],
    "`--pdf` or `--docx` without": ["--scenario {scenario} --docx"],
    "a scenario, grid or county folder that is not there": [
        "--scenario {empty}/no.yaml",
        "concern --scenario {scenario} --grid {empty}/no.yaml --out {empty}/study",
        "check {empty}/no",
    ],
    "an option of the scenario": [
        "--scenario {scenario} --set travel.nothing=1",
        "--scenario {scenario} --set travel.protect=7",
        "frontier --scenario {scenario} --over travel.nothing=1,2 --out {empty}/sweep",
        "check {empty}/wrong.yaml",
    ],
    "a county with errors": ["check {empty}/broken", "--scenario {empty}/broken/scenario.yaml"],
    "`--out` of `plan --scenario` on a folder": ["--scenario {scenario} --out {foreign}"],
    "RUN or `--start` on a folder": [
        "explain {foreign} --school S1",
        "compare {run} {foreign}",
        "concern {foreign}",
        "dossier {foreign}",
        "--scenario {scenario} --start {foreign} --out {empty}/run",
    ],
    "`plan dossier` on synthetic data": ["dossier {run}"],
}


def test_every_mistake_of_the_table_is_made_here():
    begun = [[start for start in CALLS if row.strip().startswith(start)] for row in CODES]
    assert [len(of) for of in begun] == [1] * len(CALLS)


@pytest.mark.parametrize("start", CALLS)
def test_a_mistake_leaves_with_the_code_that_stands_in_the_table(
    odd_run: Run, tmp_path: Path, monkeypatch, capsys, start: str
):
    (code,) = [int(code) for row, code in CODES.items() if row.strip().startswith(start)]
    empty, foreign = tmp_path / "empty", tmp_path / "foreign"
    for folder in (empty, foreign, empty / "broken"):
        folder.mkdir()
    (foreign / "notes.txt").write_text("mine", "utf-8")
    (empty / "wrong.yaml").write_text("name: wrong\ncounty: .\ntravel: {protect: 7}\n", "utf-8")
    (empty / "broken" / "county.yaml").write_text("name: broken\n", "utf-8")
    (empty / "broken" / "scenario.yaml").write_text("name: broken\ncounty: .\n", "utf-8")
    if any("{other}" in call for call in CALLS[start]):
        shutil.copytree(odd_run.folder, tmp_path / "other")
    if "--docx" in CALLS[start][0]:
        found = importlib.util.find_spec
        monkeypatch.setattr(
            importlib.util,
            "find_spec",
            lambda name, *a: None if name == "docx" else found(name, *a),
        )
    monkeypatch.chdir(tmp_path)
    places = {
        "scenario": sample_folder() / "today.yaml",
        "run": odd_run.folder,
        "other": tmp_path / "other",
        "empty": empty,
        "foreign": foreign,
    }
    for call in CALLS[start]:
        assert cli._guarded(call.format(**places).split()) == code, call
        capsys.readouterr()
    assert [p.name for p in foreign.iterdir()] == ["notes.txt"]


def test_reasons_of_an_impossible_plan_are_told_with_it():
    reason = Finding("rule", "error", text("loaded.missing", missing="x.csv"), "there")
    said = str(InfeasibleError(text("loaded.missing", missing="y.csv"), [reason]))
    assert [line.split(";")[0] for line in said.splitlines()[2:]] == [
        "files are missing: y.csv",
        "  there: files are missing: x.csv",
    ]


def test_both_languages_are_for_pages_and_the_terminal_says_english(monkeypatch, capsys):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    said = {}
    for asked in ("both", "en", "zh", ""):
        assert cli._guarded(["norms", *(["--lang", asked] if asked else []), "nobody"]) == 2
        said[asked] = capsys.readouterr().err
    assert said["both"] == said["en"] != said["zh"] == said[""]
    assert "there is no norms profile" in said["both"]
    row = next(r for r in COMMANDS.splitlines() if r.startswith("| `--lang LANG` |"))
    assert "`both`: pages hold both, the terminal says English" in row
    assert "both: pages in both, the terminal in English" in text("cli.lang").say("en")
