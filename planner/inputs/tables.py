"""Tables on their way from file to County."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from planner.findings import Finding, Severity
from planner.inputs.county_file import CountyFile
from planner.scenario.money import AgeShares
from planner.texts import Text


@dataclass(frozen=True)
class RawTable:
    """A table as its file holds it.

    Parameters
    ----------
    name
        Table of the data dictionary, or ``boundary``.
    file
        Path relative to the county folder.
    cells
        Texts, blank where there is nothing; indexed by the row (for a vector file: the
        feature, from 1) that people see; columns as headed in the file.
    geometry
        Geometry by row with its own CRS if the file names one, or None.
    sheet
        Sheet of a workbook, "" elsewhere.
    heading_row
        Row of the headings, where the file has rows.
    """

    name: str
    file: str
    cells: pd.DataFrame
    geometry: gpd.GeoSeries | None = None
    sheet: str = ""
    heading_row: int = 1


@dataclass(frozen=True)
class Table:
    """A table with the dictionary's columns and types.

    Parameters
    ----------
    name, file, sheet
        As for `RawTable`.
    frame
        Columns of the dictionary that the file has, indexed by row; numbers are floats,
        NaN where blank or refused; texts and codes are ``""`` where blank or refused.
    lonlat
        Degrees as given, ``lon`` and ``lat`` by row, or None without places.
    geometry
        Geometry in the projected CRS by row (None where unusable), or None.
    datum
        How degrees were understood, ``wgs84`` (also CGCS2000 and any EPSG code), ``gcj02``
        or ``bd09``.
    """

    name: str
    file: str
    frame: pd.DataFrame
    lonlat: pd.DataFrame | None = None
    geometry: gpd.GeoSeries | None = None
    sheet: str = ""
    datum: str = "wgs84"

    def has(self, *columns: str) -> bool:
        """Return whether the file has all these columns."""
        return all(c in self.frame for c in columns)

    def finding(
        self,
        check: str,
        severity: Severity,
        message: Text,
        *,
        row: object = None,
        column: str = "",
        value: object = "",
        ids: tuple[str, ...] = (),
    ) -> Finding:
        """Return a finding placed in this table's file."""
        shown = int(str(row)) if row is not None else None
        return Finding(
            check, severity, message, self.file, self.sheet, shown, column, str(value), tuple(ids)
        )


@dataclass(frozen=True)
class CountyTables:
    """All tables of a county that could be read, for the cross-table checks.

    Parameters
    ----------
    county_file
        What county.yaml says.
    tables
        Tables by name; those that could not be read are absent.
    crs
        Projected CRS that geometry is in, ``EPSG:n``.
    age_shares
        Pupils of each stage over population (0 to 1), used for estimates.
    estimated
        Rows of villages whose pupils were estimated from population.
    pupils_lacking
        Stages whose pupils the table of villages has no column for.
    pupils_refused
        Rows of villages whose pupils or population were refused as values.
    curriculum
        Curriculum table that subjects of teachers are checked against, "" for none.
    age_groups
        Shares of townships and languages, used before those of the county.
    """

    county_file: CountyFile
    tables: Mapping[str, Table]
    crs: str
    age_shares: Mapping[str, float]
    estimated: pd.Index
    pupils_lacking: tuple[str, ...] = ()
    pupils_refused: frozenset[int] = frozenset()
    curriculum: str = ""
    age_groups: tuple[AgeShares, ...] = ()

    def places(self) -> list[Table]:
        """Return the tables of points."""
        names = ("villages", "schools", "services", "residences")
        return [t for n in names if (t := self.tables.get(n)) is not None and t.lonlat is not None]

    @cached_property
    def outline(self) -> BaseGeometry | None:
        """The county outline given, in the projected CRS."""
        for name in ("boundary", "townships"):
            table = self.tables.get(name)
            if table is not None and table.geometry is not None and table.geometry.notna().any():
                return table.geometry.dropna().union_all()
        return None

    @cached_property
    def swapped(self) -> Mapping[str, NDArray[np.bool_]]:
        """By table of points, the rows whose longitude and latitude look swapped."""
        from planner.inputs.datum import look_swapped

        return {t.name: look_swapped(t, self) for t in self.places()}
