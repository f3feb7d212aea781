"""All files of a county folder, read and typed, in one projected system."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from planner.county import STAGES, InputFile, columns_of, tables
from planner.findings import Finding
from planner.inputs import datum
from planner.inputs.county_file import FILE_NAME, CountyFile, read_county_file
from planner.inputs.geometry import degrees_of, usable_geometry
from planner.inputs.guard import RefusedFileError, packed_tile
from planner.inputs.headings import match_headings
from planner.inputs.numbers import other_unit_of
from planner.inputs.pupils import with_pupils
from planner.inputs.read import input_files, read_table
from planner.inputs.read_xlsx import Books
from planner.inputs.schema import typed, unit_name
from planner.inputs.system import System, stated_system
from planner.inputs.tables import CountyTables, RawTable, Table
from planner.inputs.zones import in_metres
from planner.scenario.lines import Places, finding_at
from planner.scenario.money import AgeShares
from planner.texts import text

PACKED_TILE = ".hgt.zip"
TERRAIN_FORMATS = (".tif", ".tiff", ".hgt", PACKED_TILE)
ID_COLUMNS = ("village_id", "school_id", "line_id", "township_id")


@dataclass(frozen=True)
class _Located:
    """A table with its geometry still in the system of its file."""

    raw: RawTable
    frame: pd.DataFrame
    geometry: gpd.GeoSeries | None
    lonlat: pd.DataFrame | None
    datum: str = "wgs84"


def gather(
    folder: Path, age_shares: Mapping[str, float], age_groups: tuple[AgeShares, ...] = ()
) -> tuple[CountyTables | None, tuple[InputFile, ...], tuple[Finding, ...]]:
    """Read every table of a county folder as far as it can be read.

    Parameters
    ----------
    folder
        County folder.
    age_shares
        Pupils of each stage over population, for villages without pupils.
    age_groups
        Shares of townships and languages, before those of the county.

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
    books: Books = {}
    for name, source in county_file.files().items():
        if name in outside:
            continue
        if name == "terrain":
            found = _terrain_findings(folder, source.file)
            all_findings += found
            read += [] if found else [source.file]
            continue
        raw, found = read_table(folder, name, source, books)
        all_findings += found
        if raw is not None:
            raws[name] = raw
            read.append(source.file)
    county, found = _typed_tables(county_file, places, raws, age_shares, age_groups)
    files = tuple(f for path in dict.fromkeys(read) for f in input_files(folder, path))
    return county, files, (*all_findings, *found)


def _typed_tables(
    county_file: CountyFile,
    places: Places,
    raws: Mapping[str, RawTable],
    age_shares: Mapping[str, float],
    age_groups: tuple[AgeShares, ...],
) -> tuple[CountyTables, tuple[Finding, ...]]:
    stated, found = stated_system(county_file.crs, places)
    findings = list(found)
    # A system that is missing or wrong in county.yaml is said once, not for every table.
    reported = bool(found)
    located = {}
    for name, raw in raws.items():
        said = county_file.files()[name].crs
        own, found = stated_system(said, places, ("tables", name, "crs"))
        findings += found
        located[name], found = _located(raw, own, stated, reported=reported or bool(found))
        for finding in found:
            once = finding.message.key == "inputs.crs_not_degrees" and not finding.file
            if once and not reported:
                place = finding_at(places, ("crs",), finding.message, said or "", "crs")
                findings.append(replace(place, value=finding.value))
            elif not once:
                findings.append(finding)
            reported = reported or once or finding.message.key == "inputs.crs_missing"
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
    typed_tables["villages"], estimated = with_pupils(villages, age_shares, age_groups)
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
        age_groups=age_groups,
    )
    return county, tuple(findings)


def _located(
    raw: RawTable, own: System | None, stated: System | None, *, reported: bool
) -> tuple[_Located, tuple[Finding, ...]]:
    """Match headings, give types and find the places of one table."""
    columns = columns_of(raw.name) if raw.name in tables() else {}
    headings, found = match_headings(
        list(raw.cells.columns),
        columns,
        file=raw.file,
        has_geometry=raw.geometry is not None,
        row=raw.heading_row,
        cut=raw.file.lower().endswith(".shp"),
    )
    findings = list(found) if columns else []
    frame, found = typed(raw.name, raw.cells, headings, raw.file) if columns else (raw.cells, ())
    findings += found
    findings += _heading_units(raw, headings)
    has_degrees = {"lon", "lat"} <= set(frame)
    if raw.geometry is None and not has_degrees:
        return _Located(raw, frame, None, None), _at_home(raw, frame, findings)
    system, found = datum.system_of(raw, own, stated, reported=reported)
    findings += found
    if raw.geometry is None:
        located, findings = _of_numbers(raw, frame, system, findings)
    else:
        located, findings = _of_geometry(raw, frame, system, findings)
    return located, _at_home(raw, frame, findings)


