"""Ctrl-C while a county is solved: the best plan so far is written, with its gap."""

from __future__ import annotations

import json
import signal
from math import isfinite
from pathlib import Path

from planner.audit.files import audit_run
from planner.run import run_scenario

ROOT = Path(__file__).parents[2]


def test_ctrl_c_keeps_the_incumbent_with_its_gap(tmp_path):
    pressed = []

    def press(progress):
        known = isfinite(progress.best) and isfinite(progress.bound)
        if known and "yuan" in progress.tier and not pressed:
            pressed.append(progress)
            signal.raise_signal(signal.SIGINT)

    run = run_scenario(
        ROOT / "scenarios" / "mao" / "free-optimum.yaml",
        tmp_path / "run",
        assignments=("solver.mip_gap=0", "solver.time_limit_s=400"),
        progress=press,
    )
    assert pressed
    said = json.loads((run.folder / "manifest.json").read_text("utf-8"))
    assert (said["status"], said["ended_by"]) == ("feasible_at_limit", "interrupt")
    cost = said["objective"][-1]
    assert 0 < cost["gap"] < 1
    assert 0 < cost["best_bound"] < cost["value"] <= pressed[0].best * (1 + 1e-9)
    assert said["gap"] == cost["gap"]
    assert audit_run(run.folder) == ()
