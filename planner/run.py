"""The pipeline: from a scenario file to a run folder. The only module that knows every stage."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Literal

from planner.errors import InfeasibleError, InvalidInputError, NoPlanError
from planner.findings import Finding
from planner.plan import Outcome
from planner.texts import text

if TYPE_CHECKING:
    import pandas

    from planner.county import County
    from planner.options.assemble import Assembled
    from planner.programme.highs import Progress
    from planner.reports.infeasible import Refused
    from planner.result import Result
    from planner.scenario import Scenario
    from planner.travel.cache import Origin

Stage = Literal["read", "travel", "assemble", "solve", "explain", "relax", "audit", "write"]
PageLang = Literal["zh", "en", "both"]


@dataclass
class Timings:
    """Seconds by stage, in the order in which the stages ran."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def of(self, stage: Stage, notice: Callable[[Stage], None]) -> Iterator[None]:
        """Announce a stage and time it."""
        notice(stage)
        began = perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = perf_counter() - began


@dataclass(frozen=True)
class Prepared:
    """What is known before anything is decided."""

    county: County
    scenario: Scenario
    trips: pandas.DataFrame
    origin: Origin
    assembled: Assembled
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Run:
    """A finished run: its result, where it was written and how long each stage took."""

    result: Result
    folder: Path
    timings_s: dict[str, float]


def run_scenario(
    scenario_file: Path,
    out: Path,
    *,
    assignments: Iterable[str] = (),
    lang: PageLang = "both",
    require_optimal: bool = False,
    notice: Callable[[Stage], None] | None = None,
    progress: Callable[[Progress], None] | None = None,
    argv: Sequence[str] = (),
) -> Run:
    """Read, check, route, optimise, audit and write one scenario.

    Parameters
    ----------
    scenario_file
        The scenario.
    out
        Run folder; an earlier run there is replaced only when this one is whole.
    assignments
        ``dotted.key=value`` texts laid over the file.
    lang
        Language of the pages.
    require_optimal
        Raise if the plan is not proved optimal; it is written all the same.
    notice
        Hears of each stage as it begins.
    progress
        Hears of incumbent and bound while the search runs.
    argv
        The command as typed, for the manifest.

    Raises
    ------
    InvalidInputError
        If scenario or county cannot be used; nothing is written.
    InfeasibleError
        If no plan satisfies the hard rules; ``infeasible.json`` and a page are written.
    NoPlanError
        If the limit was reached without any plan (nothing is written), or without the
        proof asked for.
    """
    from planner.folder import refuse_foreign
    from planner.scenario.load import load_scenario

    timings, hear = Timings(), notice or _nobody
    scenario = load_scenario(scenario_file, assignments)
    try:
        refuse_foreign(out)
    except FileExistsError as error:
        finding = Finding("out", "error", text("run.foreign_folder"), file=str(out))
        raise InvalidInputError(text("run.refused"), [finding]) from error
    prepared = prepare(scenario, timings, hear)
    with TemporaryDirectory() as scratch:
        log = Path(scratch) / "solver.log"
        result, reasons, outcome = decide(prepared, timings, hear, progress, log)
        files = _Files(scenario_file, log, argv)
        if result is None:
            seconds = f"{scenario.solver.time_limit_s:g}"
            if outcome.ended_by == "interrupt":
                raise NoPlanError(text("run.no_plan", seconds=seconds))
            from planner.reports.infeasible import look_for_remedies, remedy_findings

            with timings.of("relax", hear):
                instance = prepared.assembled.instance
                refused = look_for_remedies(prepared.county, instance, reasons)
            told = remedy_findings(refused)
            if outcome.status == "infeasible":
                _write_infeasible(refused, prepared, outcome, out, lang, timings, files)
                said = text("impossible.refused", scenario=scenario.name)
                raise InfeasibleError(said, [*reasons, *told])
            if told:
                said = text("run.no_plan_but", seconds=seconds, remedy=told[0].message)
                raise NoPlanError(said)
            raise NoPlanError(text("run.no_plan", seconds=seconds))
        _write(result, prepared, out, lang, timings, hear, files)
    if require_optimal and outcome.status != "optimal":
        raise NoPlanError(text("run.not_proved", gap=f"{100 * outcome.gap:.2f}", path=out))
    return Run(result, out, timings.seconds)


