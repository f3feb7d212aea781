"""What stands round the map: search, stages, the still map for print, languages."""

from __future__ import annotations

import dataclasses
import re

import pytest
from pages_world import make_result

from planner.maps.page import build_map, page_data
from planner.maps.scene import scene_of
from planner.maps.tools import print_html, tools_html
from planner.plan import Plan

EVIL = "</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def result():
    return make_result(names={"V2": EVIL})


@pytest.fixture(scope="module")
def scene(result):
    return scene_of(result)


def test_the_search_has_a_label_and_says_what_it_found(scene):
    html = tools_html(scene, ("zh", "en"))
    assert '<label for="find">' in html
    assert "查找村庄或学校" in html
    assert '<input id="find" type="search"' in html
    assert 'role="status"' in html


def test_stages_that_nobody_attends_are_not_offered(result, scene):
    html = tools_html(scene, ("en",))
    assert re.findall(r'name="stage" value="(\d?)"( checked)?', html) == [
        ("", " checked"),
        ("0", ""),
        ("1", ""),
        ("2", ""),
    ]
    young = Plan(
        result.plan.sites,
        tuple(a for a in result.plan.assignments if a.stage == "lower"),
        result.plan.unserved,
    )
    assignments = scene.assignments[scene.assignments["stage"] == "lower"]
    lower = dataclasses.replace(scene, assignments=assignments)
    assert len(young.assignments) == 5
    assert re.findall(r'value="(\d?)"', tools_html(lower, ("en",))) == ["", "0"]


def test_what_is_printed_is_a_still_map_with_names_as_text(scene):
    html = print_html(scene, ("zh", "en"))
    assert 'role="img" aria-label="打印用静态图' in html
    assert "Still map for print" in html
    assert "&lt;/script&gt;&lt;img src=x" in html
    assert "<img" not in html
    # The still legend counts villages as the live one does.
    assert 'data-counts="much_longer"' in html


@pytest.mark.parametrize(("lang", "root"), [("zh", "zh-CN"), ("en", "en"), ("both", "zh-CN")])
def test_the_page_says_what_language_it_is_in(result, lang, root):
    page = build_map(result, lang).page()
    assert page.count(f'<html lang="{root}" class="plan-page lang-{root[:2]}">') == 1
    body = page[page.index("<body>") : page.index("<script>", page.index("<body>"))]
    assert set(re.findall(r'<span class="(zh|en)"', body)) == (
        {"zh", "en"} if lang == "both" else {lang}
    )


def test_the_live_legend_counts_every_lot_of_any_stage(scene):
    # V3's lower pupils see no change, its upper ones board: the village counts as the latter,
    # and with grades 1–3 shown as the former.
    data = page_data(scene)
    rows = re.findall(r'data-counts="(\w+)".*?<span class="number">([\d,]+)', data["legend"])
    assert dict(rows) == {
        "unserved": "1",
        "boards_now": "1",
        "much_longer": "1",
        "shorter": "1",
        "same": "2",
        "over_norm": "2",
    }


def test_layers_of_the_issue_are_there(scene):
    names = [layer["name"] for layer in page_data(scene)["layers"]]
    wanted = ["townships", "boundary", "roads", "catchments", "trips_walk", "trips_board"]
    wanted += ["villages", "added", "over_norm", "schools"]
    assert [n for n in names if n in wanted] == wanted
