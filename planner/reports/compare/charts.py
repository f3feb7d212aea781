"""The drawings of the page: trips by township, the curve of minutes, the sweep."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from planner.compare.frontier import Frontier
from planner.compare.runs import Comparison
from planner.compare.spread import Spread, curve_of, township_spread
from planner.compare.targets import travel_limits
from planner.county.dictionary import STAGES
from planner.reports.compare.look import (
    COLOURS,
    MARKERS,
    NORM_COLOUR,
    TODAY_COLOUR,
    TODAY_MARKER,
    each,
    said,
    worded,
)
from planner.reports.compare.option_grids import option_name
from planner.reports.drawing import chart
from planner.texts import Lang, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GRID = "#e5e7eb"
WIDTH_INCHES, HEIGHT_INCHES = 10.2, 6.4
"""As much as a landscape A4 page takes in."""
SERIES_INCHES, TOWNSHIP_INCHES, FRAME_INCHES = 0.115, 0.09, 1.0
DAILY_LIMITS = ("walk_max_minutes", "ride_max_minutes")
PANELS = 4


def township_charts(comparison: Comparison, langs: Sequence[Lang]) -> list[Markup]:
    """Return the spread of daily trips by township, stage by stage, as many drawings as need be."""
    series = _spreads(comparison)
    names = sorted({name for stage in STAGES for one in series[stage] for name in one})
    each_inches = SERIES_INCHES * (len(comparison.runs) + 1) + TOWNSHIP_INCHES
    most = max(1, int((HEIGHT_INCHES - FRAME_INCHES) / each_inches))
    longest = max(
        (s.minutes[-1] for of in series.values() for one in of for s in one.values() if s.minutes),
        default=1.0,
    )
    found = []
    for n, start in enumerate(range(0, len(names), most)):
        shown = names[start : start + most]

        def draw(figure: Figure, lang: Lang, shown: Sequence[str] = shown) -> None:
            panels = figure.subplots(1, len(STAGES), sharey=True)
            for panel, stage in zip(panels, STAGES, strict=True):
                _townships(panel, comparison, series[stage], shown, lang)
                _norms(panel, comparison, stage, lang)
                panel.set_title(text(f"stage.{stage}").say(lang), loc="left", fontsize=9)
                panel.set_xlabel(text("compare.chart.minutes").say(lang))
                panel.set_xlim(0, longest * 1.04)
            panels[0].set_yticks([-i for i in range(len(shown))], shown)
            panels[0].set_ylim(-len(shown) + 0.5, 0.5)
            _legend(figure, panels[0])

        caption = text("compare.chart.townships", names=", ".join(shown))
        high = FRAME_INCHES + each_inches * len(shown)
        found.append(chart(f"townships-{n}", caption, langs, (WIDTH_INCHES, high), draw))
    return found


def curve_chart(comparison: Comparison, langs: Sequence[Lang]) -> Markup:
    """Return the share of pupils against minutes, a panel for each stage."""
    curves = {
        stage: [
            curve_of(comparison.runs[0], stage, today=True),
            *(curve_of(run, stage) for run in comparison.runs),
        ]
        for stage in STAGES
    }
    longest = max((c.minutes[-1] for of in curves.values() for c in of if c.minutes), default=1.0)

    def draw(figure: Figure, lang: Lang) -> None:
        from matplotlib.ticker import PercentFormatter

        panels = figure.subplots(1, len(STAGES), sharey=True)
        for panel, stage in zip(panels, STAGES, strict=True):
            for n, curve in enumerate(curves[stage]):
                xs = [0.0, *curve.minutes, longest]
                ys = [0.0, *curve.shares, curve.shares[-1] if curve.shares else 0.0]
                panel.step(
                    xs, ys, where="post", color=_colour(n), linestyle=_dashes(n),
                    linewidth=1.4, label=_label(comparison, n, lang),
                )  # fmt: skip
            _norms(panel, comparison, stage, lang)
            panel.set_title(text(f"stage.{stage}").say(lang), loc="left", fontsize=9)
            panel.set_xlabel(text("compare.chart.minutes").say(lang))
            panel.set_xlim(0, longest)
            panel.set_ylim(0, 1.02)
            panel.grid(color=GRID)
            panel.set_axisbelow(True)
        panels[0].set_ylabel(text("compare.chart.share").say(lang))
        panels[0].yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        _legend(figure, panels[0])

    return chart("curve", text("compare.chart.curve"), langs, (WIDTH_INCHES, 3.9), draw)


def frontier_chart(
    comparison: Comparison, frontier: Frontier, langs: Sequence[Lang]
) -> Markup | None:
    """Return the sweep with its bounds, the runs of the page by letter; None without a plan."""
    names = frontier.objectives[:PANELS]
    points = [p for p in frontier.points if p.counts]
    if not points or not names:
        return None
    numbers = [p.position for p in frontier.points]
    spaced = all(math.isfinite(v) for v in numbers)
    places = numbers if spaced else [float(n) for n in range(len(numbers))]
    at = {id(p): x for p, x in zip(frontier.points, places, strict=True)}

    name_of = option_name(frontier.key)
    swept = text("say.both", zh=said(name_of, "zh"), en=said(name_of, "en"))

    def draw(figure: Figure, lang: Lang) -> None:
        panels = figure.subplots(len(names), 1, sharex=True, squeeze=False)[:, 0]
        for panel, name in zip(panels, names, strict=True):
            drawn = sorted((at[id(p)], p.counts[name]) for p in points)
            panel.plot([x for x, _ in drawn], [y for _, y in drawn], color="#9ca3af", zorder=1)
            for point in points:
                x, y = at[id(point)], point.counts[name]
                bound = point.bounds.get(name, -math.inf)
                if math.isfinite(bound) and bound < y:
                    panel.plot([x, x], [bound, y], color="#6b7280", linewidth=1, zorder=2)
                face = "white" if point.dominated_by else COLOURS[0]
                panel.plot(
                    [x], [y], "o", markerfacecolor=face, markeredgecolor=COLOURS[0], zorder=3
                )
                if point.run >= 0:
                    panel.annotate(
                        comparison.letters[point.run], (x, y), xytext=(5, 5),
                        textcoords="offset points", weight="bold", color=_colour(point.run + 1),
                    )  # fmt: skip
            panel.set_title(said(worded("tier", name), lang), loc="left", fontsize=9)
            panel.grid(axis="y", color=GRID)
            panel.ticklabel_format(axis="y", useOffset=False, style="plain")
        none = text("compare.chart.no_limit").say(lang)
        labels = [none if math.isinf(p.position) else p.value for p in frontier.points]
        panels[-1].set_xticks(places, labels, rotation=30, ha="right")
        panels[-1].set_xlabel(said(swept, lang))

    caption = text("compare.chart.frontier", key=swept)
    return chart("frontier", caption, langs, (7.5, 0.8 + 1.7 * len(names)), draw)


def _spreads(comparison: Comparison) -> dict[str, list[dict[str, Spread]]]:
    return {
        stage: [
            township_spread(comparison.runs[0], stage, today=True),
            *(township_spread(run, stage) for run in comparison.runs),
        ]
        for stage in STAGES
    }


def _townships(
    panel: Axes,
    comparison: Comparison,
    series: Sequence[dict[str, Spread]],
    shown: Sequence[str],
    lang: Lang,
) -> None:
    """Draw all townships of one series as one line with breaks, which keeps the drawing small."""
    step = 0.8 / len(series)
    for n, one in enumerate(series):
        ends: tuple[list[float], list[float]] = ([], [])
        middles: tuple[list[float], list[float]] = ([], [])
        medians: list[tuple[float, float]] = []
        for i, name in enumerate(shown):
            spread = one.get(name)
            if spread is None or not spread.minutes:
                continue
            y = -i + 0.4 - step * (n + 0.5)
            p10, p25, p50, p75, p90 = spread.minutes
            for (xs, ys), (low, high) in ((ends, (p10, p90)), (middles, (p25, p75))):
                xs += [low, high, math.nan]
                ys += [y, y, math.nan]
            medians.append((p50, y))
        panel.plot(*ends, color=_colour(n), linewidth=0.8)
        panel.plot(*middles, color=_colour(n), linewidth=2.6, alpha=0.55, solid_capstyle="butt")
        panel.plot(
            [x for x, _ in medians], [y for _, y in medians], _marker(n), color=_colour(n),
            markersize=3.6, linestyle="", label=_label(comparison, n, lang),
        )  # fmt: skip
    panel.grid(axis="x", color=GRID)
    panel.set_axisbelow(True)


def _norms(panel: Axes, comparison: Comparison, stage: str, lang: Lang) -> None:
    limits = sorted(
        {
            limit
            for run in comparison.runs
            for name, limit in travel_limits(run, stage).items()
            if name in DAILY_LIMITS
        }
    )
    for n, limit in enumerate(limits):
        label = text("compare.chart.norm").say(lang) if n == 0 else None
        panel.axvline(limit, color=NORM_COLOUR, linewidth=1.1, linestyle=(0, (4, 2)), label=label)
        panel.annotate(
            f"{limit:g}", (limit, 1), xycoords=("data", "axes fraction"), xytext=(2, -8),
            textcoords="offset points", color=NORM_COLOUR, fontsize=7.5,
        )  # fmt: skip


def _legend(figure: Figure, panel: Axes) -> None:
    handles, labels = panel.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=4, frameon=False, fontsize=8)


def _label(comparison: Comparison, series: int, lang: Lang) -> str:
    if series == 0:
        return text("page.today").say(lang)
    letter, run = comparison.letters[series - 1], comparison.runs[series - 1]
    return said(each("compare.labelled", letter=letter, title=run.title(lang)), lang)


def _colour(series: int) -> str:
    return TODAY_COLOUR if series == 0 else COLOURS[series - 1]


def _marker(series: int) -> str:
    return TODAY_MARKER if series == 0 else MARKERS[series - 1]


def _dashes(series: int) -> object:
    """Return the line of a series, so that grey print tells them apart."""
    return ("-", "-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)))[series]
