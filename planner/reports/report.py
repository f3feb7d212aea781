"""The report: one page for people who decide, that opens and prints without a network."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from planner.maps.frame import legend_html
from planner.maps.scene import Scene, scene_of
from planner.maps.sketch import sketch_svg
from planner.reports import hardship, sections
from planner.reports.assumptions import assumptions
from planner.reports.concern.run_section import run_section
from planner.reports.gates import streams
from planner.reports.lines import lines_section
from planner.reports.page import page
from planner.reports.people import closures_table, farthest_beyond, townships_table, worst_off
from planner.reports.places import names_of
from planner.reports.staff_section import staff_section
from planner.reports.stress import stress_notes, stress_places, stress_summary
from planner.reports.summary import summary
from planner.reports.words import PageLang, languages, status_of
from planner.result import Result
from planner.texts import Lang


def build_report(result: Result, lang: PageLang = "both") -> str:
    """Return the report as one page of text.

    Parameters
    ----------
    lang
        ``zh``, ``en``, or ``both``: both texts are in the page, which opens in Chinese and
        switches at a button.
    """
    langs = languages(lang)
    return page(
        "report.html",
        result.scenario,
        result.county,
        langs,
        status=status_of(result),
        status_code=result.outcome.status,
        **_sections(scene_of(result), langs),
    )


def write_report(result: Result, path: Path, lang: PageLang = "both") -> None:
    """Write the report of a finished run as one file that makes no request."""
    path.write_text(build_report(result, lang), "utf-8")


def _sections(scene: Scene, langs: Sequence[Lang]) -> dict[str, Any]:
    result = scene.result
    closures = closures_table(result, scene.assignments, scene.schools)
    named = names_of(result.county.schools)
    by_township = townships_table(result, scene.assignments, scene.schools)

    return {
        "summary": summary(result, scene.assignments, scene.schools),
        "sketch": sketch_svg(scene),
        "legend": legend_html(scene, langs, still=True),
        "indicators": sections.indicators(result),
        "closures": sections.closures(closures, named),
        "boarding": sections.boarding(scene.schools),
        "lines": lines_section(result),
        "staffing": staff_section(result.staffing) if result.staffing is not None else None,
        "streams": streams(result, scene.assignments),
        "concern": run_section(result),
        "townships": sections.townships(by_township),
        "worst": hardship.worst(worst_off(result, scene.assignments)),
        "beyond": hardship.beyond(farthest_beyond(result, scene.assignments)),
        "assumptions": assumptions(result, scene.assignments),
        "norms": sections.norms(result),
        "findings": sections.findings(result),
        "proof": sections.proof(result),
        "stress": stress_summary(result),
        "stress_places": stress_places(result),
        "stress_notes": stress_notes(result),
    }
