"""The curve of exposure against intensity, with the range near the survey's share drawn in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from planner.concern.exposure import DEFINITIONS
from planner.concern.study import ConcernStudy, Curve, CurvePoint
from planner.reports.concern.look import (
    COLOURS,
    GRID,
    county_name,
    definition_name,
    percent_axis,
    points_of,
    said_in,
    survey_across,
    survey_words,
)
from planner.reports.drawing import chart
from planner.reports.figures import Cell
from planner.texts import Lang, catalogue, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MEASURES = ("closed_share", "schools_kept", "schools_open", "annual_cost_yuan")
"""Intensities in the order in which one is chosen for the chart."""
_MARKERS = "osD^vPX*"
_COLUMNS = 3


def curves_of(study: ConcernStudy, measure: str) -> dict[str, list[Curve]]:
    """Return the curves of the registered unit and population on a measure, by county."""
    found: dict[str, list[Curve]] = {}
    for curve in study.curves:
        own = (curve.unit, curve.population) == (study.unit, study.population)
        if own and curve.measure == measure:
            found.setdefault(curve.county_id, []).append(curve)
    for curves in found.values():
        curves.sort(key=lambda c: DEFINITIONS.index(c.definition))
    # All counties together first, then each.
    return dict(sorted(found.items(), key=lambda item: item[0] != ""))


def measures_of(study: ConcernStudy) -> list[str]:
    """Return the intensities that the study has curves on, the one for the chart first."""
    known = list(dict.fromkeys(c.measure for c in study.curves))
    first = [m for m in MEASURES if m in known]
    return [*first, *(m for m in known if m not in first)]


def lines_of(curve: Curve) -> dict[str, list[CurvePoint]]:
    """Return the points of each branch by rising intensity; those of no branch are in all."""
    names = list(dict.fromkeys(p.branch for p in curve.points if p.branch)) or [""]
    return {n: [p for p in curve.points if p.branch in ("", n)] for n in names}


def branch_name(branch: str) -> Cell:
    """Return what the plans of a branch have in common."""
    key = f"concern_page.branch.{branch or 'plans'}"
    return text(key) if key in catalogue() else branch


def curve_chart(study: ConcernStudy, measure: str, county: str, langs: Sequence[Lang]) -> Markup:
    """Return the curve of the registered definition, a line for each branch of the plans."""
    own = [c for c in curves_of(study, measure)[county] if c.definition == study.definition]

    def draw(figure: Figure, lang: Lang) -> None:
        panel = figure.subplots()
        for curve in own:
            _panel(panel, study, curve, lang, labelled=True)
            _near(panel, study, curve, lang)
            name = said_in(county_name(study, county), lang)
            title = text(
                "concern_page.chart.curve_title",
                county=name,
                definition=definition_name(curve.definition),
            )
            panel.set_title(title.say(lang), loc="left", fontsize=9.5, fontweight="bold")
        panel.set_xlabel(text(f"concern_page.measure.{measure}").say(lang))
        panel.set_ylabel(text("concern_page.chart.exposure_short").say(lang))
        handles, labels = panel.get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=2, frameon=False)

    caption = text("concern_page.chart.curve_caption")
    return chart(f"curve-{county or 'all'}-{measure}", caption, langs, (8.2, 4.9), draw)


def definitions_chart(
    study: ConcernStudy, measure: str, county: str, langs: Sequence[Lang]
) -> Markup:
    """Return the same curves by every definition, a small panel each."""
    curves = curves_of(study, measure)[county]
    rows = -(-len(curves) // _COLUMNS)

    def draw(figure: Figure, lang: Lang) -> None:
        panels = figure.subplots(rows, _COLUMNS, sharex=True, sharey=True, squeeze=False).ravel()
        for panel in panels[len(curves) :]:
            panel.set_visible(False)
        for panel, curve in zip(panels, curves, strict=False):
            _panel(panel, study, curve, lang, labelled=False)
            name = definition_name(curve.definition).say(lang)
            weight = "bold" if curve.definition == study.definition else "normal"
            panel.set_title(name, loc="left", fontsize=8.5, fontweight=weight)
        name = said_in(county_name(study, county), lang)
        figure.suptitle(name, x=0.01, ha="left", fontsize=9.5, fontweight="bold")
        figure.supxlabel(text(f"concern_page.measure.{measure}").say(lang), fontsize=9)

    caption = text("concern_page.chart.definitions_caption")
    size = (8.2, 0.8 + 2.1 * rows)
    return chart(f"definitions-{county or 'all'}-{measure}", caption, langs, size, draw)


def _panel(panel: Axes, study: ConcernStudy, curve: Curve, lang: Lang, *, labelled: bool) -> None:
    survey_across(panel, study, lang, upright=False)
    colour = COLOURS[curve.definition]
    for k, (branch, points) in enumerate(lines_of(curve).items()):
        xs = [p.x for p in points]
        if labelled:
            for p in points:
                panel.plot(
                    [p.x, p.x], [p.low_share, p.high_share], color=colour, alpha=0.35, linewidth=2
                )
        panel.plot(
            xs, [p.share for p in points], color=colour, linewidth=1.4 if labelled else 1,
            marker=_MARKERS[k % len(_MARKERS)], markersize=5 if labelled else 2.5,
            markerfacecolor=colour if k == 0 else "white", zorder=3,
            label=said_in(branch_name(branch), lang),
        )  # fmt: skip
    panel.set_ylim(-0.02, 1.02)
    percent_axis(panel.yaxis)
    if curve.measure.endswith("_share"):
        percent_axis(panel.xaxis)
    panel.grid(axis="y", color=GRID, zorder=0)


def _near(panel: Axes, study: ConcernStudy, curve: Curve, lang: Lang) -> None:
    """Draw the ranges of intensity within which the curve lies near the survey's share."""
    said = text(
        "concern_page.chart.near_range",
        points=points_of(study.margin),
        share=survey_words(study),
        definition=definition_name(curve.definition),
    ).say(lang)
    for n, (start, end) in enumerate(curve.near):
        panel.axvspan(
            start, end, facecolor="none", edgecolor="#b45309", hatch="///", linewidth=1,
            alpha=0.55, zorder=1, label=said if n == 0 else None,
        )  # fmt: skip
