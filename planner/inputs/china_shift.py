"""The shifted coordinates of Chinese web maps: GCJ-02 and BD-09, and their exact inverse.

The forward formulas are those in public use for Gaode, Tencent and Baidu maps. Neither has an
inverse in closed form. Both move places by a smooth function with small derivatives (below
0.01), so that subtracting the error again and again converges in a handful of rounds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Degrees = NDArray[np.float64]
Shift = Callable[[Degrees, Degrees], tuple[Degrees, Degrees]]

AXIS_M = 6378245.0
ECCENTRICITY_SQUARED = 0.00669342162296594323
CHINA = (72.004, 137.8347, 0.8293, 55.8271)
"""West, east, south and north of the box outside which nothing is shifted, degrees."""

EXACT_DEGREES = 1e-11
MOST_ROUNDS = 30
BAIDU_TURN = np.pi * 3000.0 / 180.0


def gcj02_from_wgs84(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Shift WGS-84 places as Chinese web maps do; outside China they stay.

    Parameters
    ----------
    lon, lat
        Degrees, any one shape; NaN stays NaN.

    Returns
    -------
    tuple
        Longitudes and latitudes in GCJ-02, degrees.
    """
    inside = _in_china(lon, lat)
    east, north = lon - 105.0, lat - 35.0
    ripple = (20 * np.sin(6 * np.pi * east) + 20 * np.sin(2 * np.pi * east)) * 2 / 3
    north_m = (
        -100
        + 2 * east
        + 3 * north
        + 0.2 * north**2
        + 0.1 * east * north
        + 0.2 * np.sqrt(np.abs(east))
        + ripple
        + (20 * np.sin(np.pi * north) + 40 * np.sin(np.pi * north / 3)) * 2 / 3
        + (160 * np.sin(np.pi * north / 12) + 320 * np.sin(np.pi * north / 30)) * 2 / 3
    )
    east_m = (
        300
        + east
        + 2 * north
        + 0.1 * east**2
        + 0.1 * east * north
        + 0.1 * np.sqrt(np.abs(east))
        + ripple
        + (20 * np.sin(np.pi * east) + 40 * np.sin(np.pi * east / 3)) * 2 / 3
        + (150 * np.sin(np.pi * east / 12) + 300 * np.sin(np.pi * east / 30)) * 2 / 3
    )
    phi = np.radians(lat)
    squeeze = 1 - ECCENTRICITY_SQUARED * np.sin(phi) ** 2
    meridian_m = AXIS_M * (1 - ECCENTRICITY_SQUARED) / (squeeze * np.sqrt(squeeze))
    parallel_m = AXIS_M / np.sqrt(squeeze) * np.cos(phi)
    return (
        np.where(inside, lon + np.degrees(east_m / parallel_m), lon),
        np.where(inside, lat + np.degrees(north_m / meridian_m), lat),
    )


def bd09_from_gcj02(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Shift GCJ-02 places as Baidu's maps do; outside China they stay.

    Parameters
    ----------
    lon, lat
        Degrees, any one shape; NaN stays NaN.

    Returns
    -------
    tuple
        Longitudes and latitudes in BD-09, degrees.
    """
    inside = _in_china(lon, lat)
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * BAIDU_TURN)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * BAIDU_TURN)
    return (
        np.where(inside, radius * np.cos(angle) + 0.0065, lon),
        np.where(inside, radius * np.sin(angle) + 0.006, lat),
    )


def bd09_from_wgs84(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Shift WGS-84 places as Baidu's maps do, by way of GCJ-02."""
    return bd09_from_gcj02(*gcj02_from_wgs84(lon, lat))


SHIFTS: Mapping[str, Shift] = MappingProxyType({"gcj02": gcj02_from_wgs84, "bd09": bd09_from_wgs84})
"""What each shifted system makes of WGS-84."""


def unshifted(lon: Degrees, lat: Degrees, system: str) -> tuple[Degrees, Degrees]:
    """Return the WGS-84 places that a Chinese web map shows at some coordinates.

    The error of a guess, shifted again, is subtracted from it until no place moves by more
    than 1e-11 degrees (a thousandth of a millimetre).

    Parameters
    ----------
    lon, lat
        Degrees in the shifted system, any one shape; NaN stays NaN.
    system
        ``gcj02`` or ``bd09``.

    Returns
    -------
    tuple
        Longitudes and latitudes in WGS-84, degrees. Where no place is shown there, next
        to the edge of the box beyond which nothing is shifted, the coordinates as given.
    """
    shift = SHIFTS[system]
    given_lon, given_lat = (np.asarray(v, dtype=np.float64) for v in (lon, lat))
    guess_lon, guess_lat = given_lon.copy(), given_lat.copy()
    off = np.zeros(given_lon.shape)
    for _ in range(MOST_ROUNDS):
        # Numbers that are no degrees overflow; they lie outside the box and stay.
        with np.errstate(all="ignore"):
            shown_lon, shown_lat = shift(guess_lon, guess_lat)
        off_lon, off_lat = shown_lon - given_lon, shown_lat - given_lat
        off = np.maximum(np.abs(off_lon), np.abs(off_lat))
        guess_lon, guess_lat = guess_lon - off_lon, guess_lat - off_lat
        if not (off > EXACT_DEGREES).any():
            break
    exact = off <= 1e-9
    return np.where(exact, guess_lon, given_lon), np.where(exact, guess_lat, given_lat)


def _in_china(lon: Degrees, lat: Degrees) -> NDArray[np.bool_]:
    west, east, south, north = CHINA
    return np.asarray((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
