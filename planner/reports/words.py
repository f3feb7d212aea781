"""Numbers and both languages on a page."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal

from markupsafe import Markup

from planner.county import County
from planner.plan import Outcome
from planner.reports.places import evidence_of
from planner.result import Result
from planner.scenario import Scenario
from planner.texts import LANGS, Lang, Text, text

PageLang = Literal["zh", "en", "both"]

MILLION = 1_000_000
FEWEST_SHOWN = 3
"""Fewer pupils of one village than these are not told apart on pages."""


def languages(lang: PageLang) -> tuple[Lang, ...]:
    """Return the languages that a page holds."""
    return LANGS if lang == "both" else (lang,)


def both(said: Text | Mapping[str, str], langs: Sequence[Lang] = LANGS) -> Markup:
    """Return a sentence in each language of the page, escaped; the page shows one at a time."""
    spans = [
        Markup('<span class="{0}" lang="{1}">{2}</span>').format(
            lang, "zh-CN" if lang == "zh" else "en", _say(said, lang)
        )
        for lang in langs
    ]
    return Markup("").join(spans)


def pair(said: Text | Mapping[str, str]) -> dict[str, str]:
    """Return a sentence as ``{zh, en}``, for data read by a page's script."""
    return {lang: _say(said, lang) for lang in LANGS}


def title_of(scenario: Scenario) -> dict[str, str]:
    """Return the scenario's title in both languages, its name where it has none."""
    return {
        "zh": scenario.title.zh or scenario.title.en or scenario.name,
        "en": scenario.title.en or scenario.title.zh or scenario.name,
    }


def status_words(outcome: Outcome) -> Text:
    """Return in words what the search can vouch for."""
    if outcome.status in ("infeasible", "no_solution"):
        return text(f"status.{outcome.status}")
    if outcome.status == "optimal":
        exact = outcome.gap <= 0
        return (
            text("page.status.optimal")
            if exact
            else text("page.status.within", gap=gap_percent(outcome.gap))
        )
    if not math.isfinite(outcome.gap):
        return text("page.status.no_bound")
    key = "interrupt" if outcome.ended_by == "interrupt" else "clock"
    return text(f"page.status.{key}", gap=gap_percent(outcome.gap))


def status_of(result: Result) -> Text:
    """Return in words what can be vouched for: of today as it is, no optimum is claimed."""
    schools = result.scenario.schools
    if schools.keep_all and schools.keep_catchments:
        return text("page.status.as_today")
    return status_words(result.outcome)


def warning_of(county: County) -> tuple[str, Text] | None:
    """Return the grade and the banner of a county that is not measured throughout.

    The banner counts the schools and villages that are not measured, as the list of assumptions
    does.
    """
    if county.provenance == "synthetic":
        return "synthetic", text("page.synthetic")
    tables = {"schools": county.schools, "villages": county.villages}
    grades = {name: evidence_of(county, frame).values() for name, frame in tables.items()}
    weak = {f"weak_{name}": sum(g != "measured" for g in own) for name, own in grades.items()}
    if not any(weak.values()):
        return ("estimated", text("page.estimated")) if county.provenance == "estimated" else None
    known = sum(map(len, grades.values())) > sum(weak.values())
    every = {name: count(len(own)) for name, own in grades.items()}
    fewer = {name: count(n) for name, n in weak.items()}
    said = text("page.estimated_some", **every, **fewer) if known else None
    return "estimated", said or text("page.estimated_all", **every)


def to_the_centre(result: Result) -> Text:
    """Return the sentence on what minutes leave out."""
    return text("page.centre" if result.county.residences is None else "page.farthest")


def percent(share: float) -> str:
    """Return a share as per cent with one decimal."""
    return f"{share:.1%}"


def gap_percent(gap: float) -> str:
    """Return a gap as per cent, rounded up so that it is never made smaller."""
    return f"{math.ceil(round(gap * 1000, 6)) / 10:.1f}%"


def count(value: float) -> str:
    """Return a whole number with separators."""
    return f"{round(value):,}"


def few(pupils: float) -> str:
    """Return a number of pupils of one village as pages show it: no child can be told from it.

    One or two read ``<3``; nobody and three or more stand as they are.
    """
    return f"<{FEWEST_SHOWN}" if 0 < round(pupils) < FEWEST_SHOWN else count(pupils)


def yuan(value: float) -> Text:
    """Return an amount of money: from 10,000 on 万元 in Chinese, from a million on millions in English."""
    if abs(value) < 10_000:
        return text("page.yuan_small", yuan=minus(count(value)))
    wan = minus(f"{value / 10_000:,.1f}")
    if abs(value) < MILLION:
        return text("page.yuan_wan", wan=wan, english=minus(count(value)))
    return text("page.yuan_wan", wan=wan, english=minus(f"{value / MILLION:,.2f} million"))


def minus(number: str) -> str:
    """Return a written number with a true minus sign, as changes have it."""
    return number.replace("-", "−")


def whole(value: float) -> int:
    """Return the nearest whole number, halves upwards, as the page's script rounds too."""
    return math.floor(value + 0.5)


def minutes(value: float) -> str:
    """Return minutes as a whole number, a dash where there are none."""
    return "—" if value != value else str(whole(value))


def signed(value: float) -> str:
    """Return a change with its sign and an arrow; a dash where there is none."""
    if value != value:
        return "—"
    rounded = whole(value)
    if rounded == 0:
        return "0"
    return f"▲ +{rounded:,}" if rounded > 0 else f"▼ −{-rounded:,}"


def _say(said: Text | Mapping[str, str], lang: Lang) -> str:
    if isinstance(said, Text):
        return said.say(lang)
    return said.get(lang) or next((v for v in said.values() if v), "")
