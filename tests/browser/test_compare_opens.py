"""The comparison page in a real browser with the network cut: its maps and what they do."""

from __future__ import annotations

import io
import time

import chrome_driver
import matplotlib.image
import pytest
from compared_runs import BRACES, EVIL, write_runs

from planner.compare.runs import compared
from planner.county.dictionary import STAGES
from planner.maps.comparison_difference import VERDICTS, difference
from planner.maps.comparison_trips import compared as on_common_numbers
from planner.reports.compare.page import comparison_page
from planner.texts import text

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(chrome_driver.missing()), reason=chrome_driver.missing()),
]

MAPS = "var maps = [map_cmp0, map_cmp1, map_cmp2, map_cmp_difference];"
VIEWS = (
    MAPS + "return maps.map(function (m) { var c = m.getCenter();"
    " return [c.lat, c.lng, m.getZoom()]; });"
)
MARKS = (
    "var found = {}; arguments[0].split(',').forEach(function (name) {"
    " window[name].eachLayer(function (l) { if (l.options.mark) {"
    "  var f = l.options.mark.fill; found[f] = (found[f] || 0) + 1; } }); }); return found;"
)
"""Marks on maps by their fill."""
WORSE, BETTER = "#d55e00", "#56b4e9"


@pytest.fixture(scope="module")
def comparison(tmp_path_factory):
    return compared(write_runs(tmp_path_factory.mktemp("runs") / "of"))


@pytest.fixture(scope="module")
def path(comparison, tmp_path_factory):
    file = tmp_path_factory.mktemp("compare") / "compare.html"
    file.write_text(comparison_page(comparison), "utf-8")
    return file


@pytest.fixture
def page(window, path):
    """The page newly opened, wide; whatever was done, it asked for itself alone and ran nothing."""
    window.resize(1440, 900)
    window.open(path)
    yield window
    assert window.requests() == [path.as_uri()]
    assert window.complaints() == []
    assert "evil" not in window.run("return document.title")


def wait_for(window: chrome_driver.Browser, script: str) -> object:
    for _ in range(60):
        found = window.run(script)
        if found:
            return found
        time.sleep(0.05)
    return None


def choose(window: chrome_driver.Browser, select: str, value: object) -> None:
    window.run(
        "var s = document.getElementById(arguments[0]); s.value = arguments[1];"
        "s.dispatchEvent(new Event('change'));",
        select,
        str(value),
    )


def counts(window: chrome_driver.Browser) -> dict[str, list[int]]:
    """Return villages and pupils by verdict as the page says them."""
    said = window.run(
        "var found = {}; document.querySelectorAll('#cmp-counts li').forEach(function (li) {"
        " found[li.dataset.verdict] = li.innerText.match(/\\d+/g).map(Number); }); return found;"
    )
    return dict(said)


def table(window: chrome_driver.Browser) -> list[list[str]]:
    """Return the rows of the table under the maps."""
    return window.run(
        "return [].map.call(document.querySelectorAll('#cmp-card tbody tr'), function (tr) {"
        " return [].map.call(tr.cells, function (c) { return c.innerText.trim(); }); });"
    )


def search(window: chrome_driver.Browser, term: str) -> list[str]:
    return window.run(
        "var box = document.getElementById('cmp-search'); box.focus(); box.value = arguments[0];"
        "box.dispatchEvent(new Event('input'));"
        "return [].map.call(document.querySelectorAll('#cmp-hits li'),"
        " function (li) { return li.innerText; });",
        term,
    )


def test_the_maps_move_together(page):
    first, *others = page.run(VIEWS)
    for view in others:
        assert view == pytest.approx(first, abs=0.01)
    for mover, lon in (("map_cmp1", 96.95), ("map_cmp_difference", 97.05)):
        page.run(f"{mover}.setView([31.62, {lon}], 12, {{ animate: false }})")
        moved = page.run(f"var c = {mover}.getCenter(); return [c.lat, c.lng, 12];")
        assert abs(moved[1] - first[1]) > 0.02
        for view in page.run(VIEWS):
            assert view == pytest.approx(moved, abs=0.002)
    # A drag by hand, too.
    page.run("map_cmp2.panBy([70, 0], { animate: false })")
    time.sleep(0.1)
    one, *rest = page.run(VIEWS)
    assert one[1] > moved[1] + 0.005
    for view in rest:
        assert view == pytest.approx(one, abs=0.002)
    page.run("document.getElementById('cmp-home').click()")
    assert page.run(VIEWS)[0] == pytest.approx(first, abs=0.01)


