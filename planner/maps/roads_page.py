"""The map of a road layer before and after it was mended, as one page that makes no request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from branca.element import MacroElement
from markupsafe import Markup

from planner.maps import style
from planner.maps.assets import drawing_script, script_json
from planner.maps.geometry import encoded_each
from planner.maps.offline import OfflineMap, Verbatim
from planner.reports.words import PageLang, both, languages, pair
from planner.texts import Lang, Text, catalogue, text

if TYPE_CHECKING:
    import geopandas
    from numpy.typing import NDArray

MAIN = ("#6b7280", 1.4, "")
"""Colour, width and dashes of the largest piece."""
PIECES = ("#d55e00", "#0072b2", "#009e73", "#cc79a7", "#b58900", "#56b4e9", "#7c3aed")
"""Colours of the other pieces in turn; they are drawn wider, so that grey print shows them."""
PIECE_WIDTH = 3.4
GAP = ("#b91c1c", 4.0, "")
SIMPLIFY_M = 8.0


@dataclass(frozen=True, eq=False)
class RoadsView:
    """What the map shows.

    Parameters
    ----------
    title
        Of the page.
    before, after
        Lines, EPSG:4326; of the second ``road_class``. The first is None where nothing was done.
    before_piece, after_piece
        Piece of the network that each line belongs to, 0 for the largest.
    gaps
        Lines that close a gap, and the metres of each.
    lines
        Sentences of the report.
    lengths
        Class or surface in words with its length, by heading.
    """

    title: Text
    before: geopandas.GeoDataFrame | None
    after: geopandas.GeoDataFrame
    before_piece: NDArray[np.int64]
    after_piece: NDArray[np.int64]
    gaps: geopandas.GeoDataFrame
    gaps_m: Sequence[float]
    lines: Sequence[Text]
    lengths: Sequence[tuple[Text, Sequence[tuple[str, Text, str]]]]


class _Drawing(MacroElement):
    """The lines and the script that draws them, put into the page verbatim."""

    def __init__(self, page: OfflineMap, data: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name, self._id = "Drawing", "roads"
        self.script = page.figure.script
        script = drawing_script("roads_map.js")
        self.text = f"{script}\ndrawRoads({page.get_name()}, {script_json(data)});"

    def render(self, **_: Any) -> str:
        """Add the script to the page, after the map it draws on."""
        self.script.add_child(Verbatim(self.text), name=self.get_name())
        return ""


def roads_page(view: RoadsView, lang: PageLang = "both") -> str:
    """Return the page as text.

    Parameters
    ----------
    view
        What it shows.
    lang
        ``zh``, ``en``, or ``both``, which opens in Chinese and switches at a button.
    """
    langs = languages(lang)
    west, south, east, north = (round(float(v), 5) for v in view.after.total_bounds)
    page = OfflineMap(
        name="roads",
        title=f"{text('roads.page.title').say(langs[0])} · {view.title.say(langs[0])}",
        page_class=f"plan-page lang-{langs[0]}",
        location=[(south + north) / 2, (west + east) / 2],
        zoom_start=9,
        zoom_snap=0.1,
        zoom_delta=0.5,
    )
    page.figure.html.add_child(Verbatim(_bar(view, langs)), name="title")
    data = {
        "langs": list(langs),
        "bounds": [[south, west], [north, east]],
        "layers": _layers(view),
        # roads_map.js fills in the metres.
        "gap": dict(catalogue()["roads.page.gap"]),
        "legend": _legend(view, langs),
    }
    page.add_child(_Drawing(page, data), name="drawing")
    return page.page()


def _layers(view: RoadsView) -> list[dict[str, Any]]:
    classes = [
        _group(view.after[view.after["road_class"] == name], look)
        for name, look in style.ROADS.items()
    ]
    layers: list[dict[str, Any]] = []
    if view.before is not None:
        groups = _pieces(view.before, view.before_piece)
        layers.append({"title": _title("before"), "groups": groups})
    layers.append(
        {"title": _title("after"), "groups": _pieces(view.after, view.after_piece), "shown": True}
    )
    layers.append({"title": _title("class"), "groups": [g for g in classes if g["lines"]]})
    if len(view.gaps):
        middles = shapely.line_interpolate_point(
            np.asarray(view.gaps.geometry, dtype=object), 0.5, normalized=True
        )
        points = [
            [round(p.y, 5), round(p.x, 5), f"{m:.1f}"]
            for p, m in zip(middles, view.gaps_m, strict=True)
        ]
        groups = [_group(view.gaps, GAP)]
        layers.append(
            {
                "title": _title("closing"),
                "groups": groups,
                "points": points,
                "over": True,
                "shown": True,
            }
        )
    return layers


def _pieces(lines: geopandas.GeoDataFrame, piece: NDArray[np.int64]) -> list[dict[str, Any]]:
    """Return the largest piece and, in their colours, the others on top."""
    turn = np.where(piece == 0, -1, (piece - 1) % len(PIECES))
    groups = [_group(lines[turn == -1], MAIN)]
    groups += [_group(lines[turn == n], (c, PIECE_WIDTH, "")) for n, c in enumerate(PIECES)]
    return [g for g in groups if g["lines"]]


def _group(lines: geopandas.GeoDataFrame, look: tuple[str, float, str]) -> dict[str, Any]:
    colour, width, dashes = look
    encoded: list[str] = []
    if len(lines):
        metric = lines.geometry.to_crs(lines.estimate_utm_crs())
        encoded = encoded_each(metric, metric.crs, "EPSG:4326", SIMPLIFY_M)
    return {"colour": colour, "width": width, "dashes": dashes, "lines": encoded}


def _title(name: str) -> dict[str, str]:
    return pair(text(f"roads.page.{name}"))


def _bar(view: RoadsView, langs: Sequence[Lang]) -> Markup:
    switch = Markup("")
    if len(langs) > 1:
        switch = Markup('<button id="switch-language" type="button">{}</button>').format(
            both(text("page.switch"), langs)
        )
    return Markup(
        '<header class="bar"><div class="bar-text"><h1>{}</h1><p class="sub">{}</p></div>'
        "{}</header>"
    ).format(both(text("roads.page.title"), langs), both(view.title, langs), switch)


def _legend(view: RoadsView, langs: Sequence[Lang]) -> Markup:
    said = [Markup('<p class="note">{}</p>').format(both(line, langs)) for line in view.lines]
    marks = [("main", MAIN), ("others", (PIECES[0], PIECE_WIDTH, ""))]
    if len(view.gaps):
        marks.append(("closing", GAP))
    parts = [_item(look, both(text(f"roads.page.{name}"), langs), "") for name, look in marks]
    for heading, rows in view.lengths:
        parts.append(Markup("<h2>{}</h2>").format(both(heading, langs)))
        for code, label, km in rows:
            look = style.ROADS.get(code, ("#ffffff", 0.1, ""))
            parts.append(_item(look, both(label, langs), km))
    return Markup('<details class="legend" open><summary>{}</summary>{}{}</details>').format(
        both(text("map.legend.title"), langs), Markup("").join(parts), Markup("").join(said)
    )


def _item(look: tuple[str, float, str], label: Markup, number: str) -> Markup:
    colour, width, dashes = look
    return Markup(
        '<div class="item"><span class="mark">{}</span><span class="label">{}</span>'
        '<span class="number">{}</span></div>'
    ).format(Markup(style.line_svg(colour, width, dashes)), label, number)  # noqa: S704  our own
