from __future__ import annotations

import dataclasses
import re

import pytest
from pages_world import make_baseline, make_result

from planner.maps.scan import outside_references
from planner.reports.report import build_report

EVIL = "</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def page():
    return build_report(make_result(names={"V2": EVIL, "S2": "{{7*7}}"}))


def section(page: str, name: str) -> str:
    found = re.search(rf'<section id="{name}">.*?</section>', page, re.DOTALL)
    assert found is not None
    return found[0]


def test_the_summary_has_the_figures(page):
    summary = section(page, "summary")
    assert "4 schools today, 4 after the plan: 1 close, 1 open, 1 become teaching points" in summary
    assert "Of 136 pupils, 6 travel longer by 10 minutes or more one way" in summary
    assert "Boarders go from 0 to 9; 9 of them do not board today" in summary
    assert "Pupils beyond the time norm go from 12 to 6" in summary
    assert "2 of them may not be carried out yet" in summary


def test_the_page_says_it_is_synthetic(page):
    assert '<div class="banner synthetic"' in page
    assert "banner" not in build_report(make_result("measured")).split("</style>")[1]


def test_names_stay_names(page):
    assert EVIL not in page
    assert "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;" in page
    assert "{{7*7}}" in page
    assert ">49<" not in page


def test_closures_tell_receivers_minutes_and_what_is_open(page):
    closures = section(page, "closures")
    assert "S1学校 6" in closures
    assert "9 → 39" in closures
    assert "never, the data is synthetic; hearing; consent of half the parents" in closures


def test_indicators_go_up_and_down_but_fewer_schools_are_neither(page):
    rows = re.findall(r"<tr[^>]*>.*?</tr>", section(page, "indicators"), re.DOTALL)
    by_row = {re.sub(r"<[^>]+>", " ", r).split()[0]: r for r in rows}
    assert 'class="good"' in next(r for k, r in by_row.items() if "超" in k)
    assert 'class=""' in next(r for k, r in by_row.items() if "开办学校" in k)
    assert "▼ −6" in section(page, "indicators")


def test_worst_off_and_proof(page):
    assert "V6村" in section(page, "worst")
    assert "proved: no plan does better" in section(page, "proof")
    limit = build_report(make_result(status="feasible_at_limit"))
    assert "not proved: up to 2.1% better may be possible" in section(limit, "proof")


def test_assumptions_name_what_is_missing(page):
    told = section(page, "assumptions")
    assert "Pupils are estimated from population." in told
    assert "No attendance table was given" in told
    assert "Minutes are to the village centre" in told
    assert "In 3 villages more than 30% of households herd" in told


def test_one_language_has_no_switch():
    page = build_report(make_result(), lang="en")
    assert 'id="switch-language"' not in page
    assert 'class="zh"' not in page
    assert 'class="lang-en"' in page


def test_nothing_leaves_the_page(page):
    assert outside_references(page) == []
    assert "default-src &#39;none&#39;" in page


def test_today_against_itself():
    result = make_result()
    today = dataclasses.replace(result, plan=make_baseline(), accounts=result.baseline_accounts)
    page = build_report(today)
    assert "The plan closes no school." in section(page, "closures")
    assert "0 travel longer by 10 minutes or more" in section(page, "summary")
