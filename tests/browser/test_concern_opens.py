"""The concern's page in a real browser with the network cut."""

from __future__ import annotations

import time

import chrome_driver
import pytest
from concern_study_world import written_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(chrome_driver.missing()), reason=chrome_driver.missing()),
]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return written_page(tmp_path_factory)


@pytest.mark.parametrize("width", [1440, 390])
def test_the_page_asks_for_itself_alone_and_fits(window, path, width):
    window.resize(width, 900)
    window.open(path)
    assert window.requests() == [path.as_uri()]
    assert window.complaints() == []
    assert window.run("return document.documentElement.scrollWidth") <= width
    widths = window.run(
        "var drawn = document.querySelectorAll('section > .chart .zh svg');"
        "return [].map.call(drawn, function (s) { return s.getBoundingClientRect().height; });"
    )
    assert len(widths) > 10
    assert min(widths) > 100


def test_the_switch_changes_sentences_and_drawings(window, path):
    window.resize(1440, 900)
    window.open(path)
    shown = (
        "return [document.querySelector('h1').innerText,"
        " document.querySelector('.chart .zh').offsetHeight > 0,"
        " document.querySelector('.chart .en').offsetHeight > 0];"
    )
    assert window.run(shown) == ["74% 的担忧与方案的影响", True, False]
    window.run("document.getElementById('switch-language').click()")
    assert window.run(shown) == ["The 74% concern and what plans would do", False, True]


def test_a_click_on_the_map_opens_the_answers_of_a_place(window, path):
    window.resize(1440, 900)
    window.open(path)
    circles = (
        "var n = 0; map_worry.eachLayer(function (l) { if (l.getRadius) { n += 1; } }); return n;"
    )
    # Five villages, and the township whose villages are known; V99 is not.
    assert window.run(circles) == 6
    window.run(
        "map_worry.eachLayer(function (l) {"
        " if (l.getRadius && Math.abs(l.getLatLng().lng - 98.5) < 1e-6) { l.openPopup(); } });"
    )
    for _ in range(40):
        card = window.run("var c = document.querySelector('.card'); return c && c.innerText;")
        if card:
            break
        time.sleep(0.05)
    assert "<i>V1</i>村" in card
    assert "7 / 11 人担忧（64%）" in card
    assert "方案影响 12% 的家庭" in card
    assert window.requests() == [path.as_uri()]
    assert window.complaints() == []
