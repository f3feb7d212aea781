"""The run folder: every file of a finished run, written beside it and swapped in when whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.findings import Finding
from planner.plan import Outcome

if TYPE_CHECKING:
    from planner.reports.infeasible import Refused
    from planner.result import Result
    from planner.stages import PageLang, Prepared, Stage, Timings


@dataclass(frozen=True)
class Sources:
    """What else of a run is kept beside its result.

    Parameters
    ----------
    scenario
        The scenario file.
    log
        The solver's log, which may not exist.
    argv
        The command as typed.
    """

    scenario: Path
    log: Path
    argv: Sequence[str]


def write_run(
    result: Result,
    prepared: Prepared,
    out: Path,
    lang: PageLang,
    timings: Timings,
    hear: Callable[[Stage], None],
    sources: Sources,
) -> None:
    """Write the folder of a run that found a plan, whole or not at all."""
    from planner.folder import replaced_whole
    from planner.maps.page import write_map
    from planner.maps.ways import ways_of
    from planner.reports.lines import lines_table
    from planner.reports.report import write_report
    from planner.reports.stress import stress_table
    from planner.reports.tables import (
        assignments_table,
        findings_table,
        schools_table,
        write_csv,
        write_geopackage,
    )
    from planner.reports.workbook import write_workbook

    with replaced_whole(out) as folder:
        with timings.of("write", hear):
            assignments = assignments_table(result)
            schools = schools_table(result, assignments)
            write_csv(schools, folder / "schools.csv")
            write_csv(assignments, folder / "assignments.csv")
            write_csv(result.indicators, folder / "indicators.csv")
            write_csv(findings_table(result), folder / "findings.csv")
            write_csv(stress_table(result), folder / "stress.csv")
            write_csv(lines_table(result), folder / "lines.csv")
            result.instance.save(folder / "instance.npz")
            ways = ways_of(result, assignments)
            write_geopackage(result, assignments, schools, folder / "plan.gpkg", ways)
            write_workbook(result, folder / "plan.xlsx")
            write_map(result, folder / "map.html", lang, ways)
            write_report(result, folder / "report.html", lang)
        _write_common(prepared, result.outcome, result.audit_findings, folder, timings, sources)


def write_refused(
    refused: Refused,
    prepared: Prepared,
    outcome: Outcome,
    out: Path,
    lang: PageLang,
    timings: Timings,
    sources: Sources,
) -> None:
    """Write the folder of a run that no plan can satisfy, whole or not at all."""
    from planner.folder import replaced_whole
    from planner.reports.infeasible import write_infeasible

    with replaced_whole(out) as folder:
        write_infeasible(refused, folder, lang)
        _write_common(prepared, outcome, (), folder, timings, sources)


def _write_common(
    prepared: Prepared,
    outcome: Outcome,
    audit: Sequence[Finding],
    folder: Path,
    timings: Timings,
    sources: Sources,
) -> None:
    """Write manifest, resolved scenario and logs."""
    from planner.inputs.read import input_file
    from planner.manifest import as_json, manifest
    from planner.scenario.resolved import resolved_yaml

    instance = prepared.assembled.instance
    scenario_file = input_file(sources.scenario.parent, sources.scenario.name)
    said = manifest(
        prepared.scenario,
        outcome,
        audit=audit,
        files=(scenario_file, *prepared.county.files),
        provenance=prepared.county.provenance,
        basis=prepared.assembled.basis,
        travel=vars(prepared.origin),
        timings_s={**timings.seconds, **{f"solve.{k}": v for k, v in outcome.timings_s.items()}},
        size={
            "villages": len(prepared.county.villages),
            "schools": instance.sites,
            **outcome.size,
        },
        argv=sources.argv,
    )
    (folder / "manifest.json").write_text(as_json(said), "utf-8")
    (folder / "scenario.resolved.yaml").write_text(resolved_yaml(prepared.scenario), "utf-8")
    lines = [f"{f.severity}: {f.say('en')}" for f in (*prepared.findings, *audit)]
    lines += [f"{stage}: {seconds:.2f} s" for stage, seconds in said["timings_s"].items()]
    (folder / "plan.log").write_text("\n".join(lines) + "\n", "utf-8")
    if sources.log.exists():
        shutil.copyfile(sources.log, folder / "solver.log")
