"""Three finished runs of the county of `pages_world`, as folders to be compared.

``today`` changes nothing. ``closes`` is the plan of that module: S2 closes and V2's 6 pupils walk
30 minutes more, V3's 9 upper pupils come to board, V5's 12 walk to the new S5 instead of riding 55
minutes. ``gentle`` closes S2 too, but keeps V3's upper pupils at S3 and V5's at S4.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from pages_world import make_baseline, make_plan, make_result

from planner.accounts import account
from planner.plan import Plan, SiteDecision
from planner.reports.tables import (
    assignments_table,
    findings_table,
    schools_table,
    write_csv,
    write_geopackage,
)
from planner.result import Result
from planner.scenario import Scenario

EVIL = "</script><img src=x onerror=\"document.title='evil'\">"
BRACES = "{{7*7}}"
NAMES = {"V2": EVIL, "S2": BRACES}
TITLES = {"today": "现状", "closes": "撤点", "gentle": "<b>少撤</b>"}


def make_gentle() -> Plan:
    """Return the third plan of the docstring above."""
    closes, today = make_plan(), make_baseline()
    sites = {site.school_id: site for site in today.sites} | {
        "S1": SiteDecision(
            "S1", "nine_year", {"lower": 2, "upper": 1, "junior": 1}, frozenset({"upper", "junior"})
        ),
        "S2": SiteDecision("S2", None),
    }
    stay = {(row.village_id, row.stage): row for row in today.assignments}
    rows = tuple(
        stay[row.village_id, row.stage] if row.village_id in ("V3", "V5") else row
        for row in closes.assignments
    )
    return Plan(tuple(sites.values()), rows, closes.unserved)


def make_results() -> dict[str, Result]:
    """Return the runs by name."""
    first = make_result(names=NAMES)
    plans = {"today": make_baseline(), "closes": make_plan(), "gentle": make_gentle()}
    made = {}
    for name, plan in plans.items():
        title = first.scenario.title.model_copy(update={"zh": TITLES[name], "en": f"{name} plan"})
        scenario: Scenario = first.scenario.model_copy(update={"name": name, "title": title})
        accounts = account(first.instance, plan)
        made[name] = replace(first, scenario=scenario, plan=plan, accounts=accounts)
    return made


def write_run(result: Result, folder: Path) -> None:
    """Write of a run what is read back of it."""
    folder.mkdir(parents=True)
    assignments = assignments_table(result)
    schools = schools_table(result, assignments)
    write_csv(assignments, folder / "assignments.csv")
    write_csv(schools, folder / "schools.csv")
    write_csv(result.indicators, folder / "indicators.csv")
    write_csv(findings_table(result), folder / "findings.csv")
    write_geopackage(result, assignments, schools, folder / "plan.gpkg")
    scenario = result.scenario.model_dump(mode="json")
    (folder / "scenario.resolved.yaml").write_text(json.dumps(scenario), "utf-8")
    manifest: dict[str, Any] = {
        "program_version": "0",
        "scenario": result.scenario.name,
        "county": "tiny",
        "county_id": "tiny",
        "county_name": dict(result.county.name),
        "status": "optimal",
        "ended_by": "proof",
        "gap": 0.0,
        "objective": [],
        "inputs": [{"path": f"{result.scenario.name}.yaml", "bytes": 1, "sha256": "0"}],
        "versions": {},
        "provenance": "synthetic",
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def write_runs(folder: Path) -> list[Path]:
    """Write the three runs and return their folders in the order of the docstring above."""
    folders = []
    for name, result in make_results().items():
        write_run(result, folder / name)
        folders.append(folder / name)
    return folders
