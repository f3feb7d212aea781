"""Exposure under the plan of one run, for its report: beside the survey's figure, not tested."""

from __future__ import annotations

from planner.concern.exposure import DEFINITIONS, UNITS, PlanExposure
from planner.concern.households_file import county_households
from planner.concern.pupils import plan_rows, pupil_rows
from planner.concern.read import exposure_of
from planner.reports.concern.look import band_words, definition_name, told
from planner.reports.figures import Cell
from planner.reports.table import Table
from planner.result import Result
from planner.texts import text


def run_exposure(result: Result) -> PlanExposure:
    """Return what the plan of a run would do to households."""
    rows = pupil_rows(result.instance, plan_rows(result.plan))
    return exposure_of(rows, county_households(result.county, result.instance))


def run_section(result: Result) -> dict[str, object]:
    """Return the table of exposure by definition and unit, and what of it is estimated."""
    plan = run_exposure(result)
    rows: list[list[Cell]] = [
        [
            definition_name(d),
            *(band_words(plan.headline(d, u)) for u in UNITS),
            band_words(plan.headline(d, "households", "herding")),
        ]
        for d in DEFINITIONS
    ]
    heads = ("definition", *UNITS, "herding")
    table = Table(
        tuple(text(f"concern_page.head.{h}") for h in heads),
        rows,
        frozenset({1, 2, 3, 4}),
        short=frozenset({0}),
    )
    return {"table": table, "estimated": [told(*said) for said in plan.estimated]}
