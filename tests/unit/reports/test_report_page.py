from __future__ import annotations

import dataclasses
import math
import re

import pandas as pd
import pytest
from pages_world import make_baseline, make_result
from report_parts import report_of, section

from planner.maps.scan import outside_references
from planner.plan import TierResult, Unserved
from planner.reports.report import build_report

EVIL = "</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def page(told):
    return build_report(told.result, "both", told.sections, told.scene)


def test_the_summary_has_the_figures(page):
    summary = section(page, "summary")
    assert (
        "4 schools today, 4 after the plan: 1 closed, 1 reduced to a teaching point, "
        "1 opened, 1 enlarged, 1 turned into a boarding school." in summary
    )
    assert "Of 136 pupils: 6 with a daily trip longer by 10 min or more one way" in summary
    assert "9 boarding anew, 3 without a school in the plan" in summary
    assert (
        "trip grows (6): 30 minutes one way on average; at most 30 minutes, in V2村 (更庆镇)"
        in summary
    )
    assert "Boarders: from 0 to 9; newly boarding: 9, no longer boarding: 0." in summary
    assert "without a school, or without a known way to it: 3, unchanged." in summary
    assert "narrower measure: 6 pupils, 4.4% of all, every one among the 18 above." in summary
    assert "The measure is 10 minutes more one way" in summary
    # Twelve pupils no longer ride for 800 yuan a year; nine board, which is free here.
    assert "a year: from 9,600 yuan to 0 yuan; in yuan per pupil with a school: from 72 to 0." in (
        summary
    )
    assert "No family pays more than today." in summary
    assert "Not known here: trips on winter roads" in summary
    assert "beyond the time norm (day pupils: to school; boarders: home): from 12 to 6" in summary
    assert "Proposed to close or be reduced: 2 schools. None of them may be carried out" in summary


def test_the_page_says_it_is_synthetic(page):
    assert '<div class="banner synthetic"' in page
    assert "banner" not in report_of(make_result("measured"), "summary").split("</style>")[1]


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


def test_indicators_stand_by_what_they_are_about_without_those_that_have_no_figure():
    result = make_result()
    like = result.indicators[result.indicators["indicator"] == "pupils_over_norm"]
    figures = {
        "staff_hires": (math.nan, 3.0),
        "schools_closed": (math.nan, 1.0),
        "gini_minutes": (math.nan, math.nan),
        "daily_minutes_mean": (12.0, 14.0),
        "somebodys_own": (1.0, 2.0),
        "schools_open": (5.0, 4.0),
    }
    rows = [
        like.iloc[0].to_dict() | {"indicator": name, "baseline": before, "value": after}
        for name, (before, after) in figures.items()
    ]
    run = dataclasses.replace(result, indicators=pd.DataFrame(rows))
    own = section(report_of(run, "indicators", lang="en"), "indicators")
    parts = own.split("<h3>")[1:]
    heads = [re.sub("<[^>]+>", "", part.split("</h3>")[0]) for part in parts]
    assert heads == ["Access", "Schools and classes", "Staff", "Other indicators"]
    cells = [re.findall(r'<td class="n">(.*?)</td>', part) for part in parts]
    plain = [[re.sub("<[^>]+>", "", cell) for cell in part] for part in cells]
    # What is counted for the first time is a figure, too.
    assert plain[1] == ["—", "1", "—", "5", "4", "▼ −1"]
    assert plain[0] == ["12", "14", "▲ +2"]
    assert "1 more indicators have no figure, neither today nor in the plan" in own
    assert "Gini" not in own


def test_worst_off_and_proof(page):
    assert "V6村" in section(page, "worst")
    assert "proved: no plan does better" in section(page, "proof")
    limit = report_of(make_result(status="feasible_at_limit"), "proof")
    assert "not proved: up to 2.1% better may be possible" in section(limit, "proof")


def test_assumptions_name_what_is_missing(page):
    told = section(page, "assumptions")
    assert "Pupils are estimated from population." in told
    assert "grades 1–3: today&#39;s flows are those of the attendance table" in told
    assert "grades 4–6: today&#39;s flows are fitted to the schools&#39; enrolment" in told
    assert "grades 7–9: with no enrolment or attendance, pupils are assumed" in told
    assert "Minutes are to the village centre" in told
    assert "In 3 villages more than 30% of households herd" in told


def test_one_language_has_no_switch():
    page = report_of(make_result(), "summary", lang="en")
    assert 'id="switch-language"' not in page
    assert 'class="zh"' not in page
    assert 'class="lang-en"' in page


def test_nothing_leaves_the_page(page):
    assert outside_references(page) == []
    assert "default-src &#39;none&#39;" in page


def test_today_against_itself():
    result = make_result()
    today = dataclasses.replace(result, plan=make_baseline(), accounts=result.baseline_accounts)
    page = report_of(today, "closures", "summary")
    assert "The plan closes no school and reduces none." in section(page, "closures")
    told = section(page, "summary")
    assert "Of 136 pupils: 3 without a school in the plan, 133 with no change" in told
    assert "4 schools today; nothing changes." in told


def test_nothing_is_called_optimal_where_nothing_was_decided():
    result = make_result()
    schools = result.scenario.schools.model_copy(update={"keep_all": True, "keep_catchments": True})
    scenario = result.scenario.model_copy(update={"schools": schools})
    page = report_of(dataclasses.replace(result, scenario=scenario), "summary")
    header = page[page.index("<header>") : page.index("</header>")]
    assert "Today as it is; nothing was optimised" in header
    assert "optimal" not in header.replace('class="status optimal"', "").lower()


def test_villages_beyond_the_norm_with_how_far(page):
    told = section(page, "beyond")
    # 38.5 minutes on foot against a norm of 30.
    cells = re.findall(r'<td class="n">(.*?)</td>', told)
    assert cells == ["6", "30", "9"]
    assert "V6村" not in told


def test_a_school_without_a_known_way_is_still_their_school():
    result = make_result()
    instance = dataclasses.replace(
        result.instance,
        unit_today=(*result.instance.unit_today[:-1], "S4"),
    )
    plan = dataclasses.replace(result.plan, unserved=(Unserved("V6", "lower", "S4", 3),))
    run = dataclasses.replace(result, instance=instance, plan=plan)
    page = report_of(run, "worst", "assumptions")
    row = next(r for r in section(page, "worst").split("<tr") if "V6村" in r)
    assert "S4学校" in row
    assert "trip not known" in row
    assert "3 pupils of 1 villages attend a school today" in section(page, "assumptions")


def test_a_value_given_up_for_later_objectives_is_no_contradiction():
    result = make_result(status="feasible_at_limit")
    tiers = (
        TierResult("unserved_pupils", 3.0, 3.0, 0.0),
        TierResult("excess_pupil_minutes", 101.0, 100.0, 0.0, 0.01, 100.0),
        TierResult("annual_cost_yuan", 0.0, -0.0, 0.0),
        TierResult("pupil_minutes", 70.0, float("-inf"), float("inf")),
    )
    outcome = dataclasses.replace(result.outcome, tiers=tiers)
    run = dataclasses.replace(result, outcome=outcome)
    proof = section(report_of(run, "proof"), "proof")
    assert "proved: no plan does better; 1.0% given up for the objectives after it" in proof
    assert "how much better may be possible is not known" in proof
    assert "-0" not in proof
    assert "inf" not in proof
