"""The map of a plan as one page: title, map, legend, cards."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from branca.element import MacroElement

from planner.county.dictionary import KINDS, MODES, STAGES
from planner.maps import style
from planner.maps.assets import drawing_script, script_json
from planner.maps.cards import ROW_FIELDS
from planner.maps.frame import legend_html, title_html
from planner.maps.geometry import encoded_each
from planner.maps.layers import LAYERS, draw
from planner.maps.offline import OfflineMap, Verbatim
from planner.maps.scene import MOST_BYTES, Scene, scene_of
from planner.maps.strands import strand_lines
from planner.maps.tools import print_html, tools_html
from planner.maps.ways import Ways, ways_of
from planner.reports.apart import scene_apart
from planner.reports.places import geodetic_crs
from planner.reports.words import FEWEST_SHOWN, PageLang, languages, pair, title_of
from planner.result import Result
from planner.texts import catalogue, text

MOST_DATA_BYTES = MOST_BYTES - 1_000_000
"""What is left for a page's data beside Leaflet, scripts, styles and the still map."""

COARSEST_M = 320.0
"""Beyond this, lines are no longer simplified: the map would say nothing."""

SCRIPTS = (
    "map_ways.js", "map_labels.js", "map_layers.js", "map_cards.js", "map_search.js", "map.js"
)  # fmt: skip
"""What draws the map, in the order in which it is read."""

MARGIN_SHARE = 0.02
"""Room left round the county, as a share of its size."""
OPTIONS = {"zoom_start": 9, "zoom_snap": 0.1, "zoom_delta": 0.5}
"""Of the folium map, besides its centre."""


