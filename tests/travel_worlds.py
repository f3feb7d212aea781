"""Tiny counties for travel, by hand: places and roads as coordinates in metres.

    county = tiny_county(
        villages={"V1": (0, 0)},
        schools={"S1": (1000, 0)},
        roads=[road((0, 0), (1000, 0), road_class="county")],
        stops=[("L1", 1, (0, 0)), ("L1", 2, (1000, 0))],
    )
    table = travel_table(county, plain_scenario(travel={"wait_minutes": 0}))

Every village has ten pupils of each stage. `plain_scenario` walks at 6 km/h at every stage
(100 m a minute, 60 m off the path) and drives at 30 km/h (500 m a minute) on every road.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import LineString, Point, box

from planner.county import STAGES, County
from planner.county.dictionary import columns_of
from planner.scenario import Scenario
from planner.scenario.load import scenario_of

CRS = "EPSG:4542"
XY = tuple[float, float]
Road = tuple[LineString, dict[str, Any]]
CLASSES = columns_of("roads")["road_class"].codes


def road(*points: XY, **attributes: Any) -> Road:
    """Return a road through points with columns of the roads table."""
    return LineString(points), attributes


def tiny_county(
    villages: Mapping[str, XY],
    schools: Mapping[str, XY | tuple[XY, str]],
    roads: Sequence[Road],
    stops: Iterable[tuple[Any, ...]] = (),
) -> County:
    """Return a county.

    Parameters
    ----------
    villages
        Coordinates by id.
    schools
        Coordinates by id, or coordinates and kind; a primary where none is named.
    roads
        As from `road`.
    stops
        ``(line, order, (x, y))`` and, where wanted, a mapping of further columns.
    """
    village_frame = gpd.GeoDataFrame(
        {"name": [f"村{i}" for i in villages]} | {f"{g}_pupils": 10 for g in STAGES},
        index=pd.Index(villages, name="village_id"),
        geometry=[Point(xy) for xy in villages.values()],
        crs=CRS,
    )
    full = {i: s if isinstance(s[1], str) else (s, "primary") for i, s in schools.items()}
    school_frame = gpd.GeoDataFrame(
        {"name": [f"校{i}" for i in full], "kind": [kind for _, kind in full.values()]},
        index=pd.Index(full, name="school_id"),
        geometry=[Point(xy) for xy, _ in full.values()],
        crs=CRS,
    )
    columns = ("road_class", "surface", "closed_season", "name")
    road_frame = gpd.GeoDataFrame(
        {c: pd.Series([a.get(c, "") for _, a in roads], dtype="str") for c in columns}
        | {"speed_kph": pd.Series([a.get("speed_kph") for _, a in roads], dtype=float)}
        | {"hazard": pd.Series([a.get("hazard", 0) for _, a in roads], dtype=int)},
        geometry=[line for line, _ in roads],
        crs=CRS,
    )
    return County(
        county_id="tiny",
        name={"zh": "小县", "en": "Tiny"},
        crs=CRS,
        villages=village_frame,
        schools=school_frame,
        roads=road_frame,
        boundary=box(-1e5, -1e5, 1e5, 1e5),
        services=_services(list(stops)),
    )


def _services(stops: list[tuple[Any, ...]]) -> gpd.GeoDataFrame | None:
    if not stops:
        return None
    extra = [stop[3] if len(stop) > 3 else {} for stop in stops]
    return gpd.GeoDataFrame(
        {
            "line_id": [stop[0] for stop in stops],
            "stop_order": [stop[1] for stop in stops],
            "seats": pd.Series([e.get("seats") for e in extra], dtype=float),
            "fare_yuan": pd.Series([e.get("fare_yuan") for e in extra], dtype=float),
            "season": [e.get("season", "") for e in extra],
        },
        geometry=[Point(stop[2]) for stop in stops],
        crs=CRS,
    )


def raster_file(
    path: Path, heights_m: Any, west: float, north: float, cell_m: float, **options: Any
) -> Path:
    """Write heights, rows from the north, as a GeoTIFF; -32768 is a void.

    `options` go to rasterio; the system is the tiny county's unless they name another.
    """
    import rasterio
    from rasterio.transform import from_origin

    heights = np.asarray(heights_m, dtype="float32")
    options = {"crs": CRS, "transform": from_origin(west, north, cell_m, cell_m)} | options
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=heights.shape[0],
        width=heights.shape[1],
        count=1,
        dtype="float32",
        nodata=-32768,
        **options,
    ) as file:
        file.write(heights, 1)
    return path


def sloping_county(county: County, folder: Path, height_of: Callable[[Any, Any], Any]) -> County:
    """Return the county with terrain: heights of x and y in metres, on cells of 50 m.

    The terrain reaches from -1 to 11 km in either direction.
    """
    centre = np.arange(-1000.0, 11_000.0, 50.0) + 25.0
    heights = height_of(centre[None, :], centre[::-1, None]) + np.zeros((len(centre),) * 2)
    # As coarse as 60 m it would not be smoothed; smoothing changes no even slope.
    path = raster_file(folder / "terrain.tif", heights, -1000, 11_000, 50)
    return replace(county, terrain=path)


def plain_scenario(travel: Mapping[str, Any] | None = None, **options: Any) -> Scenario:
    """Return a scenario of round speeds; `travel` and `options` are laid over it."""
    plain: dict[str, Any] = {
        "walk_flat_kph": 6,
        "child_walk_factor": {"lower": 1, "upper": 1, "junior": 1},
        "off_path_factor": 0.6,
        "winter_walk_factor": 0.5,
        "winter_ride_factor": 0.5,
        "hazard_kph": 15,
        "ride_kph": {name: 0 if name == "path" else 30 for name in CLASSES},
        "wait_minutes": 10,
    }
    return scenario_of({"name": "x", "county": ".", "travel": plain | dict(travel or {})} | options)


def trips_by_key(trips: pd.DataFrame, column: str = "minutes") -> dict[tuple[str, ...], Any]:
    """Return one column by (village, school, stage, mode, season), numbers to nine digits."""
    keys = zip(
        *(trips[c] for c in ("village_id", "school_id", "stage", "mode", "season")), strict=True
    )
    values = trips[column]
    return dict(zip(keys, values.round(9) if values.dtype == float else values, strict=True))
