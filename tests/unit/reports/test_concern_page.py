"""concern.html: what stands on it, in which words, and that it asks nothing of the network."""

from __future__ import annotations

import dataclasses
import html
import re

import pytest
from concern_study_world import (
    HASH,
    make_places,
    make_plan,
    make_study,
    make_survey,
    written_page,
)

from planner.concern.exposure import DEFINITIONS
from planner.concern.statistics.judge import judge
from planner.concern.statistics.verdict import TestRules
from planner.maps.scan import outside_references
from planner.maps.worry import worry_data
from planner.reports.concern import verdict_section
from planner.reports.concern.contents import LIMITS
from planner.reports.concern.exposure_section import exposure_table
from planner.reports.concern.look import share_range
from planner.reports.concern.page import SECTIONS, concern_page
from planner.reports.concern.places import Places, worry_places
from planner.reports.concern.verdict_section import carries, sentences
from planner.texts import catalogue

EVIL = "</script><b>x"


@pytest.fixture(scope="module")
def study():
    return make_study()


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    return written_page(tmp_path_factory).read_text("utf-8")


@pytest.fixture(scope="module")
def bare():
    """The page of one measured plan of one county, in English, with nothing asked beside it."""
    study = make_study(evidence="measured", full=False)
    plan = make_plan("a", "far", 0.7, 16.0, "measured")
    rules = TestRules(samples=(), design_effects=(2.0,), lead=(2.0,))
    single = judge([plan], rules, reasons=(), unit="households")
    alone = dataclasses.replace(
        study, plans=(plan,), labels=("",), main={"a": 0}, counties={"a": "甲县"}, curves=(),
        villages=(), risk=(), weighted=(), thresholds=(), bands=(), tipping=(), posts={},
        tests={("a", d): single for d in DEFINITIONS}, missing=(), units={}, notes=(),
    )  # fmt: skip
    return concern_page(alone, Places(), "en")


def section(page: str, name: str) -> str:
    found = re.search(rf'<section id="{name}">.*?</section>', page, re.DOTALL)
    assert found is not None
    return found[0]


