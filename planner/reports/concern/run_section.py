"""Whom the plan of one run would affect, for its report: beside the survey's figure, not tested."""

from __future__ import annotations

from planner.concern.exposure import DEFINITIONS, UNITS, PlanExposure
from planner.concern.households_file import county_households
from planner.concern.pupils import plan_rows, pupil_rows
from planner.concern.read import exposure_of
from planner.concern.standing import SURVEYED
from planner.reports.concern.look import band_words, told
from planner.reports.document import Block, Grid, Paragraph, Sentences
from planner.reports.figures import Cell
from planner.reports.table import Table
from planner.reports.words import percent
from planner.result import Result
from planner.texts import Text, text


def run_exposure(result: Result) -> PlanExposure:
    """Return what the plan of a run would do to households."""
    rows = pupil_rows(result.instance, plan_rows(result.plan))
    return exposure_of(rows, county_households(result.county, result.instance))


def concern_blocks(result: Result) -> tuple[Block, ...]:
    """Return what the survey asked, what is counted here, the table and how to read it."""
    plan = run_exposure(result)
    near = (
        "surveyed" if result.county.county_id in {i for c in SURVEYED for i in c} else "elsewhere"
    )
    families = plan.headline(result.scenario.concern.definition, "households")
    said = [
        text("concern_page.run.survey"),
        text(f"concern_page.run.{near}"),
        text(
            "concern_page.run.counted",
            definition=definition_said(result, result.scenario.concern.definition),
            share=band_words(families),
        ),
        text("concern_page.run.apart"),
    ]
    blocks: list[Block] = [Sentences(tuple(said)), Grid(exposure_table(result, plan))]
    blocks.append(Paragraph(text("concern_page.run.read"), note=True))
    if plan.estimated:
        blocks.append(Paragraph(text("concern_page.exposure.estimated"), note=True))
        blocks.append(Sentences(tuple(told(*one) for one in plan.estimated)))
    blocks.append(Paragraph(text("concern_page.run.more"), note=True))
    return tuple(blocks)


def exposure_table(result: Result, plan: PlanExposure) -> Table:
    """Return the shares affected, a row for each definition in words, a column for each unit."""
    rows: list[list[Cell]] = [
        [
            definition_said(result, d),
            *(band_words(plan.headline(d, u)) for u in UNITS),
            band_words(plan.headline(d, "households", "herding")),
        ]
        for d in DEFINITIONS
    ]
    heads = tuple(text(f"concern_page.run_head.{h}") for h in ("definition", *UNITS, "herding"))
    return Table(heads, rows, frozenset({1, 2, 3, 4}))


def definition_said(result: Result, definition: str) -> Text:
    """Return what counts as affected in words, with the thresholds of the run."""
    concern = result.scenario.concern
    return text(
        f"report.definition.{definition}",
        minutes=f"{concern.threshold_minutes:g}",
        yuan=f"{concern.threshold_yuan:g}",
        share=percent(concern.threshold_income_share),
        km=f"{concern.threshold_km:g}",
        any=f"{concern.any_yuan:g}",
    )
