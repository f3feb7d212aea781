"""Terrain: where the heights of a county come from, and what is to be said of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely

from planner.county import County
from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.inputs.guard import RefusedFileError, packed_tile
from planner.texts import Text, text
from planner.travel.heights import Raster, Surface, Terrain
from planner.travel.raster import read_around


def county_terrain(county: County) -> tuple[Terrain | None, tuple[Finding, ...]]:
    """Return the terrain of a county and what is to be said of it.

    Returns
    -------
    tuple
        A `Raster` where the county has one, else a `Surface` where villages have heights,
        else None: everything is flat.

    Raises
    ------
    InvalidInputError
        If the raster cannot be read.
    """
    if county.terrain is not None:
        raster, findings = _read(county)
        if raster is not None:
            return raster, findings
    else:
        findings = ()
    surface = _surface(county)
    if surface is not None:
        message = text("travel.terrain.coarse", villages=len(surface.heights_m))
        return surface, (*findings, Finding("travel_terrain_coarse", "warning", message))
    message = text("travel.terrain.none")
    return None, (*findings, Finding("travel_terrain_none", "note", message))


def _surface(county: County) -> Surface | None:
    if "elevation_m" not in county.villages.columns:
        return None
    heights = np.asarray(county.villages["elevation_m"], dtype=float)
    known = np.isfinite(heights)
    xy = shapely.get_coordinates(np.asarray(county.villages.geometry))[known]
    return Surface(xy, heights[known]) if known.any() else None


def _read(county: County) -> tuple[Raster | None, tuple[Finding, ...]]:
    """Read the raster around the county; None where none of it lies there."""
    import rasterio
    from rasterio.errors import RasterioError

    path = county.terrain
    assert path is not None
    try:
        with rasterio.open(_address(path)) as source:
            if source.crs is None or not source.count:
                raise _refused(county, text("travel.terrain.no_crs"))
            return read_around(source, county)
    except RefusedFileError as error:
        raise _refused(county, error.message) from error
    except RasterioError as error:
        raise _refused(county, text("travel.terrain.unreadable", why=str(error))) from error


def _address(path: Path) -> str:
    """Return what GDAL opens: the file, or the tile inside a packed one as it is spread."""
    if path.suffix.lower() != ".zip":
        return str(path)
    # Braces end the name of the archive where a folder on the way has the same ending.
    return f"/vsizip/{{{path.resolve()}}}/{packed_tile(path)}"


def _refused(county: County, message: Text) -> InvalidInputError:
    assert county.terrain is not None
    name = county.terrain.name
    finding = Finding("travel_terrain", "error", message, file=name)
    return InvalidInputError(text("travel.terrain.refused", file=name), [finding])