def test_a_click_shows_a_village_in_every_scenario_and_marks_it_on_all_maps(page):
    spot = (
        "var found = null; map_cmp1.eachLayer(function (l) {"
        f" if (l.options.mark && l.options.mark.fill === '{WORSE}') {{ found = l.getLatLng(); }} }});"
        "map_cmp1.setView(found, 15, { animate: false });"
        "map_cmp1.getContainer().scrollIntoView({ block: 'center' });"
        "var p = map_cmp1.latLngToContainerPoint(found);"
        "var b = map_cmp1.getContainer().getBoundingClientRect();"
        "return [p.x + b.left, p.y + b.top];"
    )
    for _ in range(5):
        x, y = page.run(spot)
        time.sleep(0.3)
        page.click_at(x, y)
        if wait_for(page, "return document.querySelector('#cmp-card table') !== null"):
            break
    assert page.run("return document.querySelector('#cmp-card caption b').innerText") == EVIL
    stage = "小学低段（1–3年级） · 6 人"
    assert table(page) == [
        ["现状", stage, BRACES, "步行", "9", "—"],
        ["A 现状", stage, BRACES, "步行", "9", "0"],
        ["B 撤点", stage, "S1学校", "步行", "39 超出时限标准", "▲ +30"],
        ["C <b>少撤</b>", stage, "S1学校", "步行", "39 超出时限标准", "▲ +30"],
    ]
    rings = (
        MAPS + "return maps.map(function (m) { var n = 0; m.eachLayer(function (l) {"
        " if (l.options.radius === 13) { n += 1; } }); return n; });"
    )
    assert page.run(rings) == [2, 2, 2, 2]
    page.run("document.querySelector('.cmp-close').click()")
    assert page.run(rings) == [0, 0, 0, 0]
    assert page.run("return document.querySelector('#cmp-card table')") is None


def test_a_name_is_found_by_the_keyboard_alone(page):
    assert search(page, "img") == [f"{EVIL} 更庆镇 · 村庄"]
    page.press("Enter")
    assert len(table(page)) == 4
    assert page.run("return document.getElementById('cmp-hits').hidden") is True
    # The school by that name; every scenario's decision is said.
    assert search(page, "7*7") == [f"{BRACES} 更庆镇 · 学校"]
    page.press("Down")
    assert page.run("return document.activeElement.innerText").startswith(BRACES)
    page.press("Enter")
    assert table(page) == [
        ["现状", "—", "教学点", "6"],
        ["A 现状", "保留", "教学点", "6"],
        ["B 撤点", "撤并", "不开办", "0"],
        ["C <b>少撤</b>", "撤并", "不开办", "0"],
    ]
    assert len(search(page, "学校")) == 4
    page.press("Escape")
    assert page.run("return document.getElementById('cmp-hits').hidden") is True
    assert search(page, "没有的村") == ["没有这个名称"]


def test_the_stage_switch_changes_marks_counts_and_the_table(page):
    search(page, "V3")
    page.press("Enter")
    assert [len(row) for row in table(page)] == [6, 5] * 4
    boards = "#cc79a7"
    assert page.run(MARKS, "map_cmp1")[boards] == 1
    stages = "document.querySelectorAll('[name=cmp-stage]')[arguments[0]].click()"
    page.run(stages, 1 + STAGES.index("lower"))
    assert boards not in page.run(MARKS, "map_cmp1")
    assert [row[1] for row in table(page)] == ["小学低段（1–3年级） · 10 人"] * 4
    cell = (
        "return [].map.call(document.querySelectorAll('.cmp-screen [data-run=\"1\"]'),"
        " function (c) { return +c.textContent; });"
    )
    # Without a school, boards now, much longer, shorter, the same.
    assert page.run(cell) == [1, 0, 1, 1, 2 + 1]
    assert counts(page) == {"worse": [1, 6], "better": [1, 12], "same": [4, 63]}
    page.run(stages, 1 + STAGES.index("junior"))
    assert counts(page) == {"same": [1, 18]}
    # In print all stages are drawn, and their counts stand.
    assert "（2 个村，15 名学生）" in page.run(
        "return document.querySelector('#difference-map .cmp-still').textContent"
    )


def test_the_pair_chosen_changes_the_difference_map_as_counted_in_python(page, comparison):
    given = on_common_numbers(comparison.runs)
    marks = {}
    for first, second in ((0, 1), (1, 2), (2, 1), (-1, 2), (1, -1)):
        for limit in (1, 5):
            choose(page, "cmp-first", first)
            choose(page, "cmp-second", second)
            choose(page, "cmp-limit", limit)
            ends = [None if run < 0 else run for run in (first, second)]
            found = difference(given, *ends, same_minutes=float(limit))
            assert counts(page) == {
                v: [found.count[v], found.pupils[v]] for v in VERDICTS if found.pupils[v]
            }
            drawn = page.run(MARKS, "map_cmp_difference")
            assert drawn.get(WORSE, 0) == found.count["worse"]
            assert drawn.get(BETTER, 0) == found.count["better"]
            marks[first, second] = (drawn.get(WORSE, 0), drawn.get(BETTER, 0))
    assert marks[0, 1] == (2, 1)
    assert marks[1, 2] == (1, 1)
    assert marks[1, -1] == (1, 2)
    said = "return document.getElementById('cmp-counts').innerText"
    choose(page, "cmp-first", 0)
    choose(page, "cmp-second", 1)
    assert f"只在前一方案开办的学校（1 所）： {BRACES}" in page.run(said)
    assert "单程变化不超过 5 分钟算相同" in page.run(said)
    page.run("document.getElementById('cmp-swap').click()")
    assert f"只在后一方案开办的学校（1 所）： {BRACES}" in page.run(said)
    choose(page, "cmp-first", 0)
    assert page.run(said) == text("compare_maps.js.choose_two").say("zh")
    assert page.run(MARKS, "map_cmp_difference") == {}


