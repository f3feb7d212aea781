"""The report: one page for people who decide, that opens and prints without a network."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from planner.maps.frame import legend_html
from planner.maps.scene import Scene, scene_of
from planner.reports.content import report_sections
from planner.reports.document import Section
from planner.reports.page import page
from planner.reports.words import PageLang, languages, pair, status_of, title_of
from planner.result import Result
from planner.texts import LANGS, Lang


def build_report(
    result: Result,
    lang: PageLang = "both",
    sections: Sequence[Section] | None = None,
    scene: Scene | None = None,
) -> str:
    """Return the report as one page of text.

    Parameters
    ----------
    lang
        ``zh``, ``en``, or ``both``: both texts are in the page, which opens in Chinese and
        switches at a button.
    sections
        `report_sections` of the run, where the caller has them already.
    scene
        `planner.maps.scene.scene_of` the run, likewise.
    """
    langs = languages(lang)
    scene = scene_of(result) if scene is None else scene
    return page(
        "report.html",
        result.scenario,
        result.county,
        langs,
        status=status_of(result),
        status_code=result.outcome.status,
        sections=report_sections(scene) if sections is None else sections,
        legend=legend_html(scene, langs, still=True),
        running_heads=running_heads(scene),
    )


def write_report(result: Result, path: Path, lang: PageLang = "both") -> None:
    """Write the report of a finished run as one file that makes no request."""
    path.write_text(build_report(result, lang), "utf-8")


def running_heads(scene: Scene) -> dict[Lang, Markup]:
    """Return what stands at the head of each printed page, as a string of a style sheet."""
    county, title = pair(scene.result.county.name), title_of(scene.result.scenario)
    return {lang: css_string(f"{county[lang]} · {title[lang]}") for lang in LANGS}


def css_string(said: str) -> Markup:
    """Return a text as a quoted string of CSS: every sign that could end it is written as a number."""
    safe = "".join(c if c.isalnum() or ord(c) > 127 else f"\\{ord(c):x} " for c in said)
    return Markup('"{}"').format(Markup(safe))  # noqa: S704  letters, figures and escapes alone
