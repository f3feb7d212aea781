"""Why no plan exists and what would allow one: sentences, infeasible.json, the page."""

from __future__ import annotations

import json

from pages_world import make_county, make_result

from planner.findings import Finding
from planner.maps.scan import outside_references
from planner.programme.concession import Concession, Remedy
from planner.reports.infeasible import Refused, infeasible_json, infeasible_page, remedy_findings
from planner.texts import text

TRIP = Concession(
    "trip_protect",
    8,
    school="S1",
    village="V2",
    stage="lower",
    mode="walk",
    minutes=50.2,
    minutes_before=9.6,
    pupils=8,
)
TOWNSHIP = Concession(
    "township_most", 1, township="更庆镇", stage="lower", kept=(("S1", 21), ("S2", 7))
)
MONEY = Concession("budget_annual", 5_637_000)


def refused(*answers):
    reason = Finding("township", "error", text("impossible.rule_township"), ids=("V2",))
    return Refused(make_result().scenario, make_county(), (reason,), answers)


def asked():
    return refused(
        Remedy((TRIP,), 12, True), Remedy((TOWNSHIP,), 60, False), Remedy((MONEY,), 80, True)
    )


def test_sentences_name_township_village_pupils_and_minutes():
    first, second, third = remedy_findings(asked())
    assert first.say("zh") == (
        "最少的让步：更庆镇 1 个村（V2村）的 8 名学生不受 protect 保护，路程最长 50 分钟"
    )
    assert first.ids == ("V2", "S1")
    assert second.say("en") == (
        "or: 更庆镇 keeps 1 more school(s) with grades 1–3 than allowed:"
        " S1学校 (21 pupils) and S2学校 (7 pupils)"
    )
    assert third.say("zh") == "或者：年度运行支出上限再增 5,637,000 元"


def test_trips_of_a_township_are_told_together_and_long_lists_cut():
    trips = [Concession(**{**vars(TRIP), "village": v}) for v in ("V1", "V2", "V3")]
    (found,) = remedy_findings(refused(Remedy(tuple(trips), 1, True)))
    assert "24 pupils of 3 villages" in found.say("en")


def test_the_file_holds_every_concession():
    said = json.loads(infeasible_json(asked()))
    assert said["reasons"][0]["rule"] == "township"
    least, other, money = said["remedies"]
    assert least["concessions"] == [
        {
            "gives_way": "trip_protect",
            "amount": 8,
            "school": "S1",
            "village": "V2",
            "stage": "lower",
            "mode": "walk",
            "minutes": 50.2,
            "minutes_before": 9.6,
            "pupils": 8,
        }
    ]
    assert (least["proved_least"], other["proved_least"]) == (True, False)
    assert other["concessions"][0]["kept"] == [
        {"school": "S1", "pupils": 21},
        {"school": "S2", "pupils": 7},
    ]
    assert money["families"] == ["money"]
    assert set(least["sentences"][0]) == {"zh", "en"}


def test_the_page_stands_alone_in_both_languages():
    page = infeasible_page(asked())
    assert outside_references(page) == []
    assert "最少的让步" in page
    assert "Alternative 2" in page
    assert "合成数据" in page
    assert "10 → 50" in page
    english = infeasible_page(asked(), "en")
    assert "另一种办法" not in english
    assert 'id="switch-language"' not in english


def test_without_an_answer_the_page_says_so():
    assert "Nothing was found in time" in infeasible_page(refused())
