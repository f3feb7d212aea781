"""The pipeline: from a scenario file to a run folder. The only module that knows every stage."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import InfeasibleError, InvalidInputError, NoPlanError
from planner.findings import Finding
from planner.plan import Outcome, Plan
from planner.stages import PageLang as PageLang
from planner.stages import Prepared, Timings
from planner.stages import Stage as Stage
from planner.texts import text
from planner.writing import Sources, write_refused, write_run

if TYPE_CHECKING:
    from planner.instance import Instance
    from planner.programme.highs import Progress
    from planner.programme.solve import Searched
    from planner.reports.forms import Form
    from planner.result import Result
    from planner.scenario import Scenario


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
    start: Path | None = None,
    with_staffing: bool = False,
    with_resources: bool = False,
    forms: Collection[Form] = (),
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
    start
        Folder of an earlier run on the county, whose plan the search starts from.
    with_staffing
        Also decide who teaches where, and solve the layout again where that leaves lessons
        uncovered.
    with_resources
        Also decide what is built and bought for which school after that.
    forms
        ``pdf`` and ``docx``: the report in these forms too.
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
    UsageError
        If a form asked for needs what is not installed; nothing is read.
    InvalidInputError
        If scenario, county or start cannot be used; nothing is written.
    InfeasibleError
        If no plan satisfies the hard rules; ``infeasible.json`` and a page are written.
    NoPlanError
        If the limit was reached without any plan (nothing is written), or without the
        proof asked for.
    """
    from planner.earlier import plan_over, read_earlier
    from planner.folder import recover, refuse_foreign, scratch_folder
    from planner.scenario.load import load_scenario

    if forms:
        from planner.reports.forms import require

        require(forms)
    timings, hear = Timings(), notice or _nobody
    scenario = load_scenario(scenario_file, assignments)
    try:
        refuse_foreign(out)
    except FileExistsError as error:
        finding = Finding("out", "error", text("run.foreign_folder"), file=str(out))
        raise InvalidInputError(text("run.refused"), [finding]) from error
    recover(out)
    earlier = None if start is None else read_earlier(start)
    prepared = prepare(scenario, timings, hear)
    from_plan = None if earlier is None else plan_over(prepared.assembled.instance, earlier)
    if with_staffing:
        from planner.staffed import check_staffing

        with timings.of("staffing", hear):
            check_staffing(prepared.county, prepared.assembled.instance)
    with scratch_folder() as scratch:
        log = scratch / "solver.log"
        result, reasons, outcome = decide(prepared, timings, hear, progress, log, from_plan)
        sources = Sources(scenario_file, log, argv, earlier, forms)
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
                write_refused(refused, prepared, outcome, out, lang, timings, sources)
                said = text("impossible.refused", scenario=scenario.name)
                raise InfeasibleError(said, [*reasons, *told])
            if told:
                said = text("run.no_plan_but", seconds=seconds, remedy=told[0].message)
                raise NoPlanError(said)
            raise NoPlanError(text("run.no_plan", seconds=seconds))
        if with_staffing:
            result = _staffed(result, prepared, out, lang, timings, hear, progress, sources)
            outcome = result.outcome
        if with_resources:
            from planner.resourced import resourced

            result = resourced(result, timings, hear, progress, log)
        write_run(result, prepared, out, lang, timings, hear, sources)
    if require_optimal and outcome.status != "optimal":
        raise NoPlanError(text("run.not_proved", gap=f"{100 * outcome.gap:.2f}", path=out))
    return Run(result, out, timings.seconds)


def _staffed(
    result: Result,
    prepared: Prepared,
    out: Path,
    lang: PageLang,
    timings: Timings,
    hear: Callable[[Stage], None],
    progress: Callable[[Progress], None] | None,
    sources: Sources,
) -> Result:
    """Add who teaches where; raise where nobody may be left without a place but some must."""
    from planner.reports.infeasible import Refused
    from planner.staffed import ForcedOut, forced_out_findings, forced_out_plain, staffed

    def settled(instance: Instance, found: Searched) -> Result:
        return settle(prepared, instance, found)

    found = staffed(result, settled, timings, hear, progress, sources.log)
    if not isinstance(found, ForcedOut):
        return found
    if found.forced is None:
        seconds = f"{prepared.scenario.staffing.time_limit_s:g}"
        raise NoPlanError(text("run.no_staffing", seconds=seconds))
    reasons = forced_out_findings(found)
    told = forced_out_plain(found)
    refused = Refused(prepared.scenario, prepared.county, reasons, (), staffing=told)
    write_refused(refused, prepared, found.outcome, out, lang, timings, sources)
    raise InfeasibleError(text("forced_exit.refused", scenario=prepared.scenario.name), reasons)


def prepare(scenario: Scenario, timings: Timings, hear: Callable[[Stage], None]) -> Prepared:
    """Read and check the county, compute its trips, and assemble the instance."""
    with timings.of("read", hear):
        from planner.inputs.build import county_for

        county, read = county_for(scenario)
    with timings.of("travel", hear):
        from planner.travel.cache import cached_travel_table
        from planner.travel.matrix import planned_trips

        travel, origin = cached_travel_table(county, scenario)
        trips = planned_trips(travel, scenario)
    with timings.of("assemble", hear):
        from planner.balance.gaps import figure_gaps
        from planner.options.assemble import assemble

        assembled = assemble(county, travel, scenario)
        gaps = figure_gaps(county, scenario.balance.profiles)
    findings = (*read, *travel.findings, *assembled.findings, *gaps)
    seasons = travel.trips if len(set(scenario.seasons)) > 1 else None
    return Prepared(county, scenario, trips, origin, assembled, findings, seasons)


def decide(
    prepared: Prepared,
    timings: Timings,
    hear: Callable[[Stage], None],
    progress: Callable[[Progress], None] | None,
    log: Path,
    start: Plan | None = None,
) -> tuple[Result | None, list[Finding], Outcome]:
    """Solve and audit; without a plan return why there is none."""
    from planner.programme.impossible import impossible_at_once, why_no_plan
    from planner.programme.solve import search

    instance = prepared.assembled.instance
    with timings.of("solve", hear):
        stuck = impossible_at_once(instance)
        if stuck:
            return None, stuck, Outcome("infeasible", (), "proof")
        found = search(instance, start=start, progress=progress, log=log)
    if found.plan is None:
        outcome, reasons = found.outcome, list[Finding]()
        if outcome.ended_by != "interrupt":
            with timings.of("explain", hear):
                reasons = why_no_plan(instance, proved=outcome.status == "infeasible")
        if reasons:
            outcome = replace(outcome, status="infeasible", ended_by="proof")
        return None, reasons, outcome
    with timings.of("audit", hear):
        return settle(prepared, instance, found), [], found.outcome


def settle(prepared: Prepared, instance: Instance, found: Searched) -> Result:
    """Audit the plan that a search found and count its figures."""
    from planner.accounts import account
    from planner.audit import audit_plan
    from planner.indicators import indicator_table
    from planner.options.baseline import baseline_plan
    from planner.result import Result

    assert found.plan is not None
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
        season_trips=prepared.season_trips,
    )
    return Result(
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


def _nobody(stage: Stage) -> None:
    del stage
