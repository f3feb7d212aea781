"""Files to raw tables: text cells by row, geometry where the format has it."""

from __future__ import annotations

import csv
import hashlib
import io
import warnings
from pathlib import Path

import geopandas as gpd
import pandas as pd
from pyogrio import list_layers
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, GeometryError
from shapely.errors import ShapelyError

from planner.county import InputFile
from planner.findings import Finding
from planner.inputs.county_file import TableFile
from planner.inputs.tables import RawTable
from planner.texts import Text, text

VECTOR_FORMATS = (".gpkg", ".geojson")
FORMATS = (".csv", *VECTOR_FORMATS)
ROAD_FORMATS = (*VECTOR_FORMATS, ".osm", ".osm.pbf", ".graphml")
VECTOR_TABLES = ("roads", "townships", "boundary")
UNREADABLE = (
    DataSourceError,
    DataLayerError,
    FeatureError,
    GeometryError,
    ShapelyError,
    OSError,
    ValueError,
)


class _RefusedError(Exception):
    """A file that cannot be used, with the sentence that says why."""

    def __init__(self, message: Text, row: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.row = row


def read_table(
    folder: Path, name: str, source: TableFile
) -> tuple[RawTable | None, tuple[Finding, ...]]:
    """Read the file of one table.

    Parameters
    ----------
    folder
        County folder.
    name
        Table of the data dictionary, or ``boundary``.
    source
        File and layer.

    Returns
    -------
    tuple
        The table, or None and what is wrong with the file.
    """
    path = folder / source.file
    try:
        _refuse_unread_format(path, name)
        if path.suffix.lower() == ".csv":
            return RawTable(name, source.file, _csv_cells(path)), ()
        if path.suffix.lower() not in VECTOR_FORMATS:
            return _osm(path, source), ()
        return _vector(path, name, source), ()
    except _RefusedError as refused:
        return None, (Finding("file", "error", refused.message, file=source.file, row=refused.row),)


def input_file(folder: Path, relative: str) -> InputFile:
    """Return place, size and hash of a file that was read."""
    content = (folder / relative).read_bytes()
    return InputFile(relative, len(content), hashlib.sha256(content).hexdigest())


def _refuse_unread_format(path: Path, name: str) -> None:
    if not path.is_file():
        raise _RefusedError(text("inputs.file_missing"))
    suffix = path.suffix.lower()
    wanted: tuple[str, ...] = VECTOR_FORMATS if name in VECTOR_TABLES else FORMATS
    wanted = ROAD_FORMATS if name == "roads" else wanted
    if not path.name.lower().endswith(wanted):
        key = "inputs.format_vector" if name in VECTOR_TABLES else "inputs.format"
        raise _RefusedError(text(key, format=suffix or path.name, read=", ".join(wanted)))


def _csv_cells(path: Path) -> pd.DataFrame:
    """Return the cells of a CSV; rows count as a spreadsheet counts them, heading 1."""
    try:
        source = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _RefusedError(text("inputs.not_utf8")) from error
    try:
        lines = list(csv.reader(io.StringIO(source, newline=""), strict=True))
    except csv.Error as error:
        raise _RefusedError(text("inputs.bad_csv", reason=error)) from error
    heading = [h.strip() for h in lines[0]] if lines else []
    if not any(heading):
        raise _RefusedError(text("inputs.no_heading"), row=1)
    rows, numbers = [], []
    for number, cells in enumerate(lines[1:], start=2):
        if not any(c.strip() for c in cells):
            continue
        if any(c.strip() for c in cells[len(heading) :]):
            raise _RefusedError(
                text("inputs.ragged", cells=len(cells), columns=len(heading)), row=number
            )
        rows.append((cells + [""] * len(heading))[: len(heading)])
        numbers.append(number)
    return pd.DataFrame(rows, columns=heading, index=pd.Index(numbers, dtype="int64"), dtype=str)


def _osm(path: Path, source: TableFile) -> RawTable:
    """Return the roads of an OpenStreetMap file, with the nodes that join them."""
    from planner.travel.osm import UnreadableOsmError, read_osm

    try:
        roads = read_osm(path)
    except UnreadableOsmError as error:
        raise _RefusedError(text("inputs.bad_osm", reason=str(error).strip())) from error
    roads.index = pd.RangeIndex(1, len(roads) + 1)
    cells = pd.DataFrame(roads.drop(columns=roads.geometry.name)).map(_cell).astype(str)
    return RawTable("roads", source.file, cells, roads.geometry)


def _vector(path: Path, name: str, source: TableFile) -> RawTable:
    try:
        with warnings.catch_warnings():
            # Oddities of single features show up as missing geometry, which is checked.
            warnings.simplefilter("ignore")
            layer = _layer(path, name, source.layer)
            frame = gpd.read_file(path, layer=layer)
    except UNREADABLE as error:
        raise _RefusedError(text("inputs.bad_vector", reason=str(error).strip())) from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise _RefusedError(text("inputs.no_geometry"))
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    cells = pd.DataFrame(frame.drop(columns=frame.geometry.name)).map(_cell).astype(str)
    return RawTable(name, source.file, cells, gpd.GeoSeries(frame.geometry).force_2d())


def _layer(path: Path, name: str, wanted: str | None) -> str:
    layers = [str(layer) for layer in list_layers(path)[:, 0]]
    if wanted is not None and wanted not in layers:
        raise _RefusedError(text("inputs.no_layer", layer=wanted, layers=", ".join(layers)))
    if wanted is None and len(layers) > 1 and name not in layers:
        raise _RefusedError(text("inputs.which_layer", layers=", ".join(layers), table=name))
    if not layers:
        raise _RefusedError(text("inputs.no_geometry"))
    return wanted or (name if name in layers else layers[0])


def _cell(value: object) -> str:
    """Return a typed cell as text, so that 3.0 is ``3`` and ids stay whole."""
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
