"""The run folder: every file of a finished run, written beside it and swapped in when whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.findings import Finding
from planner.plan import Outcome
from planner.texts import text

if TYPE_CHECKING:
    from planner.county import InputFile
    from planner.earlier import Earlier
    from planner.reports.forms import Form
    from planner.reports.infeasible import Refused
    from planner.result import ResourceResult, Result, StaffResult
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
    start
        The earlier run to start from, None for none.
    forms
        Forms of the report besides the page.
    """

    scenario: Path
    log: Path
    argv: Sequence[str]
    start: Earlier | None = None
    forms: Collection[Form] = ()


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
    from planner.concern.households_file import households_table
    from planner.folder import replaced_whole
    from planner.maps.page import write_map
    from planner.maps.scene import scene_of
    from planner.maps.ways import ways_of
    from planner.reports.balance import balance_county_table, balance_table
    from planner.reports.buildings_section import buildings_of
    from planner.reports.forms import write_forms
    from planner.reports.inputs import county_yaml
    from planner.reports.ledger_tables import ledger_table
    from planner.reports.lines import lines_table
    from planner.reports.stress import stress_table
    from planner.reports.tables import findings_table, write_csv, write_geopackage
    from planner.reports.workbook import write_workbook

    with replaced_whole(out) as folder:
        with timings.of("write", hear):
            scene = scene_of(result)
            assignments, schools = scene.assignments, scene.schools
            write_csv(schools, folder / "schools.csv")
            write_csv(assignments, folder / "assignments.csv")
            write_csv(result.indicators, folder / "indicators.csv")
            write_csv(findings_table(result), folder / "findings.csv")
            write_csv(stress_table(result), folder / "stress.csv")
            write_csv(lines_table(result), folder / "lines.csv")
            write_csv(balance_table(result, scene.judged), folder / "balance.csv")
            write_csv(balance_county_table(result, scene.judged), folder / "balance_county.csv")
            write_csv(buildings_of(result), folder / "buildings.csv")
            write_csv(ledger_table(result), folder / "ledger.csv")
            households = households_table(result.county, result.instance)
            write_csv(households, folder / "households.csv")
            result.instance.save(folder / "instance.npz")
            ways = ways_of(result, assignments)
            # What the tables were made from serves the map and the report too.
            scene = scene.along(ways)
            write_geopackage(result, assignments, schools, folder / "plan.gpkg", ways)
            write_workbook(result, folder / "plan.xlsx", scene)
            (folder / "county.yaml").write_text(county_yaml(result.county), "utf-8")
            write_map(result, folder / "map.html", lang, ways, scene)
            write_forms(result, folder, lang, sources.forms, scene)
            if result.staffing is not None:
                _write_staffing(result.staffing, folder)
            if result.resources is not None:
                _write_resources(result, result.resources, folder)
        _write_common(
            prepared,
            result.outcome,
            result.audit_findings,
            folder,
            timings,
            sources,
            result.staffing,
            result.resources,
        )


def _write_staffing(staffing: StaffResult, folder: Path) -> None:
    """Write who teaches where."""
    from planner.reports.staff_tables import staff_tables
    from planner.reports.tables import write_csv

    for name, table in staff_tables(staffing.instance, staffing.plan).items():
        write_csv(table, folder / f"{name}.csv")
    staffing.instance.save(folder / "staff_instance.npz")


def _staffing_part(staffing: StaffResult) -> dict[str, Any]:
    from planner.manifest import staffing_part

    return staffing_part(
        staffing.outcome,
        audit=staffing.audit_findings,
        rounds=[vars(r) for r in staffing.rounds],
        supply=staffing.supply,
    )


def _write_resources(result: Result, resources: ResourceResult, folder: Path) -> None:
    """Write what is bought for which school."""
    from planner.reports.resources_tables import resources_table, unreached_table
    from planner.reports.tables import write_csv

    write_csv(resources_table(result.county, resources), folder / "resources.csv")
    write_csv(unreached_table(result.county, resources), folder / "resources_unreached.csv")
    resources.instance.save(folder / "resource_instance.npz")


