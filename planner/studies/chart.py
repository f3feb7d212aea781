"""The chart of a sweep: one panel per objective that changes, proof and domination marked."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from planner.reports.drawing import FONTS
from planner.studies.points import Point, numbers
from planner.texts import text

_PANELS = 4


def write_chart(key: str, points: Sequence[Point], path: Path) -> None:
    """Write the chart as SVG with its words as text, in Chinese and English.

    Filled points are plans, hollow ones dominated by a tighter limit; the bar under a point
    reaches down to its bound; a cross marks a limit under which no plan exists, a question
    mark one under which none was found in time.
    """
    import matplotlib as mpl

    settings: Any = {
        "svg.fonttype": "none",
        "svg.hashsalt": "plan",
        "font.family": [*_installed(), "sans-serif"],
        "axes.unicode_minus": False,
    }
    with mpl.rc_context(settings), warnings.catch_warnings():
        # Words stay text: which font draws them is the reader's.
        warnings.filterwarnings("ignore", message=".*[Gg]lyph.*")
        figure = _figure(key, points)
        figure.savefig(path, metadata={"Date": None})


def _figure(key: str, points: Sequence[Point]):  # type: ignore[no-untyped-def]
    from matplotlib.figure import Figure

    names = _shown(points)
    figure = Figure(figsize=(7.5, 1.4 + 2.3 * max(1, len(names))), layout="constrained")
    panels = figure.subplots(max(1, len(names)), 1, sharex=True, squeeze=False)[:, 0]
    x = _positions(points)
    for panel, name in zip(panels, names, strict=False):
        for at, point in zip(x, points, strict=True):
            if point.planned:
                _draw(panel, at, point, name)
        drawn = sorted((at, p.counts[name]) for at, p in zip(x, points, strict=True) if p.planned)
        panel.plot([a for a, _ in drawn], [v for _, v in drawn], color="#9ca3af", zorder=1)
        label = text(f"tier.{name}")
        panel.set_title(f"{label.say('zh')} · {label.say('en')}", loc="left", fontsize=9)
        panel.grid(axis="y", color="#e5e7eb")
        panel.ticklabel_format(axis="y", useOffset=False, style="plain")
    for at, point in zip(x, points, strict=True):
        if not point.planned:
            mark = "×" if point.status == "infeasible" else "?"
            panels[-1].annotate(
                mark, (at, 0), xycoords=("data", "axes fraction"), ha="center", va="bottom",
                color="#b91c1c", fontsize=14,
            )  # fmt: skip
    panels[-1].set_xticks(x, [p.value for p in points], rotation=30, ha="right")
    panels[-1].set_xlabel(key)
    note = text("frontier.chart_note")
    figure.supxlabel(f"{note.say('zh')}\n{note.say('en')}", fontsize=7.5, color="#4b5563")
    return figure


def _draw(panel, at: float, point: Point, name: str) -> None:  # type: ignore[no-untyped-def]
    value = point.counts[name]
    bound = next((o[2] for o in point.objectives if o[0] == name), -math.inf)
    if math.isfinite(bound) and bound < value:
        panel.plot([at, at], [bound, value], color="#6b7280", linewidth=1, zorder=2)
        panel.plot([at], [bound], marker="_", color="#6b7280", zorder=2)
    face = "white" if point.dominated_by else "#1d4ed8"
    panel.plot([at], [value], "o", markerfacecolor=face, markeredgecolor="#1d4ed8", zorder=3)


def _shown(points: Sequence[Point]) -> list[str]:
    """Return the objectives to show: those that change, all of them where none does."""
    planned = [p for p in points if p.planned]
    if not planned:
        return []
    names = [o[0] for o in planned[0].objectives]
    changing = [n for n in names if len({round(p.counts[n], 6) for p in planned}) > 1]
    return (changing or names[-1:])[:_PANELS]


def _positions(points: Sequence[Point]) -> list[float]:
    found = numbers(points)
    if found is None or not all(math.isfinite(v) for v in found):
        return [float(n) for n in range(len(points))]
    return found


def _installed() -> list[str]:
    from matplotlib import font_manager

    known = {f.name for f in font_manager.fontManager.ttflist}
    return [name for name in FONTS if name in known]