def test_counts_of_thousands_are_parted(page):
    said = page.run(
        "var words = { pair: {}, count: { zh: '{villages} 村 {pupils} 人' },"
        " unknown: { zh: '{pupils} 未知' }, same_schools: {}, rule: {}, all_stages: {} };"
        "words.pair.zh = words.same_schools.zh = words.rule.zh = '';"
        "var tables = comparisonTables({ langs: ['zh'], words: words, verdicts: ['worse'],"
        " verdictSvg: { worse: '' }, verdictWords: { worse: { zh: '变差' } } }, null);"
        "var found = { count: { worse: 1234 }, pupils: { worse: 9955 }, unknown: 1000000 };"
        "return tables.counts(found, [[], []], { zh: '' }, { zh: '' }, -1, 1)"
        " .map(function (part) { return part.textContent; }).join('|');"
    )
    assert "1,234 村 9,955 人" in said
    assert "1,000,000 未知" in said
    assert page.run("return comparisonCount(12) + ' ' + comparisonCount(123)") == "12 123"
    # One and two pupils are not told from each other; one village is said as one.
    assert page.run("return [0, 1, 2, 3, 1234].map(comparisonFew)") == [
        "0",
        "<3",
        "<3",
        "3",
        "1,234",
    ]
    one = page.run(
        "var words = { pair: { en: '' }, count: { en: '{villages} villages, {pupils} pupils' },"
        " count_one: { en: '{villages} village, {pupils} pupils' }, same_schools: { en: '' },"
        " rule: { en: '' }, all_stages: { en: '' } };"
        "var tables = comparisonTables({ langs: ['en'], words: words, verdicts: ['worse'],"
        " verdictSvg: { worse: '' }, verdictWords: { worse: { en: 'worse' } } }, null);"
        "var found = { count: { worse: 1 }, pupils: { worse: 2 }, unknown: 0 };"
        "return tables.counts(found, [[], []], { en: '' }, { en: '' }, -1, 1)"
        " .map(function (part) { return part.textContent; }).join('|');"
    )
    assert "1 village, <3 pupils" in one


def test_layers_and_the_language_are_switched_on_all_maps(page):
    lines = (
        MAPS + "return maps.slice(0, 3).map(function (m) { var n = 0; m.eachLayer(function (l) {"
        " if (l instanceof L.Polyline && l.options.weight <= 4 &&"
        "  l.options.renderer.options.pane === 'trips') { n += 1; } }); return n; });"
    )
    assert page.run(lines) == [0, 0, 0]
    switch = "document.querySelector('[name=cmp-layer][value=' + arguments[0] + ']').click()"
    page.run(switch, "trips")
    # Eight groups have a school and a trip.
    assert page.run(lines) == [8, 8, 8]
    before = page.run(MARKS, "map_cmp0,map_cmp1,map_cmp2")
    page.run(switch, "villages")
    after = page.run(MARKS, "map_cmp0,map_cmp1,map_cmp2")
    assert sum(before.values()) - sum(after.values()) == 3 * 6
    option = "return document.getElementById('cmp-second').selectedOptions[0].text"
    label = "return map_cmp1.getContainer().getAttribute('aria-label')"
    assert (page.run(option), page.run(label)) == ("B 撤点", "地图：B 撤点")
    page.run("document.getElementById('switch-language').click()")
    assert wait_for(page, f"{option} === 'B closes plan'")
    assert page.run(label) == "Map: B closes plan"
    assert "From A today plan to B closes plan, all stages:" in page.run(
        "return document.getElementById('cmp-counts').innerText"
    )


def test_it_fits_a_telephone_and_prints_still_maps(page):
    page.resize(390, 900)
    assert wait_for(page, "return map_cmp0.getSize().x < 390")
    assert page.run("return document.documentElement.scrollWidth") <= 390
    # The key figures of three plans stand there without being moved sideways.
    widths = (
        "var t = document.querySelector('.key-figures'), b = t.getBoundingClientRect();"
        "return [b.width, t.parentNode.clientWidth, t.rows[0].cells[2].getBoundingClientRect().right];"
    )
    wide, room, right = page.run(widths)
    assert wide <= room <= 390
    assert right < 390
    shown = (
        "return [document.querySelector('.cmp-grid').offsetHeight > 0,"
        " [].filter.call(document.querySelectorAll('.cmp-drawing'),"
        "  function (s) { return s.getBoundingClientRect().height > 50; }).length];"
    )
    assert page.run(shown) == [True, 0]
    page.resize(720, 900)
    page.show_as("print")
    try:
        assert page.run(shown) == [False, 5]
        page.run("document.getElementById('maps').scrollIntoView()")
        picture = matplotlib.image.imread(io.BytesIO(page.screenshot()))[:, :, :3]
    finally:
        page.show_as("")
    # The orange of much longer trips is on the paper.
    assert (abs(picture - [0xD5 / 255, 0x5E / 255, 0]).max(axis=2) < 0.05).sum() > 10
