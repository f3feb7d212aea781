"""Runs killed at random moments leave a whole folder: a handful of what the benchmark does."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[3]))

from benchmarks.kill import digest, killed, unlike
from planner.sample import sample_folder


def test_a_handful_of_killed_runs(tmp_path):
    tally = killed(sample_folder() / "free-optimum.yaml", 2, 5, tmp_path)
    assert tally.broken == []
    assert tally.moments.total() == tally.kept.total() == 2
    assert tally.kept["earlier run"] + tally.kept["new run"] == 2


@pytest.fixture
def example(tmp_path):
    folder = tmp_path / "example"
    folder.mkdir()
    (folder / "schools.csv").write_text("S1,keep\n")
    (folder / "manifest.json").write_text("{}\n")
    for page in ("map.html", "report.html"):
        (folder / page).write_text("<html></html>\n")
    return folder


def spoilt(example, name, content):
    run = example.with_name("run")
    shutil.copytree(example, run)
    if content is None:
        (run / name).unlink()
    else:
        (run / name).write_text(content)
    return run


def test_a_whole_run_is_whole(example):
    assert unlike(spoilt(example, "manifest.json", '{"seconds": 3}'), example) is None


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("schools.csv", "S1,clo", "schools.csv"),
        ("map.html", "<html><bo", "map.html is cut off"),
        ("manifest.json", '{"seco', "manifest.json is cut off"),
        ("report.html", None, "files ['report.html']"),
        ("half.tmp", "x", "files ['half.tmp']"),
    ],
)
def test_the_check_would_see_a_run_that_is_not_whole(example, name, content, said):
    assert unlike(spoilt(example, name, content), example) == said


def test_no_folder_has_no_digest(tmp_path):
    assert digest(tmp_path / "none") == {}
