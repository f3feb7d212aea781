"""`plan roads` on files: noding, joining, classes and surfaces, islands, what is refused."""

from __future__ import annotations

import csv
import zipfile

import geopandas as gpd
import numpy as np
import pytest
import shapely
from road_lines import ORIGIN, layer, table_of

from planner.errors import InvalidInputError, UsageError
from planner.inputs.china_shift import gcj02_from_wgs84
from planner.roads.build import build_roads
from planner.roads.classes import Meaning, read_table, write_table
from planner.roads.command import Wishes, make_roads
from planner.roads.drawn import drawn_layer
from planner.roads.gis import read_layer
from planner.roads.guess import guessed_class, guessed_surface
from planner.roads.source import source_of
from planner.travel.roads import ROAD_CLASSES, road_graph


def test_lines_are_split_joined_and_counted_before_and_after():
    drawn = drawn_layer(layer().to_crs("EPSG:4326"), None, file="x")
    built = build_roads(drawn, join_m=10)
    assert (built.crossings, built.ends_joined, built.pieces_joined) == (1, 1, 0)
    assert len(built.before.islands) == 4
    assert [i.nodes for i in built.after.islands] == [7, 2]
    assert (built.after.lines, built.after.nodes) == (7, 9)
    assert built.before.loose_ends == 8
    assert built.after.loose_ends == 6
    assert built.closing["provenance"].tolist() == ["estimated"]
    metres = [round(1000 * i.km) for i in built.after.islands]
    assert metres == pytest.approx([800, 100], abs=1)
    assert built.after.main_share == pytest.approx(8 / 9, abs=0.001)


def test_gaps_wider_than_asked_stay_open():
    drawn = drawn_layer(layer().to_crs("EPSG:4326"), None, file="x")
    assert build_roads(drawn, join_m=7).ends_joined == 0
    assert len(build_roads(drawn, join_m=0).after.islands) == 3


def test_classes_and_surfaces_come_from_a_shapefile_that_hides_its_encoding(shapefile, tmp_path):
    made = make_roads(str(shapefile), tmp_path / "roads.gpkg", Wishes(join_m=10), "zh")
    found = gpd.read_file(tmp_path / "roads.gpkg")
    first = found[found["name"] != ""].groupby("name")[["road_class", "surface"]].first()
    assert first.to_dict("index") == {
        "甲": {"road_class": "county", "surface": "paved"},
        "乙": {"road_class": "provincial", "surface": "paved"},
        "丙": {"road_class": "village", "surface": "gravel"},
        "丁": {"road_class": "county", "surface": ""}
        if "" in set(found["surface"])
        else {"road_class": "county", "surface": None},
    }
    # 通村路 is no word it knows: it counts as a village road and is listed to be filled in.
    assert [m.value for m in made.drawn.unknown] == ["通村路"]
    assert "通村路" in made.findings[0].message.say("zh")
    rows = table_of(tmp_path / "roads-classes.csv")
    assert rows[0] == ["字段", "取值", "条数", "公里", "道路等级", "路面"]
    assert rows[1:4] == [
        ["道路等级", "县道", "2", "0.4", "县道", ""],
        ["道路等级", "省道", "1", "0.3", "省道", ""],
        ["道路等级", "通村路", "1", "0.2", "", ""],
    ]


def test_the_table_that_was_edited_decides(shapefile, tmp_path):
    make_roads(str(shapefile), tmp_path / "roads.gpkg", Wishes(join_m=10), "zh")
    edited = tmp_path / "mine.csv"
    rows = table_of(tmp_path / "roads-classes.csv")
    for row in rows[1:]:
        row[4] = {"通村路": "机耕道", "省道": "不用"}.get(row[1], row[4])
        row[5] = "土路" if row[1] == "水泥" else row[5]
    # As a spreadsheet on Chinese Windows saves it.
    with edited.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)
    made = make_roads(str(shapefile), tmp_path / "b.gpkg", Wishes(join_m=10, classes=edited))
    found = gpd.read_file(tmp_path / "b.gpkg")
    assert set(found["road_class"]) == {"county", "track"}
    assert set(found.loc[found["name"] == "甲", "surface"]) == {"earth"}
    assert made.drawn.lines_left_out == 1
    assert made.drawn.unknown == ()
    assert made.table is None
    assert not (tmp_path / "b-classes.csv").exists()


def test_a_wrong_cell_of_the_table_is_named_with_its_row(shapefile, tmp_path):
    table = tmp_path / "t.csv"
    write_table([Meaning("c", "v", "county", "")], table, "en")
    table.write_text(table.read_text("utf-8").replace("county", "motorway"), "utf-8")
    with pytest.raises(InvalidInputError) as refused:
        make_roads(str(shapefile), tmp_path / "b.gpkg", Wishes(classes=table))
    said = refused.value.findings[0].say("en")
    assert said.startswith('t.csv, row 2, road_class: "motorway" is none of the choices')
    assert "leave_out (不用)" in said
    table.write_text("column,value\n", "utf-8")
    with pytest.raises(InvalidInputError) as refused:
        read_table(table)
    assert "road_class" in refused.value.findings[0].message.say("en")


