"""Bounds: how many of the unaffected worry at least, and what another make-up could mean."""

from __future__ import annotations

import math

from planner.concern.exposure import DEFINITIONS
from planner.concern.statistics.bounds import worry_bounds
from planner.concern.statistics.reweighting import COUNTY_GROUPS, PARENTS_BY_GROUP, reweighted
from planner.concern.statistics.verdict import Interval
from planner.concern.study import ConcernStudy
from planner.reports.concern.look import county_name, definition_name, share, share_range
from planner.reports.figures import Cell
from planner.reports.table import Table
from planner.texts import Text, text

EXAMPLES = (0.1, 0.3, 0.5)
"""Shares affected for which the bounds are shown whatever the plans do."""
HAN = "mandarin"


def bounds_table(study: ConcernStudy, interval: Interval) -> Table:
    """Return the bounds by county and definition under the main plan, then for round shares.

    Parameters
    ----------
    interval
        Of the survey's share: the first bound is shown at its ends too.
    """
    rows: list[list[Cell]] = []
    for county, n in study.main.items():
        for d in DEFINITIONS:
            band = study.plans[n].headline(d, study.unit, study.population)
            if math.isfinite(band.share):
                label: list[Cell] = [county_name(study, county), definition_name(d)]
                rows.append([*label, *_bounds(study.survey_share, band.share, interval)])
    for a in EXAMPLES:
        example = text("concern_page.bounds.example", share=f"{a:.0%}")
        rows.append([example, "", *_bounds(study.survey_share, a, interval)])
    heads = ("county", "definition", "exposure")
    more = ("unaffected_worry", "worried_unaffected", "affected_calm")
    return Table(
        tuple(text(f"concern_page.head.{h}") for h in (*heads, *more)),
        rows,
        frozenset({2, 3, 4, 5}),
        short=frozenset({1}),
    )


def _bounds(worry: float, exposure: float, interval: Interval) -> list[Cell]:
    found = worry_bounds(worry, exposure)
    ends = (worry_bounds(w, exposure) for w in (interval.low, interval.high))
    low, high = (end.unaffected_who_worry[0] for end in ends)
    return [
        share(exposure),
        share_range(found.unaffected_who_worry[0], low, high),
        share(found.worried_not_affected[0]),
        share(found.affected_not_worried[0]),
    ]


def reweighting_table(study: ConcernStudy) -> Table:
    """Return what the survey's share could be among people made up like each county: bounds."""
    rows: list[list[Cell]] = []
    for county, groups in COUNTY_GROUPS.items():
        found = reweighted(study.survey_share, PARENTS_BY_GROUP, groups)
        name = text(f"concern_page.surveyed.{county}")
        rows.append([name, f"{share(found.low)} – {share(found.high)}"])
    heads = (text("concern_page.head.county"), text("concern_page.head.reweighted"))
    return Table(heads, rows, frozenset({1}))


def reweighting_note() -> Text:
    """Return why no figure can be given."""
    han = PARENTS_BY_GROUP[HAN] / sum(PARENTS_BY_GROUP.values())
    return text("concern_page.bounds.reweighting_note", han=share(han))
