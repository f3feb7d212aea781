"""Why no plan exists and what would allow one: sentences, infeasible.json, the page."""

from __future__ import annotations

import json

from pages_world import make_county, make_result

from planner.findings import Finding
from planner.instance import FORBIDDEN_BY
from planner.maps.scan import outside_references
from planner.programme.concession import Concession, Remedy
from planner.programme.prices import PRICES
from planner.reports.concessions import listed
from planner.reports.infeasible import Refused, infeasible_json, infeasible_page, remedy_findings
from planner.texts import catalogue, text

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


BEDS = [Concession("beds", n, school=s, pupils=n + 10) for s, n in (("S1", 6), ("S2", 2))]


def refused(*answers, exhausted=False):
    reason = Finding("township", "error", text("impossible.rule_township"), ids=("V2",))
    return Refused(make_result().scenario, make_county(), (reason,), answers, exhausted)


def asked():
    return refused(
        Remedy((TRIP,), 12, True), Remedy((TOWNSHIP,), 60, False), Remedy((MONEY,), 80, True)
    )


def test_sentences_name_township_village_pupils_and_minutes():
    first, second, third = remedy_findings(asked())
    assert first.say("zh") == (
        "最少的让步：更庆镇 1 个村（V2村）的 8 名学生不再受“不比今天差”的保护（protect），"
        "单程最长 50 分钟"
    )
    assert first.ids == ("V2", "S1")
    assert second.say("en") == (
        "or: 更庆镇 keeps 1 more school(s) with grades 1–3 than allowed:"
        " S1学校 (21 pupils) and S2学校 (7 pupils)"
    )
    assert third.say("zh") == "或者：年度运行支出上限再增 5,637,000 元"


def test_trips_of_a_township_are_told_together_and_long_lists_cut():
    trips = [Concession(**{**vars(TRIP), "village": v}) for v in ("V1", "V2", "V3")]
    found, _ = remedy_findings(refused(Remedy(tuple(trips), 1, True)))
    assert "24 pupil(s) of 3 village(s)" in found.say("en")


def test_it_is_said_whether_there_is_another_way():
    one = Remedy((MONEY,), 80, True)
    assert [f.message.key for f in remedy_findings(refused(one))] == [
        "remedy.least",
        "remedy.only_one",
    ]
    assert "未能证明没有别的" in infeasible_page(refused(one))
    proved = refused(one, exhausted=True)
    assert remedy_findings(proved)[-1].message.key == "remedy.exhausted"
    assert "已证明再无别的办法" in infeasible_page(proved)
    assert json.loads(infeasible_json(proved))["no_other_way"] is True
    # Several answers with perhaps more of them need no word.
    assert [f.message.key for f in remedy_findings(asked())][-1] == "remedy.or"
    assert remedy_findings(refused()) == []


def test_what_gives_way_is_told_by_township_and_by_village():
    answer = Remedy((TRIP, *BEDS, MONEY), 1, True)
    (least,) = json.loads(infeasible_json(refused(answer)))["remedies"]
    county, *places = least["by_township"]
    assert (county["township"], county["gives_way"], county["amount"], county["unit"]) == (
        "",
        "budget_annual",
        5_637_000,
        "yuan",
    )
    found = {(x["township"], x["gives_way"]): x for x in places}
    trip = found["更庆镇", "trip_protect"]
    assert (trip["villages"], trip["schools"], trip["pupils"]) == (["V2"], ["S1"], 8)
    # Beds of two schools of one township stand together.
    beds = found["更庆镇", "beds"]
    assert (beds["schools"], beds["amount"], beds["unit"]) == (["S1", "S2"], 8, "beds")
    page = infeasible_page(refused(answer), "zh")
    for words in ("按乡镇（3 行）", "按村（1 行）", "5,637,000 元", "8 张", "8 名学生", "比今天差"):
        assert words in page


def test_many_concessions_are_summed_up():
    # Seven schools, one sentence each, are one sentence; the table names them all.
    many = [Concession("classrooms", n, school=f"S{n}", pupils=n) for n in range(1, 5)]
    pins = [Concession("pins", 1, school=f"S{n}", pupils=n) for n in range(1, 5)]
    answer = Remedy((*many, *pins, MONEY), 1, False)
    told = remedy_findings(refused(answer))[0]
    assert told.message.key == "remedy.least_found"
    rooms, schools, money = told.say("en").removeprefix("the least concession found: ").split("; ")
    assert rooms.startswith("more classrooms: 10 room(s) in ")
    assert schools.startswith("need not stay open: 4 school(s) in ")
    assert money == "more running budget: 5,637,000 yuan in the county"
    page = infeasible_page(refused(answer), "en")
    assert "The least concession found" in page
    assert "S1学校" in page
    assert "S4学校" in page


def test_lists_of_names_end_in_and():
    assert listed(["A", "B", "C"]).say("en") == "A, B and C"
    assert listed(["A", "B", "C"]).say("zh") == "A、B、C"
    assert listed(list("ABCD"), 2).say("en") == "A, B and 2 more"


def test_a_school_that_is_not_fit_is_named():
    trip = Concession(**{**vars(TRIP), "rule": "trip_receiver"})
    found = remedy_findings(refused(Remedy((trip,), 1, True)))
    assert "S1学校" in found[0].say("zh")
    assert "S1学校" in found[0].say("en")


def test_the_file_holds_every_concession():
    said = json.loads(infeasible_json(asked()))
    assert said["reasons"][0]["rule"] == "township"
    least, other, money = said["remedies"]
    assert least["concessions"] == [
        {
            "gives_way": "trip_protect",
            "amount": 8,
            "unit": "pupils",
            "township": "更庆镇",
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


def test_every_rule_that_may_give_way_has_its_words():
    rules = {*PRICES, *(f"trip_{limit}" for limit in FORBIDDEN_BY if limit)}
    for rule in rules:
        assert f"remedy.{rule}" in catalogue()
        assert f"remedy.what.{rule}" in catalogue()
    assert {f"remedy.unit.{p.unit}" for p in PRICES.values()} <= set(catalogue())
    what = {k.removeprefix("remedy.what.") for k in catalogue() if k.startswith("remedy.what.")}
    assert what == rules


def test_without_an_answer_the_page_says_so():
    assert "Nothing was found in time" in infeasible_page(refused())
