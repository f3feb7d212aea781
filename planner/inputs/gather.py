"""All files of a county folder, read and typed, in one projected system."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS

from planner.county import STAGES, InputFile, columns_of, tables
from planner.findings import Finding
from planner.inputs import datum
from planner.inputs.county_file import FILE_NAME, CountyFile, read_county_file
from planner.inputs.geometry import degrees_of, usable_geometry
from planner.inputs.headings import match_headings
from planner.inputs.pupils import with_pupils
from planner.inputs.read import input_file, read_table
from planner.inputs.schema import typed
from planner.inputs.tables import CountyTables, RawTable, Table
from planner.scenario.lines import Places
from planner.texts import text

TERRAIN_FORMATS = (".tif", ".tiff", ".hgt")


@dataclass(frozen=True)
class _Located:
    """A table with its geometry still in the system of its file."""

    raw: RawTable
    frame: pd.DataFrame
    geometry: gpd.GeoSeries | None
    lonlat: pd.DataFrame | None


def gather(
    folder: Path, age_shares: Mapping[str, float]
) -> tuple[CountyTables | None, tuple[InputFile, ...], tuple[Finding, ...]]:
    """Read every table of a county folder as far as it can be read.

    Parameters
    ----------
    folder
        County folder.
    age_shares
        Pupils of each stage over population, for villages without pupils.

    Returns
    -------
    tuple
        The tables (None without a usable county.yaml), the files read, and what is wrong
        with files, headings, values, systems and geometry.
    """
    county_file, places, findings = read_county_file(folder)
    if county_file is None:
        return None, (), findings
    outside = {f.column.split(".")[1] for f in findings if f.message.key == "inputs.path_outside"}
    raws: dict[str, RawTable] = {}
    all_findings = list(findings)
    read = [FILE_NAME]
    for name, source in county_file.files().items():
        if name in outside:
            continue
        if name == "terrain":
            found = _terrain_findings(folder, source.file)
            all_findings += found
            read += [] if found else [source.file]
            continue
        raw, found = read_table(folder, name, source)
        all_findings += found
        if raw is not None:
            raws[name] = raw
            read.append(source.file)
    county, found = _typed_tables(county_file, places, raws, age_shares)
    files = tuple(input_file(folder, path) for path in dict.fromkeys(read))
    return county, files, (*all_findings, *found)


def _typed_tables(
    county_file: CountyFile,
    places: Places,
    raws: Mapping[str, RawTable],
    age_shares: Mapping[str, float],
) -> tuple[CountyTables, tuple[Finding, ...]]:
    stated, found = datum.stated_crs(county_file, places)
    findings = list(found)
    # A system that is missing or wrong in county.yaml is said once, not for every table.
    reported = bool(found)
    located = {}
    for name, raw in raws.items():
        located[name], found = _located(raw, stated, reported=reported)
        findings += found
        reported = reported or any(f.message.key == "inputs.crs_missing" for f in found)
    lonlats = [t.lonlat for n, t in located.items() if t.lonlat is not None and n != "boundary"]
    every_place = pd.concat(lonlats) if lonlats else pd.DataFrame(columns=["lon", "lat"])
    projected, found = datum.projected_crs(county_file, places, every_place)
    findings += found
    typed_tables = {}
    for name, table in located.items():
        typed_tables[name], found = _table(table, projected)
        findings += found
    villages = typed_tables.get("villages")
    if villages is None:
        county = CountyTables(county_file, typed_tables, projected or "", age_shares, pd.Index([]))
        return county, tuple(findings)
    typed_tables["villages"], estimated = with_pupils(villages, age_shares)
    counted = {"population", *(f"{stage}_pupils" for stage in STAGES)}
    county = CountyTables(
        county_file,
        typed_tables,
        projected or "",
        age_shares,
        estimated,
        tuple(stage for stage in STAGES if not villages.has(f"{stage}_pupils")),
        frozenset(
            f.row for f in findings if f.file == villages.file and f.column in counted and f.row
        ),
    )
    return county, tuple(findings)


def _located(
    raw: RawTable, stated: CRS | None, *, reported: bool
) -> tuple[_Located, tuple[Finding, ...]]:
    """Match headings, give types and find the places of one table."""
    columns = columns_of(raw.name) if raw.name in tables() else {}
    headings, findings = match_headings(
        list(raw.cells.columns), columns, file=raw.file, has_geometry=raw.geometry is not None
    )
    if not columns:
        findings = ()
    frame, found = typed(raw.name, raw.cells, headings, raw.file) if columns else (raw.cells, ())
    findings += found
    has_degrees = {"lon", "lat"} <= set(frame)
    if raw.geometry is None and not has_degrees:
        return _Located(raw, frame, None, None), findings
    crs, found = datum.crs_of(raw, stated, reported=reported)
    findings += found
    if raw.geometry is None:
        lonlat = frame[["lon", "lat"]]
        geometry = datum.points(lonlat, crs) if crs is not None else None
        return _Located(raw, frame, geometry, lonlat), findings
    geometry, found = usable_geometry(raw)
    findings += found
    if crs is None:
        return _Located(raw, frame, None, None), findings
    geometry = geometry.set_crs(crs, allow_override=True)
    return _Located(raw, frame, geometry, degrees_of(geometry, crs)), findings


def _table(located: _Located, projected: str | None) -> tuple[Table, tuple[Finding, ...]]:
    """Project the geometry; what has no place in the projected system is refused."""
    name, file, geometry = located.raw.name, located.raw.file, located.geometry
    frame = located.frame.drop(columns=["lon", "lat"], errors="ignore")
    if geometry is None or not projected:
        return Table(name, file, frame, located.lonlat), ()
    in_metres = geometry.to_crs(projected)
    astray = geometry.notna() & ~np.isfinite(in_metres.bounds).all(axis=1)
    column = "lon" if located.raw.geometry is None else ""
    findings = tuple(
        Finding("astray", "error", text("inputs.astray"), file, row=int(row), column=column)
        for row in geometry.index[astray]
    )
    return Table(name, file, frame, located.lonlat, in_metres.where(~astray, None)), findings


def _terrain_findings(folder: Path, file: str) -> tuple[Finding, ...]:
    path = folder / file
    if not path.is_file():
        return (Finding("file", "error", text("inputs.file_missing"), file=file),)
    if path.suffix.lower() not in TERRAIN_FORMATS:
        message = text("inputs.format", format=path.suffix, read=", ".join(TERRAIN_FORMATS))
        return (Finding("file", "error", message, file=file),)
    return ()
