"""Checks of a written county folder, and its figures."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import rasterio
from shapely import contains_xy

from .county import COUNTIES
from .enrol import classes_needed
from .people import STAGES
from .teachers import schools_today
from .travel import RoadGraph

HOUR_KM = 3.78
TEXT = {"village_id": str, "school_id": str, "stream": str}


def read_table(folder: Path, name: str) -> pd.DataFrame:
    """Return a written table, identifiers as text and empty text kept empty."""
    return pd.read_csv(
        folder / f"{name}.csv",
        dtype=TEXT,
        encoding="utf-8-sig",
        keep_default_na=False,
        na_values={"built_year": [""]},
    )


def lower_km(folder: Path, effort: bool) -> pd.Series:
    """Return the way of each village's lower pupils to the nearest school today, kilometres.

    Parameters
    ----------
    folder
        A written county folder.
    effort
        Count climbs and ways off the road as longer: kilometres of an equally tiring level road,
        of which a child in grades 1 to 3 walks about 3.8 in an hour.
    """
    villages, schools = read_table(folder, "villages"), read_table(folder, "schools")
    roads = gpd.read_file(folder / "roads.gpkg", layer="roads")
    now = schools[(schools["status"] == "existing") & (schools["kind"] != "junior")]
    points = pd.concat([villages[["lon", "lat"]], now[["lon", "lat"]]], ignore_index=True)
    with rasterio.open(folder / "terrain.tif") as file:
        ground, index = file.read(1), file.index

    def height_of(lon: float, lat: float) -> float:
        row, col = index(lon, lat)
        return float(ground[int(row), int(col)])

    km = RoadGraph(roads).between(points, height_of if effort else None)
    return pd.Series(km[: len(villages), len(villages) :].min(axis=1), index=villages.index)


def share_beyond(pupils: pd.Series, km: pd.Series, limit_km: float) -> float:
    """Return the share of pupils with a longer way than a limit, three decimals."""
    return round(float(pupils[km > limit_km].sum() / pupils.sum()), 3)


def verify(folder: Path) -> dict[str, object]:
    """Check a county folder and return its figures.

    Raises
    ------
    ValueError
        If anything does not hold; the message lists all failures.
    """
    county = COUNTIES[folder.name]
    villages, schools = read_table(folder, "villages"), read_table(folder, "schools")
    services = read_table(folder, "services")
    roads = gpd.read_file(folder / "roads.gpkg", layer="roads")
    outline = gpd.read_file(folder / "boundary.geojson").geometry.iloc[0]
    townships = gpd.read_file(folder / "townships.geojson")
    now = schools[schools["status"] == "existing"]
    faults = []

    def expect(holds: bool, what: str) -> None:
        if not holds:
            faults.append(what)

    expect(len(villages) == county.units, "number of village units")
    expect(villages["township"].nunique() == county.townships == len(townships), "townships")
    expect(villages["population"].sum() == county.people, "population total")
    expect(villages["village_id"].is_unique and schools["school_id"].is_unique, "unique ids")
    expect(schools["name"].is_unique, "unique school names")
    teachers = read_table(folder, "teachers")
    expect(bool((teachers["provenance"] == "synthetic").all()), "teachers provenance")
    expect(set(teachers["school_id"]) == set(now["school_id"]), "teachers at every school")
    teaching = teachers[teachers["post"] == "teaching"].groupby("school_id")["count"].sum()
    posts = {s.school_id: s.posts for s in schools_today(schools)}
    expect(teaching.to_dict() == posts, "teaching posts as today's need")
    for name, table in (("villages", villages), ("schools", schools), ("services", services)):
        expect(bool(contains_xy(outline, table["lon"], table["lat"]).all()), f"{name} in outline")
        expect(bool((table["provenance"] == "synthetic").all()), f"{name} provenance")
    short = 0
    for stage in STAGES:
        expect(
            villages[f"{stage}_pupils"].sum() == schools[f"{stage}_enrolled"].sum(),
            f"{stage} enrolment",
        )
    for row in now.to_dict("records"):
        need = sum(classes_needed(row[f"{stage}_enrolled"], stage) for stage in STAGES)
        short += need > row["classrooms"]
    expect(short <= 0.05 * len(now), "schools short of rooms")
    full = now[now["kind"].isin(["primary", "nine_year"]) & (now["can_board"] == 1)]
    expect(set(full["township"]) == set(villages["township"]), "a central school per township")
    expect(bool((schools["boarders"] <= schools["beds"]).all()), "beds")
    graph = RoadGraph(roads).graph()
    parts = sorted((len(part) for part in nx.connected_components(graph)), reverse=True)
    expect(len(parts) == 1 + county.road_island, f"road parts {parts}")
    metres = roads.to_crs("EPSG:6933").union_all()
    where = gpd.GeoSeries(gpd.points_from_xy(villages["lon"], villages["lat"]), crs="EPSG:4490")
    off_km = where.to_crs("EPSG:6933").distance(metres) / 1000
    expect(bool((off_km < 4.2).all()), "villages near roads")
    far_off = float((off_km > 0.5).mean())
    expect(0.07 <= far_off <= 0.15, f"villages without a road {far_off:.3f}")
    lower, effort_km = villages["lower_pupils"], lower_km(folder, effort=True)
    half_hour = share_beyond(lower, effort_km, HOUR_KM / 2)
    hour = share_beyond(lower, effort_km, HOUR_KM)
    expect(0.05 <= half_hour <= 0.15, f"lower pupils over half an hour {half_hour}")
    expect(hour <= 0.025, f"lower pupils over an hour {hour}")
    road_km = lower_km(folder, effort=False)
    size_kb = {p.name: round(p.stat().st_size / 1024) for p in sorted(folder.iterdir())}
    expect(sum(size_kb.values()) < 3 * 1024, "size")
    with rasterio.open(folder / "terrain.tif") as file:
        ground = file.read(1)
    if faults:
        raise ValueError(f"{folder.name}: " + "; ".join(faults))
    return {
        "villages": len(villages),
        "people": int(villages["population"].sum()),
        "pupils": {s: int(villages[f"{s}_pupils"].sum()) for s in STAGES},
        "children_0_5": int(villages["children_0_5"].sum()),
        "sites": schools.groupby(["status", "kind"]).size().to_dict(),
        "beds": int(now["beds"].sum()),
        "boarders": int(now["boarders"].sum()),
        "short_of_rooms": int(short),
        "road_pieces": len(roads),
        "road_km": round(sum(RoadGraph(roads).flat[i].length for i in range(len(roads))) / 1000),
        "road_parts": parts,
        "far_off_villages_share": round(far_off, 3),
        "far_off_km_max": round(float(off_km.max()), 1),
        "lower_beyond_1_5_and_2_5_km_share": (
            share_beyond(lower, road_km, 1.5),
            share_beyond(lower, road_km, 2.5),
        ),
        "lower_over_30_and_60_minutes_share": (half_hour, hour),
        "altitude_m": (
            int(ground.min()),
            int(np.median(villages["elevation_m"])),
            int(ground.max()),
        ),
        "staff": teachers.groupby("post")["count"].sum().to_dict(),
        "staff_rooms": int(schools["staff_rooms"].sum()),
        "bus_lines": int(services["line_id"].nunique()),
        "size_kb": size_kb,
    }