def _resources_part(resources: ResourceResult) -> dict[str, Any]:
    from planner.manifest import resources_part

    return resources_part(
        resources.outcome,
        audit=resources.audit_findings,
        spent_yuan=resources.plan.yuan,
        budget_yuan=resources.instance.budget_yuan.tolist(),
        unreached=len(resources.plan.unreached),
    )


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
    staffing: StaffResult | None = None,
    resources: ResourceResult | None = None,
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
        files=(scenario_file, *_named_files(prepared), *prepared.county.files),
        provenance=prepared.county.provenance,
        county=(prepared.county.county_id, prepared.county.name),
        basis=prepared.assembled.basis,
        travel=vars(prepared.origin),
        timings_s={**timings.seconds, **{f"solve.{k}": v for k, v in outcome.timings_s.items()}},
        size={
            "villages": len(prepared.county.villages),
            "schools": instance.sites,
            **outcome.size,
        },
        argv=sources.argv,
        start=_start(sources.start, outcome),
        staffing=None if staffing is None else _staffing_part(staffing),
        resources=None if resources is None else _resources_part(resources),
    )
    (folder / "manifest.json").write_text(as_json(said), "utf-8")
    (folder / "scenario.resolved.yaml").write_text(resolved_yaml(prepared.scenario), "utf-8")
    people = (*staffing.findings, *staffing.audit_findings) if staffing is not None else ()
    money = resources.audit_findings if resources is not None else ()
    every = (*prepared.findings, *audit, *people, *money)
    lines = [f"{f.severity}: {f.say('en')}" for f in every]
    lines += _start_lines(sources.start, outcome)
    lines += [f"{stage}: {seconds:.2f} s" for stage, seconds in said["timings_s"].items()]
    (folder / "plan.log").write_text("\n".join(lines) + "\n", "utf-8")
    beside = ("staffing.log", "resources.log")
    for log in (sources.log, *(sources.log.with_name(name) for name in beside)):
        if log.exists():
            shutil.copyfile(log, folder / log.name)


def _named_files(prepared: Prepared) -> tuple[InputFile, ...]:
    """Return the county's own curriculum table and norm profiles, if the scenario names any."""
    from planner.inputs.read import input_file
    from planner.norms import is_path as is_profile
    from planner.norms import profile_names
    from planner.teachers.curriculum import is_path

    scenario = prepared.scenario
    curriculum, norms = scenario.staffing.curriculum, scenario.norms
    named = [curriculum] if is_path(curriculum) else []
    named += [norms] if norms not in profile_names() and is_profile(norms) else []
    bundled = profile_names("balance")
    named += [n for n in scenario.balance.profiles if n not in bundled and is_profile(n)]
    return tuple(input_file(Path(name).parent, Path(name).name) for name in named)


def _start(start: Earlier | None, outcome: Outcome) -> dict[str, Any] | None:
    """Return what the manifest says of the earlier run that the search began from."""
    if start is None:
        return None
    used = outcome.started
    return {
        "folder": start.folder.as_posix(),
        "scenario": start.scenario,
        "files": [vars(f) for f in start.files],
        "units_kept": None if used is None else used.kept,
        "objective": [{"name": n, "value": v} for n, v in used.values.items()] if used else [],
    }


def _start_lines(start: Earlier | None, outcome: Outcome) -> list[str]:
    if start is None or outcome.started is None:
        return []
    used = outcome.started
    of = {"folder": start.folder, "scenario": start.scenario}
    said = text("start.kept", kept=used.kept, units=used.units, **of)
    values = {t.name: f"{used.values[t.name]:,.0f}" for t in outcome.tiers if t.name in used.values}
    return [said.say("en"), *(f"start: {name} {value}" for name, value in values.items())]
