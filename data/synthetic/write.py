"""Writing a county folder so that the same seed gives the same bytes."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import rasterio
from shapely.geometry import mapping

from .build import Bundle, grid_transform
from .model import County
from .people import COLUMNS as VILLAGE_COLUMNS

FIXED_DATE = "2020-11-01T00:00:00Z"
ASSUMPTIONS = (
    (
        "本县数据为合成数据：由固定随机种子的脚本生成，不可用于真实决策。",
        "This county is synthetic: a script with a fixed seed made it; it supports no real decision.",
    ),
    (
        "真实的只有：县名、乡镇与村的名称和统计用区划代码、简化的县界、2020年人口总数。",
        "Real are only the names and official codes of county, townships and villages, the "
        "simplified outline and the 2020 population total.",
    ),
    (
        "位置、地形、道路、各村人口与学生数、学校、床位、校车与公交均为虚构。",
        "Positions, terrain, roads, people and pupils of each village, schools, beds and bus lines "
        "are invented.",
    ),
    (
        "教师表为虚构：教学岗按现状学生与班级所需，构成参照问卷调查（874名教师）的结构。",
        "The teachers are invented: as many teaching posts as today's pupils and classes ask for, "
        "with the structure of a survey of 874 teachers.",
    ),
    (
        "规划学校的教室与床位为规划数，建成前不可用。",
        "Classrooms and beds of candidate schools are planned sizes and do not exist yet.",
    ),
)


def zone_epsg(lon_deg: float) -> int:
    """Return the CGCS2000 3-degree Gauss-Krueger zone (without zone number) of a longitude."""
    return 4534 + round((lon_deg - 75) / 3)


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as UTF-8 with BOM, coordinates with six decimals."""
    frame = frame.copy()
    for column in ("lon", "lat"):
        if column in frame:
            frame[column] = frame[column].map("{:.6f}".format)
    path.write_bytes(frame.to_csv(index=False, lineterminator="\n").encode("utf-8-sig"))


def rounded(coordinates: object, digits: int) -> object:
    """Return nested coordinates rounded."""
    if isinstance(coordinates, (tuple, list)):
        return [rounded(part, digits) for part in coordinates]
    return round(float(coordinates), digits)  # type: ignore[arg-type]


def write_geojson(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Write polygons as GeoJSON in the frame's own datum."""
    features = []
    for row in frame.to_dict("records"):
        geometry = mapping(row.pop("geometry"))
        geometry["coordinates"] = rounded(geometry["coordinates"], 5)
        features.append({"type": "Feature", "properties": row, "geometry": geometry})
    name = "urn:ogc:def:crs:EPSG::4490"
    # EPSG:4490 lists latitude first; GDAL reads GeoJSON coordinates as longitude, latitude.
    text = json.dumps(
        {
            "type": "FeatureCollection",
            "crs": {"type": "name", "properties": {"name": name}},
            "features": features,
        },
        ensure_ascii=False,
    )
    path.write_bytes((text + "\n").encode("utf-8"))


def write_roads(roads: gpd.GeoDataFrame, path: Path) -> None:
    """Write the roads as the layer ``roads`` of a GeoPackage with a fixed date."""
    path.unlink(missing_ok=True)
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": FIXED_DATE})
    try:
        pyogrio.write_dataframe(
            roads, path, layer="roads", driver="GPKG", geometry_type="LineString"
        )
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def write_terrain(bundle: Bundle, path: Path) -> None:
    """Write the altitudes as a compressed GeoTIFF of whole metres."""
    grid = bundle.land.ground.grid
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=grid.nrows,
        width=grid.ncols,
        count=1,
        dtype="int16",
        crs="EPSG:4490",
        transform=grid_transform(grid),
        nodata=-32768,
        compress="deflate",
        predictor=2,
        zlevel=9,
    ) as file:
        file.write(np.rint(bundle.land.ground.height).astype(np.int16), 1)
        file.update_tags(provenance="synthetic", units="metre")


def yaml_text(county: County, lon_deg: float) -> str:
    """Return the county description."""
    attendance = "  attendance: attendance.csv\n" if county.attendance else ""
    sentences = "".join(
        f"  - zh: {json.dumps(zh, ensure_ascii=False)}\n    en: {json.dumps(en)}\n"
        for zh, en in (*ASSUMPTIONS, *county.assumptions)
    )
    return f"""county_id: {county.county_id}
name: {{zh: {county.name_zh}, en: {county.name_en}}}
adcode: "{county.adcode}"
crs: cgcs2000
projected_crs: EPSG:{zone_epsg(lon_deg)}
provenance: synthetic
tables:
  villages: villages.csv
  schools: schools.csv
  roads: {{file: roads.gpkg, layer: roads}}
  services: services.csv
  teachers: teachers.csv
{attendance}  townships: townships.geojson
  boundary: boundary.geojson
  terrain: terrain.tif
assumptions:
{sentences}"""


def write_county(bundle: Bundle, folder: Path) -> None:
    """Write every file of a county into its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    county = bundle.county
    outline = bundle.land.ground.outline
    write_csv(bundle.villages[VILLAGE_COLUMNS], folder / "villages.csv")
    write_csv(bundle.schools, folder / "schools.csv")
    write_csv(bundle.services, folder / "services.csv")
    write_csv(bundle.teachers, folder / "teachers.csv")
    if bundle.attendance is not None:
        write_csv(bundle.attendance, folder / "attendance.csv")
    write_roads(bundle.land.roads, folder / "roads.gpkg")
    write_terrain(bundle, folder / "terrain.tif")
    write_geojson(bundle.townships, folder / "townships.geojson")
    boundary = gpd.GeoDataFrame(
        {"adcode": [county.adcode], "name": [county.name_zh]}, geometry=[outline], crs="EPSG:4490"
    )
    write_geojson(boundary, folder / "boundary.geojson")
    text = yaml_text(county, float(outline.centroid.x))
    (folder / "county.yaml").write_bytes(text.encode("utf-8"))
