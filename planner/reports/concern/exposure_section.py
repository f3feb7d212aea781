"""Exposure under the main plans beside the survey's figure, with the bounds of both."""

from __future__ import annotations

import math

from planner.concern.exposure import DEFINITIONS, UNITS
from planner.concern.statistics.verdict import Interval
from planner.concern.study import ConcernStudy
from planner.reports.concern.look import band_words, county_name, definition_name, share, told
from planner.reports.figures import Cell
from planner.reports.table import Table
from planner.reports.words import gap_percent
from planner.texts import Text, text

LEADING = (2.0, 3.0, 4.0, 5.0)
"""Design effects whose intervals lead; no design was published."""


def exposure_table(study: ConcernStudy) -> Table:
    """Return exposure by county and definition: every unit, and those who farm or herd."""
    rows: list[list[Cell]] = []
    several = len(study.main) > 1
    for county, n in study.main.items():
        plan = study.plans[n]
        for d in DEFINITIONS:
            cells: list[Cell] = [band_words(plan.headline(d, u, "all")) for u in UNITS]
            herding = _or_none(study, n, d)
            row: list[Cell] = [definition_name(d), *cells, herding]
            rows.append([county_name(study, county), *row] if several else row)
    heads = ("definition", *UNITS, "herding")
    names = ("county", *heads) if several else heads
    first = 2 if several else 1
    return Table(
        tuple(text(f"concern_page.head.{h}") for h in names),
        rows,
        frozenset(range(first, first + 4)),
        short=frozenset(range(first)),
    )


def _or_none(study: ConcernStudy, plan: int, definition: str) -> str:
    unit = study.unit
    try:
        return band_words(study.plans[plan].headline(definition, unit, "herding"))
    except KeyError:
        return "—"


def intervals_table(intervals: tuple[Interval, ...]) -> Table:
    """Return the Wilson intervals of the survey's share by design effect."""
    rows: list[list[Cell]] = [
        [
            f"{i.design_effect:g}",
            f"{i.respondents_effective:.0f}",
            f"{share(i.low)} – {share(i.high)}",
        ]
        for i in intervals
    ]
    level = f"{100 * intervals[0].level:g}%" if intervals else "95%"
    heads = (
        text("concern_page.head.design_effect"),
        text("concern_page.head.effective"),
        text("concern_page.head.interval", level=level),
    )
    return Table(heads, rows, frozenset({0, 1, 2}))


def estimated(study: ConcernStudy) -> list[Cell]:
    """Return what was estimated rather than known, each sentence once."""
    found: list[Cell] = []
    for n in study.main.values():
        for key, fields in study.plans[n].estimated:
            sentence = told(key, fields)
            if sentence not in found:
                found.append(sentence)
    return found


def status_words(status: str, gap: float) -> Text:
    """Return in few words what can be vouched for of a plan: proved, or within which gap."""
    if status in ("infeasible", "no_solution"):
        return text(f"status.{status}")
    if gap <= 0:
        return text("status.optimal")
    if not math.isfinite(gap):
        return text("concern_page.no_bound")
    return text("concern_page.gap", gap=gap_percent(gap))
