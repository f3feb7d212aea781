"""Pages in a real browser with the network cut."""

from __future__ import annotations

import io
import time
from pathlib import Path

import chrome_driver
import matplotlib.image
import pytest
from pages_world import make_result

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
