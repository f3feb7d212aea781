"""What exposure hangs on: parameters as bands, and where it enters or leaves the margin."""

from __future__ import annotations

from planner.concern.study import ConcernStudy, TippingPoint
from planner.reports.concern.look import county_name, definition_name, share, told
from planner.reports.concern.opening import intensity
from planner.reports.concern.sensitivity_chart import band_counties
from planner.reports.figures import Cell
from planner.reports.table import Table
from planner.texts import catalogue, text


def bands_table(study: ConcernStudy) -> Table:
    """Return by county and parameter how far exposure moves, the widest first."""
    rows: list[list[Cell]] = []
    for county, own in band_counties(study).items():
        rows += [
            [
                county_name(study, county),
                parameter_name(b.parameter),
                f"{b.base:g}",
                f"{b.values[0]:g} – {b.values[-1]:g}",
                f"{share(b.low_share)} – {share(b.high_share)}",
                share(b.lost_share),
            ]
            for b in own
        ]
    heads = ("county", "parameter", "base", "tried", "from_to", "lost")
    return Table(
        tuple(text(f"concern_page.head.{h}") for h in heads),
        rows,
        frozenset({2, 3, 4, 5}),
        short=frozenset({0}),
    )


def tipping_table(study: ConcernStudy) -> Table:
    """Return where each threshold, parameter and intensity takes exposure across the margin."""
    counties = {n: county for county, n in study.main.items()}
    own = [
        t
        for t in study.tipping
        if (t.unit, t.population) == (study.unit, study.population) or t.value is not None
    ]
    rows: list[list[Cell]] = []
    marks = []
    for t in own:
        plan = study.plans[t.plan]
        rows.append(
            [
                county_name(study, counties.get(t.plan, plan.county_id)),
                definition_name(t.definition),
                parameter_name(t.parameter),
                share(t.crosses),
                _value(t),
            ]
        )
        marks.append("lead" if t.definition == study.definition else "")
    heads = ("county", "definition", "parameter", "crosses", "tipping")
    return Table(
        tuple(text(f"concern_page.head.{h}") for h in heads),
        rows,
        frozenset({3}),
        tuple(marks),
        frozenset({0, 1}),
    )


def parameter_name(name: str) -> Cell:
    """Return what is varied: a parameter, a threshold, or an intensity."""
    starts = ("concern_study.parameter.", "concern_page.threshold.", "concern_page.measure.")
    for key in (f"{start}{name}" for start in starts):
        if key in catalogue():
            return text(key)
    return told(name, {})


def _value(t: TippingPoint) -> Cell:
    if t.value is None:
        return text("concern_page.sensitivity.no_tipping")
    if f"concern_page.measure.{t.parameter}" in catalogue():
        return intensity(t.parameter, t.value)
    if t.parameter.endswith("_share"):
        return share(t.value)
    return f"{t.value:.3g}" if abs(t.value) < 1000 else f"{t.value:,.0f}"
