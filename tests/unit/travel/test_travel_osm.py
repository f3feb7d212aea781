"""The door to OpenStreetMap."""

from pathlib import Path

import osmnx
import pytest

from planner.travel.osm import read_osm
from planner.travel.roads import ROAD_CLASSES, road_graph

OSM = """<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6">
  <node id="1" lat="31.80" lon="98.50"/><node id="2" lat="31.80" lon="98.51"/>
  <node id="3" lat="31.80" lon="98.52"/><node id="4" lat="31.81" lon="98.51"/>
  <node id="5" lat="31.79" lon="98.515"/><node id="6" lat="31.82" lon="98.515"/>
  <node id="7" lat="31.805" lon="98.511"/>
  <way id="10"><nd ref="1"/><nd ref="2"/><nd ref="3"/>
    <tag k="highway" v="trunk"/><tag k="name" v="G317"/><tag k="surface" v="asphalt"/></way>
  <way id="11"><nd ref="2"/><nd ref="7"/><nd ref="4"/>
    <tag k="highway" v="track"/><tag k="surface" v="dirt"/></way>
  <way id="12"><nd ref="5"/><nd ref="6"/>
    <tag k="highway" v="footway"/><tag k="bridge" v="yes"/></way>
  <way id="13"><nd ref="4"/><nd ref="6"/>
    <tag k="highway" v="tertiary_link"/><tag k="oneway" v="yes"/></way>
  <way id="14"><nd ref="1"/><nd ref="4"/><tag k="highway" v="construction"/></way>
</osm>
"""


@pytest.fixture
def osm_file(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.osm"
    path.write_text(OSM, encoding="utf-8")
    return path


def test_tags_become_classes_and_each_stretch_comes_once(osm_file: Path) -> None:
    lines = read_osm(osm_file)
    rows = list(zip(lines.u, lines.v, lines.road_class, lines.surface, lines.name, strict=True))
    assert rows == [
        (1, 2, "national", "paved", "G317"),
        (2, 3, "national", "paved", "G317"),
        (2, 4, "track", "earth", ""),
        (4, 6, "township", "", ""),
        (5, 6, "path", "", ""),
    ]
    assert lines.crs.to_epsg() == 4326


def test_the_arrays_keep_the_footbridge_apart_from_the_trunk_road(osm_file: Path) -> None:
    graph = road_graph(read_osm(osm_file).to_crs("EPSG:32647"))
    assert [ROAD_CLASSES[c] for c in graph.road_class].count("national") == 2
    assert (len(graph.node_xy_m), len(graph.start)) == (6, 5)
    trunk_m = graph.length_m[graph.road_class == ROAD_CLASSES.index("national")]
    assert trunk_m.tolist() == pytest.approx([946.62, 946.62], abs=0.01)


def test_graphml_gives_the_same_roads(osm_file: Path, tmp_path: Path) -> None:
    graph = osmnx.graph_from_xml(osm_file, retain_all=True, simplify=False)
    osmnx.save_graphml(graph, tmp_path / "tiny.graphml")
    lines = read_osm(tmp_path / "tiny.graphml")
    pairs = list(zip(lines.u, lines.v, lines.road_class, strict=True))
    assert pairs == [
        (1, 2, "national"),
        (2, 3, "national"),
        (2, 7, "track"),
        (4, 6, "township"),
        (4, 7, "track"),
        (5, 6, "path"),
    ]


def test_merged_stretches_take_the_lowest_class(tmp_path: Path) -> None:
    source = tmp_path / "merged.osm"
    source.write_text(OSM.replace("construction", "path"), encoding="utf-8")
    osmnx.save_graphml(osmnx.graph_from_xml(source, retain_all=True), tmp_path / "merged.graphml")
    lines = read_osm(tmp_path / "merged.graphml")
    between = lines[(lines.u == 2) & (lines.v == 4)]
    # Trunk from 2 to 1 and path on to 4 are one stretch in the file; the track is another.
    assert sorted(between.road_class) == ["path", "track"]


def test_osmnx_settings_are_put_back(osm_file: Path) -> None:
    before = list(osmnx.settings.useful_tags_way)
    read_osm(osm_file)
    assert osmnx.settings.useful_tags_way == before
