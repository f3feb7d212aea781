"""The summary says where its question's rules do not hold, and what the scenario decided itself."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from pages_world import make_result

from planner.reports.asked import exceptions
from planner.reports.numbers import numbers
from planner.reports.summary import answers
from planner.reports.tables import assignments_table, schools_table
from planner.result import Result
from planner.scenario.load import scenario_of


@pytest.fixture(scope="module")
def result() -> Result:
    return make_result()


@pytest.fixture(scope="module")
def schools(result) -> pd.DataFrame:
    return schools_table(result, assignments_table(result))


def asked(result: Result, **options) -> Result:
    scenario = scenario_of({"name": "asked", "county": "tiny", **options})
    return dataclasses.replace(result, scenario=scenario)


def said(result: Result, table: pd.DataFrame, **options) -> list[dict[str, str]]:
    told = exceptions(asked(result, **options), table)
    return [{lang: t.say(lang) for lang in ("zh", "en")} for t in told]


def test_exempt_townships_are_named_up_to_six_and_the_rest_counted(result, schools):
    many = [f"{n}乡" for n in range(8)]
    table = pd.concat([schools, schools.iloc[:1].assign(township=many[-1])])
    rule = {"stage": "upper", "min": 1, "max": 1, "exempt": many}
    [told] = said(result, table, schools={"per_township": rule})
    assert told["en"] == (
        "The rule of exactly 1 school with grades 4–6 in each township does not hold in 8 of the 3 "
        "townships, which the scenario exempts: 0乡, 1乡, 2乡, 3乡, 4乡, 5乡 and 2 more. There the "
        "plan has 1 school with grades 4–6."
    )
    assert "除外：0乡、1乡、2乡、3乡、4乡、5乡等（另有 2 个）" in told["zh"]


def test_schools_of_exempt_townships_count_where_they_teach_the_stage(result, schools):
    # 更庆镇 has S1 of nine years and S3, reduced to a point without grades 4–6.
    rule = {"stage": "upper", "min": 0, "max": 2, "exempt": ["更庆镇"]}
    [told] = said(result, schools, schools={"per_township": rule})
    assert told["en"].startswith("The rule of at most 2 schools with grades 4–6 in each township")
    assert "1 of the 2 townships" in told["en"]
    assert told["en"].endswith("There the plan has 1 school with grades 4–6.")
    lower = rule | {"stage": "lower", "min": 1}
    [told] = said(result, schools, schools={"per_township": lower})
    assert told["en"].startswith("The rule of 1 to 2 schools with grades 1–3")
    assert told["en"].endswith("There the plan has 2 schools with grades 1–3.")
    [told] = said(result, schools, schools={"per_township": lower | {"max": None}})
    assert "应有至少 1 所，但情景把 2 个乡镇中的 1 个除外：更庆镇" in told["zh"]


def test_a_rule_without_exceptions_is_not_told_and_the_question_not_asked(result, schools):
    assert said(result, schools, schools={"per_township": {"stage": "upper"}}) == []
    questions = [a.question.say("en") for a in answers(result, assignments_table(result), schools)]
    assert questions[0] == "Which schools change"


def test_exceptions_stand_before_everything_else(result, schools):
    run = asked(result, schools={"keep": ["S1"]})
    first = answers(run, assignments_table(run), schools)[0]
    assert first.question.say("zh") == "例外与事先指定"
    assert [s.say("zh") for s in first.sentences] == ["由情景指定保留、不参与比选的学校：S1学校。"]


def test_decisions_by_name_and_early_boarding_are_told(result, schools):
    reason = {"zh": "路断", "en": "no road"}
    early = [{"village": v, "stage": "lower", "reason": reason} for v in ("V3", "V4")]
    options = {
        "keep": ["S1", "S3"],
        "close": ["S2"],
        "open": ["S5"],
        "no_boarding": ["S4"],
        "keep_points": True,
        "closable_below_pupils": 30,
        "hold_chosen": True,
    }
    told = said(result, schools, schools=options, boarding={"exceptions": early})
    assert [t["en"].split(": ")[0] for t in told[2:5]] == [
        f"{what} because the scenario says so, not because the search found it best"
        for what in ("Kept open", "Closed", "Opened")
    ]
    assert [t["en"].split(": ")[1] for t in told[2:5]] == [
        "S1学校 and S3学校.",
        "S2学校.",
        "S5学校.",
    ]
    assert told[0]["en"].startswith(
        "Boarding begins with grades 4–6, but the scenario lets younger pupils of 2 villages board: "
        "V3村 and V4村"
    )
    assert told[1]["zh"] == "教学点一律保留，由情景规定，不参与比选。"
    assert told[5]["zh"] == "情景规定不得寄宿的学校：S4学校。"
    assert told[6]["en"] == "Only schools with fewer than 30 pupils today may close."
    assert told[7]["en"].startswith("Pupils who today pass a nearer school")
    assert len(told) == 8


def test_switches_and_stages_are_in_people_s_words(result):
    rows = {row[-1]: row for row in numbers(result).rows}
    means, used, *_ = rows["schools.keep_points"]
    assert means == {"zh": "是：教学点全部保留", "en": "yes: every teaching point stays open"}
    assert used.say("zh") == "否"
    assert rows["schools.open_candidates"][0]["en"] == "no: no candidate opens"
    assert rows["boarding.lowest_stage"][1].say("zh") == "4–6年级"
    means, used, *_ = rows["concern.day_board"]
    assert means["zh"].endswith("“一周合计”按一个教学周的总分钟数（除以10），“单程”按单程")
    assert (used.say("zh"), used.say("en")) == ("一周合计", "by the school week")
    means, used, *_ = rows["travel.norm"]
    assert means["zh"] == "“可超标准”：允许超标准但不超上限并计数；“不得超标准”：不允许"
    assert means["en"].startswith("“may be exceeded”: trips between norm and ceiling")
    # What the ledger calls a default after a document is that here too.
    assert str(rows["costs.household_boarding_yuan"][3]).startswith("the program's default")
    # Half a range, and none at all.
    assert "schools.open_between" not in rows
    run = asked(result, schools={"open_between": [3, None]})
    half = next(row for row in numbers(run).rows if row[-1] == "schools.open_between")
    assert half[1] == {"zh": "3、—", "en": "3, —"}
