"""Sentences of the summary read right whether they count nobody, one or many, in both languages."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from pages_world import make_result

from planner.reports import nouns, summary
from planner.reports.hardship import worse_said
from planner.reports.money_said import money_said
from planner.reports.sentences import (
    boarding_said,
    course,
    norm_said,
    schools_said,
    trips_said,
)
from planner.reports.summary import answers
from planner.reports.tables import assignments_table, schools_table
from planner.reports.words import yuan
from planner.texts import LANGS

PLURAL = re.compile(r"\b1 (pupils|schools|villages|townships)\b")


def say(sentence, lang="en") -> str:
    return sentence[lang] if isinstance(sentence, dict) else sentence.say(lang)


@pytest.fixture(scope="module")
def result():
    return make_result()


@pytest.fixture(scope="module")
def tables(result):
    assignments = assignments_table(result)
    return assignments, schools_table(result, assignments)


@pytest.mark.parametrize(
    ("n", "en", "zh"),
    [
        (0, "none of the 3 schools", " 0 所（共 3 所）"),
        (1, "1 of the 3 schools", " 1 所（共 3 所）"),
        (3, "all 3 schools", "全部 3 所"),
    ],
)
def test_parts_of_a_whole(n, en, zh):
    assert (nouns.schools_of(n, 3).say("en"), nouns.schools_of(n, 3).say("zh")) == (en, zh)


def test_nouns_agree_with_their_number():
    assert [nouns.pupils(n).say("en") for n in (0, 1, 3)] == ["0 pupils", "<3 pupils", "3 pupils"]
    assert nouns.villages(1).say("en") == "1 village"
    assert nouns.schools(1).say("zh") == "1 所"


def closures(executable: list[int]) -> pd.DataFrame:
    return pd.DataFrame({"decision": "close", "executable": executable}).astype(
        {"executable": "Int64"}
    )


@pytest.mark.parametrize(
    ("executable", "en", "zh"),
    [
        ([0], "1 school. This may not be carried out yet", "1 所，目前不得执行"),
        ([0, 0], "2 schools. None of them may be carried out yet", "2 所，目前一所也不得执行"),
        ([0, 1, 1], "3 schools; 1 of them may not be carried out", "其中 1 所目前不得执行"),
        ([1, 1], "2 schools. All steps that come first are on record", "均已办妥并有记录"),
        ([], "The plan closes no school and reduces none.", "方案不撤并任何学校"),
    ],
)
def test_what_may_not_be_carried_out_yet(executable, en, zh):
    told = summary._open(closures(executable))
    assert en in told.say("en")
    assert zh in told.say("zh")


def fares(*changes: tuple[str, int]) -> pd.DataFrame:
    return pd.DataFrame([{"change": c, "pupils": n, "mode": "walk"} for c, n in changes])


def test_trips_of_one_pupil_and_of_pupils_whom_nothing_changes():
    one = trips_said(fares(("much_longer", 1), ("same", 0)), 10.0)
    assert say(one) == "Of <3 pupils: <3 with a daily trip longer by 10 min or more one way."
    same = trips_said(fares(("same", 7)), 10.0)
    assert say(same) == (
        "Nobody's way to school gets longer or shorter, and nobody boards anew (7 pupils)."
    )
    assert say(same, "zh").startswith("学生 7 人，上学路上用时都不变")


def sleeps(*rows: tuple[str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["baseline_mode", "mode", "pupils"])


def test_boarders_none_the_same_and_changing():
    assert say(boarding_said(sleeps(("walk", "ride", 5)))).startswith("Nobody boards")
    assert (
        say(boarding_said(sleeps(("board", "board", 1))))
        == "Boarders are those of today: <3 pupils."
    )
    told = boarding_said(sleeps(("board", "walk", 3), ("walk", "board", 5), ("board", "board", 4)))
    assert say(told) == "Boarders: from 7 to 9; newly boarding: 5, no longer boarding: 3."
    assert say(told, "zh") == "寄宿生（人）：由 7 变为 9；新增 5 人，不再寄宿 3 人。"


def test_nobody_beyond_the_norm_and_nobody_without_a_school():
    row = {"school_id": "S", "baseline_mode": "walk", "over_norm": 0, "baseline_over_norm": 0}
    table = pd.DataFrame([row | {"pupils": 4}])
    assert say(norm_said(table)).endswith("boarders: home): none, as today.")
    assert say(norm_said(table), "zh").endswith("：无，与现状相同。")


def test_money_that_stays_changes_and_is_none():
    assert course(yuan(30_000), yuan(50_000)).say("zh") == "由 3.0 万元变为 5.0 万元"
    assert course("3", "5").say("zh") == "由 3 变为 5"
    assert course("4", "4").say("en") == "4, unchanged"
    assert course("0", "0").say("en") == "none, as today"


def test_a_plan_that_costs_what_today_costs(result, tables):
    from dataclasses import replace

    today = replace(result, accounts=result.baseline_accounts)
    told = [say(s) for s in money_said(today, *tables) if s is not None]
    assert told[0] == "The county spends nothing once."
    assert not any("Against today" in t for t in told)
    assert told[-1].endswith("No family pays more than today.")


def test_what_a_plan_adds_and_takes_off(result, tables):
    told = [say(s, "zh") for s in money_said(result, *tables) if s is not None]
    after, before = result.accounts, result.baseline_accounts
    county = after.annual_cost_yuan - before.annual_cost_yuan
    assert county > 0 > after.household_yuan - before.household_yuan
    assert (
        f"每年县里多花 {county / 1e4:,.1f} 万元，家庭少花 9,600 元；合计净成本：由 98.8" in told[2]
    )


def test_schools_one_and_none():
    empty = pd.DataFrame({"decision": [], "status_before": [], "kind": []})
    assert say(schools_said(empty)) == "No schools today, and none in the plan."
    one = pd.DataFrame({"decision": ["close"], "status_before": ["existing"], "kind": [""]})
    assert say(schools_said(one)) == "1 school today, 0 after the plan: 1 closed."


def test_pupils_who_lose_their_school_are_told_with_why(result, tables):
    rows = tables[0].iloc[[0, 1]].assign(school_id="", mode="")
    near = summary._nowhere(result.scenario, rows)
    assert near.say("en") == (
        "With a school today and none in the plan: 38 pupils. The county has to find another way."
    )
    far = rows.assign(baseline_minutes=[500.0, 8.0])
    pupils = rows["pupils"].tolist()
    assert f"For {pupils[0]} of the 38 pupils the trip" in summary._nowhere(
        result.scenario, far
    ).say("en")
    both = summary._nowhere(result.scenario, rows.assign(baseline_minutes=500.0))
    assert "For all 38 pupils the trip of today is already longer" in both.say("en")
    assert "其中全部 38 人现在的单程已超过" in both.say("zh")


def test_one_of_each_in_the_whole_summary(result, tables):
    assignments, schools = tables
    lone = assignments[assignments["village_id"] == "V2"].assign(pupils=1)
    told = [s for a in answers(result, lone, schools) for s in a.sentences]
    english = " ".join(say(s) for s in told)
    assert (
        "together: <3 pupils of 1 village; grades 1–3 (<3); by township, most first: 更庆镇 (<3)."
        in (english)
    )
    assert not PLURAL.search(english)
    assert worse_said(lone).say("en").endswith("measure: <3 pupils of 1 village.")
    for lang in LANGS:
        for sentence in told:
            assert not re.search(
                r"  | [,.;:]|\.\.|。。|（）|\(\)|\bNone\b(?! of)|\bnan\b", say(sentence, lang)
            )
            assert say(sentence, lang)[-1] in ".。"


def test_townships_beyond_those_named_are_counted(result, tables):
    rows = tables[0][tables[0]["village_id"] == "V2"]
    many = pd.concat([rows.assign(township=f"{n}乡", pupils=9 - n) for n in range(5)])
    who = next(
        say(s)
        for a in answers(result, many, tables[1])
        for s in a.sentences
        if "most first" in say(s)
    )
    assert who.endswith("most first: 0乡 (9), 1乡 (8), 2乡 (7); further townships: 2.")


def test_the_summary_holds_its_answers_and_no_notes_that_would_fill_a_second_page(told):
    kinds = [block.kind for block in told.sections[0].blocks]
    assert kinds[:-1] == ["title", "sentences"] * ((len(kinds) - 1) // 2)
    assert kinds[-1] == "links"
    notes = [b.said.key for b in told.sections[1].blocks if b.kind == "paragraph"]
    assert notes[0] == "report_page.few"
