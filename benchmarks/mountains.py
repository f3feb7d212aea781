"""A mountain county of any size, made up from a seed: valleys, passes and scattered hamlets.

Junctions stand on a square grid of `SPACING_M`, each moved at random. Heights are waves of
several lengths at random angles. The roads that join everything are the flattest (a least
spanning tree by climb), and the flattest of the rest close loops until there are
`ROADS_PER_NODE` roads for each junction, about as many as where rural roads are mapped. A road is the wider the
more junctions lie behind it; loops and a share of the branches are footpaths and tracks. Each
road has its nodes named, as a map of OpenStreetMap has, so that noding changes none of them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order, minimum_spanning_tree

from planner.county import STAGES, County

Array = NDArray[Any]

CRS = "EPSG:4542"
SPACING_M = 300.0
ROADS_PER_NODE = 1.25
CELL_M = 90.0
"""Cells of the terrain: those of SRTM's coarse edition."""

WAVES = ((40_000.0, 500.0), (15_000.0, 300.0), (6_000.0, 150.0), (2_500.0, 60.0))
"""Length and height of the waves of the terrain, metres; six of each at random angles."""

BEHIND = (("county", 0.02), ("township", 0.002), ("village", 0.0))
"""Classes by the share of all junctions that lie behind a road."""

LOOPS = (("village", 0.3), ("track", 0.3), ("path", 0.4))
KINDS = ("primary", "primary", "teaching_point", "nine_year", "junior")
"""Kinds of the schools in turn."""


def mountain_county(
    nodes: int,
    villages: int,
    schools: int,
    folder: Path,
    seed: int = 1,
    *,
    lines: int = 0,
    spacing_m: float = SPACING_M,
) -> County:
    """Return a county of mountains; the same for the same seed.

    Parameters
    ----------
    nodes
        Junctions of its roads, at least; made up to a square.
    villages, schools
        Numbers of places.
    folder
        The terrain is written there.
    seed
        Of all that is random.
    lines
        Bus lines of eight stops each.
    spacing_m
        Between the lines of the grid.
    """
    random = np.random.default_rng(seed)
    side = int(np.ceil(np.sqrt(nodes)))
    column, row = (a.ravel() for a in np.meshgrid(np.arange(side), np.arange(side)))
    xy = np.stack([column, row], axis=1) * spacing_m
    xy = xy + random.uniform(-0.35, 0.35, xy.shape) * spacing_m
    waves = _waves(random)
    roads = _roads(xy, _heights(waves, xy), side, random)
    width_m = side * spacing_m
    terrain = _terrain_file(folder / "terrain.tif", waves, width_m)
    return County(
        county_id="mountains",
        name={"zh": "群山", "en": "Mountains"},
        crs=CRS,
        villages=_villages(xy, villages, random),
        schools=_schools(xy, schools, random),
        roads=roads,
        boundary=shapely.box(-spacing_m, -spacing_m, width_m, width_m),
        services=_services(xy, side, lines, random),
        terrain=terrain,
    )


def _waves(random: np.random.Generator) -> Array:
    """Return length, height, angle and phase of each wave, shape (waves, 4)."""
    size = np.repeat(np.array(WAVES), 6, axis=0)
    turn = random.uniform(0, 2 * np.pi, (len(size), 2))
    return np.concatenate([size, turn], axis=1)


def _heights(waves: Array, xy_m: Array) -> Array:
    """Return heights above the sea, metres, shape (p,)."""
    height = np.full(len(xy_m), 3700.0)
    for length, tall, angle, phase in waves:
        along = xy_m @ np.array([np.cos(angle), np.sin(angle)])
        height += tall * np.sin(2 * np.pi * along / length + phase)
    return height