def _of_numbers(
    raw: RawTable, frame: pd.DataFrame, system: System | None, findings: list[Finding]
) -> tuple[_Located, list[Finding]]:
    """Find the places of a table with longitudes and latitudes, or with metres."""
    given = frame[["lon", "lat"]]
    metres = in_metres(given)
    if metres:
        # What is no degree was refused as such; these were not meant to be.
        keys = ("inputs.too_low", "inputs.too_high")
        findings = [
            f for f in findings if not (f.column in ("lon", "lat") and f.message.key in keys)
        ]
    if system is None:
        return _Located(raw, frame, None, None if metres else given), findings
    known = datum.placed(given, system)
    if known.refusal is not None:
        degrees = known.refusal.key == "inputs.crs_not_degrees"
        file, column = ("", "") if degrees else (raw.file, "lon")
        refused = Finding("crs", "error", known.refusal, file, column=column, value=system.said)
        return _Located(raw, frame, None, None), [*findings, refused]
    noted = [Finding("crs", "warning", note, raw.file, column="lon") for note in known.notes]
    shown = known.lonlat if metres else given
    points = datum.points(known.lonlat, known.crs)
    return _Located(raw, frame, points, shown, system.datum), [*findings, *noted]


def _of_geometry(
    raw: RawTable, frame: pd.DataFrame, system: System | None, findings: list[Finding]
) -> tuple[_Located, list[Finding]]:
    """Find the places of a layer."""
    geometry, found = usable_geometry(raw)
    findings = [*findings, *found]
    if system is None:
        return _Located(raw, frame, None, None), findings
    geometry, notes, refusal = datum.placed_geometry(geometry, system)
    if refusal is not None:
        return _Located(raw, frame, None, None), [
            *findings,
            Finding("crs", "error", refusal, raw.file),
        ]
    noted = [Finding("crs", "warning", note, raw.file) for note in notes]
    assert geometry.crs is not None
    degrees = degrees_of(geometry, geometry.crs)
    return _Located(raw, frame, geometry, degrees, system.datum), [*findings, *noted]


def _heading_units(raw: RawTable, headings: Mapping[str, str]) -> list[Finding]:
    """Refuse columns whose heading names another unit than the dictionary's."""
    columns = columns_of(raw.name) if raw.name in tables() else {}
    row = raw.heading_row if raw.geometry is None else None
    return [
        Finding(
            "units",
            "error",
            text("inputs.heading_unit", said=said, wanted=unit_name(columns[name])),
            raw.file,
            row=row,
            column=name,
            value=heading,
        )
        for name, heading in headings.items()
        if (said := other_unit_of(heading, columns[name]))
    ]


def _at_home(
    raw: RawTable, frame: pd.DataFrame, findings: Sequence[Finding]
) -> tuple[Finding, ...]:
    """Name the sheet of findings in this file, and the id of the row that they speak of."""
    key = next((k for k in ID_COLUMNS if k in frame), None)
    named = []
    for finding in findings:
        ids = finding.ids
        row = finding.row if finding.file == raw.file else None
        if key is not None and not ids and row is not None and row in frame.index:
            ids = tuple(i for i in (str(frame[key][row]),) if i)
        sheet = raw.sheet if finding.file == raw.file else finding.sheet
        named.append(replace(finding, sheet=sheet, ids=ids))
    return tuple(named)


def _table(located: _Located, projected: str | None) -> tuple[Table, tuple[Finding, ...]]:
    """Project the geometry; what has no place in the projected system is refused."""
    name, file, geometry = located.raw.name, located.raw.file, located.geometry
    sheet = located.raw.sheet
    frame = located.frame.drop(columns=["lon", "lat"], errors="ignore")
    if geometry is None or not projected:
        return Table(name, file, frame, located.lonlat, None, sheet, located.datum), ()
    metric = geometry.to_crs(projected)
    astray = geometry.notna() & ~np.isfinite(metric.bounds).all(axis=1)
    column = "lon" if located.raw.geometry is None else ""
    findings = tuple(
        Finding("astray", "error", text("inputs.astray"), file, sheet, int(row), column)
        for row in geometry.index[astray]
    )
    usable = metric.where(~astray, None)
    return Table(name, file, frame, located.lonlat, usable, sheet, located.datum), findings


def _terrain_findings(folder: Path, file: str) -> tuple[Finding, ...]:
    path = folder / file
    if not path.is_file():
        return (Finding("file", "error", text("inputs.file_missing"), file=file),)
    if not path.name.lower().endswith(TERRAIN_FORMATS):
        message = text("inputs.format", format=path.suffix, read=", ".join(TERRAIN_FORMATS))
        return (Finding("file", "error", message, file=file),)
    if path.name.lower().endswith(PACKED_TILE):
        try:
            packed_tile(path)
        except RefusedFileError as error:
            return (Finding("file", "error", error.message, file=file),)
    return ()
