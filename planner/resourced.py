"""What is built and bought after the layout: the allocation of a run and its audit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from planner.result import ResourceResult, Result
from planner.stages import Stage, Timings

if TYPE_CHECKING:
    from planner.programme.highs import Progress

RESOURCES_LOG = "resources.log"
"""The allocation solver's log, beside the layout's."""


def resourced(
    result: Result,
    timings: Timings,
    hear: Callable[[Stage], None],
    progress: Callable[[Progress], None] | None,
    log: Path,
) -> Result:
    """Return the result with its allocation, and with the moment after it.

    Parameters
    ----------
    result
        The layout, and its staffing where the run has it.
    timings, hear, progress
        Of the run.
    log
        The layout's log; the allocation writes `RESOURCES_LOG` beside it.
    """
    from planner.allocation.figures import after
    from planner.allocation.items import QUANTITIES
    from planner.audit.resources import audit_resources
    from planner.balance.figures import with_added
    from planner.balance.measures import measures_of
    from planner.balance.moments import AFTER_ALLOCATION, Moment
    from planner.norms import load_profile
    from planner.reports.balance import moments_of
    from planner.resources.assemble import assemble_resources
    from planner.resources.solve import allocate

    with timings.of("resources", hear):
        last = moments_of(result)[-1]
        lead = measures_of(load_profile(result.scenario.balance.profiles[0], "balance"))
        lessons = result.staffing.plan.lessons if result.staffing is not None else ()
        online = {row.school_id for row in lessons if row.how == "online"}
        instance = assemble_resources(
            result.county, result.instance, result.plan, result.accounts, last.figures, lead, online
        )
        found = allocate(instance, progress=progress, log=log.with_name(RESOURCES_LOG))
        faults = audit_resources(instance, found.plan, found.outcome)
        added = after(instance, found.plan).have - instance.school_have
        by_school = {
            name: {s: float(v) for s, v in zip(instance.school_id, added[k], strict=True) if v > 0}
            for k, name in enumerate(QUANTITIES)
        }
        figures = with_added(last.figures, by_school)
    told = ResourceResult(instance, found.plan, found.outcome, tuple(faults))
    moment = Moment(AFTER_ALLOCATION, figures, last.rotation)
    return replace(result, resources=told, moments=(*result.moments, moment))