def _roads(xy: Array, height: Array, side: int, random: np.random.Generator) -> Any:
    number = np.arange(len(xy)).reshape(side, side)
    start = np.concatenate([number[:, :-1].ravel(), number[:-1].ravel()])
    end = np.concatenate([number[:, 1:].ravel(), number[1:].ravel()])
    climb = np.abs(height[start] - height[end]) + random.uniform(1, 40, len(start))
    n = len(xy)
    tree = minimum_spanning_tree(coo_array((climb, (start, end)), shape=(n, n)))
    a, b = tree.tocoo().coords
    key = start.astype(np.int64) * n + end
    in_tree = np.isin(key, a.astype(np.int64) * n + b)
    spare = np.flatnonzero(~in_tree)
    more = spare[np.argsort(climb[spare], kind="stable")][: round(n * ROADS_PER_NODE) - n + 1]
    kept = np.concatenate([np.flatnonzero(in_tree), more])
    share = _behind(tree, start[in_tree], end[in_tree]) / n
    classes = np.array([name for name, _ in BEHIND], dtype=object)
    by_size = classes[[next(i for i, (_, s) in enumerate(BEHIND) if x > s) for x in share]]
    leaves = np.flatnonzero(share <= 4 / n)
    by_size[leaves] = random.choice(["village", "track", "path"], len(leaves), p=[0.4, 0.3, 0.3])
    loops = random.choice([c for c, _ in LOOPS], len(more), p=[p for _, p in LOOPS])
    ends = np.stack([xy[start[kept]], xy[end[kept]]], axis=1)
    bend = ends.mean(axis=1) + random.normal(0, 0.08 * SPACING_M, (len(kept), 2))
    points = np.stack([ends[:, 0], bend, ends[:, 1]], axis=1)
    shut = random.random(len(kept)) < 0.01
    return gpd.GeoDataFrame(
        {
            "u": start[kept],
            "v": end[kept],
            "road_class": pd.Series(np.concatenate([by_size, loops]), dtype="str"),
            "surface": pd.Series([""] * len(kept), dtype="str"),
            "speed_kph": np.full(len(kept), np.nan),
            "closed_season": pd.Series(np.where(shut, "winter", ""), dtype="str"),
            "hazard": (random.random(len(kept)) < 0.05).astype(int),
            "name": pd.Series([""] * len(kept), dtype="str"),
        },
        geometry=shapely.linestrings(points),
        crs=CRS,
    )


def _behind(tree: Any, start: Array, end: Array) -> Array:
    """Return the number of junctions on the far side of each road of a tree, seen from one."""
    order, before = breadth_first_order(tree, 0, directed=False)
    behind = np.ones(len(order), dtype=np.int64)
    for node in order[:0:-1].tolist():
        behind[before[node]] += behind[node]
    return np.where(before[end] == start, behind[end], behind[start])


def _near(xy: Array, count: int, random: np.random.Generator) -> Array:
    """Return the geometry of places near junctions, no two at the same one."""
    at = random.choice(len(xy), count, replace=False)
    return np.asarray(shapely.points(xy[at] + random.normal(0, 0.4 * SPACING_M, (count, 2))))


def _villages(xy: Array, count: int, random: np.random.Generator) -> Any:
    ids = [f"V{n:05d}" for n in range(count)]
    pupils = {f"{stage}_pupils": random.integers(1, 30, count) for stage in STAGES}
    return gpd.GeoDataFrame(
        {"name": ids, "township": ["T"] * count} | pupils,
        index=pd.Index(ids, name="village_id"),
        geometry=_near(xy, count, random),
        crs=CRS,
    )


def _schools(xy: Array, count: int, random: np.random.Generator) -> Any:
    ids = [f"S{n:04d}" for n in range(count)]
    kinds = [KINDS[n % len(KINDS)] for n in range(count)]
    return gpd.GeoDataFrame(
        {"name": ids, "kind": kinds},
        index=pd.Index(ids, name="school_id"),
        geometry=_near(xy, count, random),
        crs=CRS,
    )


def _services(xy: Array, side: int, lines: int, random: np.random.Generator) -> Any:
    """Return bus lines that stop at every tenth junction eastward, or None."""
    if not lines:
        return None
    step = min(10, max(1, side // 9))
    row = random.integers(0, side, lines)
    column = random.integers(0, max(1, side - 8 * step), lines)
    stop = (row[:, None] * side + column[:, None] + step * np.arange(8)).ravel()
    return gpd.GeoDataFrame(
        {
            "line_id": np.repeat([f"L{n:03d}" for n in range(lines)], 8),
            "stop_order": np.tile(np.arange(1, 9), lines),
            "seats": 20.0,
            "fare_yuan": 2.0,
            "season": "",
        },
        geometry=shapely.points(xy[stop]),
        crs=CRS,
    )


def _terrain_file(path: Path, waves: Array, width_m: float) -> Path:
    import rasterio
    from rasterio.transform import from_origin

    margin = 4_000.0
    cells = int(np.ceil((width_m + 2 * margin) / CELL_M))
    centre = (np.arange(cells) + 0.5) * CELL_M - margin
    west_north = from_origin(-margin, centre[-1] + CELL_M / 2, CELL_M, CELL_M)
    options = {"crs": CRS, "transform": west_north, "dtype": "float32", "count": 1}
    with rasterio.open(path, "w", driver="GTiff", height=cells, width=cells, **options) as file:
        for row, north in enumerate(centre[::-1]):
            points = np.stack([centre, np.full(cells, north)], axis=1)
            line = _heights(waves, points).astype("float32")[None]
            file.write(line, 1, window=rasterio.windows.Window(0, row, cells, 1))
    return path
