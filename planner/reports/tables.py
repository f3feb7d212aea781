"""The tables of a run folder, and how they are written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planner.maps.ways import Ways, roads_used, ways_of
from planner.reports.found import found_frame
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
    return found_frame(
        (
            ("input", result.findings),
            ("audit", result.audit_findings),
            ("staffing", result.staffing.findings if result.staffing else ()),
            ("staffing_audit", result.staffing.audit_findings if result.staffing else ()),
        )
    )


def write_csv(table: pandas.DataFrame, path: Path) -> None:
    """Write a table as UTF-8 with BOM, so that Excel opens Chinese; numbers are not rounded.

    A text that a spreadsheet would run as a formula gets an apostrophe before it; reading a
    county takes it away again.
    """
    risky = {c: table[c].map(_runs).astype(bool) for c in table if table[c].dtype.kind == "O"}
    safe = {c: "'" + table[c].astype(str) for c, cells in risky.items() if cells.any()}
    written = table.assign(**{str(c): table[c].mask(risky[c], safe[c]) for c in safe})
    written.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def _runs(cell: object) -> bool:
    """Return whether a spreadsheet would take a cell for a formula; a number is none."""
    if not isinstance(cell, str) or cell[:1] not in ("=", "+", "-", "@", "\t", "\r"):
        return False
    try:
        float(cell)
    except ValueError:
        return True
    return False


def write_geopackage(
    result: Result,
    assignments: pandas.DataFrame,
    schools: pandas.DataFrame,
    path: Path,
    ways: Ways | None = None,
) -> None:
    """Write the layers schools, villages, assignments, roads_used and boundary in degrees.

    The layers ``input_…`` hold the county's own tables, to be read again as inputs.

    Assignments have the way from village to school for their line, or a straight one where
    ``way`` is ``straight``; roads_used has the roads on these ways and the pupils on each.

    Parameters
    ----------
    ways
        `planner.maps.ways.ways_of` the run; found here where they are not given.
    """
    import pyogrio

    ways = ways_of(result, assignments) if ways is None else ways
    from planner.reports.inputs import input_layers

    layers = _layers(result, assignments, schools, ways) | input_layers(result.county)
    path.unlink(missing_ok=True)
    date = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": GEOPACKAGE_DATE})
    try:
        for name, layer in layers.items():
            layer.to_file(path, layer=name, driver="GPKG", engine="pyogrio")
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": date})


def _layers(
    result: Result, assignments: pandas.DataFrame, schools: pandas.DataFrame, ways: Ways | None
) -> dict[str, geopandas.GeoDataFrame]:
    import geopandas as gpd
    import numpy as np
    from shapely.geometry import LineString

    county, crs = result.county, geodetic_crs(result.county)
    villages = villages_table(result, assignments)

    def points(table: pandas.DataFrame) -> geopandas.GeoDataFrame:
        return gpd.GeoDataFrame(
            table, geometry=gpd.points_from_xy(table["lon"], table["lat"]), crs=crs
        )

    at_village = dict(zip(villages["village_id"], villages[["lon", "lat"]].values, strict=True))
    at_school = dict(zip(schools["school_id"], schools[["lon", "lat"]].values, strict=True))
    straight = [
        LineString([at_village[v], at_school[s]]) if v in at_village and s in at_school else None
        for v, s in zip(assignments["village_id"], assignments["school_id"], strict=True)
    ]
    lines = gpd.GeoSeries(straight, crs=crs)
    known = np.zeros(len(assignments), dtype=bool)
    if ways is not None:
        known = np.array([trip is not None for trip in ways.plan], dtype=bool)
        real = [ways.routes.lines[trip] for trip in ways.plan if trip is not None]
        lines[known] = gpd.GeoSeries(real, crs=county.crs).to_crs(crs).to_numpy()
    said = np.where(known, "road", np.where(lines.isna(), "", "straight"))
    return {
        "schools": points(schools),
        "villages": points(villages),
        "assignments": gpd.GeoDataFrame(assignments.assign(way=said), geometry=lines, crs=crs),
        "roads_used": roads_used(result, assignments, ways).to_crs(crs),
        "boundary": gpd.GeoDataFrame(
            {"name_zh": [county.name.get("zh", "")], "name_en": [county.name.get("en", "")]},
            geometry=[county.boundary],
            crs=county.crs,
        ).to_crs(crs),
    }
