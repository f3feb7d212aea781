"""The ground under compared maps, once for all of them: outline, townships, roads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from planner.county.dictionary import columns_of
from planner.loaded import LoadedRun
from planner.maps import style
from planner.maps.comparison_trips import Place
from planner.maps.geometry import encode

if TYPE_CHECKING:
    import geopandas
    import numpy as np
    from numpy.typing import NDArray

DEGREES = "EPSG:4326"
SIMPLIFY_M = 50.0
"""Simplification of lines: several maps stand side by side, each drawn smaller than one alone."""
MAIN_ROADS = ("county", "provincial", "national")
"""Shown from the start; the others once a reader comes nearer."""


class Ground:
    """Lines of the ground in degrees, simplified.

    Parameters
    ----------
    runs
        The first that has a layer gives it.
    villages
        Of all runs, for names of townships where there are no outlines of them.
    """

    def __init__(self, runs: Sequence[LoadedRun], villages: Sequence[Place]) -> None:
        self.boundary = _parts(runs[0].boundary.geometry)
        roads = _layer(runs, "input_roads")
        roads = runs[0].roads_used if roads is None else roads
        classes = roads["road_class"].map(_class_code)
        by_class = {name: roads.geometry[(classes == name).to_numpy()] for name in style.ROADS}
        self.roads = {name: _parts(own) for name, own in by_class.items() if len(own)}
        townships = _layer(runs, "input_townships")
        self.townships = _parts(None if townships is None else townships.geometry)
        self.labels = _middles(villages) if townships is None else _inside(townships)

    def bounds(self) -> tuple[float, float, float, float]:
        """Return west, south, east and north, degrees."""
        import shapely

        west, south, east, north = shapely.total_bounds(self.boundary)
        return float(west), float(south), float(east), float(north)

    def data(self) -> dict[str, Any]:
        """Return what the page's script draws."""
        groups = [
            _group(lines, style.ROADS[name], "roads" if name in MAIN_ROADS else "lesser")
            for name, lines in self.roads.items()
        ]
        groups.append(_group(self.townships, style.TOWNSHIPS, "townships"))
        groups.append(_group(self.boundary, style.BOUNDARY, "boundary"))
        west, south, east, north = self.bounds()
        corners = [[round(south, 5), round(west, 5)], [round(north, 5), round(east, 5)]]
        return {"bounds": corners, "lines": groups, "labels": self.labels}


def _layer(runs: Sequence[LoadedRun], name: str) -> geopandas.GeoDataFrame | None:
    """Return a layer of inputs of the first run that has it; runs of old versions have none."""
    import geopandas as gpd
    import pyogrio

    for run in runs:
        path = run.folder / "plan.gpkg"
        if name in pyogrio.list_layers(path)[:, 0]:
            return gpd.read_file(path, layer=name, engine="pyogrio").to_crs(DEGREES)
    return None


def _class_code(said: object) -> str:
    """Return the class of a road, which the layer of inputs says in Chinese."""
    column = columns_of("roads")["road_class"]
    zh = dict(zip(column.codes_zh, column.codes, strict=True))
    code = zh.get(str(said), str(said))
    return code if code in style.ROADS else "village"


def _parts(shapes: geopandas.GeoSeries | None) -> NDArray[np.object_]:
    """Return lines, and the rims of areas, merged where they meet and simplified."""
    import geopandas as gpd
    import numpy as np
    import shapely

    if shapes is None:
        return np.empty(0, dtype=object)
    metric = shapes.to_crs(shapes.estimate_utm_crs())
    kept = [s for s in metric if s is not None and not s.is_empty]
    lines = [s.boundary if "Polygon" in s.geom_type else s for s in kept]
    parts = shapely.get_parts(lines)
    merged = shapely.line_merge(shapely.multilinestrings([p for p in parts if len(p.coords) > 1]))
    simple = shapely.get_parts([shapely.simplify(merged, SIMPLIFY_M)])
    return np.asarray(gpd.GeoSeries(simple, crs=metric.crs).to_crs(DEGREES), dtype=object)


def _group(lines: NDArray[np.object_], look: tuple[str, float, str], layer: str) -> dict[str, Any]:
    encoded = sorted(encode((x, y) for x, y, *_ in line.coords) for line in lines)
    return {"layer": layer, "look": list(look), "lines": encoded}


def _inside(townships: geopandas.GeoDataFrame) -> list[list[Any]]:
    points = townships.geometry.representative_point()
    named = zip(townships["name"], points, strict=True)
    return [[round(p.y, 5), round(p.x, 5), str(name)] for name, p in named]


def _middles(villages: Sequence[Place]) -> list[list[Any]]:
    """Return the mean place of each township's villages with its name."""
    by_name: dict[str, list[Place]] = {}
    for village in villages:
        by_name.setdefault(village.township, []).append(village)
    return [
        [
            round(sum(v.lat for v in own) / len(own), 5),
            round(sum(v.lon for v in own) / len(own), 5),
            name,
        ]
        for name, own in sorted(by_name.items())
        if name
    ]
