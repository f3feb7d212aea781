"""The door to OpenStreetMap."""

from pathlib import Path

import osmium
import osmnx
import pytest
from bad_counties import spoilt
from geopandas.testing import assert_geodataframe_equal

from planner.errors import InvalidInputError
from planner.findings import errors_in
from planner.inputs.build import load_county
from planner.travel.osm import UnreadableOsmError, read_osm
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


def one_way(tags: dict[str, str], tmp_path: Path, node_tags: str = ""):
    """Read an extract of one way of three nodes; the middle one may have tags."""
    said = "".join(f'<tag k="{k}" v="{v}"/>' for k, v in tags.items())
    path = tmp_path / "way.osm"
    path.write_text(
        '<osm version="0.6"><node id="1" lat="31.8" lon="98.5"/>'
        f'<node id="2" lat="31.8" lon="98.51">{node_tags}</node>'
        '<node id="3" lat="31.8" lon="98.52"/>'
        f'<way id="9"><nd ref="1"/><nd ref="2"/><nd ref="3"/>{said}</way></osm>',
        encoding="utf-8",
    )
    return read_osm(path)


@pytest.mark.parametrize(
    ("tags", "wanted"),
    [
        ({"highway": "track", "tracktype": "grade1"}, ("village", "paved", "", 0)),
        ({"highway": "track", "tracktype": "grade2"}, ("track", "gravel", "", 0)),
        ({"highway": "track", "tracktype": "grade3"}, ("track", "earth", "", 0)),
        ({"highway": "track", "tracktype": "grade4"}, ("track", "earth", "", 0)),
        ({"highway": "track", "tracktype": "grade5"}, ("path", "earth", "", 0)),
        ({"highway": "track", "tracktype": "grade2", "surface": "mud"}, ("track", "earth", "", 0)),
        ({"highway": "tertiary", "tracktype": "grade5"}, ("township", "", "", 0)),
        ({"highway": "path", "surface": "concrete:plates"}, ("path", "paved", "", 0)),
        ({"highway": "unclassified", "smoothness": "impassable"}, ("path", "", "", 0)),
        ({"highway": "track", "motor_vehicle": "forestry"}, ("path", "", "", 0)),
        ({"highway": "service", "access": "private", "foot": "yes"}, ("path", "", "", 0)),
        ({"highway": "primary", "foot": "no"}, ("provincial", "", "", 0)),
        ({"highway": "service", "access": "no", "bus": "yes"}, ("village", "", "", 0)),
        ({"highway": "track", "seasonal": "yes"}, ("track", "", "winter", 0)),
        ({"highway": "track", "seasonal": "summer"}, ("track", "", "10-5", 0)),
        ({"highway": "track", "ice_road": "yes"}, ("track", "", "normal", 0)),
        ({"highway": "secondary", "winter_service": "no"}, ("county", "", "winter", 0)),
        (
            {"highway": "secondary", "motor_vehicle:conditional": "no @ (Nov 15-May 1)"},
            ("county", "", "11-5", 0),
        ),
        ({"highway": "trunk", "access:conditional": "no @ winter"}, ("national", "", "winter", 0)),
        (
            {"highway": "residential", "access:conditional": "no @ (22:00-06:00)"},
            ("village", "", "", 0),
        ),
        ({"highway": "track", "ford": "yes"}, ("track", "", "", 1)),
        ({"highway": "trunk", "hazard": "curve;cattle"}, ("national", "", "", 1)),
        ({"highway": "trunk", "hazard": "animal_crossing"}, ("national", "", "", 0)),
        ({"highway": "path", "sac_scale": "demanding_mountain_hiking"}, ("path", "", "", 1)),
    ],
)
def test_what_tags_of_the_country_say(tags, wanted, tmp_path: Path) -> None:
    (row,) = one_way(tags, tmp_path).to_dict("records")
    assert tuple(row[c] for c in ("road_class", "surface", "closed_season", "hazard")) == wanted


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "service", "access": "private"},
        {"highway": "track", "access": "no"},
        {"highway": "path", "foot": "private"},
        {"highway": "path", "sac_scale": "alpine_hiking"},
        {"highway": "proposed"},
        {"waterway": "river"},
    ],
)
def test_ways_that_are_no_way_to_school_are_left_out(tags, tmp_path: Path) -> None:
    assert len(one_way(tags, tmp_path)) == 0


def test_a_ford_on_a_node_makes_its_stretch_a_hazard(tmp_path: Path) -> None:
    ford = '<tag k="ford" v="yes"/>'
    assert one_way({"highway": "track"}, tmp_path, ford)["hazard"].tolist() == [1]
    assert one_way({"highway": "track"}, tmp_path)["hazard"].tolist() == [0]


