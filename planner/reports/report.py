"""The report: one page for people who decide, that opens and prints without a network."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

from planner.maps.frame import legend_html
from planner.maps.offline import POLICY
from planner.maps.scan import outside_references
from planner.maps.scene import Scene, scene_of
from planner.maps.sketch import sketch_svg
from planner.reports import hardship, sections
from planner.reports.assumptions import assumptions
from planner.reports.gates import streams
from planner.reports.lines import lines_section
from planner.reports.people import closures_table, farthest_beyond, townships_table, worst_off
from planner.reports.places import names_of
from planner.reports.stress import stress_notes, stress_places, stress_summary
from planner.reports.summary import summary
from planner.reports.words import (
    PageLang,
    both,
    languages,
    pair,
    status_of,
    title_of,
    warning_of,
)
from planner.result import Result
from planner.texts import Text, text


def build_report(result: Result, lang: PageLang = "both") -> str:
    """Return the report as one page of text.

    Parameters
    ----------
    lang
        ``zh``, ``en``, or ``both``: both texts are in the page, which opens in Chinese and
        switches at a button.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("planner.reports", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template("report.html").render(**_context(scene_of(result), lang))
    assert not outside_references(page)
    return page


def write_report(result: Result, path: Path, lang: PageLang = "both") -> None:
    """Write the report of a finished run as one file that makes no request."""
    path.write_text(build_report(result, lang), "utf-8")


def _context(scene: Scene, lang: PageLang) -> dict[str, Any]:
    result, langs = scene.result, languages(lang)
    closures = closures_table(result, scene.assignments, scene.schools)
    named = names_of(result.county.schools)
    by_township = townships_table(result, scene.assignments, scene.schools)

    def say(said: object) -> object:
        return both(said, langs) if isinstance(said, Text | dict) else said

    def words(key: str, /, **fields: object) -> object:
        return both(text(key, **fields), langs)

    warning = warning_of(result)
    title = title_of(result.scenario)
    folder = resources.files("planner.reports")
    return {
        "say": say,
        "words": words,
        "langs": langs,
        "policy": POLICY,
        "css": (folder / "report.css").read_text("utf-8"),
        "title_text": f"{pair(result.county.name)[langs[0]]} · {title[langs[0]]}",
        "title": title,
        "county": dict(result.county.name),
        "asks": {"zh": result.scenario.asks.zh, "en": result.scenario.asks.en},
        "warning": warning,
        "status": status_of(result),
        "status_code": result.outcome.status,
        "summary": summary(result, scene.assignments, scene.schools),
        "sketch": sketch_svg(scene),
        "legend": legend_html(scene, langs, still=True),
        "indicators": sections.indicators(result),
        "closures": sections.closures(closures, named),
        "boarding": sections.boarding(scene.schools),
        "lines": lines_section(result),
        "streams": streams(result, scene.assignments),
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
