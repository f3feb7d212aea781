"""What the command `plan concern` says, line by line."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from planner.concern.exposure import PlanExposure
from planner.concern.risk import plans_at_least
from planner.concern.rows import POOLED, Curve, RiskShare
from planner.concern.study import ConcernStudy
from planner.studies.ensemble import Ensemble
from planner.texts import Lang, Text, text

PLANS_SHOWN = 6
"""Plans with a line of their own; an ensemble has two dozen."""
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
    """Say a plan a line; where not all have room, those that the tests speak of come first."""
    if study.population == "herding":
        yield text("concern_study.herding")
    order = list(range(len(study.plans)))
    if len(order) > PLANS_SHOWN:
        main = set(study.main.values())
        order.sort(key=lambda n: n not in main)
    for n in order[:PLANS_SHOWN]:
        plan = study.plans[n]
        yield text(
            "concern_study.headline",
            county=names[plan.county_id],
            label=study.labels[n] or plan.scenario,
            whom=_whom(study.unit, study.population),
            shares=_listed([_affected(study, plan, d) for d in _SHOWN]),
            survey=_percent(study.survey_share, 0),
        )
    if len(order) > PLANS_SHOWN:
        yield text("concern_study.more_plans", n=len(order) - PLANS_SHOWN)


def _affected(study: ConcernStudy, plan: PlanExposure, definition: str) -> Text:
    band = plan.headline(definition, study.unit, study.population)
    return text(
        "concern_study.affected",
        definition=text(f"concern_study.definition.{definition}"),
        share=_percent(band.share),
        low=_percent(band.low_share),
        high=_percent(band.high_share),
    )


def _near(study: ConcernStudy, names: Mapping[str, str]) -> Iterable[Text]:
    """Say for every county where its curves come near the survey, and which never do."""
    if len(study.plans) <= len(study.main):
        return
    asked = (study.unit, study.population, "closed_share")
    curves = {
        (c.county_id, c.definition): c
        for c in study.curves
        if (c.unit, c.population, c.measure) == asked
    }
    for county in dict.fromkeys(county for county, _ in curves):
        of = [curves[county, d] for d in _SHOWN if (county, d) in curves]
        said = {
            "county": ", ".join(names.values()) if county == POOLED else names[county],
            "whom": _whom(study.unit, study.population),
            "survey": _percent(study.survey_share, 0),
            "margin": f"{100 * study.margin:g}",
        }
        for curve in of:
            if curve.near:
                definition = text(f"concern_study.definition.{curve.definition}")
                ranges = _ranges(curve)
                yield text("concern_study.near", **said, definition=definition, ranges=ranges)
        never = [_most(curve) for curve in of if not curve.near]
        if never:
            yield text("concern_study.near_none", **said, most=_listed(never))


def _ranges(curve: Curve) -> str:
    return ", ".join(
        f"{_percent(a, 0)}–{_percent(b, 0)}" if b > a else _percent(a, 0) for a, b in curve.near
    )


def _most(curve: Curve) -> Text:
    definition = text(f"concern_study.definition.{curve.definition}")
    most = max(p.share for p in curve.points)
    return text("concern_study.most", definition=definition, share=_percent(most))


def _risk(study: ConcernStudy, names: Mapping[str, str]) -> Iterable[Text]:
    """Say whom so many of the plans affect; with few plans several shares ask the same."""
    merged: dict[tuple[str, int], list[RiskShare]] = {}
    for r in study.risk:
        if r.definition == study.definition:
            merged.setdefault((r.county_id, plans_at_least(r.at_least, r.plans)), []).append(r)
    for (county, _), (first, *others) in merged.items():
        at_least: Text | str = _percent(first.at_least, 0)
        if others:
            also = _listed([_percent(r.at_least, 0) for r in others])
            at_least = text("concern_study.at_least_also", first=at_least, others=also)
        yield text(
            "concern_study.risk",
            county=names[county],
            definition=text(f"concern_study.definition.{first.definition}"),
            # Villages are counted with all their households, whatever the headline counts.
            whom=_whom("households", "all"),
            share=_percent(first.share),
            at_least=at_least,
            plans=first.plans,
            low=_percent(first.low_share),
            high=_percent(first.high_share),
        )


def _whom(unit: str, population: str) -> Text:
    return text(f"concern_study.whom.{population}", unit=text(f"concern_study.unit.{unit}"))


def _listed(parts: Sequence[Text | str]) -> Text | str:
    said = parts[0]
    for part in parts[1:]:
        said = text("concern_study.listed", first=said, second=part)
    return said


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
