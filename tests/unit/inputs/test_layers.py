"""Shapefiles, KML and shifted coordinates, each giving the sample county's villages."""

from __future__ import annotations

import warnings
import zipfile

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from bad_counties import edit_rows, spoilt
from pandas.testing import assert_frame_equal

from planner.findings import errors_in
from planner.inputs.build import check_county, load_county
from planner.inputs.china_shift import SHIFTS
from planner.inputs.county_file import TableFile
from planner.inputs.read import read_table
from planner.sample import sample_folder

MARKS = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>villages</name>{marks}</Document></kml>
"""


def villages():
    rows = pd.read_csv(sample_folder() / "villages.csv", dtype={"village_id": str})
    points = gpd.points_from_xy(rows["lon"], rows["lat"], crs="EPSG:4326")
    return gpd.GeoDataFrame(rows.drop(columns=["lon", "lat"]), geometry=points)


def county_with(tmp_path, said):
    change = {"file": "county.yaml", "replace": ["villages: villages.csv", f"villages: {said}"]}
    return spoilt(tmp_path, [change])


def same_villages(folder, toy_county, within_m=0.01):
    county, findings = load_county(folder)
    assert county.villages.distance(toy_county.villages).max() < within_m
    assert_frame_equal(
        pd.DataFrame(county.villages.drop(columns="geometry")),
        pd.DataFrame(toy_county.villages.drop(columns="geometry")),
    )
    return findings


def shapefile(folder, frame, encoding):
    """Write a Shapefile as a Chinese GIS does that says nothing of its encoding."""
    with warnings.catch_warnings():
        # That headings are cut is what is wanted here.
        warnings.simplefilter("ignore")
        frame.to_file(folder / "v.shp", encoding=encoding, engine="pyogrio")
    (folder / "v.cpg").unlink()
    table = folder / "v.dbf"
    content = bytearray(table.read_bytes())
    content[29] = 0
    table.write_bytes(bytes(content))


@pytest.mark.parametrize("encoding", ["GB18030", "UTF-8"])
def test_a_shapefile_without_cpg_and_with_cut_headings(tmp_path, toy_county, encoding):
    folder = county_with(tmp_path, "v.shp")
    shapefile(folder, villages(), encoding)
    assert "lower_pupi" in gpd.read_file(folder / "v.shp").columns
    findings = same_villages(folder, toy_county)
    notes = [f.say("zh") for f in findings if f.check == "encoding"]
    assert notes == [f"v.shp：文件没有写明编码，按 {encoding} 读取；如有乱码，请另存为 UTF-8"]


def test_every_file_of_a_shapefile_is_needed_and_listed(tmp_path):
    folder = county_with(tmp_path, "v.shp")
    shapefile(folder, villages(), "GB18030")
    county, _ = load_county(folder)
    assert {"v.shp", "v.dbf", "v.shx", "v.prj"} <= {f.path for f in county.files}
    (folder / "v.dbf").unlink()
    errors = [f.say("en") for f in errors_in(check_county(folder))]
    assert (
        errors[0]
        == "v.shp: the .dbf of the same name is missing; copy all files of the Shapefile together"
    )


def kml(frame, entity=""):
    marks = []
    for row in frame.to_dict("records"):
        data = "".join(
            f'<Data name="{k}"><value>{v}</value></Data>'
            for k, v in row.items()
            if k not in ("geometry", "name")
        )
        at = f"{row['geometry'].x!r},{row['geometry'].y!r}"
        marks.append(
            f"<Placemark><name>{row['name']}</name><ExtendedData>{data}</ExtendedData>"
            f"<Point><coordinates>{at}</coordinates></Point></Placemark>"
        )
    return MARKS.replace("<kml", entity + "<kml").format(marks="".join(marks))


def test_kml_and_kmz(tmp_path, toy_county):
    folder = county_with(tmp_path, "v.kml")
    (folder / "v.kml").write_text(kml(villages()), "utf-8")
    same_villages(folder, toy_county)
    packed = county_with(tmp_path / "packed", "v.kmz")
    with zipfile.ZipFile(packed / "v.kmz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", kml(villages()))
    same_villages(packed, toy_county)


def test_kml_with_entities_is_refused(tmp_path):
    folder = county_with(tmp_path, "v.kml")
    bad = '<!DOCTYPE kml [<!ENTITY a "b">]>'
    (folder / "v.kml").write_text(kml(villages(), bad), "utf-8")
    assert "defines XML entities" in errors_in(check_county(folder))[0].say("en")


def test_osm_with_entities_is_refused(tmp_path):
    (tmp_path / "r.osm").write_text('<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY a "b">]><osm/>')
    table, (refused,) = read_table(tmp_path, "roads", TableFile(file="r.osm"))
    assert table is None
    assert "defines XML entities" in refused.say("en")


def test_multipoints_of_one_point_are_points(tmp_path, toy_county):
    folder = county_with(tmp_path, "v.gpkg")
    frame = villages()
    frame.geometry = [shapely.MultiPoint([p]) for p in frame.geometry]
    frame.to_file(folder / "v.gpkg")
    same_villages(folder, toy_county)


def shifted_rows(system):
    def shifted(rows):
        at, *_ = (n for n, heading in enumerate(rows[0]) if heading == "lon")
        lon = np.array([float(row[at]) for row in rows[1:]])
        lat = np.array([float(row[at + 1]) for row in rows[1:]])
        for row, x, y in zip(rows[1:], *SHIFTS[system](lon, lat), strict=True):
            row[at], row[at + 1] = repr(float(x)), repr(float(y))
        return rows

    return shifted


@pytest.mark.parametrize("system", ["gcj02", "bd09"])
def test_places_clicked_on_a_web_map(tmp_path, toy_county, system):
    folder = county_with(tmp_path, f"{{file: villages.csv, crs: {system}}}")
    edit_rows(folder / "villages.csv", shifted_rows(system))
    same_villages(folder, toy_county, 0.001)


def test_a_layer_clicked_on_a_web_map(tmp_path, toy_county):
    folder = county_with(tmp_path, "{file: v.geojson, crs: gcj02}")
    frame = villages()
    lon, lat = SHIFTS["gcj02"](frame.geometry.x.to_numpy(), frame.geometry.y.to_numpy())
    frame.geometry = gpd.points_from_xy(lon, lat, crs="EPSG:4326")
    frame.to_file(folder / "v.geojson", engine="pyogrio", COORDINATE_PRECISION=12)
    same_villages(folder, toy_county, 0.001)


def test_a_datum_for_all_counts_for_tables_but_not_for_labelled_layers(tmp_path, toy_county):
    folder = county_with(tmp_path, "villages.csv")
    said = folder / "county.yaml"
    said.write_text(said.read_text("utf-8").replace("crs: cgcs2000", "crs: gcj02"), "utf-8")
    for table in ("villages", "schools", "services"):
        edit_rows(folder / f"{table}.csv", shifted_rows("gcj02"))
    county, findings = load_county(folder)
    assert county.villages.distance(toy_county.villages).max() < 0.001
    assert county.schools.distance(toy_county.schools).max() < 0.001
    notes = [f for f in findings if f.check == "crs"]
    assert {f.file for f in notes} == {"roads.geojson", "boundary.geojson"}
    assert "read so, not as gcj02" in notes[0].say("en")


@pytest.mark.parametrize("epsg", [4521, 4542, 4495])
def test_tables_in_metres(tmp_path, toy_county, epsg):
    folder = county_with(tmp_path, f"{{file: villages.csv, crs: EPSG:{epsg}}}")
    metres = villages().to_crs(f"EPSG:{epsg}").geometry

    def surveyed(rows):
        for row, point in zip(rows[1:], metres, strict=True):
            row[3], row[4] = f"{point.x:.3f}", f"{point.y:.3f}"
        return rows

    edit_rows(folder / "villages.csv", surveyed)
    same_villages(folder, toy_county)