def prepare(scenario: Scenario, timings: Timings, hear: Callable[[Stage], None]) -> Prepared:
    """Read and check the county, compute its trips, and assemble the instance."""
    with timings.of("read", hear):
        from planner.inputs.build import load_county

        pupils = scenario.pupils
        shares = {
            "lower": pupils.age_share_lower,
            "upper": pupils.age_share_upper,
            "junior": pupils.age_share_junior,
        }
        county, read = load_county(scenario.county, age_shares=shares)
    with timings.of("travel", hear):
        from planner.travel.cache import cached_travel_table
        from planner.travel.matrix import planned_trips

        travel, origin = cached_travel_table(county, scenario)
        trips = planned_trips(travel, scenario)
    with timings.of("assemble", hear):
        from planner.options.assemble import assemble

        assembled = assemble(county, travel, scenario)
    findings = (*read, *travel.findings, *assembled.findings)
    return Prepared(county, scenario, trips, origin, assembled, findings)


def decide(
    prepared: Prepared,
    timings: Timings,
    hear: Callable[[Stage], None],
    progress: Callable[[Progress], None] | None,
    log: Path,
) -> tuple[Result | None, list[Finding], Outcome]:
    """Solve and audit; without a plan return why there is none."""
    from planner.accounts import account
    from planner.audit import audit_plan
    from planner.indicators import indicator_table
    from planner.options.baseline import baseline_plan
    from planner.programme.impossible import impossible_at_once, why_impossible
    from planner.programme.solve import search
    from planner.result import Result

    instance = prepared.assembled.instance
    with timings.of("solve", hear):
        stuck = impossible_at_once(instance)
        if stuck:
            return None, stuck, Outcome("infeasible", (), "proof")
        found = search(instance, progress=progress, log=log)
    if found.plan is None:
        reasons = []
        if found.outcome.status == "infeasible":
            with timings.of("explain", hear):
                reasons = why_impossible(instance)
        return None, reasons, found.outcome
    with timings.of("audit", hear):
        accounts = account(instance, found.plan)
        baseline = baseline_plan(instance)
        before = account(instance, baseline)
        audit = audit_plan(instance, found.plan, found.outcome)
        villages = prepared.county.villages
        township = villages["township"].to_dict()
        spoken = villages["language"].dropna().to_dict() if "language" in villages else {}
        indicators = indicator_table(
            instance,
            found.plan,
            accounts,
            baseline,
            before,
            {str(k): v for k, v in township.items()},
            village_groups={"language": {str(k): str(v) for k, v in spoken.items()}},
        )
    result = Result(
        county=prepared.county,
        scenario=prepared.scenario,
        instance=instance,
        baseline=baseline,
        plan=found.plan,
        accounts=accounts,
        baseline_accounts=before,
        outcome=found.outcome,
        indicators=indicators,
        findings=prepared.findings,
        audit_findings=audit,
        basis=prepared.assembled.basis,
        trips=prepared.trips,
    )
    return result, [], found.outcome


@dataclass(frozen=True)
class _Files:
    scenario: Path
    log: Path
    argv: Sequence[str]


def _write(
    result: Result,
    prepared: Prepared,
    out: Path,
    lang: PageLang,
    timings: Timings,
    hear: Callable[[Stage], None],
    files: _Files,
) -> None:
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
        _write_common(prepared, result.outcome, result.audit_findings, folder, timings, files)


def _write_infeasible(
    refused: Refused,
    prepared: Prepared,
    outcome: Outcome,
    out: Path,
    lang: PageLang,
    timings: Timings,
    files: _Files,
) -> None:
    from planner.folder import replaced_whole
    from planner.reports.infeasible import write_infeasible

    with replaced_whole(out) as folder:
        write_infeasible(refused, folder, lang)
        _write_common(prepared, outcome, (), folder, timings, files)


def _write_common(
    prepared: Prepared,
    outcome: Outcome,
    audit: Sequence[Finding],
    folder: Path,
    timings: Timings,
    files: _Files,
) -> None:
    """Write manifest, resolved scenario and logs."""
    from planner.inputs.read import input_file
    from planner.manifest import as_json, manifest
    from planner.scenario.resolved import resolved_yaml

    instance = prepared.assembled.instance
    scenario_file = input_file(files.scenario.parent, files.scenario.name)
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
        argv=files.argv,
    )
    (folder / "manifest.json").write_text(as_json(said), "utf-8")
    (folder / "scenario.resolved.yaml").write_text(resolved_yaml(prepared.scenario), "utf-8")
    lines = [f"{f.severity}: {f.say('en')}" for f in (*prepared.findings, *audit)]
    lines += [f"{stage}: {seconds:.2f} s" for stage, seconds in said["timings_s"].items()]
    (folder / "plan.log").write_text("\n".join(lines) + "\n", "utf-8")
    if files.log.exists():
        shutil.copyfile(files.log, folder / "solver.log")


def _nobody(stage: Stage) -> None:
    del stage
