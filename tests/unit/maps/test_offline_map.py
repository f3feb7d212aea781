from __future__ import annotations

import dataclasses
import json
import re
from io import BytesIO
from pathlib import Path

import folium
import pytest
from folium.plugins import MarkerCluster
from pages_world import make_baseline, make_result

from planner.errors import PlannerError
from planner.maps import style
from planner.maps.assets import leaflet_css, leaflet_js, script_json
from planner.maps.cards import ROW_FIELDS
from planner.maps.layers import LAYERS, draw
from planner.maps.offline import OfflineMap
from planner.maps.page import build_map, write_map
from planner.maps.scan import outside_references
from planner.maps.scene import scene_of
from planner.maps.sketch import sketch_svg
from planner.reports.people import CHANGES

EVIL = "</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def page() -> str:
    return build_map(make_result(names={"V2": EVIL, "S2": "{{7*7}}"})).page()


def data_of(page: str) -> dict:
    found = re.search(r"^drawPlan\(map_plan, (\{.*\})\);$", page, re.MULTILINE)
    assert found is not None
    return json.loads(found[1])


def layer(page: str, name: str) -> dict:
    return next(item for item in data_of(page)["layers"] if item["name"] == name)


def test_the_page_refers_to_nothing_outside_it(page):
    assert outside_references(page) == []


def test_the_policy_allows_nothing_but_the_page_itself(page):
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy
    assert page.index("Content-Security-Policy") < page.index("<script")


def test_the_licence_travels_with_the_page(page):
    assert "BSD 2-Clause License" in page
    assert "Leaflet 1.9" in page


def test_names_are_neither_markup_nor_templates(page):
    assert EVIL not in page
    assert "<img src=x" not in page
    assert page.count("</script>") == page.count("<script")
    assert next(v for v in layer(page, "villages")["rows"] if v["id"] == "V2")["name"] == EVIL
    names = {s["name"] for s in layer(page, "schools")["rows"]}
    assert "{{7*7}}" in names


def test_json_for_scripts_has_no_sign_of_markup():
    assert script_json({"a": "<&>\u2028"}) == '{"a":"\\u003c\\u0026\\u003e\\u2028"}'
    with pytest.raises(ValueError, match="JSON"):
        script_json(float("nan"))


def test_cards_hold_today_and_plan(page):
    village = next(v for v in layer(page, "villages")["rows"] if v["id"] == "V2")
    assert data_of(page)["rowFields"] == list(ROW_FIELDS)
    assert data_of(page)["changeOrder"] == list(style.VILLAGES)
    assert [row[:16] for row in village["rows"]] == [
        [0, 6, "S2", 0, 9, "S1", 0, 39, 30, 0, 1, 0.6, 3.6, 0, 0, 3]
    ]
    unserved = next(v for v in layer(page, "villages")["rows"] if v["id"] == "V6")
    assert unserved["rows"] == [[0, 3] + [None] * 7 + [1, 1] + [None] * 4 + [5] + [None] * 2]
    assert [list(style.VILLAGES)[n] for n in (3, 5)] == ["much_longer", "unserved"]
    school = next(s for s in layer(page, "schools")["rows"] if s["id"] == "S1")
    assert (school["before"], school["after"]) == ([20, 0, 18], [26, 9, 18])
    assert (school["boarders"], school["beds"], school["decision"]) == (
        [0, 9],
        [0, 9],
        "convert_to_boarding",
    )
    closed = next(s for s in layer(page, "schools")["rows"] if s["id"] == "S2")
    assert closed["to"] == [["S1", 6]]
    assert closed["kind"] is None


def test_the_hardest_lots_are_drawn_last(page):
    changes = [v["change"] for v in layer(page, "villages")["rows"]]
    assert changes == ["same", "same", "shorter", "much_longer", "boards_now", "unserved"]


def test_every_change_and_decision_has_its_own_look():
    assert set(style.VILLAGES) == set(CHANGES)
    assert len({(d.fill, d.stroke_px) for d in style.VILLAGES.values()}) == len(CHANGES)
    shapes = [s.path for s in style.SCHOOLS.values()]
    assert len(set(shapes)) == len(shapes)


