"""Who is affected: townships, languages, stages and classes of the herding share as bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from planner.concern.exposure import GroupExposure
from planner.concern.study import ConcernStudy
from planner.reports.concern.groups import KINDS_SHOWN, group_name, groups_of
from planner.reports.concern.look import (
    COLOURS,
    GRID,
    finish_panels,
    panels_of,
    said_in,
    survey_across,
)
from planner.reports.drawing import chart
from planner.texts import Lang, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def groups_chart(study: ConcernStudy, county: str, langs: Sequence[Lang]) -> Markup:
    """Return exposure by group under the county's main plan, by the registered definition."""
    plan = study.plans[study.main[county]]
    shown = {
        kind: own for kind in KINDS_SHOWN if (own := groups_of(study, plan, kind, study.definition))
    }

    def draw(figure: Figure, lang: Lang) -> None:
        panels = panels_of(figure, [len(own) + 1.2 for own in shown.values()])
        for panel, (kind, own) in zip(panels, shown.items(), strict=True):
            _bars(panel, study, kind, own, lang)
        finish_panels(figure, panels, study, lang)

    rows = sum(len(own) + 1.4 for own in shown.values())
    caption = text("concern_page.chart.groups_caption")
    return chart(f"groups-{county}", caption, langs, (8.2, 1.0 + 0.24 * rows), draw)


def _bars(
    panel: Axes, study: ConcernStudy, kind: str, own: Sequence[GroupExposure], lang: Lang
) -> None:
    survey_across(panel, study, lang, upright=True)
    for row, e in enumerate(own):
        panel.barh(row, e.band.share, height=0.62, color=COLOURS[study.definition], alpha=0.8)
        panel.plot(
            [e.band.low_share, e.band.high_share], [row, row], color=SPAN_COLOUR, linewidth=1.2
        )
    names = [said_in(group_name(kind, e.group), lang) for e in own]
    panel.set_yticks(range(len(own)), names, fontsize=8)
    panel.set_ylim(len(own) - 0.4, -0.6)
    title = text(f"concern_page.group_kind.{kind}").say(lang)
    panel.set_title(title, loc="left", fontsize=9, fontweight="bold")
    panel.grid(axis="x", color=GRID)
    panel.set_axisbelow(True)
    panel.tick_params(axis="y", length=0)


SPAN_COLOUR = "#111827"
"""Of the line from the lower to the upper bound."""
