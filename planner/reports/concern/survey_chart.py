"""Worry against exposure by place, with the fitted curve."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from planner.concern.survey.fit import SurveyFit
from planner.maps.worry import COLOURS as MAP_COLOURS
from planner.reports.concern.look import COLOURS, GRID, SURVEY, percent_axis
from planner.reports.drawing import chart
from planner.texts import Lang, text

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from shapely.geometry.base import BaseGeometry

    from planner.maps.worry import WorryPlace

_STEPS = 50
_AREA_A_RESPONDENT = 9.0
"""Points² of a dot for each respondent."""


def survey_chart(fit: SurveyFit, langs: Sequence[Lang]) -> Markup:
    """Return one dot a place, sized by its answers; the curve holds herding at its mean."""

    def draw(figure: Figure, lang: Lang) -> None:
        panel = figure.subplots()
        colour = COLOURS[fit.definition]
        panel.plot([0, 1], [0, 1], color="#9ca3af", linewidth=1, linestyle=":", zorder=1)
        panel.scatter(
            [p.exposure for p in fit.places],
            [p.worried / p.respondents for p in fit.places],
            s=[_AREA_A_RESPONDENT * p.respondents for p in fit.places],
            color=colour, alpha=0.5, edgecolor=colour, zorder=2,
            label=text("concern_page.chart.place").say(lang),
        )  # fmt: skip
        curve = _curve(fit)
        if curve:
            panel.plot(
                *curve, color=SURVEY, linewidth=1.6, zorder=3,
                label=text("concern_page.chart.logit").say(lang),
            )  # fmt: skip
        for axis in (panel.xaxis, panel.yaxis):
            percent_axis(axis)
        panel.set_xlim(-0.03, 1.03)
        panel.set_ylim(-0.03, 1.03)
        panel.set_xlabel(text("concern_page.chart.exposure_of_place").say(lang))
        panel.set_ylabel(text("concern_page.chart.worried").say(lang))
        panel.grid(color=GRID)
        panel.set_axisbelow(True)
        handles, labels = panel.get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=2, frameon=False)

    return chart("survey", text("concern_page.chart.survey_caption"), langs, (6.2, 4.4), draw)


def worry_sketch(
    places: Sequence[WorryPlace], outlines: Sequence[BaseGeometry], langs: Sequence[Lang]
) -> Markup:
    """Return the map of worry against exposure as a drawing, for print."""
    mean = sum(p.lat for p in places) / len(places)

    def draw(figure: Figure, lang: Lang) -> None:
        panel = figure.subplots()
        for shape in outlines:
            for part in getattr(shape, "geoms", [shape]):
                xs, ys = zip(*[(x, y) for x, y, *_ in part.exterior.coords], strict=True)
                panel.plot(xs, ys, color="#1f2937", linewidth=1)
        for kind, word in enumerate(("more_worry", "alike", "more_affected")):
            own = [p for p in places if p.kind == kind]
            panel.scatter(
                [p.lon for p in own], [p.lat for p in own],
                s=[_AREA_A_RESPONDENT * p.respondents for p in own],
                color=MAP_COLOURS[kind], edgecolor="#1f2937", linewidth=0.6,
                label=text(f"concern_page.map.{word}").say(lang),
            )  # fmt: skip
        panel.set_aspect(1 / math.cos(math.radians(mean)))
        panel.set_axis_off()
        handles, labels = panel.get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=3, frameon=False)

    return chart("worry-sketch", text("concern_page.survey.map_title"), langs, (7.0, 5.2), draw)


def _curve(fit: SurveyFit) -> tuple[list[float], list[float]] | None:
    const, slope = fit.coefficient("const"), fit.coefficient("exposure")
    if const is None or slope is None or not fit.places:
        return None
    # The curve runs through the mean share who worry, whatever else the model holds.
    mean = sum(p.exposure * p.respondents for p in fit.places) / sum(
        p.respondents for p in fit.places
    )
    worried = fit.worried / fit.respondents
    start = const.estimate
    if fit.coefficient("herding") is not None and 0 < worried < 1:
        start = math.log(worried / (1 - worried)) - slope.estimate * mean
    xs = [n / _STEPS for n in range(_STEPS + 1)]
    return xs, [1 / (1 + math.exp(-(start + slope.estimate * x))) for x in xs]