def test_a_road_without_a_name_goes_by_its_number(tmp_path: Path) -> None:
    assert one_way({"highway": "trunk", "ref": "G317"}, tmp_path)["name"].tolist() == ["G317"]


def test_a_packed_extract_gives_the_same_roads(osm_file: Path, tmp_path: Path) -> None:
    packed = tmp_path / "tiny.osm.pbf"
    with osmium.SimpleWriter(str(packed)) as writer:
        for entry in osmium.FileProcessor(str(osm_file)):
            writer.add(entry)
    assert_geodataframe_equal(read_osm(packed), read_osm(osm_file))


def test_a_way_that_leads_out_of_the_extract_ends_where_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "cut.osm"
    path.write_text(OSM.replace('<node id="3" lat="31.80" lon="98.52"/>', ""), encoding="utf-8")
    lines = read_osm(path)
    assert list(zip(lines.u, lines.v, strict=True)) == [(1, 2), (2, 4), (4, 6), (5, 6)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("text.osm.pbf", b"this is no extract"),
        ("empty.osm.pbf", b""),
        ("cut.osm", b"<osm version='0.6'><node id='1'"),
        ("other.graphml", b"<a></a>"),
        ("cut.graphml", b"<graphml>"),
    ],
)
def test_a_file_that_cannot_be_read_to_its_end_is_refused(name, content, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableOsmError, match=r"\w"):
        read_osm(path)


def county_on_osm(tmp_path: Path) -> Path:
    """Return the sample county on the roads of an OpenStreetMap file, by a bridge over another."""
    osm = """<osm version="0.6">
      <node id="1" lat="30.98694" lon="100.05020"/><node id="2" lat="30.98620" lon="100.15300"/>
      <node id="3" lat="30.9700" lon="100.0800"/><node id="4" lat="31.0000" lon="100.0800"/>
      <way id="7"><nd ref="1"/><nd ref="2"/><tag k="highway" v="tertiary"/></way>
      <way id="8"><nd ref="3"/><nd ref="4"/><tag k="highway" v="track"/>
        <tag k="bridge" v="yes"/></way>
    </osm>"""
    change = {"file": "county.yaml", "replace": ["roads.geojson", "{file: roads.osm}"]}
    return spoilt(tmp_path, [change, {"file": "roads.osm", "text": osm}])


def test_a_county_on_an_extract_keeps_its_bridges(tmp_path: Path) -> None:
    county, findings = load_county(county_on_osm(tmp_path))
    assert county.roads["road_class"].tolist() == ["track", "township"]
    assert county.roads[["u", "v"]].to_numpy().tolist() == [["3", "4"], ["1", "2"]]
    graph = road_graph(county.roads)
    assert (len(graph.start), len(graph.node_xy_m)) == (2, 4)
    assert sorted(set(graph.components().tolist())) == [0, 1]
    assert "roads.osm" in {f.path for f in county.files}
    # Without the nodes the two would cross.
    assert len(road_graph(county.roads.drop(columns=["u", "v"])).start) == 4
    warned = {f.check for f in findings if f.severity == "warning"}
    assert warned == {"one_point", "road_islands"}


def test_a_layer_that_names_no_nodes_has_none(toy_county) -> None:
    assert not {"u", "v"} & set(toy_county.roads.columns)


def test_an_unreadable_extract_ends_the_check_with_code_3(tmp_path: Path) -> None:
    folder = county_on_osm(tmp_path)
    (folder / "roads.osm").write_text("<osm version='0.6'><node", "utf-8")
    with pytest.raises(InvalidInputError) as refused:
        load_county(folder)
    assert refused.value.exit_code == 3
    (finding,) = errors_in(refused.value.findings)
    assert finding.file == "roads.osm"
    assert finding.say("zh").startswith("roads.osm：不是完整的 OpenStreetMap 文件：")


def test_a_loop_starts_at_its_junction_and_comes_once(tmp_path: Path) -> None:
    loop = """<node id="8" lat="31.81" lon="98.52"/><node id="9" lat="31.81" lon="98.53"/>
      <way id="15"><nd ref="3"/><nd ref="9"/><nd ref="8"/><nd ref="3"/>
      <tag k="highway" v="residential"/></way></osm>"""
    source = tmp_path / "loop.osm"
    source.write_text(OSM.replace("</osm>", loop), encoding="utf-8")
    lines = read_osm(source)
    (ring,) = lines[(lines.u == 3) & (lines.v == 3)].geometry
    assert ring.coords[0] == ring.coords[-1] == (98.52, 31.80)
    osmnx.save_graphml(osmnx.graph_from_xml(source, retain_all=True), tmp_path / "loop.graphml")
    again = read_osm(tmp_path / "loop.graphml")
    (same,) = again[(again.u == 3) & (again.v == 3)].geometry
    assert same.equals_exact(ring, 0)
