"""The door to OpenStreetMap: extracts through pyosmium, OSMnx's GraphML, out as plain lines.

Extracts (``.osm``, ``.osm.pbf``, packed or not) are read by pyosmium, which is quick, keeps
every tag and reads files of a whole province. OSMnx reads what only it writes, GraphML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from planner.travel.osm_tags import Road, is_ford, road_of
from planner.travel.roads import ROAD_CLASSES

if TYPE_CHECKING:
    import geopandas
    import networkx

OSM_FORMATS = (".osm", ".pbf", ".graphml")
"""Endings of the files that `read_osm` reads; ``.osm.pbf`` ends in ``.pbf``."""

COLUMNS = ("u", "v", "road_class", "surface", "closed_season", "hazard", "name")

Stretch = tuple[int, int, Any, Road]

Reading = Callable[[Mapping[str, str]], Road | None]
"""What reads a road from the tags of a way, as `road_of` does."""


class UnreadableOsmError(ValueError):
    """A file that is no OpenStreetMap extract, or is cut off; says why."""


def read_osm(path: Path, reading: Reading = road_of) -> geopandas.GeoDataFrame:
    """Read the roads of an OpenStreetMap file.

    Parameters
    ----------
    path
        An ``.osm`` or ``.osm.pbf`` extract, or GraphML that OSMnx has written.
    reading
        What makes a road of the tags.

    Returns
    -------
    geopandas.GeoDataFrame
        Lines in EPSG:4326 from junction to junction, each stretch once whatever its
        direction of traffic, with `COLUMNS`: those of the roads table, as `road_of` reads
        them from the tags, and ``u``, ``v``, the OpenStreetMap nodes at the ends. They tell a
        bridge from a crossing, and `planner.travel.roads` goes by them. Ways of an extract
        that lead out of it end where it ends.

    Raises
    ------
    UnreadableOsmError
        If the file cannot be read to its end.
    """
    if path.suffix.lower() == ".graphml":
        return roads_of_graph(_graphml(path), reading)
    return _once(list(_extract(path, reading)))


def roads_of_graph(
    graph: networkx.MultiDiGraph, reading: Reading = road_of
) -> geopandas.GeoDataFrame:
    """Return the roads of a graph as OSMnx makes them; see `read_osm`.

    Raises
    ------
    UnreadableOsmError
        If the edges lack what OSMnx gives them.
    """
    try:
        return _once(list(_edges(graph, reading)))
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        raise UnreadableOsmError(repr(error)) from error


def _extract(path: Path, reading: Reading) -> Iterator[Stretch]:
    """Yield the stretches of an extract: its ways cut at the nodes that they share."""
    import osmium

    try:
        roads, nodes, fords = _ways(path, reading)
    except (RuntimeError, OSError, osmium.InvalidLocationError) as error:
        raise UnreadableOsmError(str(error)) from error
    # Sorted by node: the first and last use of each tells whether ways meet there.
    every = np.concatenate(nodes) if nodes else np.zeros(0, dtype=np.int64)
    used, times = np.unique(every, return_counts=True)
    junctions = set(used[times > 1].tolist())
    for (road, xy), way in zip(roads, nodes, strict=True):
        ids = way.tolist()
        last = len(ids) - 1
        cuts = [n for n, node in enumerate(ids) if n in (0, last) or node in junctions]
        for begin, end in pairwise(cuts):
            wet = not fords.isdisjoint(ids[begin : end + 1])
            seen = replace(road, hazard=1) if wet else road
            yield ids[begin], ids[end], shapely.LineString(xy[begin : end + 1]), seen


def _ways(path: Path, reading: Reading) -> tuple[list[tuple[Road, Any]], list[Any], set[int]]:
    """Return roads with their coordinates, the nodes of each, and the nodes that are fords."""
    import osmium

    roads: list[tuple[Road, Any]] = []
    nodes: list[Any] = []
    fords: set[int] = set()
    wanted = osmium.filter.KeyFilter("highway", "ford")
    # Ways stand after nodes, so each location is known when a way asks for it.
    for entry in osmium.FileProcessor(str(path)).with_locations().with_filter(wanted):
        tags = dict(entry.tags)
        if isinstance(entry, osmium.osm.Node) and is_ford(tags):
            fords.add(entry.id)
        if not isinstance(entry, osmium.osm.Way) or (road := reading(tags)) is None:
            continue
        for run in _runs(entry.nodes):
            roads.append((road, np.array([(n.lon, n.lat) for n in run])))
            nodes.append(np.array([n.ref for n in run], dtype=np.int64))
    return roads, nodes, fords


def _runs(nodes: Any) -> Iterator[list[Any]]:
    """Yield the parts of a way whose nodes lie in the extract."""
    run: list[Any] = []
    for node in nodes:
        if node.location.valid():
            run.append(node)
            continue
        if len(run) > 1:
            yield run
        run = []
    if len(run) > 1:
        yield run


def _graphml(path: Path) -> networkx.MultiDiGraph:
    """Return a graph that OSMnx has written."""
    from xml.etree.ElementTree import ParseError

    import osmnx
    from networkx import NetworkXError

    try:
        return osmnx.load_graphml(path)
    except (ParseError, NetworkXError, KeyError, ValueError, AttributeError, OSError) as error:
        raise UnreadableOsmError(str(error)) from error


def _edges(graph: networkx.MultiDiGraph, reading: Reading) -> Iterator[Stretch]:
    """Yield the edges of a graph; those that end at a ford are a hazard."""
    import osmnx

    fords = {
        node
        for node, data in graph.nodes(data=True)
        if is_ford({k: v for k, v in data.items() if isinstance(v, str)})
    }
    edges = osmnx.graph_to_gdfs(graph, nodes=False).to_crs("EPSG:4326").reset_index()
    for row in edges.to_dict("records"):
        road = _merged(row, reading)
        if road is not None:
            wet = row["u"] in fords or row["v"] in fords
            yield row["u"], row["v"], row["geometry"], replace(road, hazard=1) if wet else road


def _merged(row: dict[Any, Any], reading: Reading) -> Road | None:
    """Return the road of an edge in which OSMnx may have merged stretches that differ.

    It has the lowest class of them and is a hazard where one of them is; other tags that
    differ are left blank.
    """
    highways = row["highway"] if isinstance(row["highway"], list) else [row["highway"]]
    tags = {str(k): v for k, v in row.items() if isinstance(v, str)}
    found = [reading(tags | {"highway": str(highway)}) for highway in highways]
    roads = [road for road in found if road is not None]
    if len(roads) < len(found):
        return None
    return max(roads, key=lambda road: (ROAD_CLASSES.index(road.road_class), road.hazard))


def _once(stretches: Sequence[Stretch]) -> geopandas.GeoDataFrame:
    """Turn stretches to run from the lower node to the higher and drop those that come twice."""
    import geopandas as gpd
    import pandas as pd

    u = np.array([s[0] for s in stretches], dtype=np.int64)
    v = np.array([s[1] for s in stretches], dtype=np.int64)
    lines = np.array([s[2] for s in stretches], dtype=object)
    turned = np.asarray(shapely.reverse(lines), dtype=object)
    # A loop has no lower end; it runs in the direction whose coordinates come first.
    backwards = (u > v) | ((u == v) & (shapely.to_wkb(turned) < shapely.to_wkb(lines)))
    lines = np.where(backwards, turned, lines)
    frame = pd.DataFrame(
        {"u": np.minimum(u, v), "v": np.maximum(u, v)}
        | {name: [getattr(s[3], name) for s in stretches] for name in COLUMNS[2:]}
    )
    edges = gpd.GeoDataFrame(frame, geometry=lines, crs="EPSG:4326")
    keyed = frame.assign(shape=shapely.to_wkb(lines))
    edges = edges[~keyed.duplicated(["u", "v", "shape"])]
    return edges.sort_values(["u", "v"], kind="stable").reset_index(drop=True)
