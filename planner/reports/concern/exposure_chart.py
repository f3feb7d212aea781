"""Exposure beside the survey's share: one row a definition, one mark a unit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from planner.concern.exposure import DEFINITIONS, UNITS, PlanExposure
from planner.concern.statistics.verdict import Interval
from planner.concern.study import ConcernStudy
from planner.reports.concern.look import (
    COLOURS,
    GRID,
    MARKERS,
    county_name,
    definition_name,
    percent_axis,
    said_in,
    survey_across,
    unit_name,
)
from planner.reports.drawing import chart
from planner.texts import Lang, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_STEP = 0.24
"""Between the marks of two units, as a part of the row."""


def exposure_chart(
    study: ConcernStudy, intervals: Sequence[Interval], langs: Sequence[Lang]
) -> Markup:
    """Return exposure under each county's main plan, by definition and unit, with its bounds.

    Parameters
    ----------
    intervals
        Of the survey's share, drawn above as bars by design effect.
    """
    shown = [(county, study.plans[n]) for county, n in study.main.items()]

    def draw(figure: Figure, lang: Lang) -> None:
        heights = [0.28 * max(1, len(intervals)), *(2.6 for _ in shown)]
        panels = figure.subplots(
            len(heights), 1, sharex=True, squeeze=False, gridspec_kw={"height_ratios": heights}
        )[:, 0]
        _intervals(panels[0], study, intervals, lang)
        for panel, (county, plan) in zip(panels[1:], shown, strict=True):
            _county(panel, study, plan, lang)
            name = said_in(county_name(study, county), lang)
            title = text("concern_page.chart.under", county=name, plan=plan.scenario)
            panel.set_title(title.say(lang), loc="left", fontsize=9, fontweight="bold")
        panels[-1].set_xlim(-0.01, 1.01)
        percent_axis(panels[-1].xaxis)
        panels[-1].set_xlabel(text("concern_page.chart.exposure").say(lang))
        handles, labels = panels[1].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=3, frameon=False)

    height = 1.1 + 0.2 * len(intervals) + 2.3 * len(shown)
    return chart(
        "exposure", text("concern_page.chart.exposure_caption"), langs, (8.2, height), draw
    )


def _intervals(panel: Axes, study: ConcernStudy, intervals: Sequence[Interval], lang: Lang) -> None:
    for row, interval in enumerate(intervals):
        panel.plot([interval.low, interval.high], [row, row], color="#374151", linewidth=3)
    panel.plot([study.survey_share] * len(intervals), range(len(intervals)), "|", color="white")
    names = [
        text("concern_page.chart.design_effect", n=f"{i.design_effect:g}").say(lang)
        for i in intervals
    ]
    panel.set_yticks(range(len(intervals)), names, fontsize=8)
    panel.set_ylim(len(intervals) - 0.4, -0.6)
    panel.set_title(
        text("concern_page.chart.intervals").say(lang), loc="left", fontsize=9, fontweight="bold"
    )
    panel.grid(axis="x", color=GRID, zorder=0)
    panel.tick_params(axis="x", length=0)
    panel.tick_params(axis="y", length=0)


def _county(panel: Axes, study: ConcernStudy, plan: PlanExposure, lang: Lang) -> None:
    survey_across(panel, study, lang, upright=True)
    for row, definition in enumerate(DEFINITIONS):
        for k, unit in enumerate(UNITS):
            band = plan.headline(definition, unit, study.population)
            if not math.isfinite(band.share):
                continue
            y = row + _STEP * (k - 1)
            colour = COLOURS[definition]
            panel.plot([band.low_share, band.high_share], [y, y], color=colour, linewidth=1.6)
            panel.plot(
                [band.share],
                [y],
                MARKERS[unit],
                markersize=5,
                color=colour,
                markerfacecolor=colour if unit == study.unit else "white",
            )
    for unit in UNITS:
        face = "#374151" if unit == study.unit else "white"
        panel.plot(
            [], [], MARKERS[unit], color="#374151", markerfacecolor=face,
            label=unit_name(unit).say(lang),
        )  # fmt: skip
    names = [said_in(definition_name(d), lang) for d in DEFINITIONS]
    panel.set_yticks(range(len(DEFINITIONS)), names, fontsize=8)
    panel.set_ylim(len(DEFINITIONS) - 0.5, -0.6)
    panel.grid(axis="x", color=GRID, zorder=0)
    panel.tick_params(axis="y", length=0)
