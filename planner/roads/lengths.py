"""Lengths on the ground, whatever system a layer is drawn in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray


def lengths_km(lines: Iterable[Any]) -> NDArray[np.float64]:
    """Return the length of each line on the ellipsoid, km.

    Parameters
    ----------
    lines
        Lines of one or several parts, EPSG:4326, shape (n,).
    """
    from pyproj import Geod

    shapes = np.asarray(list(lines), dtype=object)
    parts, line = shapely.get_parts(shapes, return_index=True)
    xy, part = shapely.get_coordinates(parts, return_index=True)
    if len(xy) < 2:
        return np.zeros(len(shapes))
    along = part[1:] == part[:-1]
    from_xy, to_xy = xy[:-1][along], xy[1:][along]
    metres = Geod(ellps="WGS84").inv(from_xy[:, 0], from_xy[:, 1], to_xy[:, 0], to_xy[:, 1])[2]
    km: NDArray[np.float64] = np.bincount(
        line[part[1:][along]], np.asarray(metres) / 1000, minlength=len(shapes)
    )
    return km
