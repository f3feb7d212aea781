"""Check of the declared datum: whether places would lie on roads if they were shifted.

The web maps of China shift what they show by 300 to 600 m. Points taken from one and read as
WGS-84, or the other way round, miss the roads that they stand by.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from planner.findings import Finding
from planner.inputs.china_shift import SHIFTS, unshifted
from planner.inputs.system import WGS84
from planner.inputs.tables import CountyTables, Table
from planner.texts import text

NEAR_M = 100.0
"""Less than the shift and more than the error of a place or a road."""
LEAST_PLACES = 10
LEAST_GAIN_SHARE = 0.12
MOST_POINTS = 4000
DATUMS = ("wgs84", *SHIFTS)


def datum_of_places(county: CountyTables) -> tuple[Finding, ...]:
    """Warn where many more villages or schools would be near a road in another datum."""
    roads = county.tables.get("roads")
    if roads is None or roads.geometry is None:
        return ()
    lines = roads.geometry.dropna().to_numpy()
    return tuple(_suspicion(county, ("villages", "schools"), lines, "inputs.datum_places"))


def datum_of_outline(county: CountyTables) -> tuple[Finding, ...]:
    """Warn where many more corners of the outline would be on a township's in another datum."""
    townships = county.tables.get("townships")
    if townships is None or townships.geometry is None:
        return ()
    edges = shapely.boundary(townships.geometry.dropna().to_numpy())
    return tuple(_suspicion(county, ("boundary",), edges, "inputs.datum_outline"))


def near_shares(
    lonlat: NDArray[np.float64], lines: NDArray[np.object_], crs: str, metres: float = NEAR_M
) -> dict[str, float]:
    """Return which share of some places is near a line, by how their degrees are understood.

    Parameters
    ----------
    lonlat
        Degrees as given, shape (n, 2).
    lines
        Lines in `crs`.
    crs
        Projected system in metres.
    metres
        What counts as near.

    Returns
    -------
    dict
        Share (0 to 1) by ``wgs84``, ``gcj02`` and ``bd09``.
    """
    tree = shapely.STRtree(lines)
    project = Transformer.from_crs(WGS84, crs, always_xy=True)
    shares = {}
    for datum in DATUMS:
        lon, lat = lonlat[:, 0], lonlat[:, 1]
        if datum in SHIFTS:
            lon, lat = unshifted(lon, lat, datum)
        points = shapely.points(np.column_stack(project.transform(lon, lat)))
        near = tree.query(points, predicate="dwithin", distance=metres)[0]
        shares[datum] = len(np.unique(near)) / len(lonlat)
    return shares


def least_gain_share(places: int) -> float:
    """Return the gain in the share near a road that chance does not explain.

    Twice the standard deviation of the difference of two shares of a half, and never less
    than some places that lie where two roads run side by side.
    """
    return max(LEAST_GAIN_SHARE, 2 * float(np.sqrt(0.5 / places)))


def _suspicion(
    county: CountyTables, names: Iterable[str], lines: NDArray[np.object_], key: str
) -> Iterable[Finding]:
    for name in names:
        table = county.tables.get(name)
        if table is None or not len(lines) or not county.crs:
            continue
        lonlat = _degrees(table, county)
        if len(lonlat) < LEAST_PLACES:
            continue
        shares = near_shares(lonlat, lines, county.crs)
        best = max(DATUMS, key=lambda d, shares=shares: shares[d])  # type: ignore[misc]
        now = shares[table.datum]
        if shares[best] - now < least_gain_share(len(lonlat)):
            continue
        message = text(
            key,
            declared=table.datum,
            now=100 * now,
            better=best,
            then=100 * shares[best],
            table=name,
            near=NEAR_M,
        )
        yield table.finding("datum", "warning", message, value=table.datum)


def _degrees(table: Table, county: CountyTables) -> NDArray[np.float64]:
    """Return the places of a table, or the corners of its areas, in degrees as given."""
    if table.name != "boundary":
        if table.lonlat is None or table.geometry is None:
            return np.zeros((0, 2))
        usable = table.geometry.notna() & ~county.swapped[table.name]
        return np.asarray(table.lonlat[usable], dtype=np.float64)
    if table.geometry is None:
        return np.zeros((0, 2))
    # Corners are known in metres only: their shift, if any, is put back.
    back = Transformer.from_crs(county.crs, WGS84, always_xy=True)
    corners = pd.DataFrame(shapely.get_coordinates(table.geometry.dropna().to_numpy()))
    corners = corners.iloc[:: max(1, len(corners) // MOST_POINTS)]
    lon, lat = back.transform(corners[0].to_numpy(), corners[1].to_numpy())
    if table.datum in SHIFTS:
        lon, lat = SHIFTS[table.datum](lon, lat)
    return np.column_stack([lon, lat])
