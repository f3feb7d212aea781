"""Layers of a run's plan.gpkg, in degrees."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import geopandas

DEGREES = "EPSG:4326"
"""The system of every layer that is given out."""


def read_layer(folder: Path, layer: str) -> geopandas.GeoDataFrame:
    """Return a layer of plan.gpkg in degrees; a missing text is NaN as in the tables.

    Raises
    ------
    OSError, ValueError
        If there is no such file or layer.
    """
    import geopandas as gpd

    frame = gpd.read_file(folder / "plan.gpkg", layer=layer, engine="pyogrio")
    words = [c for c in frame.columns if frame[c].dtype.kind == "O" and c != "geometry"]
    return frame.assign(**{c: frame[c].mask(frame[c] == "") for c in words}).to_crs(DEGREES)
