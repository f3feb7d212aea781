"""Find and read the source: four layers of one zipped GeoPackage."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pyogrio

SOURCE_VARIABLE = "PLAN_LEH_SOURCE"
PROJECTED_CRS = "EPSG:32643"
NEEDED = {
    "roads": ("BLOCK_ID", "RoadCatego", "RoadName"),
    "habitations": ("HAB_ID", "BLOCK_ID", "HAB_NAME", "TOT_POPULA"),
    "facilities": ("FACILITY_I", "BLOCK_ID", "HAB_ID", "FAC_DESC", "FAC_CATEGO"),
    "blocks": ("BLOCK_ID",),
}
CURE = "get ladakh_leh.gpkg.zip as data/leh/README.md says"


class SourceError(Exception):
    """The source cannot be used; the message says what is wrong and how to mend it."""


@dataclass(frozen=True, eq=False)
class Source:
    """The four layers in metres (`PROJECTED_CRS`), as they are otherwise."""

    roads: gpd.GeoDataFrame
    habitations: gpd.GeoDataFrame
    facilities: gpd.GeoDataFrame
    blocks: gpd.GeoDataFrame


def find_source(given: Path | None) -> Path:
    """Return the file to read: the one given, else the one that the environment names.

    Raises
    ------
    SourceError
        Where none is named or it is not there.
    """
    named = os.environ.get(SOURCE_VARIABLE, "")
    path = given or (Path(named) if named else None)
    if path is None:
        raise SourceError(
            f"no source: give the path of the file, or set {SOURCE_VARIABLE} to it; {CURE}"
        )
    if not path.is_file():
        origin = "given" if given else f"from {SOURCE_VARIABLE}"
        raise SourceError(f"{path} ({origin}) is not a file; correct the path, or {CURE}")
    return path


def read_source(path: Path) -> Source:
    """Read the layers and bring them to metres.

    Raises
    ------
    SourceError
        For a file that is no GeoPackage and for missing layers, columns or a missing CRS.
    """
    try:
        layers = {str(name) for name in pyogrio.list_layers(path)[:, 0]}
    except pyogrio.errors.DataSourceError as error:
        raise SourceError(f"{path} cannot be read as a GeoPackage ({error}); {CURE}") from error
    frames = {layer: _layer(path, layer, layers) for layer in NEEDED}
    return Source(**frames)


def _layer(path: Path, layer: str, layers: set[str]) -> gpd.GeoDataFrame:
    if layer not in layers:
        raise SourceError(
            f"{path} has no layer {layer} (it has {', '.join(sorted(layers)) or 'none'}); {CURE}"
        )
    frame = gpd.read_file(path, layer=layer)
    missing = [column for column in NEEDED[layer] if column not in frame.columns]
    if missing:
        raise SourceError(
            f"{path}, layer {layer}: no column {', '.join(missing)} "
            f"(it has {', '.join(map(str, frame.columns))}); {CURE}"
        )
    if frame.crs is None:
        raise SourceError(f"{path}, layer {layer}: no coordinate reference system; {CURE}")
    return frame.to_crs(PROJECTED_CRS)
