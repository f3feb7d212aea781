"""Where things lie, in degrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.county import County

if TYPE_CHECKING:
    import geopandas
    import pandas
    from pyproj import CRS

DEGREE_DECIMALS = 7
"""About a centimetre: coordinates come out of a projection, not out of a survey."""


def geodetic_crs(county: County) -> CRS:
    """Return the geographic system under the county's projected one, so that no datum shifts."""
    from pyproj import CRS

    geodetic = CRS.from_user_input(county.crs).geodetic_crs
    assert geodetic is not None
    return geodetic


def lonlat(county: County, frame: geopandas.GeoDataFrame) -> pandas.DataFrame:
    """Return ``lon`` and ``lat`` in degrees of a point frame, under its index."""
    import pandas as pd

    points = frame.geometry.to_crs(geodetic_crs(county))
    return pd.DataFrame(
        {"lon": points.x.round(DEGREE_DECIMALS), "lat": points.y.round(DEGREE_DECIMALS)},
        index=frame.index,
    )


def evidence_of(county: County, frame: geopandas.GeoDataFrame) -> dict[str, str]:
    """Return the evidence grade of each row by id; rows without one take the county's."""
    if "evidence" not in frame.columns:
        return {str(i): county.provenance for i in frame.index}
    grades = frame["evidence"].where(frame["evidence"].notna(), county.provenance)
    return {str(i): str(g) for i, g in zip(frame.index, grades, strict=True)}


def names_of(frame: geopandas.GeoDataFrame) -> dict[str, str]:
    """Return names by id."""
    return {str(i): str(n) for i, n in zip(frame.index, frame["name"], strict=True)}
