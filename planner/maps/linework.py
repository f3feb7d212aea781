"""Lines of a county that several drawings show, each a part of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

LINE = shapely.GeometryType.LINESTRING


@dataclass(frozen=True, eq=False)
class Linework:
    """Lines with the box of each.

    Parameters
    ----------
    lines
        LineStrings in the plane, shape (n,).
    boxes
        West, south, east, north of each, shape (n, 4).
    """

    lines: NDArray[Any]
    boxes: NDArray[np.float64]

    def within(self, bounds: tuple[float, float, float, float]) -> BaseGeometry:
        """Return the lines within a rectangle as one shape, cut where they leave it."""
        west, south, east, north = bounds
        left, low, right, high = self.boxes.T
        near = (right >= west) & (left <= east) & (high >= south) & (low <= north)
        cut = shapely.get_parts(shapely.clip_by_rect(self.lines[near], west, south, east, north))
        found: BaseGeometry = shapely.multilinestrings(cut[shapely.get_type_id(cut) == LINE])
        return found


def linework(merged: BaseGeometry) -> Linework:
    """Return the lines of what `planner.maps.geometry.merged_lines` gave."""
    lines = shapely.get_parts([shapely.force_2d(merged)])
    return Linework(lines, shapely.bounds(lines))
