"""Write the county folder; the same tables always give the same bytes."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from data.leh.assumptions import ASSUMPTIONS
from data.leh.convert import Tables
from data.leh.source import PROJECTED_CRS

COLUMNS = {
    "villages": "village_id name township lon lat population lower_pupils upper_pupils "
    "junior_pupils provenance",
    "schools": "school_id name township lon lat kind status classrooms lower_enrolled "
    "upper_enrolled junior_enrolled beds can_expand_classrooms can_board notes provenance",
    "services": "line_id stop_order lon lat seats fare_yuan attendant season provenance",
}
COUNTY_YAML = f"""\
# Written by `python -m data.leh`; change the converter, not this file.
county_id: leh
name: {{zh: 列城区（拉达克）, en: "Leh district (Ladakh)"}}
crs: wgs84
projected_crs: {PROJECTED_CRS}
provenance: estimated
tables:
  villages: villages.csv
  schools: schools.csv
  roads: {{file: roads.gpkg, layer: roads}}
  services: services.csv
  townships: townships.geojson
  boundary: boundary.geojson
assumptions:
"""


def write_county(tables: Tables, folder: Path) -> list[Path]:
    """Write every file of the county and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = [
        _write_points(getattr(tables, name), columns.split(), folder / f"{name}.csv")
        for name, columns in COLUMNS.items()
    ]
    written.append(_write_roads(tables.roads, folder / "roads.gpkg"))
    written.append(_write_polygons(tables.townships, folder / "townships.geojson"))
    boundary = gpd.GeoDataFrame(
        {"name": ["Leh"]}, geometry=[tables.boundary], crs=tables.townships.crs
    )
    written.append(_write_polygons(boundary, folder / "boundary.geojson"))
    rows = ([a.table, a.column, a.en, a.zh, a.provenance, a.source] for a in ASSUMPTIONS)
    heading = ["table", "column", "rule", "rule_zh", "provenance", "source"]
    written.append(_write_csv(heading, rows, folder / "assumptions.csv"))
    sentences = "".join(
        f"  - {{zh: {json.dumps(a.zh, ensure_ascii=False)}, "
        f"en: {json.dumps(a.en, ensure_ascii=False)}}}\n"
        for a in ASSUMPTIONS
    )
    written.append(folder / "county.yaml")
    written[-1].write_text(COUNTY_YAML + sentences, encoding="utf-8", newline="\n")
    return written


def _write_csv(heading: Sequence[str], rows: Iterable[Sequence[object]], path: Path) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heading)
        writer.writerows(rows)
    return path


def _write_points(frame: gpd.GeoDataFrame, columns: list[str], path: Path) -> Path:
    degrees = frame.geometry.to_crs("EPSG:4326")
    table = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    table["lon"], table["lat"] = degrees.x.round(6), degrees.y.round(6)
    table = table.reindex(columns=columns).astype(object)
    return _write_csv(columns, table.where(table.notna(), "").to_numpy().tolist(), path)


def _write_roads(roads: gpd.GeoDataFrame, path: Path) -> Path:
    degrees = roads.to_crs("EPSG:4326")
    # A tenth of a millimetre: ends that meet stay equal whatever the version of PROJ.
    lines = shapely.transform(degrees.geometry.to_numpy(), lambda xy: np.round(xy, 9))
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2022-01-01T00:00:00.000Z"})
    path.unlink(missing_ok=True)
    try:
        degrees.set_geometry(lines, crs="EPSG:4326").to_file(path, layer="roads", driver="GPKG")
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
    return path


def _write_polygons(frame: gpd.GeoDataFrame, path: Path) -> Path:
    degrees = frame.to_crs("EPSG:4326")
    polygons = shapely.set_precision(degrees.geometry.to_numpy(), 1e-6)
    path.unlink(missing_ok=True)
    degrees.set_geometry(polygons, crs="EPSG:4326").to_file(
        path, driver="GeoJSON", COORDINATE_PRECISION=6
    )
    return path
