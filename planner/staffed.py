"""Who teaches where: staffing after a layout, its turns with the layout, its audit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from planner.findings import Finding
from planner.joined import Joined, Laid, Staffed, join
from planner.plan import Outcome
from planner.result import Result, StaffResult
from planner.stages import Stage, Timings
from planner.teachers.instance import StaffInstance
from planner.texts import text

if TYPE_CHECKING:
    from planner.county import County
    from planner.instance import Floats, Instance
    from planner.plan import Plan
    from planner.programme.highs import Progress
    from planner.programme.solve import Searched
    from planner.staffing.forced import Forced

STAFF_LOG = "staffing.log"
"""The staffing solver's log, beside the layout's."""

Settle = Callable[["Instance", "Searched"], Result]
"""Audits a layout and counts its figures."""


@dataclass(frozen=True, eq=False)
class ForcedOut:
    """Staff for whom there is no place under ``no_forced_exit``.

    Parameters
    ----------
    instance
        What staffing was given.
    outcome
        What the search can vouch for.
    forced
        The fewest who must go, and from where; None where that was not found in time.
    """

    instance: StaffInstance
    outcome: Outcome
    forced: Forced | None


def staffed(
    result: Result,
    settle: Settle,
    timings: Timings,
    hear: Callable[[Stage], None],
    progress: Callable[[Progress], None] | None,
    log: Path,
) -> Result | ForcedOut:
    """Return the result with its staffing, or whom ``no_forced_exit`` leaves without a place.

    Where lessons stay uncovered the layout is solved again with a price on them
    (`planner.joined`); the result is then that of the round that is kept.

    Parameters
    ----------
    result
        The layout, audited.
    settle
        Makes the result of another layout.
    timings, hear, progress
        Of the run.
    log
        The layout's log; staffing writes `STAFF_LOG` beside it.
    """
    import pandas

    from planner.audit.staffing import audit_staffing
    from planner.indicators.staff import staff_indicators
    from planner.programme.solve import Searched

    first = Laid(result.instance, result.plan, result.outcome, result.accounts)
    joined = _joined(result, first, timings, hear, progress, log)
    people = joined.staffed
    if people.plan is None:
        return ForcedOut(people.instance, people.outcome, people.forced)
    if joined.laid is not first:
        with timings.of("audit", hear):
            # What a run was given to start from is not the round before.
            outcome = replace(joined.laid.outcome, started=result.outcome.started)
            found = Searched(joined.laid.plan, outcome)
            result = settle(joined.laid.instance, found)
    with timings.of("staff_audit", hear):
        faults = audit_staffing(people.instance, people.plan, people.outcome)
    source = "table" if result.county.teachers is not None else "synthetic"
    staffing = StaffResult(
        people.instance,
        people.plan,
        people.outcome,
        findings=people.findings,
        audit_findings=tuple(faults),
        rounds=joined.rounds,
        supply={"source": source, "persons": int(people.instance.type_count.sum())},
    )
    told = staff_indicators(people.instance, people.plan, result.indicators)
    return replace(
        result,
        staffing=staffing,
        indicators=pandas.concat([result.indicators, told], ignore_index=True),
    )


def site_minutes(county: County, instance: Instance) -> Floats:
    """Return the minutes between the sites of an instance, in its order, shape (J, J)."""
    from planner.travel.staff import school_minutes

    ids, minutes = school_minutes(county, instance.scenario)
    number = {school: n for n, school in enumerate(ids)}
    order = np.array([number[site] for site in instance.site_id], dtype=np.int64)
    return minutes[np.ix_(order, order)]


def check_staffing(county: County, instance: Instance) -> None:
    """Refuse staffing options that cannot be used before the layout is searched for.

    Raises
    ------
    InvalidInputError
        With every finding.
    """
    from planner.accounts import account
    from planner.options.baseline import baseline_plan
    from planner.staffing.assemble import assemble_staffing

    today = baseline_plan(instance)
    minutes = site_minutes(county, instance)
    assemble_staffing(county, instance, today, today, account(instance, today), minutes)


def _joined(
    result: Result,
    first: Laid,
    timings: Timings,
    hear: Callable[[Stage], None],
    progress: Callable[[Progress], None] | None,
    log: Path,
) -> Joined:
    from planner.accounts import account
    from planner.programme.solve import search
    from planner.staffing.assemble import assemble_staffing
    from planner.staffing.solve import staff_search

    with timings.of("staffing", hear):
        minutes = site_minutes(result.county, result.instance)

    def put_staff(laid: Laid) -> Staffed:
        with timings.of("staffing", hear):
            instance, findings = assemble_staffing(
                result.county, laid.instance, result.baseline, laid.plan, laid.accounts, minutes
            )
            found = staff_search(instance, progress=progress, log=log.with_name(STAFF_LOG))
        said = (*findings, *_cut_findings(found.cut))
        return Staffed(instance, found.plan, found.outcome, said, found.forced)

    def lay_out(instance: Instance, start: Plan) -> Laid | Outcome:
        with timings.of("relayout", hear):
            found = search(instance, start=start, progress=progress, log=log)
            if found.plan is None:
                return found.outcome
            return Laid(instance, found.plan, found.outcome, account(instance, found.plan))

    return join(first, put_staff, lay_out)


def _cut_findings(cut: tuple[int, int]) -> tuple[Finding, ...]:
    """Say by how many the rotation that was asked for was cut."""
    if not any(cut):
        return ()
    message = text("staff_screen.rotation_cut", movers=cut[0], backbone=cut[1])
    return (Finding("rotation", "warning", message, column="staffing.rotation_share"),)


def forced_out_findings(found: ForcedOut) -> list[Finding]:
    """Return how few must go at the least, and at which schools in which posts."""
    forced, instance = found.forced, found.instance
    assert forced is not None
    proved = forced.least == forced.reached
    message = text(
        "forced_exit.least" if proved else "forced_exit.at_most",
        **(
            {"least": forced.least}
            if proved
            else {"least": forced.least, "reached": forced.reached}
        ),
    )
    column = "staffing.no_forced_exit"
    said = [Finding("no_forced_exit", "error", message, column=column)]
    number = {school: s for s, school in enumerate(instance.school_id)}
    for school, post, count in forced.rows:
        s = number[school]
        key = "open" if instance.school_open[s] else "closed"
        fields = {"school": instance.school_name[s], "post": text(f"forced_exit.{post}")}
        line = text(f"forced_exit.{key}", n=count, **fields)
        said.append(Finding("no_forced_exit", "error", line, ids=(school,)))
    return said


def forced_out_plain(found: ForcedOut) -> Mapping[str, object]:
    """Return what infeasible.json says of staffing."""
    forced = found.forced
    assert forced is not None
    return {
        "rule": "no_forced_exit",
        "least_persons": forced.least,
        "persons": forced.reached,
        "posts": [{"school": s, "post": p, "persons": n} for s, p, n in forced.rows],
    }
