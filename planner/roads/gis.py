"""Any line layer of a GIS: read as it is, in degrees."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.errors import UsageError
from planner.findings import Finding
from planner.roads.unpack import refused, unpacked
from planner.texts import text

if TYPE_CHECKING:
    import geopandas

NAMED_CRS = {"wgs84": "EPSG:4326", "cgcs2000": "EPSG:4490"}
SHIFTED = ("gcj02", "bd09")
"""The shifted systems of Chinese web maps, from which lines are brought back."""
LINES = ("LineString", "MultiLineString")
ROAD_WORD = re.compile("road|道路|公路|路网", re.IGNORECASE)


def read_layer(
    path: Path, layer: str | None = None, crs: str | None = None
) -> tuple[geopandas.GeoDataFrame, tuple[Finding, ...]]:
    """Read a layer of lines.

    Parameters
    ----------
    path
        File, packed or not.
    layer
        Its layer; not needed where there is one, or one that is named like roads.
    crs
        System of the coordinates, ``wgs84``, ``cgcs2000`` or ``EPSG:n``; goes before what the
        file says.

    Returns
    -------
    tuple
        Lines in EPSG:4326 with the columns of the file, and what was left out.

    Raises
    ------
    InvalidInputError
        If the file cannot be read, has no lines or names no system.
    """
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, GeometryError
    from pyproj.exceptions import CRSError, ProjError
    from shapely.errors import ShapelyError

    broken = (
        *(DataLayerError, DataSourceError, FeatureError, GeometryError, ShapelyError),
        *(CRSError, ProjError, OSError, ValueError, RuntimeError),
    )
    try:
        with unpacked(path) as file, warnings.catch_warnings():
            # Oddities of single features show as missing geometry, which is counted.
            warnings.simplefilter("ignore")
            frame = _read(file, path.name, layer)
        return _lines(frame, path.name, crs)
    except broken as error:
        reason = " ".join(str(error).split())[:300]
        raise refused(path.name, text("roads.unreadable", reason=reason)) from error


def _read(file: Path, said: str, layer: str | None) -> geopandas.GeoDataFrame:
    import geopandas as gpd
    from pyogrio import list_layers

    named = [str(name) for name, kind in list_layers(file) if kind is not None]
    if layer is None:
        likely = named if len(named) == 1 else [n for n in named if ROAD_WORD.search(n)]
        if len(likely) != 1:
            raise refused(said, text("roads.which_layer", layers=", ".join(named) or "–"))
        layer = likely[0]
    elif layer not in named:
        listed = ", ".join(named) or "–"
        raise refused(said, text("roads.no_layer", layer=layer, layers=listed))
    encoding = _encoding(file)
    frame = gpd.read_file(file, layer=layer, **({"encoding": encoding} if encoding else {}))
    assert isinstance(frame, gpd.GeoDataFrame)
    return frame


def _encoding(file: Path) -> str | None:
    """Return the encoding of a shapefile that does not say it: Chinese, unless it is UTF-8."""
    if file.suffix.lower() != ".shp":
        return None
    beside = {p.suffix.lower(): p for p in file.parent.iterdir() if p.stem == file.stem}
    table = beside.get(".dbf")
    if ".cpg" in beside or table is None:
        return None
    content = table.read_bytes()
    head = int.from_bytes(content[8:10], "little")
    words = [content[n : n + 11].split(b"\0")[0] for n in range(32, head - 1, 32)]
    said = b" ".join([*words, content[head:]])
    foreign = sum(byte > 127 for byte in said)
    # A word cut at the width of its field may end in half a sign in either encoding.
    spoilt = said.decode("utf-8", errors="replace").count("\ufffd")
    return "UTF-8" if spoilt * 10 <= foreign else "GB18030"


def _lines(
    frame: geopandas.GeoDataFrame, said: str, crs: str | None
) -> tuple[geopandas.GeoDataFrame, tuple[Finding, ...]]:
    import numpy as np

    kinds = frame.geometry.geom_type
    usable = kinds.isin(LINES) & ~frame.geometry.is_empty
    if not usable.any():
        raise refused(said, text("roads.no_lines"))
    findings = []
    if not usable.all():
        dropped = int((~usable).sum())
        findings.append(
            Finding("geometry", "warning", text("roads.not_lines", count=dropped), file=said)
        )
    lines = frame[usable].copy()
    lines.geometry = lines.geometry.force_2d()
    if crs is not None and crs.lower() in SHIFTED:
        lines = _unshifted(lines, crs.lower())
    elif crs is not None:
        lines = lines.set_crs(_named_crs(crs), allow_override=True)
    elif lines.crs is None or str(lines.crs.name).startswith("Undefined"):
        degrees = bool((np.abs(lines.total_bounds) <= [180, 90, 180, 90]).all())
        key = "roads.no_crs_degrees" if degrees else "roads.no_crs"
        raise refused(said, text(key))
    lines = lines.to_crs("EPSG:4326")
    placed = np.isfinite(lines.bounds).all(axis=1)
    if not placed.any():
        raise refused(said, text("roads.wrong_crs", crs=crs or ""))
    return lines[placed].reset_index(drop=True), tuple(findings)


def _named_crs(said: str) -> str:
    """Return a system as pyproj knows it.

    Raises
    ------
    UsageError
        If it is none.
    """
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    name = NAMED_CRS.get(said.strip().lower(), said.strip())
    try:
        CRS.from_user_input(name)
    except CRSError as error:
        raise UsageError(text("roads.unknown_crs", crs=said)) from error
    return name


def _unshifted(lines: geopandas.GeoDataFrame, system: str) -> geopandas.GeoDataFrame:
    """Return lines clicked on a Chinese web map at their true places."""
    import numpy as np
    import shapely

    from planner.inputs.china_shift import unshifted

    def back(xy: Any) -> Any:
        return np.column_stack(unshifted(xy[:, 0], xy[:, 1], system))

    shapes = shapely.transform(np.asarray(lines.geometry, dtype=object), back)
    return lines.set_geometry(list(shapes)).set_crs("EPSG:4326", allow_override=True)
