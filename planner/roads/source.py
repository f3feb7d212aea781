"""What `plan roads` is asked to read: a file, a bounding box or the name of a place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from planner.errors import UsageError
from planner.texts import text

OSM_ENDINGS = (".osm", ".osm.pbf", ".pbf", ".osm.gz", ".osm.bz2", ".graphml")
GIS_ENDINGS = (
    *(".gpkg", ".geojson", ".json", ".shp", ".kml", ".kmz", ".gpx", ".gml", ".fgb"),
    *(".tab", ".mif", ".dxf", ".zip"),
)
ENDINGS = (*OSM_ENDINGS, *GIS_ENDINGS)
"""Endings of the files that can be read; in a ``.zip`` lies one of the others."""

_NUMBER = re.compile(r"\s*[+-]?\d+(\.\d+)?\s*")

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Source:
    """Where roads come from.

    Parameters
    ----------
    kind
        ``osm`` or ``gis`` file, bounding ``box`` or name of a ``place``.
    said
        As it was given.
    path
        Of a file.
    box
        West, south, east, north, degrees.
    """

    kind: Literal["osm", "gis", "box", "place"]
    said: str
    path: Path | None = None
    box: Box | None = None


def source_of(said: str) -> Source:
    """Return what an argument of the command means.

    An existing file is a file; four numbers are a box; what ends like a file that could be
    read, or holds a path, is a file that is missing; anything else is the name of a place.

    Raises
    ------
    UsageError
        For a file that is missing or cannot be read, and for an impossible box.
    """
    path = Path(said)
    lower = path.name.lower()
    looks_like_file = lower.endswith(ENDINGS) or "/" in said or "\\" in said
    if path.is_file():
        if lower.endswith(OSM_ENDINGS):
            return Source("osm", said, path)
        if lower.endswith(GIS_ENDINGS):
            return Source("gis", said, path)
        ending = path.suffix or path.name
        raise UsageError(text("roads.format", file=path.name, ending=ending, read=_listed()))
    if path.is_dir():
        raise UsageError(text("roads.folder", folder=said, read=_listed()))
    box = box_of(said)
    if box is not None:
        return Source("box", said, box=box)
    if looks_like_file:
        raise UsageError(text("roads.missing", file=said))
    return Source("place", said.strip())


def box_of(said: str) -> Box | None:
    """Return the box that four numbers name, None where the text is none.

    Raises
    ------
    UsageError
        If west lies east of east, south north of north, or a number is no degree.
    """
    parts = said.replace("，", ",").split(",")
    if len(parts) != 4 or not all(_NUMBER.fullmatch(p) for p in parts):
        return None
    west, south, east, north = (float(p) for p in parts)
    in_bounds = -180 <= west < east <= 180 and -90 <= south < north <= 90
    if not in_bounds:
        raise UsageError(text("roads.box", said=said))
    return west, south, east, north


def _listed() -> str:
    return ", ".join(ENDINGS)
