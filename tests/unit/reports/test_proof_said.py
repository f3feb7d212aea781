"""What is said beside the figures of proof: whose gap, what was given up, what is no cash."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from pages_world import make_result

from planner.plan import Outcome, TierResult
from planner.reports import content, sections
from planner.reports.document import Sentences
from planner.reports.proof_said import proof_notes, staffing_status
from planner.reports.summary import answers
from planner.reports.tables import assignments_table, schools_table

TIERS = (
    TierResult("unserved_pupils", 294, 294, 0.0),
    TierResult("excess_pupil_minutes", 2_785_956, 2_642_952, 0.0042, 139_000, 2_654_097),
    TierResult("public_plus_household_spending_yuan", 23_308_000, 22_515_000, 0.034),
)


@pytest.fixture(scope="module")
def result():
    """A search stopped by the clock, whose layout was solved again for its staff."""
    made = make_result()
    outcome = Outcome("feasible_at_limit", TIERS, "clock")
    accounts = replace(made.accounts, staffing_yuan=2_622_000.0)
    return replace(made, outcome=outcome, accounts=accounts)


def test_the_head_speaks_of_one_objective_and_what_was_given_up_is_told(result):
    head, given, no_cash = proof_notes(result)
    assert head.say("en") == (
        "“Stopped at the time limit: feasible, at most 3.4% from the best possible” is said of the "
        "objective with the widest proof gap: no. 3, public and household spending."
    )
    assert "目标第 3 项“公共与家庭支出合计”" in head.say("zh")
    assert given.say("zh") == (
        "目标第 2 项“超标准的学生分钟数”为后面的目标按容许量有意让出 4.8%，不是没有求好。"
    )
    assert "Objective no. 2, pupil-minutes over the norm: 4.8% was given up" in given.say("en")
    assert "23,308,000 元＝支付的 20,686,000 元＋师资缺口折算 2,622,000 元" in no_cash.say("zh")
    assert "20,686,000 that is paid + 2,622,000 for lessons" in no_cash.say("en")


def test_the_row_and_the_summary_say_so_too(result):
    rows = sections.proof(result).rows
    assert str(rows[2][1]) == (
        "public and household spending + staffing gaps priced in (no cash), 2.62 million yuan"
    )
    assert rows[2][1].say("zh") == "公共与家庭支出合计＋师资缺口折算（非现金）262.2 万元"
    assert rows[1][1].say("zh") == "超标准的学生分钟数"
    assignments = assignments_table(result)
    told = answers(result, assignments, schools_table(result, assignments))[-1].sentences
    assert [str(s) for s in told[1:4]] == [str(n) for n in proof_notes(result)]
    section = content._proof(SimpleNamespace(result=result))
    (notes,) = [b.said for b in section.blocks if isinstance(b, Sentences)]
    assert [str(n) for n in notes] == [str(n) for n in proof_notes(result)]


def test_nothing_is_explained_where_nothing_is_to_be(result):
    proved = replace(make_result(), outcome=Outcome("optimal", TIERS[:1], "proof"))
    assert proof_notes(proved) == ()
    assert str(sections.proof(proved).rows[0][1]) == "unserved pupils"
    kept = {"schools": {"keep_all": True, "keep_catchments": True}}
    schools = result.scenario.schools.model_copy(update=kept["schools"])
    today = replace(result, scenario=result.scenario.model_copy(update={"schools": schools}))
    assert proof_notes(today) == ()


STAFF = (
    TierResult("uncovered_priority_periods", 299.9, 299.2, 0.0024),
    TierResult("uncovered_periods", 330.9, 330.0, 0.0028),
    TierResult("move_minutes", 3185.4, 2981.9, 0.0639),
    TierResult("hires", 0, 0, 0.0),
    TierResult("qualified_spread", 2.7, 0.0, 1.0),
)


def test_the_first_aims_of_staffing_are_told_before_a_last_tie_break():
    said = staffing_status(Outcome("feasible_at_limit", STAFF, "clock"), 0.005)
    assert said.say("en") == (
        "Stopped at the time limit: feasible, aims no. 1–2 (uncovered priority periods, uncovered "
        "periods) at most 0.3% from the best possible; not proved, after them: no. 3 “minutes of "
        "moves”, up to 6.4% better may be possible, no. 5 “spread of qualified teachers”, whose "
        "bound is 0, so that its gap is not known"
    )
    assert said.say("zh").startswith(
        "达到时限停止：可行，第 1–2 项目标（优先学科缺课、缺课）与最优最多相差 0.3%；"
    )
    assert "100" not in said.say("zh")
    one = staffing_status(Outcome("feasible_at_limit", (STAFF[0], STAFF[4]), "interrupt"), 0.005)
    assert one.say("en").startswith("Stopped by hand: feasible, aims no. 1 (uncovered priority")


def test_a_first_aim_that_is_not_close_is_not_hidden():
    far = staffing_status(Outcome("feasible_at_limit", STAFF[2:], "clock"), 0.005)
    assert far.say("en").endswith("at most 100.0% from the best possible")
    proved = staffing_status(Outcome("optimal", STAFF[:2], "proof"), 0.005)
    assert proved.say("en") == "Proved within 0.3% of the best possible"
