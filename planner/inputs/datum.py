"""Coordinates: which system they are in, and the projected system to work in."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from planner.findings import Finding
from planner.inputs.china_shift import unshifted
from planner.inputs.county_file import FILE_NAME, CountyFile
from planner.inputs.system import WGS84, System, crs_named
from planner.inputs.tables import CountyTables, RawTable, Table
from planner.inputs.zones import (
    Placed,
    degrees_of_metres,
    in_metres,
    is_chinese,
    zone_for,
    zone_number,
    zone_of_prefix,
)
from planner.scenario.lines import Places, finding_at
from planner.texts import Text, text

ALWAYS_WGS84 = (".geojson", ".kml", ".kmz")
"""Formats that cannot say another system, whatever the numbers are."""
SWAP_FAR_KM = 200.0
SWAP_NEAR_KM = 50.0
KM_PER_DEGREE = 111.2
DISTORTION_SHARE = 0.005


def projected_crs(
    county_file: CountyFile, places: Places, lonlat: pd.DataFrame
) -> tuple[str | None, tuple[Finding, ...]]:
    """Return the projected system in metres to work in, named or chosen.

    Parameters
    ----------
    county_file, places
        What county.yaml says, and where.
    lonlat
        Longitudes and latitudes (degrees) of all places; their median decides the zone:
        a 3° Gauss–Krüger zone of CGCS2000 in China, else a UTM zone.
    """
    lon, lat = (float(v) for v in lonlat.median()) if len(lonlat) else (np.nan, np.nan)
    said = county_file.projected_crs
    if said is None:
        return zone_for(lon, lat, chinese=is_chinese(county_file.crs)), ()
    crs, key = crs_named(said), ("projected_crs",)
    if crs is None or not crs.is_projected or crs.axis_info[0].unit_name != "metre":
        message = text("inputs.projected_unknown", crs=said)
        return None, (finding_at(places, key, message, said, "crs"),)
    stretch = _stretch(crs, lon, lat)
    if stretch > DISTORTION_SHARE:
        better = zone_for(lon, lat, chinese=is_chinese(county_file.crs))
        message = text("inputs.projected_stretches", crs=said, percent=stretch * 100, better=better)
        found = finding_at(places, key, message, said, "crs")
        return said, (Finding(found.check, "warning", message, found.file, row=found.row),)
    return said, ()


def system_of(
    raw: RawTable, own: System | None, stated: System | None, *, reported: bool
) -> tuple[System | None, tuple[Finding, ...]]:
    """Return the system of a table's geometry or of its longitudes and latitudes.

    Parameters
    ----------
    raw
        The table.
    own
        What county.yaml names for this table alone; it counts before what the file says.
    stated
        What county.yaml names for all, or None; what the file says counts before it.
    reported
        Whether it was already said that county.yaml names none that can be used.
    """
    if own is not None:
        return own, ()
    labelled = raw.geometry.crs if raw.geometry is not None else None
    if labelled is not None and not str(CRS(labelled).name).startswith("Undefined"):
        crs = CRS(labelled)
        if crs.is_geocentric or not (crs.is_geographic or crs.is_projected):
            message = text("inputs.crs_geocentric_file", crs=crs.name)
            return None, (Finding("crs", "error", message, file=raw.file),)
        found: tuple[Finding, ...] = ()
        if stated is not None and stated.shift and raw.file.lower().endswith(ALWAYS_WGS84):
            message = text("inputs.crs_always_wgs84", crs=stated.said, table=raw.name)
            found = (Finding("crs", "note", message, file=raw.file),)
        return System(crs.to_2d(), crs.name), found
    if stated is not None:
        return stated, ()
    if raw.geometry is not None:
        message = text("inputs.crs_missing_vector")
        return None, (Finding("crs", "error", message, file=raw.file),)
    if reported:
        return None, ()
    message = text("inputs.crs_missing", file=raw.file)
    return None, (Finding("crs", "error", message, file=FILE_NAME, column="crs"),)


def placed(given: pd.DataFrame, system: System) -> Placed:
    """Return longitudes and latitudes, in a geographic system, of a table's coordinates.

    Metres are turned to degrees, and the shift of Chinese web maps is undone.

    Parameters
    ----------
    given
        Columns ``lon`` and ``lat`` by row, as in the file.
    system
        How they are to be understood.
    """
    if in_metres(given):
        return degrees_of_metres(given, system)
    if not system.crs.is_geographic:
        refusal = text("inputs.crs_not_degrees", crs=system.said)
        return Placed(given, system.crs, refusal=refusal)
    if not system.shift:
        return Placed(given, system.crs)
    lon, lat = unshifted(given["lon"].to_numpy(), given["lat"].to_numpy(), system.shift)
    return Placed(pd.DataFrame({"lon": lon, "lat": lat}, index=given.index), system.crs)


def placed_geometry(
    geometry: gpd.GeoSeries, system: System
) -> tuple[gpd.GeoSeries, tuple[Text, ...], Text | None]:
    """Return geometry with a geographic or projected system, notes, and why it is of no use."""
    bounds = geometry.dropna().bounds
    middle = pd.DataFrame(
        {
            "lon": (bounds["minx"] + bounds["maxx"]) / 2,
            "lat": (bounds["miny"] + bounds["maxy"]) / 2,
        }
    )
    chinese = is_chinese(f"EPSG:{system.crs.to_epsg()}") and not system.shift
    metres = len(middle) > 0 and in_metres(middle)
    prefix = zone_number(middle["lon"].median()) if metres else 0
    if metres and (system.crs.is_geographic or (chinese and prefix)):
        known = degrees_of_metres(middle, system)
        zone = zone_of_prefix(prefix)
        if known.refusal is not None or zone is None:
            return geometry, (), known.refusal
        return geometry.set_crs(zone, allow_override=True), known.notes, None
    if len(middle) and not metres and not system.crs.is_geographic and _are_degrees(bounds):
        return geometry, (), text("inputs.crs_not_degrees", crs=system.said)
    if not system.shift:
        return geometry.set_crs(system.crs, allow_override=True), (), None
    moved = geometry.copy()
    moved[geometry.notna()] = shapely.transform(
        geometry.dropna().to_numpy(),
        lambda xy: np.column_stack(unshifted(xy[:, 0], xy[:, 1], system.shift)),
    )
    return moved.set_crs(system.crs, allow_override=True), (), None


def _are_degrees(bounds: pd.DataFrame) -> bool:
    return bool(bounds.abs().to_numpy().max() <= 180)


def points(lonlat: pd.DataFrame, crs: CRS) -> gpd.GeoSeries:
    """Return points of longitudes and latitudes; None where they are out of bounds."""
    usable = (lonlat["lon"].abs() <= 180) & (lonlat["lat"].abs() <= 90)
    made = gpd.GeoSeries(gpd.points_from_xy(lonlat["lon"], lonlat["lat"]), lonlat.index, crs=crs)
    return made.where(usable, None)


def look_swapped(table: Table, county: CountyTables) -> NDArray[np.bool_]:
    """Return the rows whose longitude and latitude look swapped.

    A row does so if its latitude cannot be one and would do as longitude, or if the place
    as given lies over 200 km from the county, and within 50 km of it when swapped. Where
    the county is, is told by outline, roads or, without them, the other places.
    """
    assert table.lonlat is not None
    lon, lat = table.lonlat["lon"].to_numpy(), table.lonlat["lat"].to_numpy()
    impossible = (np.abs(lat) > 90) & (np.abs(lon) <= 90)
    bounds = _county_bounds(table, county)
    if bounds is None:
        return impossible
    far = _km_outside(lon, lat, bounds) > SWAP_FAR_KM
    return impossible | (far & (_km_outside(lat, lon, bounds) <= SWAP_NEAR_KM))


def _county_bounds(table: Table, county: CountyTables) -> tuple[float, float, float, float] | None:
    """Return west, south, east and north of the county as other tables tell."""
    for name in ("boundary", "townships", "roads"):
        other = county.tables.get(name)
        if other is not None and other.geometry is not None and other.geometry.notna().any():
            bounds = other.geometry.dropna().to_crs(WGS84).total_bounds
            return (bounds[0], bounds[1], bounds[2], bounds[3])
    others = [t.lonlat for t in county.places() if t.name != table.name and t.lonlat is not None]
    if not others:
        return None
    lon, lat = (float(v) for v in pd.concat(others).median())
    return lon, lat, lon, lat


def _km_outside(
    lon: NDArray[np.float64], lat: NDArray[np.float64], bounds: Sequence[float]
) -> NDArray[np.float64]:
    """Return roughly how far places lie outside a box of degrees, km."""
    west, south, east, north = bounds
    across = np.maximum(0, np.maximum(west - lon, lon - east))
    up = np.maximum(0, np.maximum(south - lat, lat - north))
    shrink = np.cos(np.radians((south + north) / 2))
    with np.errstate(over="ignore"):  # a figure of 300 digits is infinitely far: far enough
        return np.asarray(KM_PER_DEGREE * np.hypot(across * shrink, up), dtype=np.float64)


def _stretch(crs: CRS, lon: float, lat: float) -> float:
    """Return by which share lengths at a place differ from those on the ground."""
    from pyproj import Proj

    if not (np.isfinite(lon) and np.isfinite(lat)):
        return 0.0
    factors = Proj(crs).get_factors(lon, lat)
    return float(max(abs(factors.meridional_scale - 1), abs(factors.parallel_scale - 1)))
