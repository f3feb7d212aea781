"""Coordinates: which system they are in, and the projected system to work in."""

from __future__ import annotations

import re
from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from planner.findings import Finding
from planner.inputs.county_file import FILE_NAME, CountyFile
from planner.inputs.tables import CountyTables, RawTable, Table
from planner.scenario.lines import Places, finding_at
from planner.texts import text

WGS84 = "EPSG:4326"
NAMED = {"wgs84": WGS84, "cgcs2000": "EPSG:4490"}
LATER = ("gcj02", "bd09")
SWAP_FAR_KM = 200.0
SWAP_NEAR_KM = 50.0
KM_PER_DEGREE = 111.2
DISTORTION_SHARE = 0.005


def stated_crs(county_file: CountyFile, places: Places) -> tuple[CRS | None, tuple[Finding, ...]]:
    """Return the system of longitudes and latitudes that county.yaml names."""
    said = county_file.crs
    if said is None:
        return None, ()
    key = ("crs",)
    if said.lower() in LATER:
        return None, (finding_at(places, key, text("inputs.crs_later", crs=said), said, "crs"),)
    crs = _crs(NAMED.get(said.lower(), said))
    if crs is None:
        return None, (finding_at(places, key, text("inputs.crs_unknown", crs=said), said, "crs"),)
    if not crs.is_geographic:
        message = text("inputs.crs_not_degrees", crs=said)
        return None, (finding_at(places, key, message, said, "crs"),)
    return crs, ()


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
        return _zone(county_file, lon, lat), ()
    crs, key = _crs(said), ("projected_crs",)
    if crs is None or not crs.is_projected or crs.axis_info[0].unit_name != "metre":
        message = text("inputs.projected_unknown", crs=said)
        return None, (finding_at(places, key, message, said, "crs"),)
    stretch = _stretch(crs, lon, lat)
    if stretch > DISTORTION_SHARE:
        better = _zone(county_file, lon, lat)
        message = text("inputs.projected_stretches", crs=said, percent=stretch * 100, better=better)
        found = finding_at(places, key, message, said, "crs")
        return said, (Finding(found.check, "warning", message, found.file, row=found.row),)
    return said, ()


def crs_of(
    raw: RawTable, stated: CRS | None, *, reported: bool
) -> tuple[CRS | None, tuple[Finding, ...]]:
    """Return the system of a table's geometry or of its longitudes and latitudes.

    Parameters
    ----------
    raw
        The table.
    stated
        What county.yaml names, or None.
    reported
        Whether it was already said that county.yaml names none that can be used.
    """
    own = raw.geometry.crs if raw.geometry is not None else None
    if own is not None and not str(CRS(own).name).startswith("Undefined"):
        return CRS(own), ()
    if stated is not None:
        return stated, ()
    if raw.geometry is not None:
        message = text("inputs.crs_missing_vector")
        return None, (Finding("crs", "error", message, file=raw.file),)
    if reported:
        return None, ()
    message = text("inputs.crs_missing", file=raw.file)
    return None, (Finding("crs", "error", message, file=FILE_NAME, column="crs"),)


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
    return np.asarray(KM_PER_DEGREE * np.hypot(across * shrink, up), dtype=np.float64)


def _zone(county_file: CountyFile, lon: float, lat: float) -> str | None:
    if not (np.isfinite(lon) and np.isfinite(lat)):
        return None
    chinese = (county_file.crs or "").lower() == "cgcs2000"
    meridian = round(lon / 3) * 3
    if chinese and 75 <= meridian <= 135:
        return f"EPSG:{4534 + (meridian - 75) // 3}"
    zone = min(int((lon + 180) // 6) + 1, 60)
    return f"EPSG:{(32600 if lat >= 0 else 32700) + zone}"


def _stretch(crs: CRS, lon: float, lat: float) -> float:
    """Return by which share lengths at a place differ from those on the ground."""
    from pyproj import Proj

    if not (np.isfinite(lon) and np.isfinite(lat)):
        return 0.0
    factors = Proj(crs).get_factors(lon, lat)
    return float(max(abs(factors.meridional_scale - 1), abs(factors.parallel_scale - 1)))


def _crs(said: str) -> CRS | None:
    if not re.fullmatch(r"(?i)epsg:\d{1,6}", said.strip()):
        return None
    try:
        return CRS.from_user_input(said.strip())
    except CRSError:
        return None
