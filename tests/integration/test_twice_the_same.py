"""The same inputs and seed give byte-identical tables where the run ended by proof."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planner.reports.tables import assignments_table, schools_table, write_csv
from planner.run import Timings, decide, prepare, run_scenario
from planner.sample import sample_folder
from planner.scenario.load import load_scenario

ROOT = Path(__file__).parents[2]
CASES = {
    "two threads": ("one-school-per-township.yaml", ()),
    "one thread": ("free-optimum.yaml", ("solver.threads=1",)),
}


def tables(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.glob("*.csv"))}


@pytest.mark.parametrize("case", sorted(CASES))
def test_two_runs_of_the_sample_give_the_same_tables(case, tmp_path):
    scenario, assignments = CASES[case]
    found = []
    for name in ("once", "again"):
        run = run_scenario(sample_folder() / scenario, tmp_path / name, assignments=assignments)
        said = json.loads((run.folder / "manifest.json").read_text("utf-8"))
        assert (said["status"], said["ended_by"]) == ("optimal", "proof")
        found.append(tables(run.folder))
    assert set(found[0]) >= {"assignments.csv", "schools.csv", "indicators.csv", "findings.csv"}
    differing = [name for name, content in found[0].items() if found[1].get(name) != content]
    assert differing == []


def test_two_searches_of_a_bundled_county_give_the_same_plan(tmp_path):
    """Mao has 62 schools and 4 candidates; this objective is proved in seconds, on two threads."""
    objective = "[{minimise: unserved_pupils}, {minimise: kolm_pollak_pupil_minutes}]"
    asked = (f"objective={objective}", "solver.time_limit_s=400")
    scenario = load_scenario(ROOT / "scenarios" / "mao" / "free-optimum.yaml", asked)
    found = []
    for name in ("once", "again"):
        prepared = prepare(scenario, Timings(), lambda stage: None)
        result, _, outcome = decide(
            prepared, Timings(), lambda stage: None, None, tmp_path / "solver.log"
        )
        assert (outcome.status, outcome.ended_by) == ("optimal", "proof")
        folder = tmp_path / name
        folder.mkdir()
        assignments = assignments_table(result)
        write_csv(assignments, folder / "assignments.csv")
        write_csv(schools_table(result, assignments), folder / "schools.csv")
        write_csv(result.indicators, folder / "indicators.csv")
        found.append(tables(folder))
    assert len(found[0]["assignments.csv"].splitlines()) > 300
    assert found[0] == found[1]
