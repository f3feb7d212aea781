"""Files to raw tables: text cells by row, geometry where the format has it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd

from planner.county import InputFile
from planner.findings import Finding
from planner.inputs.cell import cell_text
from planner.inputs.county_file import TableFile
from planner.inputs.guard import RefusedFileError, inside_folder, safe_xml
from planner.inputs.read_csv import csv_table
from planner.inputs.read_vector import VECTOR_FORMATS, side_files, vector_table
from planner.inputs.read_xlsx import Books, xlsx_table
from planner.inputs.tables import RawTable
from planner.texts import text

FORMATS = (".xlsx", ".csv", *VECTOR_FORMATS)
ROAD_FORMATS = (*VECTOR_FORMATS, ".osm", ".osm.pbf", ".graphml")
OLD_WORKBOOKS = (".xls", ".xlsm", ".xlsb", ".et", ".ods", ".numbers")
XML_ROADS = (".osm", ".graphml")
VECTOR_TABLES = ("roads", "townships", "boundary")


def read_table(
    folder: Path, name: str, source: TableFile, books: Books | None = None
) -> tuple[RawTable | None, tuple[Finding, ...]]:
    """Read the file of one table.

    Parameters
    ----------
    folder
        County folder.
    name
        Table of the data dictionary, or ``boundary``.
    source
        File, and its layer or sheet.
    books
        Workbooks that were opened for other tables of the county; filled here.

    Returns
    -------
    tuple
        The table, or None, and what is to be said of the file.
    """
    path = folder / source.file
    try:
        _refuse_unread_format(path, name)
        inside_folder(folder, path)
        suffix = path.suffix.lower()
        if suffix == ".csv":
            return csv_table(path, name, source.file)
        if suffix == ".xlsx":
            return xlsx_table(path, name, source.file, source.layer, {} if books is None else books)
        if suffix in VECTOR_FORMATS:
            return vector_table(path, name, source.file, source.layer)
        return _osm(path, source), ()
    except RefusedFileError as refused:
        return None, (
            Finding("file", "error", refused.message, source.file, refused.sheet, refused.row),
        )


def input_files(folder: Path, relative: str) -> list[InputFile]:
    """Return place, size and hash of a file that was read, and of those read with it."""
    sides = [path.relative_to(folder).as_posix() for path in side_files(folder / relative)]
    return [input_file(folder, one) for one in (relative, *sides)]


def input_file(folder: Path, relative: str) -> InputFile:
    """Return place, size and hash of a file that was read."""
    content = (folder / relative).read_bytes()
    return InputFile(relative, len(content), hashlib.sha256(content).hexdigest())


def _refuse_unread_format(path: Path, name: str) -> None:
    if not path.is_file():
        raise RefusedFileError(text("inputs.file_missing"))
    suffix = path.suffix.lower()
    wanted: tuple[str, ...] = VECTOR_FORMATS if name in VECTOR_TABLES else FORMATS
    wanted = ROAD_FORMATS if name == "roads" else wanted
    if path.name.lower().endswith(wanted):
        return
    key = "inputs.format_vector" if name in VECTOR_TABLES else "inputs.format"
    if suffix in OLD_WORKBOOKS and name not in VECTOR_TABLES:
        key = "inputs.format_workbook"
    raise RefusedFileError(text(key, format=suffix or path.name, read=", ".join(wanted)))


def _osm(path: Path, source: TableFile) -> RawTable:
    """Return the roads of an OpenStreetMap file, with the nodes that join them."""
    from planner.travel.osm import UnreadableOsmError, read_osm

    if path.suffix.lower() in XML_ROADS:
        safe_xml(path)
    try:
        roads = read_osm(path)
    except UnreadableOsmError as error:
        raise RefusedFileError(text("inputs.bad_osm", reason=str(error).strip())) from error
    roads.index = pd.RangeIndex(1, len(roads) + 1)
    cells = pd.DataFrame(roads.drop(columns=roads.geometry.name)).map(cell_text).astype(str)
    return RawTable("roads", source.file, cells, roads.geometry)
