"""Several runs side by side on one page that opens and prints without a network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planner.compare.balance import balance_rows
from planner.compare.runs import Comparison
from planner.compare.satisfaction import survey_answers
from planner.compare.staff import staff_rows
from planner.maps.comparison import comparison_maps
from planner.reports.compare import (
    added,
    charts,
    closure_grids,
    indicator_grids,
    opening,
    option_grids,
    other_grids,
    summary,
    who_grids,
)
from planner.reports.compare.look import each
from planner.reports.compare.option_grids import option_name
from planner.reports.page import spoken_page
from planner.reports.words import PageLang, languages, pair
from planner.texts import Lang, text


def comparison_page(comparison: Comparison, lang: PageLang = "both") -> str:
    """Return the page.

    Parameters
    ----------
    lang
        ``zh``, ``en``, or ``both``: both texts are in the page, which opens in Chinese and
        switches at a button.
    """
    langs = languages(lang)
    title = text("compare.title")
    county = pair(comparison.runs[0].county_name)
    return spoken_page(
        "compare/compare.html",
        langs,
        "compare/compare.css",
        title={g: title.say(g) for g in ("zh", "en")},
        title_text=f"{county[langs[0]]} · {title.say(langs[0])}",
        county=county,
        asks={"zh": "", "en": ""},
        warning=opening.warning(comparison),
        status=opening.searched(comparison),
        status_code="",
        maps=comparison_maps(comparison.runs, lang),
        **_fields(comparison, langs),
    )


def _fields(comparison: Comparison, langs: Sequence[Lang]) -> dict[str, Any]:
    """Return what stands in the sections, by the template's names."""
    runs = comparison.runs
    fates = comparison.closures
    exposed = comparison.exposures
    staff = staff_rows(runs)
    balance = balance_rows(runs)
    frontier = comparison.frontier
    others = indicator_grids.other_todays(comparison)
    return {
        "opening": summary.opening_of(comparison),
        "runs": opening.runs_grid(comparison),
        "proofs": opening.proofs(comparison),
        "baselines": opening.baselines(comparison),
        "inputs_differ": opening.differing(comparison),
        "other_todays": opening.other_todays(comparison, others),
        "indicators": indicator_grids.indicator_grids(comparison),
        "targets": indicator_grids.targets_grid(comparison),
        "survey": indicator_grids.survey_grid(comparison),
        "survey_unknown": indicator_grids.survey_unknown(survey_answers(runs[0].county_id)),
        "township_charts": charts.township_charts(comparison, langs),
        "townships": who_grids.township_grid(comparison),
        "curve_chart": charts.curve_chart(comparison, langs),
        "curve": who_grids.curve_grid(comparison),
        "worst": who_grids.worst_grid(comparison),
        "exposure": who_grids.exposure_grid(comparison, exposed) if exposed else None,
        "exposure_differ": exposed is not None and exposed.thresholds_differ,
        "frontier_note": each("compare.note.frontier", key=option_name(frontier.key))
        if frontier
        else "",
        "frontier_chart": charts.frontier_chart(comparison, frontier, langs) if frontier else None,
        "frontier": other_grids.frontier_grid(comparison, frontier) if frontier else None,
        "agreement": closure_grids.agreement_grid(comparison, fates),
        "details": closure_grids.details_grid(comparison, fates),
        "near_missing": closure_grids.near_missing(comparison) if fates else [],
        "staffing": other_grids.staff_grid(comparison, staff) if staff else None,
        "balance": other_grids.balance_grid(comparison, balance) if balance else None,
        "balance_unknown": other_grids.balance_unknown(balance),
        "options": option_grids.option_grids(comparison),
        **added.added_fields(comparison),
        "inputs": other_grids.inputs_grid(comparison),
        "versions": other_grids.versions_grid(comparison),
    }
