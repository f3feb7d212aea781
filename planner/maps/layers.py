"""The layers of the map: one function each, from a finished run to plain data.

A layer function returns what map.js draws (``kind`` names how), or None where the county
has nothing for it. To add a layer, write its function and its line in `LAYERS`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from planner.county.dictionary import MODES
from planner.maps import style
from planner.maps.assets import data_uri
from planner.maps.cards import school_cards, village_cards
from planner.maps.catchments import cells_of
from planner.maps.geometry import AREA_SIMPLIFY_M, encode, encoded_lines, encoded_merged
from planner.maps.hillshade import hillshade
from planner.maps.reach import areas_by_site, rings_by_stage
from planner.maps.scene import Scene
from planner.reports.places import geodetic_crs, lonlat
from planner.texts import Text, text


@dataclass(frozen=True)
class Layer:
    """One layer of the map.

    Parameters
    ----------
    name
        Name in the page's data.
    title
        Title in the layer control.
    draw
        From the scene to what map.js draws; None leaves the layer out.
    shown
        Whether it is on when the page opens.
    """

    name: str
    title: Text
    draw: Callable[[Scene], dict[str, Any] | None]
    shown: bool = True


def draw_hillshade(scene: Scene) -> dict[str, Any] | None:
    """Draw the shaded relief."""
    county = scene.result.county
    if county.terrain is None:
        return None
    relief = hillshade(county.terrain, county.boundary, county.crs)
    bounds = [[relief.south, relief.west], [relief.north, relief.east]]
    return {"kind": "image", "uri": data_uri("png", relief.png), "bounds": bounds, "opacity": 0.55}


def draw_boundary(scene: Scene) -> dict[str, Any]:
    """Draw the outline of the county."""
    county = scene.result.county
    lines = _lines(scene, [county.boundary])
    return {"kind": "lines", "groups": [_group(lines, *style.BOUNDARY)]}


def draw_townships(scene: Scene) -> dict[str, Any]:
    """Draw townships with their names; names alone where there are no outlines.

    Names stand in the order of pupils: where two would cover one another the map shows the first.
    """
    import geopandas as gpd

    county = scene.result.county
    pupils = scene.villages.groupby("township")["pupils"].sum().to_dict()

    def first(label: list[Any]) -> tuple[int, str]:
        return -int(pupils.get(label[2], 0)), str(label[2])

    if county.townships is None:
        means = scene.villages.groupby("township")[["lat", "lon"]].mean().round(5)
        labels = [[float(r.lat), float(r.lon), str(n)] for n, r in means.iterrows()]
        labels.sort(key=first)
        return {"kind": "lines", "groups": [], "labels": labels}
    shapes = county.townships.geometry
    at = lonlat(county, gpd.GeoDataFrame(geometry=shapes.representative_point())).round(5)
    labels = [
        [float(y), float(x), str(name)]
        for x, y, name in zip(at["lon"], at["lat"], county.townships["name"], strict=True)
    ]
    labels.sort(key=first)
    lines = _lines(scene, shapes)
    return {"kind": "lines", "groups": [_group(lines, *style.TOWNSHIPS)], "labels": labels}


def draw_roads(scene: Scene) -> dict[str, Any]:
    """Draw roads, one group a class."""
    county = scene.result.county
    crs = geodetic_crs(county)
    groups = [
        _group(encoded_merged(lines, county.crs, crs, scene.simplify_m), *style.ROADS[name])
        for name, lines in scene.roads.items()
    ]
    return {"kind": "lines", "groups": groups}


def draw_bus_lines(scene: Scene) -> dict[str, Any] | None:
    """Draw existing bus lines, straight from stop to stop."""
    county = scene.result.county
    if county.services is None or county.services.empty:
        return None
    stops = county.services.sort_values(["line_id", "stop_order"])
    at = lonlat(county, stops)
    lines = [
        encode(zip(own["lon"], own["lat"], strict=True))
        for _line, own in at.groupby(stops["line_id"].to_numpy())
    ]
    return {"kind": "lines", "groups": [_group(lines, *style.BUS_LINES)]}


def draw_staff_moves(scene: Scene) -> dict[str, Any] | None:
    """Draw straight lines from the school of today to the new one, the wider the more persons."""
    staffing = scene.result.staffing
    if staffing is None:
        return None
    persons: Counter[tuple[str, str]] = Counter()
    for row in staffing.plan.postings:
        if row.to_school not in ("", row.from_school):
            persons[row.from_school, row.to_school] += row.count
    places = scene.schools[["school_id", "lon", "lat"]].to_numpy().tolist()
    at = {str(school): (float(lon), float(lat)) for school, lon, lat in places}
    floors = [floor for floor, *_ in style.STAFF_MOVES]
    widest = {pair: sum(n >= floor for floor in floors) - 1 for pair, n in persons.items()}
    groups = []
    for n, (_, colour, width, dashes) in enumerate(style.STAFF_MOVES):
        lines = [encode([at[a], at[b]]) for (a, b), k in sorted(widest.items()) if k == n]
        groups.append(_group(lines, colour, width, dashes))
    return {"kind": "lines", "groups": [g for g in groups if g["lines"]]} if persons else None


def draw_catchments(scene: Scene) -> dict[str, Any]:
    """Draw catchments: the ground nearest to each village, by the school its pupils go to."""
    cells = cells_of(scene.result.county, AREA_SIMPLIFY_M * scene.coarseness)
    return {
        "kind": "catchments",
        "villages": cells.villages,
        "rings": cells.rings,
        "borders": cells.borders,
    }


def draw_trips(scene: Scene, mode: str) -> dict[str, Any] | None:
    """Draw ways to school by one mode; map.js draws them from the villages' rows."""
    if not (scene.assignments["mode"] == mode).any():
        return None
    return {"kind": "trips", "mode": MODES.index(mode)}


