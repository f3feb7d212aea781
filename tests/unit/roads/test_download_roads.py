"""`plan roads` by place name and bounding box, against a server that answers as Overpass does."""

from __future__ import annotations

import json
import socket

import geopandas as gpd
import osmnx
import pytest
import shapely
from overpass_server import TAKEN, Server, serving

from planner.errors import InvalidInputError
from planner.roads.command import Wishes, make_roads
from planner.travel import roads_download
from planner.travel.osm_tags import road_of

BOX = "98.40,31.70,98.60,31.90"

# 1 --trunk-- 2 --trunk-- 3        9 --residential-- 10  (an island)
#             |  track with a ford at 7
#             4 --tertiary-- 6, over which a footbridge 5-8 leads
NODES = {
    1: (98.50, 31.80, {}),
    2: (98.51, 31.80, {}),
    3: (98.52, 31.80, {}),
    4: (98.51, 31.81, {}),
    5: (98.512, 31.805, {}),
    6: (98.515, 31.82, {}),
    7: (98.5105, 31.805, {"ford": "yes"}),
    8: (98.513, 31.83, {}),
    9: (98.45, 31.75, {}),
    10: (98.45, 31.751, {}),
    11: (98.505, 31.80, {}),
}
WAYS = {
    10: ([1, 11, 2, 3], {"highway": "trunk", "name": "G317", "surface": "asphalt"}),
    11: ([2, 7, 4], {"highway": "track", "tracktype": "grade3"}),
    12: ([5, 8], {"highway": "footway", "bridge": "yes"}),
    13: ([4, 6], {"highway": "tertiary", "access:conditional": "no @ (Nov 1-Mar 31)"}),
    14: ([9, 10], {"highway": "residential"}),
    15: ([1, 4], {"highway": "construction"}),
}
DEGE = {
    "geojson": {
        "type": "Polygon",
        "coordinates": [[[98.4, 31.7], [98.6, 31.7], [98.6, 31.9], [98.4, 31.9], [98.4, 31.7]]],
    }
}


@pytest.fixture(autouse=True)
def kept(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTY_SCHOOL_PLANNER_CACHE", str(tmp_path / "kept"))
    waits: list[float] = []
    monkeypatch.setattr("time.sleep", waits.append)
    # The page of each layer is drawn by test_road_layers; here it would take half of the time.
    monkeypatch.setattr("planner.roads.command._page", lambda *_: "<html></html>")
    return waits


@pytest.fixture
def server():
    with serving(Server(NODES, WAYS, {"四川省德格县": DEGE})) as running:
        yield running


def wishes(server: Server, **more) -> Wishes:
    return Wishes(overpass=f"{server.address}/api", nominatim=f"{server.address}/", **more)


def rows(path) -> list[tuple]:
    found = gpd.read_file(path)
    wanted = ("u", "v", "road_class", "surface", "closed_season", "hazard", "name")
    cells = found[list(wanted)].astype(object).where(found[list(wanted)].notna(), "")
    return sorted(cells.itertuples(index=False, name=None))


def test_a_box_gives_the_roads_with_classes_fords_closures_and_islands(server, tmp_path):
    before = (osmnx.settings.overpass_url, osmnx.settings.cache_folder, socket.getaddrinfo)
    made = make_roads(BOX, tmp_path / "roads.gpkg", wishes(server))
    # The settings of OSMnx and the resolver are put back.
    after = (osmnx.settings.overpass_url, osmnx.settings.cache_folder, socket.getaddrinfo)
    assert after == before
    assert rows(tmp_path / "roads.gpkg") == [
        ("1", "2", "national", "paved", "", 0, "G317"),
        ("2", "3", "national", "paved", "", 0, "G317"),
        ("2", "7", "track", "earth", "", 1, ""),
        ("4", "6", "township", "", "11-3", 0, ""),
        ("4", "7", "track", "earth", "", 1, ""),
        ("5", "8", "path", "", "", 0, ""),
        ("9", "10", "village", "", "", 0, ""),
    ]
    # The footbridge crosses in the plane and is not joined; the village road is far away.
    assert [i.nodes for i in made.built.after.islands] == [6, 2, 2]
    assert made.built.closing.empty
    assert server.questions == 1


def test_a_place_is_found_by_its_name_and_said_in_full(server, tmp_path):
    said: list[str] = []
    made = make_roads(
        "四川省德格县",
        tmp_path / "a.geojson",
        wishes(server),
        "zh",
        lambda t: said.append(t.say("zh")),
    )
    assert made.built.after.lines == 7
    assert "按“四川省德格县”找到：四川省德格县, 中国" in said
    assert "下载：1/1 块" in said


def test_what_was_downloaded_is_not_asked_for_again_until_refreshed(server, tmp_path):
    make_roads(BOX, tmp_path / "a.gpkg", wishes(server))
    make_roads(BOX, tmp_path / "b.gpkg", wishes(server))
    assert server.questions == 1
    assert rows(tmp_path / "a.gpkg") == rows(tmp_path / "b.gpkg")
    make_roads(BOX, tmp_path / "b.gpkg", wishes(server, refresh=True))
    assert server.questions == 2


def test_a_download_that_was_cut_off_goes_on_where_it_stopped(server, tmp_path, monkeypatch):
    monkeypatch.setattr(roads_download, "TILE_M", 12_000.0)
    server.behaviour = ["ok", "ok", "cut"]
    with pytest.raises(InvalidInputError) as failed:
        make_roads(BOX, tmp_path / "roads.gpkg", wishes(server))
    said = failed.value.findings[0].message
    assert "2 of 6 parts have come and are kept" in said.say("en")
    assert "已下载 2 块并留存" in said.say("zh")
    assert not (tmp_path / "roads.gpkg").exists()
    before = server.questions
    made = make_roads(BOX, tmp_path / "roads.gpkg", wishes(server))
    assert server.questions - before == 4
    assert made.built.after.lines == 7


def test_tiles_give_the_same_roads_as_one_question(server, tmp_path, monkeypatch):
    make_roads(BOX, tmp_path / "one.gpkg", wishes(server))
    monkeypatch.setattr(roads_download, "TILE_M", 9_000.0)
    make_roads(BOX, tmp_path / "many.gpkg", wishes(server, margin_km=2.001))
    assert server.questions == 1 + 9
    assert rows(tmp_path / "many.gpkg") == rows(tmp_path / "one.gpkg")


def test_an_answer_cut_off_on_disk_is_asked_for_again(server, tmp_path):
    make_roads(BOX, tmp_path / "a.gpkg", wishes(server))
    (answer,) = (tmp_path / "kept").rglob("*.json")
    answer.write_text(answer.read_text("utf-8")[:200], "utf-8")
    make_roads(BOX, tmp_path / "a.gpkg", wishes(server))
    assert server.questions == 2
    assert json.loads(answer.read_text("utf-8"))["version"] == 0.6


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (["half"], "answered in part only (runtime error: Query timed out)"),
        (["error"], "HTTP 400 Bad Request"),
        (["busy"] * 9, "said 5 times in a row that it is busy"),
        (["cut"], "cannot be reached"),
    ],
)
def test_a_server_that_fails_is_said_and_nothing_is_written(server, tmp_path, behaviour, words):
    server.behaviour = list(behaviour)
    with pytest.raises(InvalidInputError) as failed:
        make_roads(BOX, tmp_path / "roads.gpkg", wishes(server))
    assert words in failed.value.findings[0].message.say("en")
    assert sorted(p.name for p in tmp_path.iterdir()) in (["kept"], [])
    if behaviour == ["half"]:
        # It is never taken for a whole one later.
        assert make_roads(BOX, tmp_path / "roads.gpkg", wishes(server)).built.after.lines == 7


