"""Around each village the ground nearest to it, which the map fills by where its pupils go.

A catchment is a list of villages; nobody surveyed its border. The map shows it by the cells of
the villages (the Voronoi diagram, cut at the county's boundary), and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.maps.geometry import AREA_SIMPLIFY_M, encoded_areas, encoded_each, encoded_rings
from planner.reports.places import geodetic_crs

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from planner.county import County


@dataclass(frozen=True)
class Cells:
    """The cells of a county's villages, encoded for a page.

    Parameters
    ----------
    villages
        Of each cell the villages that stand at its point.
    rings
        Of each cell its rings; none where its point lies so that nothing is left of it.
    borders
        ``[cell, cell, line]`` for each line between two cells.
    """

    villages: list[list[str]]
    rings: list[list[str]]
    borders: list[list[Any]]


def cells_of(county: County, simplify_m: float = AREA_SIMPLIFY_M) -> Cells:
    """Return the cells of the villages.

    Parameters
    ----------
    simplify_m
        Simplification of the county's boundary, at which they are cut.
    """
    import numpy as np
    import shapely

    crs = geodetic_crs(county)
    ids: dict[tuple[float, float], list[str]] = {}
    for village, point in zip(county.villages.index, county.villages.geometry, strict=True):
        ids.setdefault((point.x, point.y), []).append(str(village))
    outline = shapely.simplify(county.boundary, simplify_m)
    if len(ids) == 1:
        whole = encoded_rings(outline, county.crs, crs, 0)
        return Cells(list(ids.values()), [whole], [])
    points = shapely.MultiPoint(np.array(list(ids)))
    drawn = shapely.voronoi_polygons(points, extend_to=outline, ordered=True)
    cells = shapely.get_parts(drawn)
    one, other = shapely.STRtree(cells).query(cells, predicate="touches")
    one, other = one[one < other], other[one < other]
    shapely.prepare(outline)
    shared = _cut(shapely.intersection(cells[one], cells[other]), outline)
    # Cells that touch at a corner share no line, and a bay of the boundary cuts one in two.
    lines, pair = shapely.get_parts(shared, return_index=True)
    kept = (shapely.get_type_id(lines) == shapely.GeometryType.LINESTRING) & (
        shapely.length(lines) > 0
    )
    order = np.lexsort((other[pair[kept]], one[pair[kept]]))
    lines, pair = lines[kept][order], pair[kept][order]
    encoded = encoded_each(lines, county.crs, crs, simplify_m=0) if len(lines) else []
    return Cells(
        list(ids.values()),
        encoded_areas(_cut(cells, outline), county.crs, crs, 0),
        [[int(one[k]), int(other[k]), line] for k, line in zip(pair, encoded, strict=True)],
    )


def _cut(shapes: Any, outline: BaseGeometry) -> Any:
    """Return shapes cut at the prepared outline; those well within it need no cutting."""
    import shapely

    cut = shapes.copy()
    crossing = ~shapely.contains_properly(outline, shapes)
    cut[crossing] = shapely.intersection(shapes[crossing], outline)
    return cut