def test_layers_without_data_are_left_out():
    result = make_result()
    names = [item["name"] for item in draw(scene_of(result))]
    assert "hillshade" not in names
    assert "bus_lines" in names
    assert set(names) < {item.name for item in LAYERS}


def page_layers(page: str) -> list[dict]:
    return data_of(page)["layers"]


def beyond(layers: list[dict]) -> list[str]:
    """Return the villages round which the script draws a ring: some pupils beyond the norm."""
    over = ROW_FIELDS.index("over")
    rows = next(d for d in layers if d["name"] == "villages")["rows"]
    return sorted(v["id"] for v in rows if any(row[over] for row in v["rows"]))


def test_rings_round_villages_beyond_the_norm(page):
    rings = layer(page, "over_norm")
    assert (beyond(page_layers(page)), rings["shown"]) == (["V2", "V6"], False)
    result = make_result()
    today = dataclasses.replace(result, plan=make_baseline(), accounts=result.baseline_accounts)
    layers = draw(scene_of(today))
    unchanged = next(d for d in layers if d["name"] == "over_norm")
    assert (beyond(layers), unchanged["shown"]) == (["V5", "V6"], True)


def test_title_and_legend_say_what_the_reader_must_know(page):
    assert "合成数据" in page
    assert '<span class="status optimal">' in page
    assert "Minutes are to the village centre" in page
    legend = data_of(page)["legend"]
    assert '<span class="zh" lang="zh-CN">撤并</span>' in legend
    assert "longer by 10 min or more" in legend
    for words in (
        "Existing bus lines",
        "Township boundary",
        "some pupils beyond the norm",
        "Ways to school after the plan",
        "within the walking norm",
    ):
        assert words in legend
    assert "a straight line" not in legend


def test_the_still_map_names_townships_and_has_a_scale():
    drawn = sketch_svg(scene_of(make_result()))
    assert ">更庆镇</text>" in drawn
    # The county is 58 km wide.
    assert ">5 km</text>" in drawn
    # Two villages are beyond the norm.
    assert drawn.count(f'stroke="{style.OVER_NORM[0]}"') == 2


def test_one_language_only():
    page = build_map(make_result(), lang="en").page()
    assert "<title>Tiny · Trial plan</title>" in page
    assert 'id="switch-language"' not in page
    assert data_of(page)["langs"] == ["en"]


def test_the_same_result_gives_the_same_page(tmp_path: Path):
    write_map(make_result(), tmp_path / "a.html")
    write_map(make_result(), tmp_path / "b.html")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_a_plugin_from_elsewhere_is_refused():
    page = OfflineMap(title="x")
    MarkerCluster().add_to(page)
    with pytest.raises(PlannerError) as caught:
        page.page()
    assert "markercluster" in caught.value.message.say("en")


def test_tiles_are_refused():
    page = OfflineMap(title="x")
    folium.TileLayer("OpenStreetMap").add_to(page)
    with pytest.raises(PlannerError, match="openstreetmap"):
        page.page()


def test_folium_layers_can_be_added_and_the_stock_map_stays_as_it_was(tmp_path: Path):
    before = list(folium.Map.default_js)
    page = OfflineMap(title="<x>", location=[31.8, 98.6])
    folium.GeoJson({"type": "Point", "coordinates": [98.6, 31.8]}).add_to(page)
    folium.Marker([31.8, 98.6]).add_to(page)
    target = BytesIO()
    page.save(target, close_file=False)
    html = target.getvalue().decode()
    assert outside_references(html) == []
    assert "<title>&lt;x&gt;</title>" in html
    assert folium.Map.default_js == before


def test_in_a_notebook_the_map_asks_no_host():
    frame = build_map(make_result())._repr_html_()
    assert "data:text/javascript;base64" in frame
    assert not re.search(r"(?:src|href)=&quot;https?:", frame.replace("&#34;", "&quot;"))


def test_leaflet_comes_whole_but_without_files_beside_it():
    assert "sourceMappingURL" not in leaflet_js()
    assert "_getIconUrl" in leaflet_js()
    assert leaflet_css().count("url(data:image/png;base64,") == 3
    assert len(leaflet_js()) > 140_000
