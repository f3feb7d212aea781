"""A few bus lines that run today, along the roads between villages and schools."""

from __future__ import annotations

import itertools

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import LineString, Point

from .model import County
from .travel import RoadGraph

GAP_KM = 4.5
COLUMNS = [
    "line_id",
    "stop_order",
    "lon",
    "lat",
    "seats",
    "fare_yuan",
    "attendant",
    "season",
    "provenance",
]


def stops_along(
    line: LineString, stretch: tuple[float, float], villages: pd.DataFrame
) -> list[tuple[float, float]]:
    """Return stops on a line: its ends, the villages it passes and one every few km."""
    flat = LineString(np.array(line.coords) * np.array(stretch))
    along = [0.0, flat.length]
    for lon, lat in zip(villages["lon"], villages["lat"], strict=True):
        point = Point(lon * stretch[0], lat * stretch[1])
        if flat.distance(point) < 250:
            place = flat.project(point)
            if min(abs(place - other) for other in along) > 500:
                along.append(place)
    along.sort()
    filled: list[float] = []
    for first, last in itertools.pairwise(along):
        count = max(1, int(np.ceil((last - first) / 1000 / GAP_KM)))
        filled += np.linspace(first, last, count, endpoint=False).tolist()
    points = [flat.interpolate(place) for place in [*filled, flat.length]]
    return [(round(p.x / stretch[0], 6), round(p.y / stretch[1], 6)) for p in points]


def make_services(
    county: County,
    roads: gpd.GeoDataFrame,
    villages: pd.DataFrame,
    seats: dict[str, int],
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return the stops of the bus lines: from the county seat and within large townships."""
    network = RoadGraph(roads)
    graph = network.graph()
    site = villages.set_index("cell")
    node = {}
    for cell in villages.loc[villages["role"] != "far", "cell"]:
        row, along, _ = network.snap(site.loc[cell, "lon"], site.loc[cell, "lat"])
        node[cell] = network.ends[row][int(along > network.flat[row].length / 2)]
    size = villages.groupby("township")["population"].sum().sort_values(ascending=False)
    large = [str(name) for name in size.index if name != county.seat]
    pairs = [(seats[name], seats[county.seat]) for name in large[:4]]
    for name in [county.seat, *large[:3]]:
        homes = villages[(villages["township"] == name) & (villages["role"] == "centre")]
        if len(homes):
            lat0 = site.loc[seats[name], ["lon", "lat"]].to_numpy(dtype=float)
            away = np.hypot(*(homes[["lon", "lat"]].to_numpy(dtype=float) - lat0).T)
            pairs.append((int(homes["cell"].iloc[int(np.argmax(away))]), seats[name]))
    rows = []
    for number, (start, end) in enumerate(pairs, start=1):
        line = network.route(graph, node[start], node[end])
        long = number <= 4
        points = stops_along(line, network.stretch, villages)
        km = LineString(np.array(line.coords) * np.array(network.stretch)).length / 1000
        seat_count = int(rng.choice([29, 35, 45] if long else [19, 23, 29]))
        for order, (lon, lat) in enumerate(points, start=1):
            rows.append(
                (
                    f"{county.county_id[0].upper()}L{number}",
                    order,
                    lon,
                    lat,
                    seat_count,
                    _pupil_fare_yuan(km),
                    int(not long),
                    "",
                    "synthetic",
                )
            )
    return pd.DataFrame(rows, columns=COLUMNS)


def _pupil_fare_yuan(line_km: float) -> int:
    """Return a pupil's flat fare of a line: one to four yuan, more on the long ones."""
    return int(min(4, max(1, round(0.05 * line_km))))
