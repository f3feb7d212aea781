"""What a county is: its tables, where each came from, and the data dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from planner.county.dictionary import KINDS, MODES, OFFERS, STAGES, Column, columns_of, tables

if TYPE_CHECKING:
    import geopandas
    import pandas
    from shapely.geometry.base import BaseGeometry

__all__ = [
    "KINDS",
    "MODES",
    "OFFERS",
    "STAGES",
    "Column",
    "County",
    "InputFile",
    "columns_of",
    "tables",
]


@dataclass(frozen=True)
class InputFile:
    """A file that was read: its place, size and hash."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class County:
    """A county ready for planning. All geometry is in `crs`, metres.

    Parameters
    ----------
    county_id, name
        Short id and the name in both languages (keys ``zh`` and ``en``).
    crs
        Projected coordinate reference system in metres, ``EPSG:n``.
    villages, schools
        Point frames sorted by id and indexed by it; columns of the data dictionary with
        optional ones filled (missing numbers are NaN). ``evidence`` holds the grade
        (measured, estimated, synthetic) of each row.
    roads
        Line frame: ``road_class, surface, speed_kph, closed_season, hazard, name``.
    services
        Point frame of stops sorted by line and order, or None.
    attendance, teachers
        Tables or None.
    residences
        Point frame of where pupils live in some months, or None.
    minutes
        Minutes of trips from a survey or another router, or None.
    boundary, townships
        Outline polygon; township polygons with ``name`` or None.
    terrain
        Path of the elevation raster or None.
    provenance
        Weakest grade of the county as a whole.
    assumptions
        Sentences ``{zh, en}`` on what was assumed, from county.yaml and from reading.
    files
        Every file read.
    """

    county_id: str
    name: Mapping[str, str]
    crs: str
    villages: geopandas.GeoDataFrame
    schools: geopandas.GeoDataFrame
    roads: geopandas.GeoDataFrame
    boundary: BaseGeometry
    services: geopandas.GeoDataFrame | None = None
    attendance: pandas.DataFrame | None = None
    teachers: pandas.DataFrame | None = None
    residences: geopandas.GeoDataFrame | None = None
    minutes: pandas.DataFrame | None = None
    townships: geopandas.GeoDataFrame | None = None
    terrain: Path | None = None
    provenance: str = "measured"
    assumptions: tuple[Mapping[str, str], ...] = ()
    files: tuple[InputFile, ...] = field(default=())
