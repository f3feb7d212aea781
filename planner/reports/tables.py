"""The tables of a run folder, and how they are written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planner.reports.people import closures_table, townships_table, villages_table, worst_off
from planner.reports.places import geodetic_crs
from planner.reports.sites import schools_table
from planner.reports.trips import assignments_table
from planner.result import Result

if TYPE_CHECKING:
    import geopandas
    import pandas

__all__ = [
    "assignments_table",
    "closures_table",
    "findings_table",
    "schools_table",
    "townships_table",
    "villages_table",
    "worst_off",
    "write_csv",
    "write_geopackage",
]

GEOPACKAGE_DATE = "2000-01-01T00:00:00.000Z"
"""Date written into GeoPackages, so that the same plan gives the same file."""


def findings_table(result: Result) -> pandas.DataFrame:
    """Return what the checks, the travel network and the audit found, one row each."""
    import pandas as pd

    rows = [
        {
            "source": source,
            "check": f.check,
            "severity": f.severity,
            "file": f.file,
            "sheet": f.sheet,
            "row": f.row,
            "column": f.column,
            "value": f.value,
            "ids": ";".join(f.ids),
            "message_zh": f.message.say("zh"),
            "message_en": f.message.say("en"),
        }
        for source, found in (("input", result.findings), ("audit", result.audit_findings))
        for f in found
    ]
    columns = ["source", "check", "severity", "file", "sheet", "row", "column", "value", "ids"]
    frame = pd.DataFrame(rows, columns=[*columns, "message_zh", "message_en"])
    return frame.astype({"row": "Int64"})


def write_csv(table: pandas.DataFrame, path: Path) -> None:
    """Write a table as UTF-8 with BOM, so that Excel opens Chinese; numbers are not rounded."""
    table.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def write_geopackage(
    result: Result, assignments: pandas.DataFrame, schools: pandas.DataFrame, path: Path
) -> None:
    """Write the layers schools, villages, assignments, roads_used and boundary in degrees."""
    import pyogrio

    layers = _layers(result, assignments, schools)
    path.unlink(missing_ok=True)
    date = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": GEOPACKAGE_DATE})
    try:
        for name, layer in layers.items():
            layer.to_file(path, layer=name, driver="GPKG", engine="pyogrio")
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": date})


def _layers(
    result: Result, assignments: pandas.DataFrame, schools: pandas.DataFrame
) -> dict[str, geopandas.GeoDataFrame]:
    import geopandas as gpd
    from shapely.geometry import LineString

    county, crs = result.county, geodetic_crs(result.county)
    villages = villages_table(result, assignments)

    def points(table: pandas.DataFrame) -> geopandas.GeoDataFrame:
        return gpd.GeoDataFrame(
            table, geometry=gpd.points_from_xy(table["lon"], table["lat"]), crs=crs
        )

    at_village = dict(zip(villages["village_id"], villages[["lon", "lat"]].values, strict=True))
    at_school = dict(zip(schools["school_id"], schools[["lon", "lat"]].values, strict=True))
    lines = [
        LineString([at_village[v], at_school[s]]) if v in at_village and s in at_school else None
        for v, s in zip(assignments["village_id"], assignments["school_id"], strict=True)
    ]
    roads = county.roads.to_crs(crs)
    kept = [c for c in roads.columns if c != roads.geometry.name]
    return {
        "schools": points(schools),
        "villages": points(villages),
        "assignments": gpd.GeoDataFrame(assignments, geometry=lines, crs=crs),
        "roads_used": roads[[*kept, roads.geometry.name]],
        "boundary": gpd.GeoDataFrame(
            {"name_zh": [county.name.get("zh", "")], "name_en": [county.name.get("en", "")]},
            geometry=[county.boundary],
            crs=county.crs,
        ).to_crs(crs),
    }