def test_the_table_comes_back_as_it_was_written_and_runs_nothing_in_a_spreadsheet(tmp_path):
    rows = (Meaning("=x", "@SUM(A1)", "county", "paved"), Meaning("a", "-", "leave_out", ""))
    write_table(rows, tmp_path / "t.csv", "zh")
    assert read_table(tmp_path / "t.csv") == rows
    assert [row[:2] for row in table_of(tmp_path / "t.csv")[1:]] == [
        ["'=x", "'@SUM(A1)"],
        ["a", "'-"],
    ]


def test_the_planner_joins_the_layer_as_the_report_says(shapefile, tmp_path):
    made = make_roads(str(shapefile), tmp_path / "roads.geojson", Wishes(join_m=10))
    graph = road_graph(gpd.read_file(tmp_path / "roads.geojson").to_crs("EPSG:32647"))
    assert len(graph.node_xy_m) == made.built.after.nodes == 9
    assert len(graph.start) == made.built.after.lines == 7
    assert graph.components().max() + 1 == len(made.built.after.islands)
    county_m = graph.length_m[graph.road_class == ROAD_CLASSES.index("county")].sum()
    # A and D, and the gap that lengthens one of its neighbours.
    assert county_m == pytest.approx(400, abs=9)


def test_a_layer_that_was_made_is_taken_as_it_is(shapefile, tmp_path):
    first = make_roads(str(shapefile), tmp_path / "a.gpkg", Wishes(join_m=10))
    again = make_roads(str(tmp_path / "a.gpkg"), tmp_path / "b.gpkg", Wishes())
    assert again.built.join_m is None
    assert again.built.after.lines == first.built.after.lines
    same = ["road_class", "surface", "name", "u", "v"]
    a, b = (gpd.read_file(tmp_path / f"{n}.gpkg").fillna("") for n in "ab")
    assert a[same].equals(b[same])


def test_a_track_drawn_over_a_road_hides_neither():
    frame = layer(road_class=["county", "village", "track", "path"])
    frame.loc[1, "geometry"] = frame.loc[0, "geometry"]
    built = build_roads(drawn_layer(frame.to_crs("EPSG:4326"), None, file="x"), 0)
    lengths = built.roads.to_crs("EPSG:32647").length.groupby(built.roads["road_class"]).sum()
    assert lengths[["county", "village"]].tolist() == pytest.approx([300, 300], abs=0.1)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("国道", "national"),
        ("Ｇ３１７", "national"),
        ("S217", "provincial"),
        ("X012", "county"),
        ("Y003A", "township"),
        ("C12", "village"),
        ("trunk_link", "national"),
        ("track_grade5", "path"),
        ("RR(ODR)", "township"),
        ("四级", "township"),
        ("等外公路", "village"),
        ("机耕路", "track"),
        ("瑶池大道", ""),
    ],
)
def test_words_of_classes_are_understood(word, code):
    assert guessed_class(word) == code


def test_words_of_surfaces_are_understood():
    said = [guessed_surface(w) for w in ("水泥混凝土", "asphalt", "碎石", "土路", "?")]
    assert said == ["paved", "paved", "gravel", "earth", ""]


def test_the_column_of_the_class_may_be_named():
    frame = layer(kind=["x1", "x2", "x1", "x1"], 等级=["县道"] * 4).to_crs("EPSG:4326")
    assert {m.column for m in drawn_layer(frame, None, file="x").meanings} == {"等级"}
    named = drawn_layer(frame, None, file="x", columns=("kind", None))
    assert [(m.value, m.lines) for m in named.unknown] == [("x1", 3), ("x2", 1)]
    with pytest.raises(InvalidInputError) as refused:
        drawn_layer(frame, None, file="x", columns=("nix", None))
    assert refused.value.findings[0].message.say("en").endswith("there are: kind, 等级")


def test_a_cell_that_cannot_be_read_is_named_and_left_blank():
    frame = layer(speed_kph=["30", "fast", "", "45"]).to_crs("EPSG:4326")
    drawn = drawn_layer(frame, None, file="x.shp")
    assert np.isnan(drawn.lines["speed_kph"]).tolist() == [False, True, True, False]
    assert [(f.severity, f.row, f.column, f.value) for f in drawn.findings] == [
        ("warning", 2, "speed_kph", "fast")
    ]


