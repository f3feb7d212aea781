"""Geometry of vector files: the right type in every feature, and its degrees."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS

from planner.findings import Finding
from planner.inputs.system import WGS84
from planner.inputs.tables import RawTable
from planner.texts import text

WANTED = {"roads": "line", "townships": "polygon", "boundary": "polygon"}
TYPES = {
    "line": ("LineString", "MultiLineString"),
    "polygon": ("Polygon", "MultiPolygon"),
    "point": ("Point",),
}


def usable_geometry(raw: RawTable) -> tuple[gpd.GeoSeries, tuple[Finding, ...]]:
    """Return the geometry with None for features of no use, and a finding for each.

    Polygons that cross themselves are mended.
    """
    assert raw.geometry is not None
    wanted = WANTED.get(raw.name, "point")
    geometry = raw.geometry.copy()
    findings = []
    empty = (geometry.isna() | geometry.is_empty).to_numpy()
    finite = np.isfinite(geometry.bounds).all(axis=1).to_numpy()
    fits = geometry.geom_type.isin(TYPES[wanted]).to_numpy() & finite & ~empty
    named = text(f"inputs.geometry.{wanted}")
    for row in geometry.index[~fits]:
        found = "" if geometry[row] is None or geometry[row].is_empty else geometry[row].geom_type
        message = (
            text("inputs.geometry.wrong", found=found, wanted=named)
            if found
            else text("inputs.geometry.none", wanted=named)
        )
        findings.append(Finding("geometry", "error", message, raw.file, row=int(row)))
    geometry[~fits] = None
    if wanted == "polygon":
        geometry = geometry.make_valid()
    return geometry, tuple(findings)


def degrees_of(geometry: gpd.GeoSeries, crs: CRS) -> pd.DataFrame:
    """Return longitude and latitude of points, or of the middle of lines and polygons."""
    known = geometry.dropna().set_crs(crs, allow_override=True).to_crs(WGS84)
    bounds = known.bounds
    lonlat = pd.DataFrame(
        {
            "lon": (bounds["minx"] + bounds["maxx"]) / 2,
            "lat": (bounds["miny"] + bounds["maxy"]) / 2,
        }
    )
    return lonlat.reindex(geometry.index)
