"""The comparison with spopt: what counts as the same optimum, the mean, the page."""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[3]))

from benchmarks.spopt_medians import main, mean_ratio, page, same_optimum

ROOT = Path(__file__).parents[3]
SPOPT = {
    "value": 5819.0000001,
    "proved": True,
    "build_s": 0.5,
    "seconds": 8.0,
    "versions": {"spopt": "0.7.0", "pulp": "3.3.2", "highspy": "1.15.1"},
}
ROW = {
    "file": "pmed1.txt",
    "customers": 100,
    "sites": 100,
    "medians": 5,
    "value": 5819.0,
    "published": 5819.0,
    "proved": True,
    "seconds": 2.0,
    "build_s": 0.4,
    "audit": [],
    "date": "2024-05-01",
    "spopt": SPOPT,
}


def test_the_same_optimum_is_one_that_both_prove():
    assert same_optimum(ROW)
    assert not same_optimum(ROW | {"proved": False})
    assert not same_optimum(ROW | {"spopt": SPOPT | {"proved": False}})
    assert not same_optimum(ROW | {"spopt": SPOPT | {"value": 5820.0}})


def test_the_mean_is_geometric():
    slower = ROW | {"seconds": 8.0}
    assert mean_ratio([ROW, slower]) == pytest.approx(2.0)


def test_the_page_says_what_was_reached():
    text = page({"machine": {}, "rows": [ROW]})
    assert "geometric mean of 1: 4.00 (asked: 2) — met" in text
    assert "All of them: ours 2.0 s, spopt 8.0 s" in text
    row = "| pmed1.txt | 100 × 100 | 5 | 5,819 | 5,819 | yes | 2.00 | 0.40 | 8.00 | 0.50 | 4.00 |"
    assert row in text
    missed = page({"machine": {}, "rows": [ROW | {"seconds": 8.0, "proved": False}]})
    assert "**missed** by a factor of 2.00" in missed
    assert "5,819 (not proved)" in missed and "**no**" in missed


def test_the_page_is_written_again_from_the_figures(tmp_path):
    results = tmp_path / "spopt.json"
    outs = ["--results", str(results), "--page", str(tmp_path / "p.md"), "--from-json"]
    results.write_text(json.dumps({"machine": {}, "rows": [ROW]}), "utf-8")
    assert main(outs) == 0
    assert "| pmed1.txt |" in (tmp_path / "p.md").read_text("utf-8")
    results.write_text(json.dumps({"machine": {}, "rows": [ROW | {"proved": False}]}), "utf-8")
    assert main(outs) == 1


def test_the_worker_needs_nothing_of_this_project():
    tree = ast.parse((ROOT / "benchmarks" / "spopt_worker.py").read_text("utf-8"))
    names = [n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    names += [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
    assert {str(n).split(".")[0] for n in names} == {
        "json", "sys", "importlib", "time", "numpy", "pulp", "spopt",
    }  # fmt: skip


def test_the_kept_page_is_that_of_the_kept_figures():
    kept = ROOT / "benchmarks" / "results" / "spopt.json"
    if not kept.exists():
        pytest.skip("not measured yet")
    written = (ROOT / "docs" / "benchmarks-spopt.md").read_text("utf-8")
    assert page(json.loads(kept.read_text("utf-8"))) == written