def test_lines_from_a_chinese_web_map_are_brought_back(tmp_path):
    true = layer().to_crs("EPSG:4326")
    shifted = shapely.transform(
        np.asarray(true.geometry), lambda xy: np.column_stack(gcj02_from_wgs84(*xy.T))
    )
    gpd.GeoDataFrame(geometry=shifted, crs="EPSG:4326").to_file(tmp_path / "x.shp")
    back, _ = read_layer(tmp_path / "x.shp", crs="gcj02")
    assert shapely.distance(np.asarray(back.geometry), np.asarray(true.geometry)).max() < 1e-9
    moved, _ = read_layer(tmp_path / "x.shp", crs="wgs84")
    assert shapely.distance(np.asarray(moved.geometry), np.asarray(true.geometry)).min() > 1e-4


def test_a_layer_without_a_system_asks_for_it(tmp_path):
    layer().to_crs("EPSG:4326").to_file(tmp_path / "x.shp")
    (tmp_path / "x.prj").unlink()
    with pytest.raises(InvalidInputError) as refused:
        read_layer(tmp_path / "x.shp")
    assert "--crs cgcs2000" in refused.value.findings[0].message.say("zh")
    with pytest.raises(UsageError) as wrong:
        read_layer(tmp_path / "x.shp", crs="nonsense")
    assert "nonsense is not known" in wrong.value.message.say("en")


def test_what_is_no_line_is_left_out_and_said(tmp_path):
    frame = layer()
    frame.loc[3, "geometry"] = shapely.Point(ORIGIN)
    frame.to_file(tmp_path / "x.gpkg")
    lines, findings = read_layer(tmp_path / "x.gpkg")
    assert len(lines) == 3
    assert findings[0].message.say("en").startswith("1 features are no lines")
    frame.iloc[[3]].to_file(tmp_path / "p.gpkg")
    with pytest.raises(InvalidInputError) as refused:
        read_layer(tmp_path / "p.gpkg")
    assert refused.value.findings[0].message.key == "roads.no_lines"


def test_several_layers_ask_for_one(tmp_path):
    for name in ("a", "b"):
        layer().to_file(tmp_path / "x.gpkg", layer=name)
    with pytest.raises(InvalidInputError) as refused:
        read_layer(tmp_path / "x.gpkg")
    assert "a, b" in refused.value.findings[0].message.say("en")
    assert len(read_layer(tmp_path / "x.gpkg", layer="b")[0]) == 4


def test_a_packed_shapefile_is_read_and_nothing_leaves_its_folder(shapefile, tmp_path):
    packed = tmp_path / "x.zip"
    with zipfile.ZipFile(packed, "w") as file:
        for part in tmp_path.glob("道路.*"):
            file.write(part, f"../../{part.name}")
    assert len(read_layer(packed)[0]) == 4
    assert not (tmp_path.parent / shapefile.name).exists()


def test_what_is_asked_for_is_told_apart(tmp_path):
    (tmp_path / "a.osm.pbf").touch()
    assert source_of(str(tmp_path / "a.osm.pbf")).kind == "osm"
    assert source_of("98.2, 31.3,99,32").box == (98.2, 31.3, 99.0, 32.0)
    assert source_of("四川省德格县").kind == "place"
    for wrong, key in (
        ("roads.shp", "roads.missing"),
        ("99,31,98,32", "roads.box"),
        (str(tmp_path), "roads.folder"),
    ):
        with pytest.raises(UsageError) as refused:
            source_of(wrong)
        assert refused.value.message.key == key


def test_nobodys_data_is_written_over(shapefile, tmp_path):
    source = tmp_path / "own.gpkg"
    layer().to_file(source, layer="my_data")
    for out, key in (
        (source, "roads.out_is_source"),
        (tmp_path / "x.shp", "roads.out_format"),
    ):
        with pytest.raises(UsageError) as refused:
            make_roads(str(source), out, Wishes())
        assert refused.value.message.key == key
    with pytest.raises(UsageError) as refused:
        make_roads(str(shapefile), source, Wishes())
    assert "my_data" in refused.value.message.say("en")
    assert gpd.read_file(source).shape[0] == 4


def test_roads_within_an_area_are_taken_whole(shapefile, tmp_path):
    true = layer().to_crs("EPSG:4326")
    x, y = true.geometry.iloc[3].coords[0]
    box = f"{x - 1e-4},{y - 1e-4},{x + 1e-4},{y + 1e-4}"
    made = make_roads(str(shapefile), tmp_path / "a.gpkg", Wishes(within=box, margin_km=0))
    assert made.built.after.lines == 1
    assert made.built.after.km == pytest.approx(0.1, abs=0.001)
    with pytest.raises(InvalidInputError):
        make_roads(str(shapefile), tmp_path / "a.gpkg", Wishes(within="1,1,2,2"))
