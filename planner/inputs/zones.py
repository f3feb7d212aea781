"""Projected systems: the one to work in, and the Gauss–Krüger zone that metres are in.

Of CGCS2000 there are 3° zones 25 to 45 and 6° zones 13 to 23. An easting of eight digits
begins with the number of its zone (false easting of zone million and 500,000 m), so that it
tells its system by itself; one of six digits (false easting 500,000 m) does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pyproj import CRS, Transformer

from planner.inputs.system import CGCS2000, System, crs_named
from planner.texts import Text, text

FIRST_6_DEGREE, LAST_6_DEGREE = 13, 23
FIRST_3_DEGREE, LAST_3_DEGREE = 25, 45
PREFIXED_6_DEGREE = 4491
PREFIXED_3_DEGREE = 4513
BY_MERIDIAN_3_DEGREE = 4534
CHINESE_EPSG = range(4491, 4555)
MILLION = 1_000_000
METRES_FROM = 1000.0
"""No degree is that large, and hardly a metre that small."""
NORTHINGS_M = (1_900_000.0, 6_100_000.0)
"""Of China, from 17° to 55°."""


@dataclass(frozen=True)
class Placed:
    """Degrees from what a table gives as coordinates.

    Parameters
    ----------
    lonlat
        ``lon`` and ``lat`` by row, degrees in `crs`; NaN where not known.
    crs
        Geographic system of the degrees.
    notes
        What had to be assumed of the metres: severity ``warning``.
    refusal
        Why the coordinates cannot be used, or None.
    """

    lonlat: pd.DataFrame
    crs: CRS
    notes: tuple[Text, ...] = ()
    refusal: Text | None = None


def in_metres(lonlat: pd.DataFrame) -> bool:
    """Return whether numbers given as longitude and latitude are metres."""
    middle = lonlat.abs().median()
    return bool((middle > METRES_FROM).all())


def degrees_of_metres(given: pd.DataFrame, system: System) -> Placed:
    """Return the degrees of eastings and northings.

    Parameters
    ----------
    given
        Columns ``lon`` (easting) and ``lat`` (northing) by row, metres; the other way round
        where they were swapped, as surveyors' X is the northing.
    system
        What county.yaml names. Where it names a Chinese system, the zone number that leads the
        eastings counts.

    Returns
    -------
    Placed
        Degrees, or the reason why there are none.
    """
    known = given.where(np.isfinite(given.astype("float64")), np.nan)
    east, north = known["lon"], known["lat"]
    notes: list[Text] = []
    low, high = NORTHINGS_M
    if low < east.median() < high and not low < north.median() < high:
        east, north = north, east
        notes.append(text("inputs.metres_swapped"))
    blank = pd.DataFrame({"lon": np.nan, "lat": np.nan}, index=given.index)
    crs = system.crs
    numbers = east.map(zone_number, na_action="ignore")
    prefixes = sorted({int(n) for n in numbers.dropna()})
    chinese = crs.to_epsg() in (CGCS2000, *CHINESE_EPSG)
    if crs.is_geographic and not (chinese and prefixes and prefixes[0] > 0):
        example = f"{east.dropna().iloc[0]:.0f}"
        key = "inputs.metres_no_zone" if chinese else "inputs.metres_in_degrees"
        return Placed(blank, crs, refusal=text(key, crs=system.said, value=example))
    if not chinese:
        return Placed(_unprojected(east, north, crs), _geographic(crs), tuple(notes))
    lonlat = blank.copy()
    for prefix in prefixes:
        zone = _zone_of(prefix, crs)
        if zone is None:
            value = f"{east[numbers == prefix].iloc[0]:.0f}"
            refusal = text("inputs.metres_other_zone", crs=system.said, zone=prefix, value=value)
            return Placed(blank, crs, refusal=refusal)
        here = numbers == prefix
        shift = _false_easting(zone) - _false_easting_of(prefix)
        lonlat.loc[here] = _unprojected(east[here] + shift, north[here], zone)
        if not crs.is_geographic and shift == 0 and zone.to_epsg() != crs.to_epsg():
            notes.append(
                text(
                    "inputs.metres_zone",
                    crs=system.said,
                    zone=prefix,
                    read=f"EPSG:{zone.to_epsg()}",
                )
            )
        elif shift != 0:
            notes.append(text("inputs.metres_no_prefix", crs=system.said))
    return Placed(lonlat, _geographic(crs), tuple(notes))


def zone_for(lon: float, lat: float, *, chinese: bool) -> str | None:
    """Return the projected system in metres for a place, ``EPSG:n``; None for no place.

    A 3° Gauss–Krüger zone of CGCS2000 for Chinese data, else a UTM zone.
    """
    if not (np.isfinite(lon) and np.isfinite(lat)):
        return None
    meridian = round(lon / 3) * 3
    if chinese and 75 <= meridian <= 135:
        return f"EPSG:{BY_MERIDIAN_3_DEGREE + (meridian - 75) // 3}"
    zone = min(int((lon + 180) // 6) + 1, 60)
    return f"EPSG:{(32600 if lat >= 0 else 32700) + zone}"


def is_chinese(said: str | None) -> bool:
    """Return whether a system named in county.yaml is one of China."""
    named = (said or "").strip().lower()
    if named in ("cgcs2000", "gcj02", "bd09"):
        return True
    code = re.fullmatch(r"epsg:(\d+)", named)
    return code is not None and int(code[1]) in (CGCS2000, *CHINESE_EPSG)


def zone_number(easting_m: float) -> int:
    """Return the number of the zone that an easting begins with, 0 where it has none."""
    number = int(easting_m // MILLION)
    return number if number >= FIRST_6_DEGREE else 0


def zone_of_prefix(prefix: int) -> CRS | None:
    """Return the CGCS2000 system whose eastings begin with a zone number."""
    if FIRST_6_DEGREE <= prefix <= LAST_6_DEGREE:
        return crs_named(f"EPSG:{PREFIXED_6_DEGREE + prefix - FIRST_6_DEGREE}")
    if FIRST_3_DEGREE <= prefix <= LAST_3_DEGREE:
        return crs_named(f"EPSG:{PREFIXED_3_DEGREE + prefix - FIRST_3_DEGREE}")
    return None


def _zone_of(prefix: int, stated: CRS) -> CRS | None:
    """Return the system of eastings with a zone number, or without one (0), as stated.

    None where the number contradicts what is stated.
    """
    if prefix == 0:
        return None if stated.is_geographic else stated
    zone = zone_of_prefix(prefix)
    if zone is None or stated.is_geographic:
        return zone
    return zone if abs(_meridian(zone) - _meridian(stated)) < 1e-6 else None


def _parameter(crs: CRS, name: str) -> float:
    operation = crs.coordinate_operation
    found = [p.value for p in operation.params if p.name == name] if operation else []
    return float(found[0]) if found else 0.0


def _meridian(crs: CRS) -> float:
    return _parameter(crs, "Longitude of natural origin")


def _false_easting(crs: CRS) -> float:
    return _parameter(crs, "False easting")


def _false_easting_of(prefix: int) -> float:
    return prefix * float(MILLION) + 500_000.0


def _geographic(crs: CRS) -> CRS:
    return crs.geodetic_crs.to_2d() if crs.geodetic_crs is not None else crs


def _unprojected(east: pd.Series, north: pd.Series, crs: CRS) -> pd.DataFrame:
    transformer = Transformer.from_crs(crs, _geographic(crs), always_xy=True)
    lon, lat = transformer.transform(east.to_numpy(), north.to_numpy())
    made = pd.DataFrame({"lon": lon, "lat": lat}, index=east.index)
    return made.where(np.isfinite(made), np.nan)
