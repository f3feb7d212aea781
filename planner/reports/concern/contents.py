"""What stands in the sections of the page: sentences, tables and drawings by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from planner.concern.statistics.verdict import Interval, TestRules
from planner.concern.statistics.wilson import wilson
from planner.concern.study import ConcernStudy
from planner.reports.concern import (
    bounds_section,
    burden_section,
    curve_chart,
    curve_section,
    exposure_chart,
    exposure_section,
    groups,
    groups_chart,
    opening,
    planning_section,
    posts_section,
    price_chart,
    registration_section,
    risk_chart,
    risk_section,
    sensitivity_chart,
    sensitivity_section,
    survey_chart,
    survey_section,
    verdict_section,
)
from planner.reports.concern.look import county_name, definition_name, points_of, told
from planner.reports.concern.places import Places, worry_places
from planner.texts import Lang, text

MAP_HEIGHT_PX = 460
LIMITS = (
    "worry",
    "one_figure",
    "sample",
    "modelled",
    "ensemble",
    "gap",
    "households",
    "margin",
    "few",
    "one_number",
)


def intervals_of(study: ConcernStudy) -> tuple[Interval, ...]:
    """Return the intervals of the survey's share: those of the tests, else design effects 1–5."""
    for verdict in verdict_section.verdicts(study).values():
        found = {t.design_effect: t.interval for t in verdict.tests}
        if found:
            return tuple(found[e] for e in sorted(found))
    rules = TestRules()
    worried = round(study.survey_share * rules.respondents)
    return tuple(wilson(worried, rules.respondents, e) for e in rules.design_effects)


def respondents_of(study: ConcernStudy) -> int:
    """Return the base that the tests assume for the survey's share."""
    known = next(iter(verdict_section.verdicts(study).values()), None)
    return (known.rules if known is not None else TestRules()).respondents


def page_fields(study: ConcernStudy, places: Places, langs: Sequence[Lang]) -> dict[str, Any]:
    """Return the fields of concern.html that hold the study."""
    intervals = intervals_of(study)
    several = len(study.plans) > len(study.main)
    measures = curve_chart.measures_of(study) if several else []
    measure = measures[0] if measures else ""
    counties = list(curve_chart.curves_of(study, measure)) if measure else []
    leading = tuple(i for i in intervals if i.design_effect in exposure_section.LEADING)
    tested = verdict_section.tests_shown(study)
    survey = study.survey
    return {
        "short": opening.in_short(study),
        "question": opening.question(study),
        "evidence": opening.evidence(),
        "definitions": opening.definitions(study),
        "overlaps": [(county_name(study, c), opening.overlap(study, c)) for c in study.main],
        "exposure_chart": exposure_chart.exposure_chart(study, leading, langs),
        "exposure": exposure_section.exposure_table(study),
        "intervals": exposure_section.intervals_table(intervals),
        "respondents": respondents_of(study),
        "estimated": exposure_section.estimated(study),
        "burdens": _burdens(study),
        "curve_charts": [curve_chart.curve_chart(study, measure, c, langs) for c in counties],
        "definition_charts": [
            curve_chart.definitions_chart(study, measure, c, langs) for c in counties
        ],
        "near": curve_section.near_table(study),
        "plans": curve_section.plans_table(study),
        "missing": [*curve_section.missing(study), *(told(*n) for n in study.notes)],
        "weighted": curve_section.weighted_table(study),
        "risk_chart": risk_chart.risk_chart(study, langs) if study.risk else None,
        "risk": risk_section.risk_table(study),
        "risk_villages": risk_section.village_table(study, places.names),
        "who": _who(study, langs),
        "carried": verdict_section.sentences(study),
        "reasons": verdict_section.reasons(study),
        "tests": verdict_section.tests_table(study, tested) if tested else None,
        "test_sensitivity": verdict_section.sensitivity_table(study, tested) if tested else None,
        "test_units": verdict_section.units_table(study) if tested else None,
        "test_notes": verdict_section.notes(study),
        "beside": verdict_section.beside(study),
        "bounds": bounds_section.bounds_table(study, (leading or intervals)[0]),
        "bounds_effect": f"{(leading or intervals)[0].design_effect:g}",
        "reweighting": bounds_section.reweighting_table(study),
        "reweighting_note": bounds_section.reweighting_note(),
        "price_chart": price_chart.price_chart(study, langs) if study.price else None,
        "price": planning_section.price_table(study),
        "mitigations": [
            (county_name(study, c), t)
            for c in study.main
            if (t := planning_section.mitigation_table(study, c)).rows
        ],
        "threshold_chart": (
            sensitivity_chart.threshold_chart(study, langs) if study.thresholds else None
        ),
        "bands_chart": (
            sensitivity_chart.bands_chart(study, langs)
            if sensitivity_chart.band_counties(study)
            else None
        ),
        "bands": sensitivity_section.bands_table(study),
        "tipping": sensitivity_section.tipping_table(study),
        "posts": posts_section.posts_table(study),
        "posts_intervals": posts_section.posts_intervals(study),
        "answers": survey,
        "answers_notes": survey_section.survey_notes(survey) if survey else [],
        "coefficients": survey_section.coefficients_table(survey) if survey else None,
        "answers_groups": survey_section.survey_groups(survey) if survey else None,
        "answers_chart": (
            survey_chart.survey_chart(survey, langs) if survey and survey.places else None
        ),
        "still_map": _still(study, places, langs),
        "registered": registration_section.registered_section(study),
        "limits": [text(f"concern_page.limits.{x}", **_limit_fields(study, x)) for x in LIMITS],
    }


def _limit_fields(study: ConcernStudy, limit: str) -> dict[str, str]:
    return {"points": points_of(study.margin)} if limit == "margin" else {}


def _burdens(study: ConcernStudy) -> list[dict[str, Any]]:
    return [
        {
            "county": county_name(study, county),
            "all": burden_section.burden_table(study.plans[n]),
            "townships": burden_section.township_burdens(study.plans[n]),
            "compared": burden_section.compared_table(study.plans[n]),
        }
        for county, n in study.main.items()
    ]


def _who(study: ConcernStudy, langs: Sequence[Lang]) -> list[dict[str, Any]]:
    found = []
    for county, n in study.main.items():
        plan = study.plans[n]
        tables = {k: groups.groups_table(study, plan, k) for k in groups.KINDS_SHOWN}
        lead = text(
            "concern_page.who.lead",
            plan=plan.scenario,
            definition=definition_name(study.definition),
        )
        known = {k: t for k, t in tables.items() if t.rows}
        found.append(
            {
                "county": county_name(study, county),
                "lead": lead,
                "tables": known,
                "chart": groups_chart.groups_chart(study, county, langs) if known else None,
            }
        )
    return found


def live_map(study: ConcernStudy, places: Places, langs: Sequence[Lang]) -> dict[str, Any] | None:
    """Return the parts of the map of worry against exposure, None where no place is known."""
    found = worry_places(study, places)
    if not found:
        return None
    from planner.maps.fragment import fragment_of, leaflet_parts
    from planner.maps.worry import worry_map

    style, script = leaflet_parts()
    page = worry_map("worry", places.outlines, found, langs)
    return {
        "leaflet_style": style,
        "leaflet_script": script,
        "part": fragment_of(page, MAP_HEIGHT_PX),
    }


def _still(study: ConcernStudy, places: Places, langs: Sequence[Lang]) -> Markup | None:
    found = worry_places(study, places)
    return survey_chart.worry_sketch(found, places.outlines, langs) if found else None
