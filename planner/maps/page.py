"""The map of a plan as one page: title, map, legend, cards."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from branca.element import MacroElement

from planner.county.dictionary import KINDS, MODES, STAGES
from planner.maps import style
from planner.maps.assets import drawing_script, script_json
from planner.maps.frame import legend_html, title_html
from planner.maps.geometry import encoded_each
from planner.maps.layers import LAYERS, draw
from planner.maps.offline import OfflineMap, Verbatim
from planner.maps.scene import Scene, scene_of
from planner.maps.strands import strand_lines
from planner.maps.ways import Ways, ways_of
from planner.reports.places import geodetic_crs
from planner.reports.words import PageLang, languages, pair, title_of
from planner.result import Result
from planner.texts import catalogue, text

MARGIN_SHARE = 0.02
"""Room left round the county, as a share of its size."""


class Drawing(MacroElement):
    """The plan's data and the script that draws it.

    Put into the page verbatim: branca would compile a script made by a macro as a template
    once more, and names of villages are not templates.
    """

    def __init__(self, page: OfflineMap, data: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name, self._id = "Drawing", "plan"
        self.script = page.figure.script
        self.text = f"{drawing_script('map.js')}\ndrawPlan({page.get_name()}, {script_json(data)});"

    def render(self, **_: Any) -> str:
        """Add the script to the page, after the map it draws on."""
        self.script.add_child(Verbatim(self.text), name=self.get_name())
        return ""


def build_map(result: Result, lang: PageLang = "both", ways: Ways | None = None) -> OfflineMap:
    """Return the map of a finished run.

    Parameters
    ----------
    lang
        ``zh``, ``en``, or ``both``: both texts are in the page, which opens in Chinese and
        switches at a button.
    ways
        `planner.maps.ways.ways_of` the run; found here where they are not given.
    """
    scene = scene_of(result, ways)
    if ways is None:
        scene = replace(scene, ways=ways_of(result, scene.assignments))
    title = title_of(result.scenario)
    named = {code: f"{pair(result.county.name)[code]} · {title[code]}" for code in title}
    langs = languages(lang)
    page = OfflineMap(
        name="plan",
        title=named[langs[0]],
        page_class=f"plan-page lang-{langs[0]}",
        location=_centre(result),
        zoom_start=9,
        zoom_snap=0.1,
        zoom_delta=0.5,
    )
    page.figure.html.add_child(Verbatim(title_html(result, langs)), name="title")
    page.add_child(Drawing(page, page_data(scene, lang)), name="drawing")
    return page


def write_map(
    result: Result, path: Path, lang: PageLang = "both", ways: Ways | None = None
) -> None:
    """Write the map of a finished run as one file that makes no request; see `build_map`."""
    build_map(result, lang, ways).save(path)


def page_data(scene: Scene, lang: PageLang = "both") -> dict[str, Any]:
    """Return all that map.js is given."""
    langs = languages(lang)
    # map.js fills the fields of these sentences itself.
    cards = {k: v for k, v in sorted(catalogue().items()) if k.startswith("map.card.")}
    words = {key.removeprefix("map.card."): said for key, said in cards.items()}
    threshold = scene.result.scenario.concern.threshold_minutes
    return {
        "langs": list(langs),
        **_strands(scene),
        "bounds": _bounds(scene.result),
        "layers": draw(scene),
        "titles": {layer.name: pair(layer.title) for layer in LAYERS},
        "words": words,
        "stages": [pair(text(f"stage.{g}")) for g in STAGES],
        "kinds": [pair(text(f"kind.{k}")) for k in KINDS],
        "modes": [pair(text(f"mode.{m}")) for m in MODES],
        "decisions": {d: pair(text(f"decision.{d}")) for d in style.SCHOOLS},
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
        "limits": _limits(scene.result),
        "todayLine": list(style.TODAY),
        "legend": legend_html(scene, langs),
    }


def _strands(scene: Scene) -> dict[str, Any]:
    """Return the strands that ways are made of, and of each way its strands."""
    if scene.ways is None:
        return {"strands": [], "ways": []}
    county = scene.result.county
    lines = strand_lines(scene.strands, scene.ways.routes.ground)
    encoded = encoded_each(lines, county.crs, geodetic_crs(county)) if lines else []
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