class Drawing(MacroElement):
    """The plan's data and the script that draws it.

    Put into the page verbatim: branca would compile a script made by a macro as a template
    once more, and names of villages are not templates.
    """

    def __init__(self, page: OfflineMap, data: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name, self._id = "Drawing", "plan"
        self.script = page.figure.script
        self.text = f"{drawing_script(*SCRIPTS)}\ndrawPlan({page.get_name()}, {script_json(data)});"

    def render(self, **_: Any) -> str:
        """Add the script to the page, after the map it draws on."""
        self.script.add_child(Verbatim(self.text), name=self.get_name())
        return ""


def build_map(
    result: Result,
    lang: PageLang = "both",
    ways: Ways | None = None,
    scene: Scene | None = None,
) -> OfflineMap:
    """Return the map of a finished run.

    Parameters
    ----------
    lang
        ``zh``, ``en``, or ``both``: both texts are in the page, which opens in Chinese and
        switches at a button.
    ways
        `planner.maps.ways.ways_of` the run; found here where they are not given.
    scene
        `planner.maps.scene.scene_of` the run with these ways, where the caller has it already.
    """
    scene = scene_of(result, ways) if scene is None else scene
    if scene.ways is None:
        scene = replace(scene, ways=ways_of(result, scene.assignments))
    scene = scene_apart(scene)
    langs = languages(lang)
    data, scene = sized_data(scene, lang)
    page = OfflineMap(
        name="plan",
        title=_page_titles(result)[langs[0]],
        page_class=f"plan-page lang-{langs[0]}",
        location=_centre(result),
        **OPTIONS,
    )
    above = title_html(result, langs, tools_html(scene, langs)) + print_html(scene, langs)
    page.figure.html.add_child(Verbatim(above), name="title")
    page.add_child(Drawing(page, data), name="drawing")
    return page


def write_map(
    result: Result,
    path: Path,
    lang: PageLang = "both",
    ways: Ways | None = None,
    scene: Scene | None = None,
) -> None:
    """Write the map of a finished run as one file that makes no request; see `build_map`."""
    build_map(result, lang, ways, scene).save(path)


def page_data(scene: Scene, lang: PageLang = "both") -> dict[str, Any]:
    """Return all that the scripts of the map are given."""
    langs = languages(lang)
    threshold = scene.result.scenario.concern.threshold_minutes
    return {
        "langs": list(langs),
        "fewest": FEWEST_SHOWN,
        **_strands(scene),
        "bounds": _bounds(scene.result),
        "layers": draw(scene),
        "rowFields": list(ROW_FIELDS),
        "titles": {layer.name: pair(layer.title) for layer in LAYERS},
        "pageTitles": _page_titles(scene.result),
        # The scripts fill the fields of these sentences themselves.
        "words": _words("map.card.") | _words("map.tool."),
        "stages": [pair(text(f"stage.{g}")) for g in STAGES],
        "kinds": [pair(text(f"kind.{k}")) for k in KINDS],
        "modes": [pair(text(f"mode.{m}")) for m in MODES],
        "decisions": {d: pair(text(f"decision.{d}")) for d in style.SCHOOLS},
        "changeOrder": list(style.VILLAGES),
        "changes": {
            c: pair(text(f"page.change.{c}", minutes=f"{threshold:g}")) for c in style.VILLAGES
        },
        "grades": {
            g: pair(text(f"provenance.{g}")) for g in ("measured", "estimated", "synthetic")
        },
        "dots": {c: [d.fill, d.stroke, d.stroke_px] for c, d in style.VILLAGES.items()},
        "symbols": {d: style.symbol_svg(s, 22) for d, s in style.SCHOOLS.items()},
        "boards": style.symbol_svg(style.BOARDS, 20),
        "modeLines": [list(style.MODES[m]) for m in MODES],
        "widths": [list(step) for step in style.TRIP_WIDTHS],
        "straightLine": list(style.STRAIGHT),
        "walkAreas": [list(look) for look in style.WALK_AREAS],
        "tints": list(style.CATCHMENT_TINTS),
        "catchmentLine": list(style.CATCHMENTS),
        "limits": _limits(scene.result),
        "todayLine": list(style.TODAY),
        "legend": legend_html(scene, langs),
    }


def sized_data(
    scene: Scene, lang: PageLang = "both", most_bytes: int = MOST_DATA_BYTES
) -> tuple[dict[str, Any], Scene]:
    """Return `page_data` no larger than `most_bytes` as JSON, and the scene it is of.

    Lines are simplified twice as much again, up to `COARSEST_M`, until it fits; the legend says so.
    """
    while True:
        data = page_data(scene, lang)
        fits = len(script_json(data).encode()) <= most_bytes
        if fits or scene.simplify_m >= COARSEST_M:
            return data, scene
        scene = scene.coarser(scene.simplify_m * 2)


def _words(start: str) -> dict[str, Any]:
    return {k.removeprefix(start): v for k, v in sorted(catalogue().items()) if k.startswith(start)}


def _page_titles(result: Result) -> dict[str, str]:
    title, county = title_of(result.scenario), pair(result.county.name)
    return {code: f"{county[code]} · {title[code]}" for code in title}


def _strands(scene: Scene) -> dict[str, Any]:
    """Return the strands that ways are made of, and of each way its strands."""
    if scene.ways is None:
        return {"strands": [], "ways": []}
    county = scene.result.county
    lines = strand_lines(scene.strands, scene.ways.routes.ground)
    encoded = (
        encoded_each(lines, county.crs, geodetic_crs(county), scene.simplify_m) if lines else []
    )
    return {"strands": encoded, "ways": scene.strands.ways}


def _limits(result: Result) -> list[list[str]]:
    """Return the walking norm and the ceiling of each stage, minutes in words."""
    limits = [result.scenario.stage_travel(stage) for stage in STAGES]
    return [[f"{g.walk_max_minutes:g}", f"{g.ceiling_minutes:g}"] for g in limits]


def _bounds(result: Result) -> list[list[float]]:
    import geopandas as gpd

    outline = gpd.GeoSeries([result.county.boundary], crs=result.county.crs)
    west, south, east, north = outline.to_crs(geodetic_crs(result.county)).total_bounds
    dx, dy = (east - west) * MARGIN_SHARE, (north - south) * MARGIN_SHARE
    corners = [[south - dy, west - dx], [north + dy, east + dx]]
    return [[round(float(v), 5) for v in corner] for corner in corners]


def _centre(result: Result) -> list[float]:
    south_west, north_east = _bounds(result)
    return [(a + b) / 2 for a, b in zip(south_west, north_east, strict=True)]
