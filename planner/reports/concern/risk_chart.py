"""How many of the plans affect a household: at least so many, and spread over the villages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from planner.concern.exposure import DEFINITIONS
from planner.concern.study import ConcernStudy
from planner.reports.concern.look import (
    COLOURS,
    GRID,
    county_name,
    definition_name,
    percent_axis,
    said_in,
)
from planner.reports.drawing import chart
from planner.texts import Lang, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_BINS = 10


def risk_counties(study: ConcernStudy) -> list[str]:
    """Return the counties whose households' risk is known, in the order of the study."""
    known = {r.county_id for r in study.risk}
    return [c for c in study.counties if c in known]


def risk_chart(study: ConcernStudy, langs: Sequence[Lang]) -> Markup:
    """Return households at risk by definition with bounds, and the risk of villages spread out."""
    counties = risk_counties(study)

    def draw(figure: Figure, lang: Lang) -> None:
        panels = figure.subplots(len(counties), 2, squeeze=False)
        for (left, right), county in zip(panels, counties, strict=True):
            _at_least(left, study, county, lang)
            _spread(right, study, county, lang)
            name = said_in(county_name(study, county), lang)
            left.set_title(name, loc="left", fontsize=9, fontweight="bold")
        handles, labels = panels[0][0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=3, frameon=False)

    size = (8.2, 1.2 + 2.4 * len(counties))
    return chart("risk", text("concern_page.chart.risk_caption"), langs, size, draw)


def _at_least(panel: Axes, study: ConcernStudy, county: str, lang: Lang) -> None:
    own = [r for r in study.risk if r.county_id == county]
    steps = sorted({r.at_least for r in own})
    shown = [d for d in DEFINITIONS if any(r.definition == d for r in own)]
    for k, definition in enumerate(shown):
        offset = 0.12 * (k - (len(shown) - 1) / 2)
        rows = sorted((r for r in own if r.definition == definition), key=lambda r: r.at_least)
        for r in rows:
            x = steps.index(r.at_least) + offset
            panel.plot(
                [x, x], [r.low_share, r.high_share], color=COLOURS[definition], linewidth=1.5
            )
        panel.plot(
            [steps.index(r.at_least) + offset for r in rows], [r.share for r in rows], "o",
            color=COLOURS[definition], markersize=4.5,
            markerfacecolor=COLOURS[definition] if definition == study.definition else "white",
            label=definition_name(definition).say(lang),
        )  # fmt: skip
    names = [text("concern_page.chart.at_least", share=f"{s:.0%}").say(lang) for s in steps]
    panel.set_xticks(range(len(steps)), names, fontsize=8)
    panel.set_ylim(-0.02, 1.02)
    percent_axis(panel.yaxis)
    panel.set_ylabel(text("concern_page.chart.households_share").say(lang), fontsize=8)
    panel.grid(axis="y", color=GRID)


def _spread(panel: Axes, study: ConcernStudy, county: str, lang: Lang) -> None:
    own = [v for v in study.villages if (v.county_id, v.definition) == (county, study.definition)]
    panel.hist(
        [v.risk_share for v in own],
        bins=_BINS,
        range=(0.0, 1.0),
        weights=[v.households for v in own],
        color=COLOURS[study.definition],
        edgecolor="white",
    )
    percent_axis(panel.xaxis)
    panel.set_xlabel(text("concern_page.chart.risk_of_village").say(lang), fontsize=8)
    panel.set_ylabel(text("concern_page.chart.households").say(lang), fontsize=8)
    panel.grid(axis="y", color=GRID)
    panel.set_axisbelow(True)
