from __future__ import annotations

import csv
import hashlib
import io

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from bad_counties import edit_rows, spoilt
from pandas.testing import assert_frame_equal

from planner.county import columns_of
from planner.findings import errors_in
from planner.inputs.build import check_county, load_county
from planner.sample import sample_folder


def test_places_of_the_sample_lie_on_its_grid(toy_county):
    metres = toy_county.villages.get_coordinates().loc["V4"]
    assert toy_county.crs == "EPSG:4542"
    assert metres["x"] == pytest.approx(603_780, abs=1e-4)
    assert metres["y"] == pytest.approx(3_431_260, abs=1e-4)
    assert toy_county.roads.length.sum() == pytest.approx(17.5 * 630, abs=1e-3)
    assert toy_county.boundary.area == pytest.approx(20 * 6 * 630**2, rel=1e-6)


def test_frames_are_indexed_by_id_with_every_column(toy_county):
    assert list(toy_county.villages.index) == ["V1", "V2", "V3", "V4", "V5", "V6"]
    assert list(toy_county.schools.index) == ["S1", "S2", "S3", "S4", "S5"]
    for frame, table in ((toy_county.villages, "villages"), (toy_county.schools, "schools")):
        wanted = set(columns_of(table)) - {"lon", "lat", "provenance", frame.index.name}
        assert set(frame.columns) == wanted | {"evidence", "geometry"}
    assert toy_county.villages["lower_pupils"].dtype == np.int64
    assert toy_county.villages["lower_pupils"].sum() == 50
    assert np.isnan(toy_county.villages.loc["V1", "income_yuan"])
    assert toy_county.schools.loc["S1", "condition"] == ""
    assert toy_county.schools.loc["S2", "beds"] == 0
    assert list(toy_county.services["stop_order"]) == [1, 2, 3]


def test_grade_and_assumptions_come_from_county_yaml(toy_county):
    assert toy_county.provenance == "synthetic"
    assert set(toy_county.villages["evidence"]) == {"synthetic"}
    assert toy_county.assumptions[0]["en"].startswith("This county is an invented sample")


def test_every_file_is_listed_with_its_hash(toy_county):
    listed = {f.path: f for f in toy_county.files}
    assert set(listed) == {
        "county.yaml",
        "villages.csv",
        "schools.csv",
        "roads.geojson",
        "services.csv",
        "attendance.csv",
        "teachers.csv",
        "boundary.geojson",
    }
    content = (sample_folder() / "roads.geojson").read_bytes()
    assert listed["roads.geojson"].sha256 == hashlib.sha256(content).hexdigest()
    assert listed["roads.geojson"].bytes == len(content)


