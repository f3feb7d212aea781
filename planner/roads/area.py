"""Areas: of a bounding box, of the polygons of a file, widened by a margin."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import UsageError
from planner.roads.source import Box, box_of
from planner.texts import text

if TYPE_CHECKING:
    import geopandas
    from shapely.geometry.base import BaseGeometry


def area_of_box(box: Box) -> BaseGeometry:
    """Return the polygon of west, south, east, north."""
    import shapely

    return shapely.box(*box)


def area_said(said: str) -> BaseGeometry:
    """Return the area that ``--within`` names: a box, or a file of polygons; degrees.

    Raises
    ------
    UsageError
        If it is neither.
    """
    box = box_of(said)
    if box is not None:
        return area_of_box(box)
    import geopandas as gpd
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        if not Path(said).is_file():
            raise UsageError(text("roads.within", said=said))
        frame = gpd.read_file(said)
        polygons = frame[frame.geometry.geom_type.isin(("Polygon", "MultiPolygon"))]
        if not len(polygons) or polygons.crs is None:
            raise UsageError(text("roads.within", said=said))
        return polygons.to_crs("EPSG:4326").geometry.make_valid().union_all()
    except (DataLayerError, DataSourceError, ValueError, OSError, AttributeError) as error:
        raise UsageError(text("roads.within", said=said)) from error


def widened(area: BaseGeometry, margin_km: float) -> BaseGeometry:
    """Return an area with a margin round it, degrees."""
    if margin_km <= 0:
        return area
    import geopandas as gpd

    degrees = gpd.GeoSeries([area], crs="EPSG:4326")
    metric = degrees.to_crs(degrees.estimate_utm_crs())
    made: BaseGeometry = metric.buffer(margin_km * 1000).to_crs("EPSG:4326").iloc[0]
    return made


def lines_within(lines: geopandas.GeoDataFrame, area: BaseGeometry) -> geopandas.GeoDataFrame:
    """Return the lines that touch an area, whole."""
    return lines[lines.intersects(area)].reset_index(drop=True)
