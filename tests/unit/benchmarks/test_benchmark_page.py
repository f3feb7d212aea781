"""The page of the benchmarks, from made-up figures."""

from __future__ import annotations

import copy
import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[3]))

from benchmarks.page import page
from benchmarks.scenarios import figures, main, measured_or_skipped, named, shipped

GOOD = {
    "outcome": "measured",
    "reason": "",
    "date": "2024-05-01",
    "exit_code": 0,
    "wall_s": 51.25,
    "peak_mb": 640,
    "status": "optimal",
    "ended_by": "proof",
    "gap": 0.0149,
    "gap_asked": 0.02,
    "timings_s": {
        "read": 2.0, "travel": 3.5, "assemble": 1.0, "solve": 40.0, "audit": 0.5, "write": 4.0,
        "solve.build": 2.0,
    },
    "size": {"villages": 300, "schools": 80, "options": 9000, "variables": 12000, "constraints": 1},
}  # fmt: skip
MACHINE = {
    "date": "2024-05-01", "system": "Linux", "cpu": "Some CPU", "cores": 2, "memory_gb": 8.0,
    "python": "3.12.1", "highs": "1.11.0",
}  # fmt: skip


def made(**changes: object) -> dict[str, object]:
    row = copy.deepcopy(GOOD) | changes
    skipped = {"outcome": "skipped", "reason": "no source"}
    return {"machine": MACHINE, "runs": {"tiny/plan": row, "leh/today": skipped}}


def test_a_row_has_gap_seconds_shares_and_marks():
    written = page(made())
    assert (
        "| plan | optimal | 1.49 % | met | 2.0 | 3.5 | 1.0 | 40.0 | 0.5 | 4.0 | 51.2 | 5 % | 9.5 "
        "| met | 640 | met |" in written
    )
    assert "| plan | 300 | 80 | 9,000 | 12,000 | 1 | 2024-05-01 |" in written
    assert "2 cores of Some CPU, 8.0 GB of memory, Linux, Python 3.12.1, HiGHS 1.11.0" in written
    assert written.index("## leh") < written.index("## tiny")
    assert "- today: skipped: no source" in written


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"gap": 0.0201}, "- proof: met by 0 of 1"),
        ({"gap": None, "status": "no_solution"}, "- proof: met by 0 of 1"),
        ({"timings_s": {**GOOD["timings_s"], "solve": 120.1}}, "- proof: met by 0 of 1"),
        ({"timings_s": {**GOOD["timings_s"], "solve": 120.0}}, "- proof: met by 1 of 1"),
        ({"timings_s": {**GOOD["timings_s"], "write": 24.5}}, "- files: met by 0 of 1"),
        ({"peak_mb": 1500}, "- memory: met by 0 of 1"),
        ({"peak_mb": 1499}, "- memory: met by 1 of 1"),
    ],
)
def test_targets_are_met_or_missed(changes, said):
    assert said in page(made(**changes))
    assert ("**missed**" in page(made(**changes))) == said.endswith("0 of 1")


def test_every_shipped_scenario_but_the_bases_is_run():
    names = [named(file) for file in shipped()]
    assert "dege/free-optimum" in names
    assert not [name for name in names if name.endswith("/base")]
    assert len(names) == len(set(names)) >= 20


def test_leh_without_its_source_is_left_out_with_the_reason(monkeypatch, tmp_path):
    monkeypatch.setattr("benchmarks.scenarios.ROOT", tmp_path)
    row = measured_or_skipped(Path("scenarios/leh/today.yaml"))
    assert row["outcome"] == "skipped"
    assert "data/leh/county is not there" in row["reason"]


def test_a_plan_that_fails_its_audit_is_a_failed_run():
    manifest = {
        "audit": {"passed": False, "findings": 1}, "status": "optimal", "ended_by": "proof",
        "gap": 0.0, "mip_gap_asked": 0.02, "timings_s": {}, "size": {},
    }  # fmt: skip
    assert figures(manifest)["outcome"] == "failed"
    assert figures(manifest | {"audit": {"passed": True}})["outcome"] == "measured"


def test_the_page_comes_again_from_the_stored_figures(monkeypatch, tmp_path):
    stored, out = tmp_path / "figures.json", tmp_path / "page.md"
    stored.write_text(json.dumps(made()), "utf-8")
    command = ["scenarios", "--from-json", "--results", str(stored), "--out", str(out)]
    monkeypatch.setattr(sys, "argv", command)
    assert main() == 0
    assert out.read_text("utf-8") == page(made())
