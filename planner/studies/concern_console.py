"""What the command `plan concern` says, line by line."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from planner.concern.rows import POOLED, Curve
from planner.concern.study import ConcernStudy
from planner.studies.ensemble import Ensemble
from planner.texts import Lang, Text, text

_SHOWN = ("D1", "D2", "D3")


def ensemble_lines(found: Ensemble, lang: Lang) -> list[str]:
    """Return one line a plan of the grid: what it came to."""
    return [
        text(
            "concern_study.member",
            name=m.name,
            status=text(f"status.{m.status}"),
            gap=f"{100 * m.gap:.1f}%" if math.isfinite(m.gap) else "–",
            seconds=f"{m.seconds:.0f}",
            kept=text("concern_study.member_kept") if m.kept else "",
        ).say(lang)
        for m in found.members
    ]


def study_lines(study: ConcernStudy, lang: Lang) -> list[str]:
    """Return what a planner wants to know first."""
    names = {p.county_id: p.county_name.get(lang) or p.county for p in study.plans}
    lines = [
        *_registration(study),
        *_headlines(study, names),
        *_near(study, names),
        *_risk(study, names),
        *_standing(study),
        *_mitigations(study),
        *(text(key, **fields) for key, fields in study.notes),
    ]
    return [line.say(lang) for line in lines]


def _registration(study: ConcernStudy) -> Iterable[Text]:
    made = study.registration
    key = "registered" if made.before_runs else "registered_late"
    yield text(f"concern_study.{key}", sha=made.sha256[:16], at=made.written_at)
    none = text("concern_study.nothing")
    for c in made.changes:
        yield text(
            "concern_study.changed", key=c.key, before=c.before or none, after=c.after or none
        )


def _headlines(study: ConcernStudy, names: Mapping[str, str]) -> Iterable[Text]:
    for n in study.main.values():
        plan = study.plans[n]
        for definition in _SHOWN:
            band = plan.headline(definition, study.unit, study.population)
            yield text(
                "concern_study.headline",
                county=names[plan.county_id],
                label=study.labels[n],
                definition=text(f"concern_study.definition.{definition}"),
                unit=text(f"concern_study.unit.{study.unit}"),
                share=_percent(band.share),
                low=_percent(band.low_share),
                high=_percent(band.high_share),
                survey=_percent(study.survey_share, 0),
            )


def _near(study: ConcernStudy, names: Mapping[str, str]) -> Iterable[Text]:
    several = len(study.plans) > len(study.main)
    for curve in study.curves if several else ():
        asked = (study.definition, study.unit, study.population, "closed_share")
        if (curve.definition, curve.unit, curve.population, curve.measure) == asked:
            yield _range(study, curve, names)


def _range(study: ConcernStudy, curve: Curve, names: Mapping[str, str]) -> Text:
    pooled = curve.county_id == POOLED
    county = ", ".join(names.values()) if pooled else names[curve.county_id]
    said = {
        "county": county,
        "survey": _percent(study.survey_share, 0),
        "margin": f"{100 * study.margin:g}",
    }
    if not curve.near:
        most = max(p.share for p in curve.points)
        return text("concern_study.near_none", **said, most=_percent(most))
    ranges = ", ".join(
        f"{_percent(a, 0)}–{_percent(b, 0)}" if b > a else _percent(a, 0) for a, b in curve.near
    )
    return text("concern_study.near", **said, ranges=ranges)


def _risk(study: ConcernStudy, names: Mapping[str, str]) -> Iterable[Text]:
    for r in study.risk:
        if r.definition == study.definition:
            yield text(
                "concern_study.risk",
                county=names[r.county_id],
                share=_percent(r.share),
                at_least=_percent(r.at_least, 0),
                low=_percent(r.low_share),
                high=_percent(r.high_share),
            )


def _standing(study: ConcernStudy) -> Iterable[Text]:
    if not study.standing.verdict:
        yield text("concern_study.demonstration")
        yield from (text(key, **fields) for key, fields in study.standing.reasons)
        return
    verdict = study.tests[POOLED, study.definition]
    yield text("concern_study.verdict", cell=text(f"concern_study.cell.{verdict.together}"))


def _mitigations(study: ConcernStudy) -> Iterable[Text]:
    for m in study.mitigations:
        kind = text(f"concern_study.mitigation.{m.kind}")
        share = m.shares[study.definition]
        if math.isnan(share):
            status = text(f"status.{m.status}")
            yield text("concern_study.mitigation_without", kind=kind, status=status)
            continue
        yield text(
            "concern_study.mitigation_row",
            kind=kind,
            share=_percent(share),
            public=f"{m.public_yuan_a_year:+,.0f}",
            household=f"{m.household_yuan_a_year:+,.0f}",
        )


def _percent(share: float, digits: int = 1) -> str:
    return f"{100 * share:.{digits}f}%" if math.isfinite(share) else "–"
