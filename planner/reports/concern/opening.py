"""The head of the page: the answer in short, the question, the evidence, the definitions."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from planner.concern.exposure import DEFINITIONS, Band, PlanExposure
from planner.concern.study import ConcernStudy, Curve
from planner.reports.concern.curve_chart import curves_of, measures_of
from planner.reports.concern.look import (
    Sentence,
    band_words,
    county_name,
    definition_name,
    each_said,
    joined,
    points_of,
    population_name,
    said_in,
    share,
    survey_words,
    told,
    unit_name,
)
from planner.reports.figures import Cell
from planner.reports.table import Table
from planner.reports.words import count
from planner.texts import LANGS, Text, text

STUDIES = ("burde", "filmer", "hannum", "liu", "wang", "hou", "audit")
"""The literature of the page, in its order."""
THRESHOLDS = (
    "threshold_minutes",
    "threshold_yuan",
    "threshold_income_share",
    "threshold_km",
    "any_yuan",
)


def registered(study: ConcernStudy, part: str) -> Mapping[str, Any]:
    """Return a part of what was registered; of several counties that of the first."""
    content = study.registration.content
    for candidate in (content, *(c for c in content.values() if isinstance(c, Mapping))):
        found = candidate.get(part)
        if isinstance(found, Mapping):
            return found
    return {}


def question(study: ConcernStudy) -> list[Text]:
    """Return what was asked and what the page can answer."""
    said = survey_words(study)
    return [
        text("concern_page.question.survey", share=said),
        text("concern_page.question.asks", share=said),
        text("concern_page.question.apart"),
        text("concern_page.question.pooled", share=said),
    ]


def in_short(study: ConcernStudy) -> list[Sentence]:
    """Return the answer in a few sentences: exposure, where it is near the survey's figure, risk."""
    said: list[Sentence] = []
    if not study.standing.verdict and study.standing.reasons:
        reasons = joined([told(*r) for r in study.standing.reasons], "；", "; ")
        said.append(each_said("concern_page.short.demonstration", reasons=reasons))
    said += [_headline(study, county, study.plans[n]) for county, n in study.main.items()]
    spreads = (_spread(study, county, study.plans[n]) for county, n in study.main.items())
    said += [s for s in spreads if s is not None]
    said += _near(study)
    for r in study.risk:
        if (r.definition, r.at_least) == (study.definition, 0.5) and r.plans > 1:
            name = county_name(study, r.county_id)
            shown = Band(r.share, r.low_share, r.high_share, 1.0)
            plans = str(r.plans)
            told_of = each_said(
                "concern_page.short.risk", county=name, share=band_words(shown), plans=plans
            )
            said.append(told_of)
    if len(study.plans) == len(study.main):
        said.append(text("concern_page.short.single_plan"))
    return said


def _headline(study: ConcernStudy, county: str, plan: PlanExposure) -> Sentence:
    band = plan.headline(study.definition, study.unit, study.population)
    return each_said(
        "concern_page.short.headline",
        county=county_name(study, county),
        plan=plan.scenario,
        share=band_words(band),
        unit=unit_name(study.unit),
        definition=definition_name(study.definition),
        population=population_name(study.population),
    )


def _spread(study: ConcernStudy, county: str, plan: PlanExposure) -> Sentence | None:
    shares = [plan.headline(d, study.unit, study.population).share for d in DEFINITIONS]
    known = [s for s in shares if math.isfinite(s)]
    if not known or share(min(known)) == share(max(known)):
        return None
    low, high = share(min(known)), share(max(known))
    name = county_name(study, county)
    return each_said("concern_page.short.spread", county=name, low=low, high=high)


def _near(study: ConcernStudy) -> list[Sentence]:
    said: list[Sentence] = []
    for measure in measures_of(study)[:1]:
        for county, curves in curves_of(study, measure).items():
            own = [c for c in curves if c.definition == study.definition]
            said += [_near_words(study, county, c) for c in own]
    return said


def _near_words(study: ConcernStudy, county: str, curve: Curve) -> Sentence:
    fields: dict[str, Cell] = {
        "county": county_name(study, county),
        "points": points_of(study.margin),
        "survey": survey_words(study),
    }
    if curve.near:
        return each_said(
            "concern_page.short.near",
            ranges=near_ranges(curve),
            measure=text(f"concern_page.measure.{curve.measure}"),
            **fields,
        )
    shares = [p.share for p in curve.points if math.isfinite(p.share)]
    low, high = (share(f(shares)) if shares else "—" for f in (min, max))
    return each_said("concern_page.short.never_near", low=low, high=high, **fields)


def near_ranges(curve: Curve) -> dict[str, str]:
    """Return the ranges of intensity within which the curve is near the survey's share."""
    parts: list[Cell] = [
        " – ".join((intensity(curve.measure, a), intensity(curve.measure, b)))
        if intensity(curve.measure, a) != intensity(curve.measure, b)
        else intensity(curve.measure, a)
        for a, b in curve.near
    ]
    return joined(parts)


def intensity(measure: str, value: float) -> str:
    """Return an intensity as people read it."""
    if not math.isfinite(value):
        return "—"
    return share(value) if measure.endswith("_share") else count(value)


def evidence() -> Table:
    """Return the literature: which study, what it found, how to read it here."""
    columns = ("study", "found", "reading")
    rows: list[list[Cell]] = [
        [text(f"concern_page.evidence.{s}.{c}") for c in columns] for s in STUDIES
    ]
    return Table(tuple(text(f"concern_page.evidence.head.{c}") for c in columns), rows)


def definitions(study: ConcernStudy) -> Table:
    """Return every definition in words, with its thresholds as registered."""
    thresholds = registered(study, "thresholds")
    values = {t: _threshold(t, thresholds.get(t)) for t in THRESHOLDS}
    rows: list[list[Cell]] = []
    for d in DEFINITIONS:
        said = text(f"concern_page.define.{d}", **values)
        name: Cell = definition_name(d)
        if d == study.definition:
            name = {lang: f"★ {said_in(definition_name(d), lang)}" for lang in LANGS}
        rows.append([name, said])
    heads = (text("concern_page.head.definition"), text("concern_page.head.means"))
    return Table(heads, rows, short=frozenset({0}))


def _threshold(name: str, value: object) -> str:
    if not isinstance(value, int | float):
        return "—"
    return f"{100 * value:g}%" if name.endswith("_share") else f"{value:g}"


def overlap(study: ConcernStudy, county: str) -> Table:
    """Return children by the definitions that affect them, under the county's main plan."""
    plan = study.plans[study.main[county]]
    total = sum(plan.overlap.values())
    ranked = sorted(plan.overlap.items(), key=lambda item: (item[0] == "", -item[1], item[0]))
    rows: list[list[Cell]] = [
        [
            found or text("concern_page.define.neither"),
            count(children),
            share(children / total) if total else "—",
        ]
        for found, children in ranked
    ]
    heads = tuple(text(f"concern_page.head.{h}") for h in ("set", "children", "share"))
    return Table(heads, rows, frozenset({1, 2}))
