"""The signs of still maps: schools by decision, villages by change, and what they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.maps import style
from planner.reports.words import count
from planner.texts import Text, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.path import Path

    from planner.maps.scene import Scene
    from planner.texts import Lang

VILLAGE_POINTS = ((0, 3.0), (6, 4.0), (20, 5.5), (60, 7.5), (150, 10.0))
"""From so many pupils on, the width of a village's dot in points."""
SCHOOL_POINTS, POINT_POINTS = 10.0, 7.0
"""Width of a school's sign in points, and of a small school's."""
ROW_INCHES, COLUMNS = 0.2, 3


@dataclass(frozen=True)
class Legend:
    """What the signs of a map mean, with how many there are."""

    scene: Scene
    township: str

    @property
    def items(self) -> list[tuple[Any, Text, str]]:
        """Symbol or dot, its meaning and the number."""
        schools, villages = self.scene.schools, self.scene.villages
        if self.township:
            schools = schools[schools["township"] == self.township]
            villages = villages[villages["township"] == self.township]
        decided = schools["decision"].value_counts()
        found: list[tuple[Any, Text, str]] = [
            (style.SCHOOLS[d], text(f"decision.{d}"), count(decided[d]))
            for d in reversed(style.SCHOOLS)
            if decided.get(d, 0)
        ]
        threshold = f"{self.scene.result.scenario.concern.threshold_minutes:g}"
        changed = villages["change"].value_counts()
        found += [
            (
                style.VILLAGES[c],
                text(f"page.change.{c}", minutes=threshold),
                count(changed[c]),
            )
            for c in reversed(style.VILLAGES)
            if changed.get(c, 0)
        ]
        return found

    @property
    def height_inches(self) -> float:
        """Room that the legend takes under the map."""
        return ROW_INCHES * (-(-len(self.items) // COLUMNS) + 0.6)


def draw_villages(axes: Axes, scene: Scene, township: str) -> None:
    """Draw villages by change, the hardest lots on top; those of other townships are left out."""
    at = scene.village_xy
    villages = scene.villages
    if township:
        villages = villages[villages["township"] == township]
    for order, change in enumerate(style.VILLAGES):
        dot = style.VILLAGES[change]
        own = villages[villages["change"] == change]
        sizes = np.array([_points(n) for n in own["pupils"]])
        for size in np.unique(sizes):
            ids = own["village_id"][sizes == size]
            axes.plot(
                [at[v][0] for v in ids],
                [at[v][1] for v in ids],
                "o",
                markersize=size,
                markerfacecolor=dot.fill,
                markeredgecolor=dot.stroke,
                markeredgewidth=0.6 * dot.stroke_px,
                zorder=4 + 0.1 * order,
            )
    over = villages["village_id"][villages["over_norm_pupils"] > 0]
    if len(over):
        colour, _ = style.OVER_NORM
        axes.plot(
            [at[v][0] for v in over],
            [at[v][1] for v in over],
            "o",
            markersize=11.5,
            markerfacecolor="none",
            markeredgecolor=colour,
            markeredgewidth=0.9,
            zorder=4.9,
        )


def draw_schools(axes: Axes, scene: Scene, bounds: tuple[float, float, float, float]) -> None:
    """Draw schools by decision, those that change on top."""
    at = scene.school_xy
    west, south, east, north = bounds
    places: dict[tuple[int, style.Symbol, float], list[tuple[float, float]]] = {}
    orders = {decision: n for n, decision in enumerate(style.SCHOOLS)}
    columns = ("school_id", "decision", "kind", "boarders")
    for school, decision, kind, boarders in zip(*(scene.schools[c] for c in columns), strict=True):
        x, y = at[school]
        if not (west < x < east and south < y < north):
            continue
        keeps = decision == "keep" and boarders > 0
        symbol = style.BOARDS if keeps else style.SCHOOLS[decision]
        size = POINT_POINTS if kind in style.SMALL else SCHOOL_POINTS
        places.setdefault((orders[decision], symbol, size), []).append((x, y))
    for order, symbol, size in sorted(places, key=lambda key: (key[0], key[2])):
        _signs(axes, symbol, places[order, symbol, size], size, order)


def draw_legend(figure: Figure, legend: Legend, lang: Lang) -> None:
    """Draw what the signs mean below the map."""
    height = legend.height_inches
    whole = figure.get_figheight()
    axes = figure.add_axes((0, 0, 1, height / whole))
    axes.set_axis_off()
    axes.set_xlim(0, COLUMNS)
    rows = -(-len(legend.items) // COLUMNS)
    axes.set_ylim(0, rows + 0.6)
    for n, (sign, said, number) in enumerate(legend.items):
        column, row = divmod(n, rows)
        x, y = column + 0.05, rows - row - 0.3
        if isinstance(sign, style.Symbol):
            _signs(axes, sign, [(x, y)], 8.0, 0)
        else:
            axes.plot(
                [x],
                [y],
                "o",
                markersize=6,
                markerfacecolor=sign.fill,
                markeredgecolor=sign.stroke,
                markeredgewidth=0.6 * sign.stroke_px,
            )
        axes.text(x + 0.06, y, f"{said.say(lang)}  {number}", fontsize=7.5, va="center")


def _signs(
    axes: Axes,
    symbol: style.Symbol,
    places: list[tuple[float, float]],
    size: float,
    order: int,
) -> None:
    axes.plot(
        [x for x, _ in places],
        [y for _, y in places],
        marker=_marker(symbol.path),
        markersize=size,
        markerfacecolor=symbol.fill,
        markeredgecolor=symbol.stroke,
        markeredgewidth=0.6,
        linestyle="none",
        zorder=5 + 0.1 * order,
    )


def _points(pupils: float) -> float:
    return max(size for least, size in VILLAGE_POINTS if pupils >= least)


def _marker(drawn: str) -> Path:
    """Return a symbol of `planner.maps.style` as a marker about its middle.

    The symbols are drawn with moves, lines and, for circles alone, arcs.
    """
    from matplotlib.path import Path

    if "a" in drawn:
        return Path.unit_circle()
    points: list[tuple[float, float]] = []
    codes: list[int] = []
    at = start = (0.0, 0.0)
    for letter, arguments in re.findall(r"([MlhvLz])([^A-Za-z]*)", drawn):
        numbers = [float(n) for n in re.findall(r"-?\d*\.?\d+", arguments)]
        if letter == "z":
            points.append(start)
            codes.append(int(Path.CLOSEPOLY))
            continue
        for step in _steps(letter, numbers):
            at = step if letter in "ML" else (at[0] + step[0], at[1] + step[1])
            codes.append(int(Path.MOVETO if letter == "M" else Path.LINETO))
            points.append(at)
            start = at if letter == "M" else start
    middle = np.array([12.0, 12.0])
    # Signs are drawn in a box of 24 with y downwards.
    return Path((np.array(points) - middle) / 12 * np.array([1.0, -1.0]), codes)


def _steps(letter: str, numbers: list[float]) -> list[tuple[float, float]]:
    if letter == "h":
        return [(n, 0.0) for n in numbers]
    if letter == "v":
        return [(0.0, n) for n in numbers]
    return list(zip(numbers[::2], numbers[1::2], strict=True))
