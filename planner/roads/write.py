"""The files of `plan roads`: the layer, its table of classes, the page of before and after."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from planner.errors import UsageError
from planner.texts import text

if TYPE_CHECKING:
    import geopandas

LAYER = "roads"
FORMATS = (".gpkg", ".geojson")


def check_target(out: Path, source: Path | None) -> None:
    """Refuse a target that cannot be written, or would take somebody's data away.

    Raises
    ------
    UsageError
        For another kind of file, for the source itself, and for a GeoPackage with layers
        besides roads.
    """
    if out.suffix.lower() not in FORMATS or out.is_dir():
        raise UsageError(text("roads.out_format", out=out))
    if source is not None and out.exists() and out.samefile(source):
        raise UsageError(text("roads.out_is_source", out=out))
    if out.suffix.lower() == ".gpkg" and out.exists():
        from pyogrio import list_layers
        from pyogrio.errors import DataSourceError

        try:
            others = sorted({str(n) for n in list_layers(out)[:, 0]} - {LAYER})
        except DataSourceError as error:
            raise UsageError(text("roads.out_has_layers", out=out, layers="?")) from error
        if others:
            raise UsageError(text("roads.out_has_layers", out=out, layers=", ".join(others)))


def write_layer(roads: geopandas.GeoDataFrame, out: Path) -> None:
    """Write the road layer beside its place and move it there when whole.

    Raises
    ------
    UsageError
        If the folder cannot be written.
    """
    part = out.with_name(f".{out.stem}-{os.getpid()}-{uuid4().hex[:8]}{out.suffix}")
    shown = roads.copy()
    shown["hazard"] = shown["hazard"].astype("Int32")
    shown[["u", "v"]] = shown[["u", "v"]].astype(str)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        if out.suffix.lower() == ".gpkg":
            shown.to_file(part, layer=LAYER, driver="GPKG")
        else:
            # Nine decimals: the ends of lines that meet stay together to a tenth of a millimetre.
            shown.to_file(part, driver="GeoJSON", COORDINATE_PRECISION=9)
        part.replace(out)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(text("roads.out_failed", out=out, reason=reason)) from error
    finally:
        part.unlink(missing_ok=True)


def write_text(content: str, out: Path) -> None:
    """Write a text beside its place and move it there when whole."""
    part = out.with_name(f".{out.name}-{os.getpid()}")
    try:
        part.write_text(content, "utf-8")
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
