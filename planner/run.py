"""The pipeline: from a scenario file to a run folder. The only module that knows every stage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import InfeasibleError, InvalidInputError, NoPlanError
from planner.findings import Finding
from planner.plan import Outcome
from planner.stages import PageLang as PageLang
from planner.stages import Prepared, Timings
from planner.stages import Stage as Stage
from planner.texts import text
from planner.writing import Sources, write_refused, write_run

if TYPE_CHECKING:
    from planner.programme.highs import Progress
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
    from planner.folder import recover, refuse_foreign, scratch_folder
    from planner.scenario.load import load_scenario

    timings, hear = Timings(), notice or _nobody
    scenario = load_scenario(scenario_file, assignments)
    try:
        refuse_foreign(out)
    except FileExistsError as error:
        finding = Finding("out", "error", text("run.foreign_folder"), file=str(out))
        raise InvalidInputError(text("run.refused"), [finding]) from error
    recover(out)
    prepared = prepare(scenario, timings, hear)
    with scratch_folder() as scratch:
        log = scratch / "solver.log"
        result, reasons, outcome = decide(prepared, timings, hear, progress, log)
        sources = Sources(scenario_file, log, argv)
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
        write_run(result, prepared, out, lang, timings, hear, sources)
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


def _nobody(stage: Stage) -> None:
    del stage
