"""Pages in a real browser with the network cut."""

from __future__ import annotations

import io
import time
from pathlib import Path

import chrome_driver
import matplotlib.image
import pytest
from pages_world import make_result

from planner.maps import style
from planner.maps.page import write_map
from planner.reports.report import write_report

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(chrome_driver.missing()), reason=chrome_driver.missing()),
]

EVIL = "</script><img src=x onerror=\"document.title='evil'\">"

SPOT = """
var found = null, id = arguments[0];
map_plan.eachLayer(function (layer) {
  if (layer.getLatLng && layer.options.alt === id) { found = layer.getLatLng(); }
});
if (!found) { found = L.latLng(arguments[1]); }
map_plan.setView(found, 17, { animate: false });
var point = map_plan.latLngToContainerPoint(found);
var box = map_plan.getContainer().getBoundingClientRect();
return [point.x + box.left, point.y + box.top];
"""
CARD = "var card = document.querySelector('.card'); return card && card.innerText;"


@pytest.fixture(scope="module")
def window(tmp_path_factory):
    with chrome_driver.browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    result = make_result(names={"V2": EVIL, "S2": "{{7*7}}"})
    write_map(result, folder / "map.html")
    write_report(result, folder / "report.html")
    return folder


def grey_of(png: bytes):
    return matplotlib.image.imread(io.BytesIO(png))[:, :, :3].mean(axis=2)


def wait_for(window: chrome_driver.Browser, script: str) -> object:
    for _ in range(40):
        found = window.run(script)
        if found:
            return found
        time.sleep(0.05)
    return None


def card_at(
    window: chrome_driver.Browser, alt: str, at: list[float], above_px: int, name: str
) -> str:
    """Click a place until its card opens: the browser may still be settling the map's size."""
    card = None
    for _ in range(5):
        window.run("map_plan.closePopup()")
        x, y = window.run(SPOT, alt, at)
        time.sleep(0.3)
        window.click_at(x, y - above_px)
        card = wait_for(window, CARD)
        if card and name in str(card):
            break
    return str(card)


@pytest.mark.parametrize("name", ["map.html", "report.html"])
@pytest.mark.parametrize("width", [1440, 390])
def test_a_page_asks_for_itself_alone_and_draws_something(window, pages, name, width):
    window.resize(width, 900)
    window.open(pages / name)
    assert window.requests() == [(pages / name).as_uri()]
    assert window.complaints() == []
    picture = grey_of(window.screenshot())
    assert picture.std() > 0.05
    assert window.run("return document.title").startswith("小县")
    # Nothing sticks out at the side of a telephone.
    assert window.run("return document.documentElement.scrollWidth") <= width


def test_a_click_on_a_village_opens_its_card(window, pages):
    window.resize(1440, 900)
    window.open(pages / "map.html")
    at = window.run(
        "var data = null; map_plan.eachLayer(function (l) {"
        " if (l.getRadius && l.options.fillColor === '#d55e00') { data = l.getLatLng(); } });"
        "return [data.lat, data.lng];"
    )
    card = card_at(window, "", at, 0, EVIL)
    assert EVIL in card
    assert "步行 39 分钟 · 3.6 公里" in card
    assert "▲ +30" in card
    assert "超出时限标准" in card
    assert window.complaints() == []
    assert window.requests() == [(pages / "map.html").as_uri()]


def test_a_click_on_a_school_opens_its_card(window, pages):
    window.resize(1440, 900)
    window.open(pages / "map.html")
    card = card_at(window, "{{7*7}}", [0, 0], 12, "{{7*7}}")
    assert "{{7*7}}" in card
    assert "撤并" in card
    assert "S1学校 6" in card
    assert "听证；过半家长同意" in card


def drawn(window: chrome_driver.Browser, colour: str) -> list[list[float]]:
    """Return width and number of points of each line of a colour, areas apart."""
    return window.run(
        "var found = [], colour = arguments[0];"
        "map_plan.eachLayer(function (l) {"
        " if (l instanceof L.Polyline && !(l instanceof L.Polygon) && l.options.color === colour) {"
        "  found.push([l.options.weight, l.getLatLngs().flat(2).length]); } });"
        "return found;",
        colour,
    )


