"""Pages beside map, report, comparison and papers, in a real browser with the network cut.

The index of a hearing's papers, the page of a run without a plan and the map of a road layer.
Those of a run with teachers and equipment: tests/unit/loaded, which has such a run.
"""

from __future__ import annotations

import chrome_driver
import pytest
from dossier_world import make_dossier, row
from opened_map import wait_for
from pages_world import make_county, make_result
from road_lines import layer

from planner.findings import Finding
from planner.programme.concession import Concession, Remedy
from planner.reports.dossier.page import dossier_page, index_page
from planner.reports.infeasible import Refused, write_infeasible
from planner.roads.command import Wishes, make_roads
from planner.texts import text

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(chrome_driver.missing()), reason=chrome_driver.missing()),
]

EVIL = "</script><img src=x onerror=\"document.title='evil'\">{{7*7}}"


def test_the_index_of_the_papers_leads_to_each(window, tmp_path):
    rows = [row("V1", "lower", "A", "C", 112), row("V2", "lower", "A", "C", 2)]
    made = make_dossier("A", rows, name=EVIL * 6)
    refused = text("dossier.synthetic", name=EVIL, school="B", missing=EVIL)
    page = index_page([(made, "A.html")], [refused], {"zh": "小县", "en": "Tiny"})
    (tmp_path / "index.html").write_text(page, "utf-8")
    (tmp_path / "A.html").write_text(dossier_page(made), "utf-8")
    chrome_driver.open_on_all(window, tmp_path / "index.html")
    assert window.run("return document.querySelectorAll('img, script').length") == 0
    assert window.run("return document.querySelector('#en li').innerText").startswith(EVIL)
    # However long a name, a number stands in one line.
    cell = "var r = document.createRange(); r.selectNodeContents(arguments[0]);"
    number = window.run("return document.querySelector('#en .index td:nth-child(3)')")
    assert window.run("return arguments[0].innerText", number) == "113–114"
    assert window.run(cell + "return r.getClientRects().length", number) == 1
    window.run("document.querySelector('#en .index a').click()")
    assert window.run("return location.href") == (tmp_path / "A.html").as_uri()
    assert window.run("return document.querySelector('h1').innerText").startswith(EVIL)


def test_a_run_without_a_plan_says_why(window, tmp_path):
    county = make_county(names={"V2": EVIL})
    reason = Finding("township", "error", text("impossible.rule_township"), ids=("V2",))
    trip = Concession(
        "trip_protect", 8, school="S1", village="V2", stage="lower", mode="walk", pupils=8,
        minutes=50.2, minutes_before=9.6,
    )  # fmt: skip
    refused = Refused(make_result().scenario, county, (reason,), (Remedy((trip,), 12, True),))
    write_infeasible(refused, tmp_path, "both")
    chrome_driver.open_on_all(window, tmp_path / "infeasible.html")
    assert EVIL in window.run("return document.body.innerText")
    assert window.run("return document.querySelectorAll('img').length") == 0
    assert "最少的让步" in window.run("return document.body.innerText")
    window.run("document.getElementById('switch-language').click()")
    assert window.run("return document.documentElement.lang") == "en"
    assert "最少的让步" not in window.run("return document.body.innerText")


def test_the_map_of_a_road_layer_shows_its_pieces(window, tmp_path):
    layer(road_class=["county", "county", "village", "village"]).to_file(tmp_path / "roads.gpkg")
    made = make_roads(str(tmp_path / "roads.gpkg"), tmp_path / "joined.gpkg", Wishes())
    chrome_driver.open_on_all(window, made.page)
    lines = "return document.querySelectorAll('.leaflet-container canvas').length"
    assert window.run(lines) >= 1
    assert "共补 8 米" in window.run("return document.querySelector('.legend').innerText")
    heading = "return document.querySelector('h1').innerText"
    before = window.run(heading)
    window.run("document.getElementById('switch-language').click()")
    assert window.run("return document.documentElement.lang") == "en"
    assert window.run(heading) != before


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
