"""Tags of OpenStreetMap under the office's table; the page and the command of a road layer."""

from __future__ import annotations

import csv
import json

import geopandas as gpd
import pytest
from road_lines import table_of

import cli
from planner.maps.scan import outside_references
from planner.roads.command import Wishes, make_roads

OSM = """<osm version="0.6">
  <node id="1" lat="31.80" lon="98.50"/><node id="2" lat="31.80" lon="98.51"/>
  <node id="3" lat="31.80" lon="98.52"/>
  <way id="10"><nd ref="1"/><nd ref="2"/><tag k="highway" v="trunk"/></way>
  <way id="11"><nd ref="2"/><nd ref="3"/><tag k="highway" v="service"/>
    <tag k="surface" v="woodchips"/></way>
</osm>"""


def test_the_table_also_rules_over_the_tags_of_openstreetmap(tmp_path):
    (tmp_path / "x.osm").write_text(OSM, "utf-8")
    make_roads(str(tmp_path / "x.osm"), tmp_path / "a.gpkg", Wishes(join_m=5), "en")
    rows = table_of(tmp_path / "a-classes.csv")
    assert rows[1:] == [
        ["highway", "service", "1", "", "village", ""],
        ["highway", "trunk", "1", "", "national", ""],
        ["surface", "woodchips", "1", "", "", ""],
    ]
    rows[1][4], rows[2][4], rows[3][5] = "track", "leave_out", "earth"
    with (tmp_path / "t.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    make_roads(str(tmp_path / "x.osm"), tmp_path / "b.gpkg", Wishes(classes=tmp_path / "t.csv"))
    found = gpd.read_file(tmp_path / "b.gpkg")
    assert found[["road_class", "surface"]].to_numpy().tolist() == [["track", "earth"]]


def test_the_page_shows_before_and_after_and_asks_nothing_of_the_network(shapefile, tmp_path):
    nasty = shapefile.with_name("<script>alert(1)<|script>.gpkg")
    gpd.read_file(shapefile, encoding="GB18030").to_file(nasty, layer="roads")
    made = make_roads(str(nasty), tmp_path / "roads.gpkg", Wishes(join_m=10))
    page = made.page.read_text("utf-8")
    assert outside_references(page) == []
    assert "<script>alert(1)" not in page
    for said in ("处理前（按连通片着色）", "before (coloured by piece)", "补接的断头", "8.0"):
        assert said in page
    # One of a kind, two of another: the words fit both.
    told = [line.say("en") for line in made.lines]
    assert "crossings split: 1; within 10 m joined: loose ends 1, islands 0; 8 m in all" in told
    assert any(line.startswith("before: pieces apart: 4, the largest") for line in told)
    assert any(line.startswith("after: pieces apart: 2, the largest") for line in told)


def test_the_command_prints_the_report_or_json(shapefile, tmp_path, capsys):
    out = tmp_path / "roads.gpkg"
    asked = ["roads", str(shapefile), "--out", str(out), "--join-m", "10", "-q"]
    assert cli._guarded([*asked, "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert "打断交叉 1 处；10 米以内接上断头 1 处、孤立路段 0 处，共补 8 米" in said
    assert "处理前：4 片互不相连，最大一片占里程 33.6%" in said
    assert "处理后：2 片，最大一片占里程 88.9%" in said
    assert cli._guarded([*asked, "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["km_by_class"] == pytest.approx(
        {"provincial": 0.292, "county": 0.408, "village": 0.2}, abs=0.009
    )
    assert (figures["before"]["pieces"], figures["after"]["pieces"]) == (4, 2)
    assert figures["closing_m"] == pytest.approx(8, abs=0.01)
    assert cli._guarded(["roads", "no.shp", "--out", str(out)]) == 2
    assert cli._guarded(["roads", str(tmp_path / "道路.dbf"), "--out", str(out)]) == 2
