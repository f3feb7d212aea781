"""How exposure hangs on thresholds and on what was assumed of speeds, costs and roads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from planner.concern.study import ConcernStudy, ParameterBand, ThresholdCurve
from planner.reports.concern.look import (
    COLOURS,
    GRID,
    county_name,
    definition_name,
    finish_panels,
    panels_of,
    percent_axis,
    said_in,
    survey_across,
)
from planner.reports.drawing import chart
from planner.texts import Lang, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_STYLES: tuple[Any, ...] = ("-", "--", "-.", ":")
"""By county, in the order of the study."""


def threshold_chart(study: ConcernStudy, langs: Sequence[Lang]) -> Markup:
    """Return the whole curve over every threshold, the registered value marked."""
    panels_of: dict[tuple[str, str], list[ThresholdCurve]] = {}
    for curve in study.thresholds:
        panels_of.setdefault((curve.definition, curve.threshold), []).append(curve)
    counties = {n: county for county, n in study.main.items()}
    rows = -(-len(panels_of) // 2)

    def draw(figure: Figure, lang: Lang) -> None:
        panels = figure.subplots(rows, 2, squeeze=False).ravel()
        for panel in panels[len(panels_of) :]:
            panel.set_visible(False)
        for panel, ((definition, threshold), curves) in zip(
            panels, panels_of.items(), strict=False
        ):
            survey_across(panel, study, lang, upright=False)
            for curve in curves:
                place = list(counties).index(curve.plan) if curve.plan in counties else 0
                county = counties.get(curve.plan, "")
                panel.plot(
                    curve.values, curve.shares, color=COLOURS[definition],
                    linestyle=_STYLES[place % len(_STYLES)],
                    label=said_in(county_name(study, county), lang)
                    if county
                    else study.labels[curve.plan],
                )  # fmt: skip
            panel.axvline(curves[0].registered, color="#6b7280", linewidth=1, linestyle=":")
            panel.set_title(definition_name(definition).say(lang), loc="left", fontsize=8.5)
            panel.set_xlabel(text(f"concern_page.threshold.{threshold}").say(lang), fontsize=8)
            panel.set_ylim(-0.02, 1.02)
            percent_axis(panel.yaxis)
            if threshold.endswith("_share"):
                percent_axis(panel.xaxis)
            panel.grid(axis="y", color=GRID)
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=3, frameon=False)

    size = (8.2, 0.9 + 2.1 * rows)
    return chart("thresholds", text("concern_page.chart.thresholds_caption"), langs, size, draw)


def band_counties(study: ConcernStudy) -> dict[str, list[ParameterBand]]:
    """Return the bands of the registered definition and unit, by county."""
    found: dict[str, list[ParameterBand]] = {}
    for county, n in study.main.items():
        own = [
            b
            for b in study.bands
            if (b.plan, b.definition, b.unit, b.population)
            == (n, study.definition, study.unit, study.population)
        ]
        if own:
            found[county] = sorted(own, key=lambda b: b.low_share - b.high_share)
    return found


def bands_chart(study: ConcernStudy, langs: Sequence[Lang]) -> Markup:
    """Return per parameter the least and the greatest exposure, the widest band first."""
    by_county = band_counties(study)

    def draw(figure: Figure, lang: Lang) -> None:
        panels = panels_of(figure, [len(own) + 1 for own in by_county.values()])
        for panel, (county, own) in zip(panels, by_county.items(), strict=True):
            _tornado(panel, study, own, lang)
            name = said_in(county_name(study, county), lang)
            panel.set_title(name, loc="left", fontsize=9, fontweight="bold")
        finish_panels(figure, panels, study, lang)

    rows = sum(len(own) + 1.4 for own in by_county.values())
    caption = text("concern_page.chart.bands_caption")
    return chart("bands", caption, langs, (8.2, 1.0 + 0.3 * rows), draw)


def _tornado(panel: Axes, study: ConcernStudy, own: Sequence[ParameterBand], lang: Lang) -> None:
    survey_across(panel, study, lang, upright=True)
    colour = COLOURS[study.definition]
    for row, band in enumerate(own):
        width = band.high_share - band.low_share
        panel.barh(row, width, left=band.low_share, height=0.5, color=colour, alpha=0.75)
        if band.base in band.values:
            at = band.shares[band.values.index(band.base)]
            panel.plot([at], [row], "|", color="#111827", markersize=12, markeredgewidth=1.6)
    names = [text(f"concern_study.parameter.{b.parameter}").say(lang) for b in own]
    panel.set_yticks(range(len(own)), names, fontsize=8)
    panel.set_ylim(len(own) - 0.4, -0.6)
    panel.grid(axis="x", color=GRID)
    panel.set_axisbelow(True)
    panel.tick_params(axis="y", length=0)
