"""Layers of a GIS and of Google Earth: GeoPackage, GeoJSON, Shapefile, KML, KMZ."""

from __future__ import annotations

import codecs
import struct
import warnings
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyogrio import list_layers
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError
from pyproj.exceptions import CRSError
from shapely.errors import ShapelyError

from planner.findings import Finding
from planner.inputs.cell import cell_text
from planner.inputs.guard import MB, MOST_UNPACKED_MB, RefusedFileError, safe_archive, safe_xml
from planner.inputs.tables import RawTable
from planner.texts import text

GOOGLE = (".kml", ".kmz")
VECTOR_FORMATS = (".gpkg", ".geojson", ".shp", *GOOGLE)
UNREADABLE = (
    DataSourceError,
    DataLayerError,
    FeatureError,
    FieldError,
    GeometryError,
    ShapelyError,
    CRSError,
    OSError,
    ValueError,
    OverflowError,
    # pyogrio 0.13 where the coordinate system of a layer is damaged.
    UnboundLocalError,
)
HEADING_BYTES = 10
"""Headings of a Shapefile are cut to this."""
SIDE_FILES = (".dbf", ".shx", ".prj", ".cpg")
NEEDED_SIDES = (".dbf", ".shx")
KML_OWN = frozenset(
    [
        "description",
        "timestamp",
        "begin",
        "end",
        "altitudemode",
        "tessellate",
        "extrude",
        "visibility",
        "draworder",
        "icon",
        "snippet",
    ]
)
"""Fields that every KML has, whether anything stands in them or not."""


def vector_table(
    path: Path, name: str, file: str, wanted: str | None
) -> tuple[RawTable, tuple[Finding, ...]]:
    """Read a layer.

    Parameters
    ----------
    path
        The file; of a Shapefile the ``.shp``.
    name
        Table of the data dictionary, or ``boundary``.
    file
        For findings.
    wanted
        The layer, where the file has several and none is named like the table.

    Raises
    ------
    RefusedFileError
        If the file cannot be read, is harmful, or has no geometry.
    """
    suffix = path.suffix.lower()
    if suffix in GOOGLE:
        _safe_google(path)
    findings: tuple[Finding, ...] = ()
    encoding = None
    if suffix == ".shp":
        encoding, findings = _shapefile_encoding(path, file)
    try:
        with warnings.catch_warnings():
            # Oddities of single features show up as missing geometry, which is checked.
            warnings.simplefilter("ignore")
            layer = _layer(path, name, wanted)
            frame = gpd.read_file(path, layer=layer, encoding=encoding)
    except UNREADABLE as error:
        # What Python says of a damaged coordinate system helps nobody.
        reason = "CRS" if isinstance(error, UnboundLocalError) else str(error).strip()
        raise RefusedFileError(text("inputs.bad_vector", reason=reason)) from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise RefusedFileError(text("inputs.no_geometry"))
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    cells = pd.DataFrame(frame.drop(columns=frame.geometry.name)).map(cell_text).astype(str)
    if suffix in GOOGLE:
        cells = cells[[c for c in cells if str(c).lower() not in KML_OWN]]
    geometry = _single(gpd.GeoSeries(frame.geometry).force_2d())
    return RawTable(name, file, cells, geometry), findings


def side_files(path: Path) -> list[Path]:
    """Return the files that stand beside a Shapefile and are read with it."""
    if path.suffix.lower() != ".shp":
        return []
    found = (_beside(path, suffix) for suffix in SIDE_FILES)
    return [side for side in found if side is not None]


def _layer(path: Path, name: str, wanted: str | None) -> str:
    layers = [str(layer) for layer in list_layers(path)[:, 0]]
    if wanted is not None and wanted not in layers:
        raise RefusedFileError(text("inputs.no_layer", layer=wanted, layers=", ".join(layers)))
    if wanted is None and len(layers) > 1 and name not in layers:
        raise RefusedFileError(text("inputs.which_layer", layers=", ".join(layers), table=name))
    if not layers:
        raise RefusedFileError(text("inputs.no_geometry"))
    return wanted or (name if name in layers else layers[0])


def _single(geometry: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return multipoints of one point as points, which is how some programs write every point."""
    shapes = geometry.to_numpy()
    multi = shapely.get_type_id(shapes) == shapely.GeometryType.MULTIPOINT
    alone = multi & (shapely.get_num_geometries(shapes) == 1)
    if not alone.any():
        return geometry
    made = np.where(alone, shapely.get_geometry(shapes, 0), shapes)
    return gpd.GeoSeries(made, geometry.index, crs=geometry.crs)


def _safe_google(path: Path) -> None:
    if path.suffix.lower() == ".kmz":
        safe_archive(path)
        return
    if path.stat().st_size > MOST_UNPACKED_MB * MB:
        mb = path.stat().st_size / MB
        raise RefusedFileError(text("inputs.bomb", mb=mb, limit=MOST_UNPACKED_MB))
    safe_xml(path)


def _shapefile_encoding(path: Path, file: str) -> tuple[str | None, tuple[Finding, ...]]:
    """Return the encoding of a Shapefile's texts where no ``.cpg`` names it."""
    lacking = [suffix for suffix in NEEDED_SIDES if _beside(path, suffix) is None]
    if lacking:
        raise RefusedFileError(text("inputs.shapefile_part", parts=", ".join(lacking)))
    table, named = _beside(path, ".dbf"), _beside(path, ".cpg")
    assert table is not None
    if named is not None and named.read_text("ascii", "replace").strip():
        return None, ()
    pieces = [p for p in _dbf_pieces(table) if not p[0].isascii()]
    if not pieces:
        return None, ()
    for encoding in ("utf-8", "gb18030"):
        if all(_decodes(piece, encoding, cut=full) for piece, full in pieces):
            message = text("inputs.read_as", encoding=encoding.upper())
            return encoding.upper(), (Finding("encoding", "note", message, file),)
    raise RefusedFileError(text("inputs.shapefile_encoding"))


def _dbf_pieces(path: Path) -> list[tuple[bytes, bool]]:
    """Return headings and texts of a dBase table, and whether each fills its width.

    One that does may have been cut within its last letter.
    """
    content = path.read_bytes()
    try:
        rows, start, width = struct.unpack("<IHH", content[4:12])
    except struct.error:
        return []
    fields = [content[at : at + 32] for at in range(32, min(start - 1, len(content) - 31), 32)]
    names = [field[:11].split(b"\0")[0] for field in fields]
    pieces = [(name, len(name) >= HEADING_BYTES) for name in names]
    at = 1
    for field in fields:
        if field[11:12] == b"C":
            for row in range(min(rows, len(content) // max(width, 1))):
                begin = start + row * width + at
                cell = content[begin : begin + field[16]].rstrip(b" \0")
                pieces.append((cell, len(cell) == field[16]))
        at += field[16]
    return pieces


def _decodes(piece: bytes, encoding: str, *, cut: bool) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(piece, final=not cut)
    except UnicodeDecodeError:
        return False
    return True


def _beside(path: Path, suffix: str) -> Path | None:
    """Return the file of the same name with another ending, in whatever case."""
    names: Sequence[str] = (path.stem + suffix, path.stem + suffix.upper())
    return next((path.with_name(n) for n in names if path.with_name(n).is_file()), None)