def test_ids_stay_text(tmp_path):
    def renamed(rows):
        rows[1][0], rows[2][0] = "007", "513330100001"
        return rows

    folder = spoilt(
        tmp_path, [{"file": "county.yaml", "replace": ["  attendance: attendance.csv\n", ""]}]
    )
    edit_rows(folder / "villages.csv", renamed)
    county, _ = load_county(folder)
    assert list(county.villages.index[:2]) == ["007", "513330100001"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_byte_order_mark_makes_no_difference(tmp_path, toy_county, encoding):
    folder = spoilt(tmp_path, [{"file": "villages.csv", "encode": encoding}])
    assert_frame_equal(load_county(folder)[0].villages, toy_county.villages)


def test_chinese_headings_and_codes_are_read(tmp_path, toy_county):
    def translated(rows):
        rows[0] = [columns_of("schools")[name].headings["zh"] for name in rows[0]]
        kinds = {"primary": "完全小学", "teaching_point": "教学点", "junior": " 初中"}
        for row in rows[1:]:
            row[5], row[6] = kinds[row[5]], {"existing": "现有", "candidate": "候选"}[row[6]]
            row[14] = "是" if row[14] == "1" else "否"
        return rows

    folder = spoilt(tmp_path, [])
    edit_rows(folder / "schools.csv", translated)
    assert_frame_equal(load_county(folder)[0].schools, toy_county.schools)


def test_points_of_a_layer_replace_degrees(tmp_path, toy_county):
    folder = spoilt(
        tmp_path, [{"file": "county.yaml", "replace": ["villages.csv", "{file: v.gpkg, layer: v}"]}]
    )
    rows = pd.read_csv(folder / "villages.csv", dtype={"village_id": str})
    points = gpd.points_from_xy(rows["lon"], rows["lat"], crs="EPSG:4490")
    layer = gpd.GeoDataFrame(rows.drop(columns=["lon", "lat"]), geometry=points)
    layer.to_crs("EPSG:32647").to_file(folder / "v.gpkg", layer="v")
    county, _ = load_county(folder)
    moved = county.villages.distance(toy_county.villages)
    assert moved.max() < 0.01
    assert_frame_equal(
        pd.DataFrame(county.villages.drop(columns="geometry")),
        pd.DataFrame(toy_county.villages.drop(columns="geometry")),
    )


def test_layer_without_system_takes_that_of_county_yaml(tmp_path, toy_county):
    change = {"file": "county.yaml", "replace": ["roads.geojson", "roads.gpkg"]}
    folder = spoilt(tmp_path, [change])
    roads = gpd.read_file(folder / "roads.geojson").set_crs(None, allow_override=True)
    with pytest.warns(UserWarning, match="crs"):
        roads.to_file(folder / "roads.gpkg")
    assert load_county(folder)[0].roads.length.sum() == pytest.approx(17.5 * 630, abs=1e-2)
    text = (folder / "county.yaml").read_text("utf-8").replace("crs: cgcs2000\n", "")
    (folder / "county.yaml").write_text(text, "utf-8")
    messages = [f.say("en") for f in errors_in(check_county(folder))]
    assert any(m.startswith("roads.gpkg: has no coordinate reference system") for m in messages)


def test_zone_is_chosen_where_none_is_named(tmp_path):
    folder = spoilt(
        tmp_path, [{"file": "county.yaml", "replace": ["projected_crs: EPSG:4542\n", ""]}]
    )
    assert load_county(folder)[0].crs == "EPSG:4542"
    text = (folder / "county.yaml").read_text("utf-8").replace("cgcs2000", "wgs84")
    (folder / "county.yaml").write_text(text, "utf-8")
    assert load_county(folder)[0].crs == "EPSG:32647"


def test_without_outline_the_hull_stands_for_it(tmp_path, toy_county):
    folder = spoilt(
        tmp_path, [{"file": "county.yaml", "replace": ["  boundary: boundary.geojson\n", ""]}]
    )
    county, _ = load_county(folder)
    west, south, east, north = county.boundary.bounds
    assert (west, south) == pytest.approx((600_315 - 3000, 3_430_000 - 3000), abs=1)
    assert (east, north) == pytest.approx((610_080 + 3000, 3_431_260 + 3000), abs=1)
    assert any("widened by 3 km" in a["en"] for a in county.assumptions)


def test_blank_lines_keep_the_numbers_of_rows(tmp_path):
    folder = spoilt(tmp_path, [])
    source = (folder / "villages.csv").read_text("utf-8-sig").splitlines()
    source.insert(1, ",,,,,,,,,")
    source[3] = source[3].replace(",9,8,8,", ",9,8,-8,")
    (folder / "villages.csv").write_text("\n".join(source), "utf-8")
    errors = errors_in(check_county(folder))
    assert [(e.row, e.column) for e in errors] == [(4, "junior_pupils")]


def test_names_are_kept_as_written(tmp_path):
    name = '<script>alert("甲")</script>,村'
    change = {"file": "villages.csv", "row": 2, "column": "name", "write": name}
    assert load_county(spoilt(tmp_path, [change]))[0].villages.loc["V1", "name"] == name


def test_sample_is_what_its_script_writes(tmp_path, monkeypatch):
    import make_sample

    monkeypatch.setattr(make_sample, "FOLDER", tmp_path)
    make_sample.main()
    for path in tmp_path.iterdir():
        shipped = (sample_folder() / path.name).read_text("utf-8-sig")
        written = path.read_text("utf-8-sig")
        if path.suffix == ".csv":
            rows = list(csv.reader(io.StringIO(shipped)))
            assert list(csv.reader(io.StringIO(written))) == rows
        else:
            assert written == shipped
