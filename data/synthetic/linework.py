"""From steps between cells to smooth, noded lines with attributes."""

from __future__ import annotations

import itertools
from collections import defaultdict

import geopandas as gpd
import numpy as np
import shapely
from shapely import STRtree
from shapely.geometry import LineString

from .model import County
from .places import Ground
from .roads import RANKS, Network

PIECE_CELLS = 14
TOLERANCE_M = 45.0
COLUMNS = ["road_class", "surface", "speed_kph", "closed_season", "hazard", "name", "provenance"]


def chains(network: Network) -> list[tuple[list[int], int, str]]:
    """Return runs of steps between stations and junctions: cells, rank, road name."""
    around: dict[int, list[int]] = defaultdict(list)
    for start, end in sorted(network.steps):
        around[start].append(end)
        around[end].append(start)

    def attributes(a: int, b: int) -> tuple[int, str]:
        return network.steps[(min(a, b), max(a, b))]

    def stops(cell: int) -> bool:
        near = around[cell]
        return (
            len(near) != 2
            or cell in network.stations
            or attributes(cell, near[0]) != attributes(cell, near[1])
        )

    runs, seen = [], set()
    for start in sorted(around):
        if not stops(start):
            continue
        for step in around[start]:
            if (start, step) in seen:
                continue
            run = [start, step]
            while not stops(run[-1]):
                near = around[run[-1]]
                run.append(near[0] if near[1] == run[-2] else near[1])
            seen.update({(run[0], run[1]), (run[-1], run[-2])})
            runs.append((run, *attributes(start, step)))
    return runs


def smooth(points: np.ndarray) -> np.ndarray:
    """Round the corners of a line twice, ends kept (Chaikin)."""
    for _ in range(2):
        if len(points) < 3:
            return points
        a, b = points[:-1], points[1:]
        cut = np.empty((2 * len(a), 2))
        cut[0::2], cut[1::2] = 0.75 * a + 0.25 * b, 0.25 * a + 0.75 * b
        points = np.vstack([points[:1], cut[1:-1], points[-1:]])
    return points


def line_of(ground: Ground, cells: list[int]) -> LineString:
    """Return the smoothed, simplified line through cells, degrees."""
    lon, lat = ground.grid.lonlat(np.array(cells))
    stretch = np.array(
        [ground.grid.dx_m / ground.grid.dlon_deg, ground.grid.dy_m / ground.grid.dlat_deg]
    )
    points = smooth(np.column_stack([lon, lat])) * stretch
    points = np.array(LineString(points).simplify(TOLERANCE_M).coords) / stretch
    return LineString(np.round(points, 6))


def flags(
    county: County, ground: Ground, cells: list[int], rank: int, steep: float
) -> tuple[str, int]:
    """Return the closed season and the hazard mark of a piece of road.

    ``steep`` is the steepness of the ground around from which a road is a hazard.
    """
    height = ground.height.ravel()[cells]
    xy = ground.grid.xy_m(np.array(cells))
    steps_m = np.hypot(*np.diff(xy, axis=0).T)
    slope = abs(np.diff(height)).sum() / steps_m.sum()
    high = height.max()
    closed = "winter" if rank >= 2 and high > county.winter_from_m else ""
    around = ground.rough.ravel()[cells].mean()
    hazard = int(slope > 0.105 or high > county.winter_from_m + 150 or around > steep)
    return closed, hazard


def pieces(
    county: County, ground: Ground, network: Network, rng: np.random.Generator
) -> list[dict]:
    """Return the pieces of road with their attributes, at most about 4 km each."""
    rows = []
    steep = float(np.quantile(ground.rough.ravel()[network.cells()], 0.93))
    for run, rank, name in chains(network):
        surface = (
            "paved"
            if rank <= 1 or rng.random() < (0, 0, 0.85, 0.55, 0.3)[min(rank, 4)]
            else "gravel"
        )
        surface = "earth" if rank >= 5 else surface
        speed = 20 if rank == 4 and rng.random() < 0.06 else None
        count = max(1, round(len(run) / PIECE_CELLS))
        cuts = np.linspace(0, len(run) - 1, count + 1).astype(int)
        parts: list[list] = []
        for first, last in itertools.pairwise(cuts):
            cells = run[first : last + 1]
            marks = flags(county, ground, cells, rank, steep)
            if parts and parts[-1][1] == marks:
                parts[-1][0].extend(cells[1:])
            else:
                parts.append([list(cells), marks])
        for cells, (closed, hazard) in parts:
            rows.append(
                {
                    "road_class": RANKS[rank],
                    "surface": surface,
                    "speed_kph": speed,
                    "closed_season": closed,
                    "hazard": hazard,
                    "name": name,
                    "provenance": "synthetic",
                    "geometry": line_of(ground, cells),
                }
            )
    return rows


def noded(rows: list[dict]) -> gpd.GeoDataFrame:
    """Cut the lines where they cross, so that every junction is a line end."""
    lines = [row["geometry"] for row in rows]
    union = shapely.union_all(lines, grid_size=1e-6)
    parts = [part for part in shapely.get_parts(union) if part.length > 0]
    tree = STRtree(lines)
    result = []
    for part in parts:
        middle = part.interpolate(0.5, normalized=True)
        near = tree.query(middle.buffer(5e-5))
        chosen = min(
            near,
            key=lambda i: (
                round(lines[i].distance(middle), 8),
                RANKS.index(rows[i]["road_class"]),
                i,
            ),
        )
        points = [(round(x, 6), round(y, 6)) for x, y in part.coords]
        if points[0] > points[-1]:
            points.reverse()
        result.append({**rows[chosen], "geometry": LineString(points)})
    result.sort(
        key=lambda row: (RANKS.index(row["road_class"]), row["name"], list(row["geometry"].coords))
    )
    frame = gpd.GeoDataFrame(result, crs="EPSG:4490")
    frame["speed_kph"] = frame["speed_kph"].astype(float)
    return frame[[*COLUMNS, "geometry"]]


def island(
    ground: Ground, off_km: np.ndarray, villages: np.ndarray, suit: np.ndarray
) -> list[dict]:
    """Return three tracks that meet each other but no other road, far from any village."""
    grid = ground.grid
    xy = grid.xy_m(np.arange(suit.size))
    away_km = np.min([np.hypot(*(xy - xy[v]).T) for v in villages], axis=0) / 1000
    score = suit * ((off_km > 3) & (off_km < 7) & (away_km > 5))
    centre = int(np.argmax(score))
    lon, lat = (float(v) for v in grid.lonlat(centre))
    rows = []
    for east_m, north_m in ((700, 150), (-500, 450), (-150, -800)):
        ends = [
            (lon, lat),
            (lon + east_m * 0.6 / 94_000, lat + north_m * 0.4 / 111_000),
            (lon + east_m / 94_000, lat + north_m / 111_000),
        ]
        rows.append(
            {
                "road_class": "track",
                "surface": "earth",
                "speed_kph": None,
                "closed_season": "",
                "hazard": 0,
                "name": "",
                "provenance": "synthetic",
                "geometry": LineString(np.round(ends, 6)),
            }
        )
    return rows
