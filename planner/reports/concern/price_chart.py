"""What it costs that at most so many are affected."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from planner.concern.study import ConcernStudy, PricePoint
from planner.reports.concern.look import GRID, county_name, percent_axis, said_in
from planner.reports.drawing import chart
from planner.texts import Lang, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LINE = "#1d4ed8"
_UNITS = {"zh": 10_000, "en": 1_000_000}
"""Money is counted in 万元 in Chinese, in millions in English."""


def price_chart(study: ConcernStudy, langs: Sequence[Lang]) -> Markup:
    """Return money and minutes against the cap, a row for each county and definition capped."""
    series: dict[tuple[str, str], list[PricePoint]] = {}
    for point in study.price:
        series.setdefault((point.county_id, point.definition), []).append(point)

    def draw(figure: Figure, lang: Lang) -> None:
        panels = figure.subplots(len(series), 2, squeeze=False)
        for (left, right), ((county, definition), points) in zip(
            panels, series.items(), strict=True
        ):
            money = [p.extra_yuan / _UNITS[lang] for p in points]
            _panel(left, points, money, lang)
            _panel(right, points, [p.minutes_a_pupil for p in points], lang)
            name = said_in(county_name(study, county), lang)
            left.set_title(f"{name} · {definition}", loc="left", fontsize=9, fontweight="bold")
            left.set_ylabel(text("concern_page.chart.extra_yuan").say(lang), fontsize=8)
            right.set_ylabel(text("concern_page.chart.minutes_a_pupil").say(lang), fontsize=8)
            for panel in (left, right):
                panel.set_xlabel(text("concern_page.chart.cap").say(lang), fontsize=8)

    size = (8.2, 0.5 + 2.5 * len(series))
    return chart("price", text("concern_page.chart.price_caption"), langs, size, draw)


def _panel(panel: Axes, points: Sequence[PricePoint], values: Sequence[float], lang: Lang) -> None:
    capped = [
        (p.max_affected_share, v)
        for p, v in zip(points, values, strict=True)
        if math.isfinite(p.max_affected_share) and math.isfinite(v)
    ]
    capped.sort()
    panel.plot([x for x, _ in capped], [v for _, v in capped], "o-", color=_LINE, markersize=4)
    for point, value in zip(points, values, strict=True):
        if math.isfinite(point.max_affected_share) and not math.isfinite(value):
            mark = "×" if point.status == "infeasible" else "?"
            panel.annotate(
                mark, (point.max_affected_share, 0), xycoords=("data", "axes fraction"),
                ha="center", va="bottom", color="#b91c1c", fontsize=13,
            )  # fmt: skip
        if not math.isfinite(point.max_affected_share) and math.isfinite(value):
            said = text("concern_page.chart.no_cap").say(lang)
            panel.axhline(value, color="#6b7280", linewidth=1, linestyle=":")
            panel.annotate(
                said, (1, value), xycoords=("axes fraction", "data"), ha="right", va="bottom",
                fontsize=7.5, color="#4b5563",
            )  # fmt: skip
    panel.set_xlim(-0.03, None)
    percent_axis(panel.xaxis)
    panel.ticklabel_format(axis="y", useOffset=False, style="plain")
    panel.grid(axis="y", color=GRID)