def said(markup: str) -> str:
    """Return what a reader sees, drawings included."""
    bare = re.sub(r"<(script|style|pre)\b.*?</\1>", " ", markup, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", bare)))


def test_sections_stand_in_the_order_of_the_contents(page):
    assert tuple(re.findall(r'<section id="(\w+)">', page)) == ("short", *SECTIONS)
    assert tuple(re.findall(r'<li><a href="#(\w+)">', page)) == SECTIONS


def test_the_answer_comes_first(page):
    short = said(section(page, "short"))
    assert "甲县：按“D1 时间”计算，方案“far”下受影响的家庭占 70.0% (65.0–75.0%)" in short
    assert "County B: under the plan “far”, 60.0% (55.0–65.0%) of households" in short
    # From 25 % closed to 60 % exposure runs from 40 to 70 %: it meets 64 % at 53 %.
    assert "现有学校撤并比例在 53.0% – 60.0% 之间时，影响面落在 74% 上下 10 个百分点以内" in short
    assert "乙县：所算的各方案中，影响面都没有进入 74% 上下 10 个百分点的范围" in short


def test_definitions_show_the_registered_thresholds(page, study):
    told = said(section(page, "definitions"))
    assert "单程（较慢方向）增加 10 分钟及以上" in told
    assert "500 yuan a year or more, or by 2% of income or more" in told
    assert "★ D1 time" in told
    thresholds = {**study.registration.content["thresholds"], "threshold_minutes": 17.5}
    other = dataclasses.replace(study.registration, content={"a": {"thresholds": thresholds}})
    from planner.reports.concern.opening import definitions

    rows = definitions(dataclasses.replace(study, registration=other)).rows
    assert "增加 17.5 分钟" in rows[0][1].say("zh")


def test_exposure_stands_by_definition_and_unit_with_intervals(page):
    told = said(section(page, "exposure"))
    assert "甲县 County A D1 时间 D1 time 56.0% (51.0–61.0%) 70.0% (65.0–75.0%)" in told
    # Wilson at design effects 2 and 4, as in the literature on the method.
    assert "68.4% – 78.9%" in told
    assert "65.9% – 80.8%" in told
    assert "D1+D2+D3 80 8.0%" in told
    assert "the farming and herding share is the county's mean in 2 of 6 villages" in told
    assert "一个教学周的出行时间（分钟）" in told


def test_all_definitions_have_a_curve_and_a_place_near_the_survey(page):
    told = section(page, "curve")
    assert {"chart-curve-all-closed_share", "chart-definitions-a-closed_share"} <= set(
        re.findall(r'id="(chart-[\w-]+)"', told)
    )
    assert said(told).count("D1 newly over norm only") >= 3
    assert "beyond-25.open has no plan (no plan found within the limit)" in said(told)
    assert "限定学校数" in said(told)


def test_weighted_means_are_said_to_be_sensitivity(page):
    told = said(section(page, "curve"))
    assert "Weighted means (sensitivity only)" in told
    # A third of 0 + 40 + 70.
    assert "36.7%" in told


def test_households_at_risk_and_villages(page):
    told = said(section(page, "risk"))
    assert "≥50% of plans" in told
    assert "V6村（马尼干戈镇）" in told


def test_who_is_affected_by_every_kind_of_group(page):
    told = said(section(page, "who"))
    for name in ("更庆镇", "藏语", "小学低段（1–3年级）", "农牧户占比高于70%的村"):
        assert name in told
    assert "更庆镇 300 84.0% (79.0–89.0%)" in told


def test_made_up_data_is_a_demonstration_and_concludes_nothing(page):
    assert "方法演示" in said(page[page.index("<header>") : page.index("</header>")])
    assert 'class="banner synthetic"' in page
    verdict = section(page, "verdict")
    inside = said(re.search(r'<div class="verdict-box.*?</div>', verdict, re.DOTALL)[0])
    assert "Method demonstration: no conclusion is drawn" in inside
    assert "Three counties cannot speak for a region." in inside
    assert "inconclusive" not in inside
    assert "within the margin" not in inside
    assert "Counted otherwise" in said(verdict)
    assert "all households are counted" in said(section(page, "curve"))


def test_the_three_counties_on_real_data_may_carry_a_verdict():
    real = make_study(evidence="measured", verdict=True, full=False)
    assert carries(real)
    told = [sentence.say("en") for sentence in sentences(real)]
    assert "D2 cost: at design effects 2, 4, different, and not shown to lie within" in told[2]
    assert any("D2 cost: at all leading design effects more people worry than" in t for t in told)
    assert told[0].startswith("What follows holds for the three counties together")


def test_a_verdict_needs_both_the_study_and_the_tests(study):
    assert not carries(study)
    assert not carries(make_study(evidence="measured", full=False))
    standing = make_study(evidence="measured", verdict=True, full=False).standing
    assert not carries(dataclasses.replace(study, standing=standing))


def test_a_single_real_county_is_shown_beside_and_not_tested(bare, study):
    verdict = said(section(bare, "verdict"))
    assert "There is nothing to test." in verdict
    assert "Equivalence, p" not in verdict
    assert "56.0% (51.0–61.0%)" in said(section(bare, "exposure"))
    assert verdict_section.tests_shown(study) is not None
    assert "solve a set of them with plan concern --scenario" in said(section(bare, "curve"))


def test_what_was_not_asked_for_is_said_to_be_missing(bare):
    for name in ("price", "mitigations", "posts", "survey", "risk"):
        assert re.search("[Nn]ot computed|There is no|No answers|At least two", section(bare, name))


def test_bounds_of_those_who_worry(page):
    told = said(section(page, "bounds"))
    # (0.74 - 0.1) / 0.9, (0.74 - 0.3) / 0.7, (0.74 - 0.5) / 0.5
    for share, bound in (("10%", "71.1%"), ("30%", "62.9%"), ("50%", "48.0%")):
        assert re.search(rf"for example {share} affected {share[:-1]}.0% {bound}", told)
    # The ends of 68.4 to 78.9 %, design effect 2.
    assert "48.0% (36.7–57.9%)" in told
    assert "43.6% are Han" in told


def test_price_mitigations_and_tipping_points(page):
    price = said(section(page, "price"))
    assert "无可行方案" in price
    assert "no cap" in price
    assert "+400,000 yuan" in price
    soft = said(section(page, "mitigations"))
    assert "42.0% ▼ −18.0" in soft
    assert "3,300 yuan" in soft
    tipping = said(section(page, "sensitivity"))
    assert "walking speed (times) 64.0% 1.13" in tipping
    assert "not within what was tried" in tipping
    assert "Share of today's schools closed 64.0% 52.0%" in tipping


def test_the_second_figure_shows_its_unknown_base(page):
    told = said(section(page, "posts"))
    assert "50 12 24.0%" in told
    assert "900 300 33.3%" in told
    assert "all teaching posts of the schools closed" in told
    assert "Its base was not published" in told


def test_answers_are_fitted_and_mapped(page):
    told = section(page, "survey")
    assert "Ten points more exposure go with 1.16 times the odds" in said(told)
    assert "<0.001" in said(told)
    assert "drawWorry(map_worry," in told
    assert "Leaflet" in told
    assert 'id="chart-worry-sketch"' in told


def test_places_are_found_by_village_and_by_township(study):
    found = worry_places(study, make_places())
    assert [p.name for p in found] == ["<i>V1</i>村", "V2村", "V3村", "V4村", "V5村", "马尼干戈镇"]
    town = found[-1]
    assert (round(town.lon, 3), round(town.lat, 3)) == (98.59, 31.845)
    # 5 of 20 worry and 60 % are affected; 7 of 11 worry and 12 % are.
    assert (town.kind, found[0].kind) == (2, 0)
    data = worry_data(make_places().outlines, found, ("zh", "en"))
    assert [p["n"] for p in data["places"]] == [20, 15, 14, 13, 12, 11]
    assert len(data["outlines"]) == 1


def test_registration_names_its_hash_and_what_changed(page):
    told = said(section(page, "registration"))
    assert HASH in told
    assert "thresholds.threshold_minutes 12 10" in told
    assert "cd" * 32 in told
    assert "before the first plan was solved" in told


def test_limits_are_told_in_plain_words(page):
    assert section(page, "limits").count("<li>") == len(LIMITS)


def test_nothing_leaves_the_page_and_names_stay_names(page):
    assert outside_references(page) == []
    assert "default-src &#39;none&#39;" in page
    assert EVIL not in page
    assert html.escape(EVIL) in page


def test_every_id_of_the_page_is_its_own(page):
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    shown = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    for used in set(re.findall(r'(?:xlink:href="|url\()#([^")]+)', shown)):
        assert used in ids


def test_charts_are_drawn_in_each_language(page, bare):
    charts = len(re.findall(r'<figure class="chart"', page))
    assert charts >= 12
    assert page.count('<div class="zh" lang="zh-CN"><svg') == charts
    assert page.count('<div class="en" lang="en"><svg') == charts
    assert '<div class="zh"' not in bare
    assert 'id="switch-language"' not in bare


def test_today_affects_nobody_in_any_definition():
    study = make_study(full=False)
    rows = exposure_table(dataclasses.replace(study, main={"a": 0, "b": 3})).rows
    assert len(rows) == 2 * len(DEFINITIONS)
    assert {cell for row in rows for cell in row[2:]} == {"0.0%"}


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ((0.7, 0.65, 0.75), "70.0% (65.0–75.0%)"),
        ((0.0, 0.0, 0.0), "0.0%"),
        ((0.5, 0.5, 0.5001), "50.0%"),
        ((float("nan"), 0.0, 1.0), "—"),
    ],
)
def test_shares_with_their_bounds(figures, words):
    assert share_range(*figures) == words


