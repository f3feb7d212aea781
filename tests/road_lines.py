"""Four lines of road, as a layer and as a shapefile."""

from __future__ import annotations

import csv
from pathlib import Path

import geopandas as gpd
import shapely

ORIGIN = (500_000.0, 3_500_000.0)

#        C (120, 110)
#        |                 the side road C crosses the main road A at x = 120
#  A ----+---------- . B   B begins 8 m beyond the end of A
#        |                 D lies 500 m away, alone
LINES = {
    "A": [(0, 0), (300, 0)],
    "B": [(308, 0), (600, 0)],
    "C": [(120, 110), (120, -90)],
    "D": [(0, 600), (100, 600)],
}


def layer(**columns) -> gpd.GeoDataFrame:
    """Four lines, metres about `ORIGIN` in UTM zone 47, with columns of four values."""
    shapes = [
        shapely.LineString([(x + ORIGIN[0], y + ORIGIN[1]) for x, y in line])
        for line in LINES.values()
    ]
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:32647")


def hidden_shapefile(folder: Path) -> Path:
    """Write a shapefile in GB18030 that does not say so."""
    path = folder / "道路.shp"
    frame = layer(
        道路等级=["县道", "省道", "通村路", "县道"],
        路面=["水泥", "沥青", "砂石", ""],
        名称=["甲", "乙", "丙", "丁"],
    )
    frame.to_file(path, encoding="GB18030")
    path.with_suffix(".cpg").unlink()
    return path


def table_of(path: Path) -> list[list[str]]:
    """Return the rows of a table that was written."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))