def switch(window: chrome_driver.Browser, title: str) -> None:
    """Click the box of a layer."""
    window.run(
        "var all = document.querySelectorAll('.leaflet-control-layers-overlays label');"
        "var title = arguments[0];"
        "[].forEach.call(all, function (label) {"
        " if (label.innerText.indexOf(title) >= 0) { label.querySelector('input').click(); } });",
        title,
    )


def test_trips_follow_the_roads_and_are_wider_with_more_pupils(window, pages):
    window.resize(1440, 900)
    window.open(pages / "map.html")
    walks, boards = drawn(window, style.MODES["walk"][0]), drawn(window, style.MODES["board"][0])
    # Nine pupils board: one width, and as many bends as the road has.
    assert [width for width, _ in boards] == [style.TRIP_WIDTHS[0][1]]
    assert boards[0][1] > 20
    assert len({width for width, _ in walks}) > 1
    switch(window, "上学路线：小学高段")
    assert drawn(window, style.MODES["board"][0]) == []
    assert window.complaints() == []


def test_a_school_shows_from_where_it_is_reached_on_foot(window, pages):
    window.resize(1440, 900)
    window.open(pages / "map.html")
    areas = (
        "var n = 0; map_plan.eachLayer(function (l) { if (l instanceof L.Polygon) { n += 1; } });"
        "return n;"
    )
    assert window.run(areas) == 0
    card = card_at(window, "S4学校", [0, 0], 12, "S4学校")
    assert "30 分钟内（标准），60 分钟内（上限）" in card
    assert window.run(areas) == 2
    press = "document.querySelectorAll('.card .stage')[arguments[0]].click()"
    window.run(press, 1)
    assert "40 分钟内（标准），90 分钟内（上限）" in str(window.run(CARD))
    assert window.run(areas) == 2
    window.run(press, 1)
    assert window.run(areas) == 0
    window.run(press, 0)
    # Closing the card leaves the areas, a click on the ground takes them away.
    window.run("map_plan.closePopup()")
    assert window.run(areas) == 2
    window.run("map_plan.fire('click', { latlng: map_plan.getCenter() })")
    assert window.run(areas) == 0
    assert window.complaints() == []


@pytest.mark.parametrize("name", ["map.html", "report.html"])
def test_the_switch_changes_the_language(window, pages, name):
    window.resize(1440, 900)
    window.open(pages / name)
    heading = "return document.querySelector('h1').innerText"
    assert window.run(heading) == "试算方案"
    window.run("document.getElementById('switch-language').click()")
    assert window.run(heading) == "Trial plan"
    assert window.run("return document.documentElement.lang") == "en"


def test_layers_can_be_switched(window, pages):
    window.open(pages / "map.html")
    dots = "return document.querySelectorAll('.site-icon').length"
    assert window.run(dots) == 5
    boxes = "var all = document.querySelectorAll('.leaflet-control-layers-selector');"
    window.run(boxes + "all[all.length - 1].click()")
    assert window.run(dots) == 0


def test_even_a_plain_marker_asks_for_no_picture(window, tmp_path):
    import folium

    from planner.maps.offline import OfflineMap

    page = OfflineMap(title="小县", location=[31.8, 98.6], zoom_start=9)
    folium.Marker([31.8, 98.6], popup="x").add_to(page)
    page.save(tmp_path / "marker.html")
    window.open(tmp_path / "marker.html")
    marker = "return document.querySelector('.leaflet-marker-icon').naturalWidth"
    assert window.run(marker) == 25
    window.run("document.querySelector('.leaflet-marker-icon').click()")
    assert (
        wait_for(window, "return document.querySelector('.leaflet-popup-content').innerText") == "x"
    )
    assert window.requests() == [(tmp_path / "marker.html").as_uri()]
    assert window.complaints() == []