# --- the words -----------------------------------------------------------------------------

NEVER = re.compile(
    r"confirm|unfounded|groundless|baseless|ungrounded|unjustified|unwarranted|irrational"
    r"|exaggerat|overblown|misplaced|refut|disprov|debunk|\bmyths?\b|rumou?r"
    r"|(?:no|without) (?:reason|cause|ground)s? (?:to|for) worr|need(?:s)? not worry"
    r"|证实|没有根据|毫无根据|无根据|没有依据|无依据|没有道理|多余|杞人|夸大|过虑|多虑"
    r"|不必担心|无需担心|不用担心|不必担忧|无需担忧|谣|误解|驳斥|驳倒|推翻|属实|站不住",
    re.IGNORECASE,
)
"""What is never said of a worry, nor that the figures bear it out for good."""
PROOF = re.compile(r"\bprov(?:e|es|ed|en|ing)\b|证明", re.IGNORECASE)
"""Said of a plan by the solver alone."""


def texts_of_the_concern() -> dict[str, dict[str, str]]:
    import tomllib
    from importlib import resources

    from planner.texts import _flatten

    found: dict[str, dict[str, str]] = {}
    for file in resources.files("planner.texts").iterdir():
        if file.name.startswith("concern"):
            found |= _flatten(tomllib.loads(file.read_text("utf-8")))
    starts = ("concern", "survey.")
    return found | {k: v for k, v in catalogue().items() if k.startswith(starts)}


def test_no_text_calls_a_worry_unfounded_or_settled():
    texts = texts_of_the_concern()
    assert {"concern_page.title", "concern_study.ask", "concern.exposure.no_run"} <= set(texts)
    wrong = {
        key: said
        for key, both in texts.items()
        for said in both.values()
        if NEVER.search(said) or PROOF.search(said)
    }
    assert wrong == {}


def test_the_written_page_keeps_to_its_words(page, bare):
    for written in (page, bare):
        assert NEVER.findall(said(written)) == []


def test_the_vocabulary_finds_what_it_should():
    for wrong in ("The worry is confirmed.", "Unfounded fears", "这种担忧没有根据", "调查得到证实"):
        assert NEVER.search(wrong)
    assert not NEVER.search("Worry is what parents said; 担忧是家长说的话")


def test_the_survey_of_the_fixture_has_a_place_nobody_knows():
    assert make_survey().places[-1].place == "V99"