def draw_walking_area(scene: Scene) -> dict[str, Any] | None:
    """Draw from where some school is reached on foot within the norm of the stage shown."""
    simplify_m = AREA_SIMPLIFY_M * scene.coarseness
    rings = rings_by_stage(scene.result, scene.areas, simplify_m)
    if not any(rings):
        return None
    return {"kind": "reach", "rings": rings, "look": list(style.WALK_AREAS[0])}


def draw_villages(scene: Scene) -> dict[str, Any]:
    """Draw villages, coloured by how they fare and sized by pupils."""
    return {
        "kind": "villages",
        "rows": village_cards(scene.villages, scene.changes, scene.way_numbers),
    }


def draw_added(scene: Scene) -> dict[str, Any] | None:
    """Draw beside each village by how many minutes the trip of its hardest-hit pupils changes."""
    whole = scene.assignments["added_minutes"].round().dropna()
    return {"kind": "added"} if (whole != 0).any() else None


def draw_schools(scene: Scene) -> dict[str, Any]:
    """Draw schools, by what the plan decides for them."""
    areas = areas_by_site(scene.result, scene.areas, AREA_SIMPLIFY_M * scene.coarseness)
    return {"kind": "schools", "rows": school_cards(scene.schools, scene.assignments, areas)}


def draw_over_norm(scene: Scene) -> dict[str, Any] | None:
    """Draw rings round villages some of whose pupils are beyond the norm after the plan.

    They are shown from the start where the plan changes nobody's trip: there they are what
    the map has to say.
    """
    if not (scene.villages["over_norm_pupils"] > 0).any():
        return None
    unchanged = bool(scene.villages["change"].isin(["same", "unserved"]).all())
    return {"kind": "rings", "look": list(style.OVER_NORM), "shown": unchanged}


LAYERS: tuple[Layer, ...] = (
    Layer("hillshade", text("map.layer.hillshade"), draw_hillshade),
    Layer("townships", text("map.layer.townships"), draw_townships),
    Layer("boundary", text("map.layer.boundary"), draw_boundary),
    Layer("roads", text("map.layer.roads"), draw_roads),
    Layer("bus_lines", text("map.layer.bus_lines"), draw_bus_lines, shown=False),
    Layer("staff_moves", text("map.layer.staff_moves"), draw_staff_moves, shown=False),
    Layer("catchments", text("map.layer.catchments"), draw_catchments, shown=False),
    Layer("walking_area", text("map.layer.walking_area"), draw_walking_area, shown=False),
    *(
        Layer(
            f"trips_{mode}",
            text(f"map.layer.trips_{mode}"),
            partial(draw_trips, mode=mode),
        )
        for mode in MODES
    ),
    Layer("villages", text("map.layer.villages"), draw_villages),
    Layer("added", text("map.layer.added"), draw_added, shown=False),
    Layer("over_norm", text("map.layer.over_norm"), draw_over_norm),
    Layer("schools", text("map.layer.schools"), draw_schools),
)
"""All layers, in the order in which they are drawn."""


def draw(scene: Scene) -> list[dict[str, Any]]:
    """Return the data of every layer that the county has something for."""
    drawn = []
    for layer in LAYERS:
        data = layer.draw(scene)
        if data is not None:
            drawn.append({"name": layer.name, "shown": layer.shown, **data})
    return drawn


def _lines(scene: Scene, shapes: Iterable[Any]) -> list[str]:
    county = scene.result.county
    return encoded_lines(shapes, county.crs, geodetic_crs(county), scene.simplify_m)


def _group(lines: list[str], colour: str, width_px: float, dashes: str) -> dict[str, Any]:
    return {"lines": lines, "colour": colour, "width": width_px, "dashes": dashes}
