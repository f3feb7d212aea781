"""The door to OpenStreetMap: `.osm` and GraphML files through OSMnx, and out as plain lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from planner.travel.roads import ROAD_CLASSES

if TYPE_CHECKING:
    import geopandas

ROAD_CLASS_OF_HIGHWAY = {
    "motorway": "national",
    "trunk": "national",
    "primary": "provincial",
    "secondary": "county",
    "tertiary": "township",
    "unclassified": "village",
    "residential": "village",
    "living_street": "village",
    "service": "village",
    "road": "village",
    "track": "track",
    "path": "path",
    "footway": "path",
    "bridleway": "path",
    "cycleway": "path",
    "steps": "path",
    "pedestrian": "path",
}
"""Road class by ``highway`` tag, links as what they link to; other values are left out.
In China G roads are mapped as trunk, S roads as primary, X as secondary, Y as tertiary."""

SURFACE_OF_TAG = {
    "paved": "paved",
    "asphalt": "paved",
    "concrete": "paved",
    "paving_stones": "paved",
    "sett": "paved",
    "gravel": "gravel",
    "fine_gravel": "gravel",
    "compacted": "gravel",
    "pebblestone": "gravel",
    "unpaved": "earth",
    "dirt": "earth",
    "earth": "earth",
    "ground": "earth",
    "grass": "earth",
    "mud": "earth",
    "sand": "earth",
}
"""Surface by ``surface`` tag; other values are left blank."""


def read_osm(path: Path) -> geopandas.GeoDataFrame:
    """Read the roads of an OpenStreetMap file.

    Parameters
    ----------
    path
        An ``.osm`` extract, or GraphML that OSMnx has written.

    Returns
    -------
    geopandas.GeoDataFrame
        Lines in EPSG:4326, each stretch once whatever its direction of traffic, with
        ``u, v, road_class, surface, name``. ``u`` and ``v`` are the OpenStreetMap nodes at its
        ends: they tell a bridge from a crossing, and `planner.travel.roads` goes by them.
        ``maxspeed`` is left aside: what is allowed on a mountain road is not what is driven.
    """
    import osmnx

    with _tags(osmnx, ["surface"]):
        if path.suffix == ".graphml":
            graph = osmnx.load_graphml(path)
        else:
            graph = osmnx.graph_from_xml(path, bidirectional=True, simplify=False, retain_all=True)
            graph = osmnx.simplify_graph(graph, edge_attrs_differ=["highway", "surface", "name"])
    edges = osmnx.graph_to_gdfs(graph, nodes=False).to_crs("EPSG:4326").reset_index()
    edges["road_class"] = [_road_class(value) for value in edges["highway"]]
    edges = edges[edges["road_class"] != ""]
    surface = edges["surface"] if "surface" in edges.columns else [""] * len(edges)
    edges["surface"] = [SURFACE_OF_TAG.get(_tag(value), "") for value in surface]
    name = edges["name"] if "name" in edges.columns else [""] * len(edges)
    edges["name"] = [_tag(value) for value in name]
    return _once(edges)


@contextmanager
def _tags(osmnx: Any, wanted: list[str]) -> Iterator[None]:
    """Let OSMnx read some more tags; its settings are put back afterwards."""
    before = osmnx.settings.useful_tags_way
    osmnx.settings.useful_tags_way = [*before, *(t for t in wanted if t not in before)]
    try:
        yield
    finally:
        osmnx.settings.useful_tags_way = before


def _tag(value: Any) -> str:
    """Return a tag as text; empty for none, or where OSMnx has merged stretches that differ."""
    return value if isinstance(value, str) else ""


def _road_class(highway: Any) -> str:
    """Return the class of a ``highway`` tag, the lowest of merged stretches, empty for no road."""
    tags = highway if isinstance(highway, list) else [highway]
    found = [ROAD_CLASS_OF_HIGHWAY.get(_tag(t).removesuffix("_link"), "") for t in tags]
    return max(found, key=ROAD_CLASSES.index) if all(found) else ""


def _once(edges: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Turn edges to run from the lower node to the higher and drop those that come twice."""
    u, v = edges["u"].to_numpy(), edges["v"].to_numpy()
    lines = np.asarray(edges.geometry)
    lines = np.where(u > v, shapely.reverse(lines), lines)
    # A loop has no lower end; its two directions differ by where normalising starts.
    lines = np.where(u == v, shapely.normalize(lines), lines)
    edges = edges.assign(u=np.minimum(u, v), v=np.maximum(u, v)).set_geometry(lines, crs=edges.crs)
    same = edges.assign(shape=shapely.to_wkb(lines)).duplicated(["u", "v", "shape"])
    columns = ["u", "v", "road_class", "surface", "name", "geometry"]
    return edges.loc[~same, columns].sort_values(["u", "v"]).reset_index(drop=True)
