from __future__ import annotations

import dataclasses
from typing import get_args

import pandas as pd
import pytest
from pages_world import make_result

from planner.plan import Outcome, TierResult
from planner.reports.assumptions import assumptions
from planner.reports.figures import amount, change, indicator_name
from planner.reports.tables import assignments_table
from planner.reports.words import (
    both,
    gap_percent,
    minutes,
    pair,
    percent,
    signed,
    status_words,
    title_of,
    to_the_centre,
    warning_of,
    yuan,
)
from planner.texts import Text, text


def outcome(status: str, gap: float, ended_by: str = "clock") -> Outcome:
    tier = TierResult("pupil_minutes", 100.0, 100.0 * (1 - gap), gap)
    return Outcome(status, (tier,), ended_by)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (outcome("optimal", 0.0, "proof"), "Proved optimal"),
        (outcome("optimal", 0.0041, "proof"), "Proved within 0.5% of the best possible"),
        (
            outcome("feasible_at_limit", 0.021),
            "Stopped at the time limit: feasible, at most 2.1% from the best possible",
        ),
        (
            outcome("feasible_at_limit", 0.021, "interrupt"),
            "Stopped by hand: feasible, at most 2.1% from the best possible",
        ),
        (
            outcome("feasible_at_limit", float("inf")),
            "Feasible; how far from the best possible is not known",
        ),
    ],
)
def test_status_in_words(given, words):
    assert status_words(given).say("en") == words
    assert "optimal" in words.lower() or "最优" in status_words(given).say("zh")


def test_a_gap_is_never_rounded_down_but_a_share_is():
    gaps = [gap_percent(s) for s in (0.02, 0.02001, 0.0, 1.0)]
    assert gaps == ["2.0%", "2.1%", "0.0%", "100.0%"]
    assert percent(0.02001) == "2.0%"


def test_numbers_for_people():
    assert [minutes(v) for v in (38.5, 38.49, float("nan"))] == ["39", "38", "—"]
    assert [signed(v) for v in (29.5, -46.0, 0.2, float("nan"))] == ["▲ +30", "▼ −46", "0", "—"]
    assert yuan(11_127_600).say("zh") == "1,112.8 万元"
    assert yuan(11_127_600).say("en") == "11.13 million yuan"
    assert yuan(9_600).say("zh") == "9,600 元"
    assert yuan(34_000).say("en") == "34,000 yuan"
    assert yuan(-910_000).say("en") == "−910,000 yuan"
    assert yuan(-910_000).say("zh") == "−91.0 万元"
    assert yuan(-1_000_000).say("en") == "−1.00 million yuan"


def test_amounts_by_unit():
    assert amount(0.2146, "share") == "21.5%"
    assert amount(12.0, "pupils") == "12"
    assert amount(12.345, "min") == "12.3"
    assert amount(float("nan"), "min") == "—"
    assert change(15.0, 12.0, "pupils") == "▼ −3"
    assert change(1.9, 1.901, "min") == "="
    assert change(29.3, 29.06, "min") == "▼ −0.2"
    assert change(0.06, 0.023, "share") == {"zh": "▼ −3.7 个百分点", "en": "▼ −3.7 points"}
    assert change(10_000.0, 30_000.0, "yuan") == {"zh": "▲ +2.0 万元", "en": "▲ +20,000 yuan"}


def test_an_indicator_without_label_keeps_its_code():
    assert indicator_name("no_such_indicator") == "no_such_indicator"


def test_both_languages_are_escaped():
    spans = both({"zh": "<b>一</b>", "en": "a & b"})
    assert spans == (
        '<span class="zh" lang="zh-CN">&lt;b&gt;一&lt;/b&gt;</span>'
        '<span class="en" lang="en">a &amp; b</span>'
    )
    assert both(text("page.yes"), ("en",)) == '<span class="en" lang="en">yes</span>'


def test_a_title_falls_back_to_the_other_language_and_the_name():
    scenario = make_result().scenario
    untitled = scenario.model_copy(update={"title": type(scenario.title)(zh="", en="")})
    english = scenario.model_copy(update={"title": type(scenario.title)(zh="", en="Trial")})
    assert title_of(untitled) == {"zh": "tiny-plan", "en": "tiny-plan"}
    assert title_of(english) == {"zh": "Trial", "en": "Trial"}
    assert pair({"zh": "", "en": "only"}) == {"zh": "only", "en": "only"}


def test_banner_by_grade():
    result = make_result()
    assert warning_of(result.county)[0] == "synthetic"
    assert warning_of(make_result("measured").county) is None


def test_the_banner_counts_what_is_not_measured_as_the_assumptions_do():
    result = make_result("estimated")
    county = result.county
    grade, said = warning_of(county)
    assert grade == "estimated"
    assert said.say("en").startswith("None of the data on the 5 schools and 6 villages is measured")
    # Two schools and a village were surveyed; one candidate is made up.
    schools = county.schools.assign(
        evidence=["measured", "measured", "estimated", "estimated", "synthetic"]
    )
    villages = county.villages.assign(evidence=["measured", *["estimated"] * 5])
    some = dataclasses.replace(county, schools=schools, villages=villages)
    assert (
        warning_of(some)[1]
        .say("en")
        .startswith("The data on 3 of 5 schools and on 5 of 6 villages is not measured")
    )
    assert "5 所学校中 3 所、6 个村中 5 个" in warning_of(some)[1].say("zh")
    told = [
        t if isinstance(t, dict) else t.say("en")
        for t in assumptions(dataclasses.replace(result, county=some), assignments_table(result))
    ]
    assert "Schools: 2 measured, 2 estimated, 1 synthetic. " in told[-1]
    # A county called measured is not where a row says otherwise.
    called = dataclasses.replace(some, provenance="measured")
    assert warning_of(called) == warning_of(some)


def test_every_objective_and_reason_has_words():
    from planner.plan import Decision
    from planner.reports.decisions import CONSENT, open_words
    from planner.scenario import TIERS
    from planner.texts import LANGS

    for lang in LANGS:
        assert all(text(f"tier.{name}").say(lang) for name in TIERS)
        assert all(text(f"decision.{d}").say(lang) for d in get_args(Decision))
        assert all(t.say(lang) for t in open_words(("synthetic", "estimated", *CONSENT)))


def with_residences(result, villages):
    homes = pd.DataFrame({"village_id": villages, "months": "6-9"})
    county = dataclasses.replace(result.county, residences=homes)
    return dataclasses.replace(result, county=county)


def test_pages_say_from_where_minutes_count():
    result = make_result()
    assert "to the village centre" in to_the_centre(result).say("en")
    herders = result.county.villages["herder_share"] > 0.3
    moved = with_residences(result, list(result.county.villages.index[herders]))
    assert "the farthest of the village centre and the places" in to_the_centre(moved).say("en")


def test_the_warning_of_scattered_homes_leaves_out_villages_whose_residences_are_known():
    def said(result):
        found = assumptions(result, assignments_table(result))
        return [s.say("en") for s in found if isinstance(s, Text) and s.key == "page.herders"]

    result = make_result()
    herders = result.county.villages["herder_share"] > 0.3
    ids = list(result.county.villages.index[herders])
    assert f"{len(ids)} villages" in said(result)[0]
    assert f"{len(ids) - 1} villages" in said(with_residences(result, ids[:1]))[0]
    assert said(with_residences(result, ids)) == []
