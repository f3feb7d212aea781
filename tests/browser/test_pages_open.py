"""Pages in a real browser with the network cut."""

from __future__ import annotations

import io
from pathlib import Path

import chrome_driver
import matplotlib.image
import pytest
from few_pupils_world import with_few
from opened_map import (
    AREAS,
    CARD,
    FOCUS,
    GROUND,
    SHUT,
    card_at,
    counted,
    dots,
    drawn,
    said,
    switch,
)
from pages_world import make_result

from planner.maps import style
from planner.maps.page import write_map
from planner.reports.pupils import pupils_of
from planner.reports.report import write_report
from planner.reports.tables import assignments_table, schools_table
from planner.reports.words import few, signed, whole

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(chrome_driver.missing()), reason=chrome_driver.missing()),
]

EVIL = "</script><img src=x onerror=\"document.title='evil'\">"


@pytest.fixture(scope="module")
def result():
    """Two of V3's pupils board and stay hidden, as do two of V6's, who have no school."""
    made = make_result(names={"V2": EVIL, "S2": "{{7*7}}"})
    return with_few(made, {("V3", "upper"): 2, ("V6", "lower"): 2})


@pytest.fixture(scope="module")
def pages(result, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    write_map(result, folder / "map.html")
    write_report(result, folder / "report.html")
    return folder


@pytest.fixture
def live(window, pages):
    """The map, just opened; afterwards it has asked for itself alone and complained of nothing."""
    window.resize(1440, 900)
    window.open(pages / "map.html")
    yield window
    assert window.complaints() == []
    assert window.requests() == [(pages / "map.html").as_uri()]
    assert window.run("return document.title") in ("小县 · 试算方案", "Tiny · Trial plan")


def grey_of(png: bytes):
    return matplotlib.image.imread(io.BytesIO(png))[:, :, :3].mean(axis=2)


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
    sides = "return document.documentElement.scrollWidth"
    assert window.run(sides) <= width
    if (name, width) == ("map.html", 390):
        # The legend is folded, and a card stands whole within the screen, below its place.
        assert window.run("return document.querySelector('.legend-box details').open") is False
        assert EVIL in said(window, EVIL)
        left, top, right, bottom = window.run(
            "var box = document.querySelector('.panel').getBoundingClientRect();"
            "return [box.left, box.top, box.right, box.bottom];"
        )
        assert (left, right, bottom) == (0, 390, 900)
        _, y = window.run(
            "var at = null; map_plan.eachLayer(function (l) {"
            " if (l.village && l.village.id === 'V2') { at = l.getLatLng(); } });"
            "var point = map_plan.latLngToContainerPoint(at);"
            "return [point.x, point.y + map_plan.getContainer().getBoundingClientRect().top];"
        )
        assert y < top
        assert window.run(sides) <= width


def test_a_click_opens_the_card_of_a_village_and_draws_its_ways(live):
    card = card_at(live, EVIL, 0)
    assert EVIL in card
    assert "步行 39 分钟 · 3.6 公里" in card
    assert "▲ +30" in card
    assert "超出时限标准" in card
    # Why: the school of today closes, and the card leads on to its own.
    assert "现学校的变动 {{7*7}} 撤并" in card
    # Its way of today and the plan's, each with a rim, stay when the card is closed.
    assert len(drawn(live, style.TODAY[0])) == 1
    live.run(SHUT)
    assert live.run(CARD) is None
    assert len(drawn(live, style.TODAY[0])) == 1
    live.run(GROUND)
    assert drawn(live, style.TODAY[0]) == []

    card = card_at(live, "{{7*7}}", 12)
    assert "撤并" in card
    assert "S1学校 6" in card
    assert "听证；过半家长同意" in card
    # The receiver's name opens its card.
    live.run("document.querySelector('.card .link').click()")
    assert str(live.run(CARD)).startswith("S1学校")
    assert "寄宿生\t0\t<3" in str(live.run(CARD))

    card = card_at(live, "S4学校", 12)
    assert "30 分钟内（标准），60 分钟内（上限）" in card
    assert live.run(AREAS) == 2
    press = "document.querySelectorAll('.card .stage')[arguments[0]].click()"
    live.run(press, 1)
    assert "40 分钟内（标准），90 分钟内（上限）" in str(live.run(CARD))
    assert live.run(AREAS) == 2
    live.run(press, 1)
    assert live.run(AREAS) == 0
    live.run(press, 0)
    # Closing the card leaves the areas, a click on the ground takes them away.
    live.run(SHUT)
    assert live.run(AREAS) == 2
    live.run(GROUND)
    assert live.run(AREAS) == 0


def test_the_stage_switch_shows_one_stage_everywhere(live):
    walks, boards = drawn(live, style.MODES["walk"][0]), drawn(live, style.MODES["board"][0])
    # Nine pupils board: one width, and as many bends as the road has.
    assert [width for width, _ in boards] == [style.TRIP_WIDTHS[0][1]]
    assert boards[0][1] > 20
    assert len({width for width, _ in walks}) > 1
    fills = {change: look.fill for change, look in style.VILLAGES.items()}
    assert dots(live)["V3"] == fills["boards_now"]
    assert (counted(live, "same"), counted(live, "boards_now")) == ("2", "1")
    assert "不办该学段的学校变淡" not in live.run(
        "return document.querySelector('.legend-box').innerText"
    )
    live.run("document.querySelector('input[name=stage][value=\"0\"]').click()")
    # In grades 1–3 nobody boards; V3's stay where they are.
    assert drawn(live, style.MODES["board"][0]) == []
    assert dots(live)["V3"] == fills["same"]
    assert (counted(live, "same"), counted(live, "boards_now")) == ("3", "0")
    assert "不办该学段的学校变淡" in live.run(
        "return document.querySelector('.legend-box').innerText"
    )
    live.run("document.querySelector('input[name=stage][value=\"2\"]').click()")
    # Only V1 has pupils in grades 7–9, and only S1 teaches them: the others are faint.
    assert dots(live) == {"V1": fills["same"]}
    faint = "return document.querySelectorAll('.site.aside').length"
    assert live.run(faint) == 4
    live.run("document.querySelector('input[name=stage][value=\"\"]').click()")
    assert len(dots(live)) == 6
    assert live.run(faint) == 0
    assert drawn(live, style.MODES["board"][0]) == boards


def test_layers_can_be_switched(live):
    schools = "return document.querySelectorAll('.site-icon').length"
    assert live.run(schools) == 5
    switch(live, "学校")
    assert live.run(schools) == 0
    switch(live, "寄宿生去向")
    assert drawn(live, style.MODES["board"][0]) == []
    assert drawn(live, style.MODES["walk"][0]) != []
    # Catchments: S1 has V1 and V2, S3 most of V3, S4 V4, S5 V5; V6 has none. Two tints do for
    # schools in a row, with a border of two points at each of the four lines between them.
    note = "return document.querySelector('.legend-box').innerText.indexOf('学区按村划分') >= 0"
    assert live.run(note) is False
    switch(live, "学区")
    assert live.run(note) is True
    assert live.run(AREAS) == 2
    borders = drawn(live, style.CATCHMENTS[0])
    assert [width for width, _ in borders] == [style.CATCHMENTS[1]]
    assert borders[0][1] == 4 * 2
    live.run("document.querySelector('input[name=stage][value=\"1\"]').click()")
    # In grades 4–6 there are V3, which boards at S1, and V4 at S4: two fields, three lines.
    assert drawn(live, style.CATCHMENTS[0])[0][1] == 3 * 2
    live.run("document.querySelector('input[name=stage][value=\"\"]').click()")
    switch(live, "学区")
    assert live.run(AREAS) == 0
    switch(live, "步行达标范围")
    assert live.run(AREAS) == 1
    switch(live, "单程变化")
    labels = "return [].map.call(document.querySelectorAll('.added'), function (n) { return n.innerText; })"
    # V2 walks 30 minutes more, V5 walks 9 where it rode 55; the others stay.
    assert live.run(labels) == ["−46", "+30"]
    live.run("document.querySelector('input[name=stage][value=\"2\"]').click()")
    assert live.run(labels) == []


def test_by_keyboard_alone(live):
    live.run("document.body.focus()")
    live.press("Tab")
    assert live.run(FOCUS) == "switch-language"
    live.press("Tab")
    assert live.run(FOCUS) == "find"
    live.press(*"更庆")
    names = "return [].map.call(document.querySelectorAll('#found b'), function (b) { return b.innerText; })"
    # Schools and villages of the township; what is not found by name is found by township.
    assert set(live.run(names)) == {"S1学校", "{{7*7}}", "S3学校", "V1村", EVIL, "V3村"}
    live.press("Escape")
    assert live.run("return document.getElementById('found').hidden") is True
    live.run("document.getElementById('find').value = ''")
    live.press(*"</script")
    assert live.run(names) == [EVIL]
    assert "找到 1 处" in live.run("return document.getElementById('found-note').innerText")
    live.press("Down", "Enter")
    assert EVIL in str(live.run(CARD))
    assert live.run(FOCUS) == "panel"
    # Tab goes through the card: its cross, then the names that lead on.
    live.press("Tab")
    assert live.run(FOCUS) == "shut"
    live.press("Tab", "Enter")
    assert str(live.run(CARD)).startswith("{{7*7}}")
    live.press("Escape")
    assert live.run(CARD) is None
    assert live.run(FOCUS) == "find"
    live.run("document.getElementById('find').value = ''")
    live.press(*"xyz")
    assert "没有" in live.run("return document.getElementById('found-note').innerText")
    live.press("Escape", "Tab", "Right")
    assert live.run("return document.querySelector('input[name=stage]:checked').value") == "0"
    assert drawn(live, style.MODES["board"][0]) == []
    # Zoom and layers come before the schools; Enter on a school opens its card.
    live.press("Tab", "Tab")
    assert "leaflet-control-zoom-in" in live.run(FOCUS)
    live.run("document.querySelector('.site-icon[aria-label^=\"S4\"]').focus()")
    live.press("Enter")
    assert str(live.run(CARD)).startswith("S4学校")
    live.press("Escape")
    label = "return document.activeElement.getAttribute('aria-label')"
    assert live.run(label) == "S4学校 · 扩建"
    live.run("document.getElementById('switch-language').click()")
    assert live.run(
        "return document.querySelector('.site-icon[aria-label^=\"S4\"]').ariaLabel"
    ) == ("S4学校 · expand")


def test_every_card_says_what_the_files_say(live, result):
    assignments = assignments_table(result)
    named = result.county.villages["name"]
    for village, own in assignments.groupby("village_id"):
        card = said(live, str(named[village]))
        for row in own.to_dict("records"):
            assert row["school"] in card or not row["school_id"]
            if row["minutes"] == row["minutes"]:
                assert f" {whole(row['minutes'])} 分钟" in card
            if row["added_minutes"] == row["added_minutes"]:
                assert signed(row["added_minutes"]) in card
            assert f"\n{few(row['pupils'])}\t" in card
    for row in schools_table(result, assignments).to_dict("records"):
        card = said(live, row["name"])
        assert row["reason_zh"] in card
        for stage, label in (("lower", "低段（1–3年级）"), ("upper", "高段（4–6年级）")):
            before, after = row[f"{stage}_pupils_before"], row[f"{stage}_pupils"]
            assert (f"{label}\t{few(before)}\t{few(after)}" in card) == bool(before or after)
        whole_school = (pupils_of(row, "_before"), pupils_of(row))
        assert "合计\t{}\t{}".format(*whole_school) in card
        if row["boarders"] or row["boarders_before"]:
            assert f"寄宿生\t{few(row['boarders_before'])}\t{few(row['boarders'])}" in card
        assert f"所需教师\t{row['posts_before']}\t{row['posts_needed']}" in card


def test_names_never_cover_one_another_and_more_are_shown_nearer(live):
    boxes = """
        return [].map.call(document.querySelectorAll('.township span, .school-name span'), function (n) {
          var box = n.getBoundingClientRect();
          return [n.innerText, box.left, box.top, box.right, box.bottom];
        });
    """
    shown = {}
    for zoom in (6, 9, 11, 11.6, 13):
        live.run("map_plan.setZoom(arguments[0], { animate: false })", zoom)
        found = live.run(boxes)
        shown[zoom] = {name for name, *_ in found}
        for n, (one, *a) in enumerate(found):
            for other, *b in found[:n]:
                apart = a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]
                assert apart, (zoom, one, other)
    # At 6 the townships lie 13 pixels apart: one of the two gives way. Schools are named nearer.
    assert shown[6] == shown[9] == {"更庆镇", "马尼干戈镇"}
    assert shown[13] >= shown[9] | {"S1学校", "{{7*7}}", "S3学校", "S4学校", "S5学校"}
    switch(live, "乡镇")
    assert not shown[9] & {name for name, *_ in live.run(boxes)}
    switch(live, "乡镇")


def test_what_is_printed_is_the_still_map_and_the_open_card(live):
    said(live, "S4学校")
    shown = "return getComputedStyle(document.querySelector(arguments[0])).display !== 'none'"
    parts = (".print-map", "#map_plan", ".tools", ".panel", ".panel .shut")
    assert [live.run(shown, part) for part in parts] == [False, True, True, True, True]
    live.show_as("print")
    assert [live.run(shown, part) for part in parts] == [True, False, False, True, False]
    assert live.run("return document.querySelectorAll('.print-map .sketch circle').length") >= 6
    live.show_as("")


@pytest.mark.parametrize("name", ["map.html", "report.html"])
def test_the_switch_changes_the_language(window, pages, name):
    window.resize(1440, 900)
    window.open(pages / name)
    heading = "return document.querySelector('h1').innerText"
    assert window.run(heading) == "试算方案"
    window.run("document.getElementById('switch-language').click()")
    assert window.run(heading) == "Trial plan"
    assert window.run("return document.documentElement.lang") == "en"
    if name == "map.html":
        assert window.run("return document.title") == "Tiny · Trial plan"
        assert (
            window.run("return document.querySelector('.leaflet-control-zoom-in').title")
            == "Zoom in"
        )