def test_a_busy_server_is_waited_for(server, tmp_path, kept):
    server.behaviour = ["busy"]
    server.slots = [TAKEN]
    assert make_roads(BOX, tmp_path / "roads.gpkg", wishes(server)).built.after.lines == 7
    assert 4 in kept
    assert 55 in kept


def test_without_a_network_it_is_said_at_once_with_what_to_do(tmp_path, kept):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/api"
    with pytest.raises(InvalidInputError) as failed:
        make_roads(BOX, tmp_path / "roads.gpkg", Wishes(overpass=address))
    said = failed.value.findings[0].message.say("en")
    assert said.startswith("127.0.0.1:")
    assert "cannot be reached" in said
    assert ".osm.pbf" in said
    assert sum(kept) < 2


def test_a_name_nobody_knows_is_said(server, tmp_path):
    with pytest.raises(InvalidInputError) as failed:
        make_roads("无此县", tmp_path / "roads.gpkg", wishes(server))
    assert "没有名为“无此县”的行政区范围" in failed.value.findings[0].message.say("zh")
    assert server.questions == 0


def test_an_area_without_roads_is_said(server, tmp_path):
    with pytest.raises(InvalidInputError) as failed:
        make_roads("99.4,31.7,99.5,31.8", tmp_path / "roads.gpkg", wishes(server))
    assert failed.value.findings[0].message.key == "roads.no_roads_there"


def test_every_tag_that_is_looked_at_is_asked_for():
    asked: set[str] = set()

    class Watched(dict):
        def get(self, key, default=None):
            asked.add(key)
            return super().get(key, default)

        def __contains__(self, key):
            asked.add(key)
            return super().__contains__(key)

    for highway in ("track", "trunk", "path"):
        road_of(Watched(highway=highway))
    assert asked <= set(roads_download.WAY_TAGS)


def test_tiles_cover_the_area_once(monkeypatch):
    monkeypatch.setattr(roads_download, "TILE_M", 5_000.0)
    area = shapely.box(98.4, 31.7, 98.6, 31.9)
    parts = roads_download.tiles(area)
    assert len(parts) == 20
    # A side that is straight in metres bends by some metres in degrees.
    assert shapely.union_all(parts).symmetric_difference(area).area < 2e-5
    assert sum(p.area for p in parts) == pytest.approx(area.area, rel=1e-4)
