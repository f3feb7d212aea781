"""The lines on the terminal, on a staffing plan whose figures are counted by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from staff_worlds import tiny_staff, tiny_staff_plan

from planner.plan import Outcome, TierResult
from planner.reports.staff_screen import round_line, staff_lines
from planner.result import StaffResult, StaffRound
from planner.texts import LANGS, text

NAN = float("nan")


def result(rounds=(), **changes):
    world = tiny_staff(
        [{"id": "A", "leaders": 1}, {"id": "B", "open": False, "township": "T2"}],
        staff=[
            ("A", "mathematics"),
            ("B", "chinese", 2),
            {"school": "A", "post": "management", "count": 2, "id": "head"},
            {"school": "B", "post": "management", "subject": "mathematics", "id": "dean"},
        ],
        needs=[
            ("A", "lower", "mathematics", 40),
            ("A", "lower", "chinese", 10),
            ("A", "lower", "pe", 4),
        ],
        minutes={("A", "B"): 45},
        subjects={"mathematics": {"priority": True}, "chinese": {}, "pe": {}},
        scenario={"costs": {"teacher_yuan": 100_000}},
        most_hires=1,
    )
    plan = tiny_staff_plan(
        world,
        go=[
            ("B.chinese", "A", "teach", 1),
            ("B.chinese", "", "no_place", 1),
            ("head", "A", "manage", 1),
            ("head", "", "retire", 1),
            ("dean", "A", "teach", 1),
        ],
        lessons=[
            (("A", "lower", "mathematics"), "own", "A.mathematics", 16),
            (("A", "lower", "chinese"), "own", ("A", "primary", "chinese", ""), 10),
        ],
        hires=[("A", "primary", "mathematics", "", 1)],
    )
    outcome = Outcome("optimal", (TierResult("uncovered_periods", 28, 28, 0),), "proof")
    fields = {"rounds": rounds, "supply": {"source": "table"}} | changes
    return StaffResult(world, plan, outcome, **fields)


def test_every_figure_in_english():
    assert staff_lines(result(), "en") == [
        "Staffing: Proved optimal",
        "  28 of 54 weekly periods have no teacher (24 of them priority subjects or bilingual):"
        " Mathematics 24, Physical education 4",
        "  2 persons change school, 45 minutes one way on average, 45 at most",
        "  1 hired, 100,000 yuan a year",
        "  of 3 in management posts 2 (67%) lose them (61 % of those surveyed feared early"
        " retirement or losing the post)",
        "  1 persons without a place, 1 retire by consent",
        "staffing audit passed: persons, periods and minutes were recounted",
    ]


def test_every_figure_in_chinese():
    assert staff_lines(result(), "zh") == [
        "师资：已证明最优",
        "  每周 28 节无人上（共需 54 节，其中优先学科和双语 24 节）：数学 24、体育与健康 4",
        "  调动 2 人，平均单程 45 分钟、最远 45 分钟",
        "  招聘 1 人，每年 100,000 元",
        "  管理岗 3 人，其中 2 人（67%）不再任管理岗（调查中 61% 担心提前退休或失去岗位）",
        "  没有岗位的 1 人，自愿提前退休 1 人",
        "师资核验通过：人数、课时、分钟数均已重新计算",
    ]


def test_a_last_tie_break_without_a_bound_does_not_stand_for_all():
    tiers = (
        TierResult("uncovered_periods", 28, 27.95, 0.0018),
        TierResult("qualified_spread", 2.7, 0.0, 1.0),
    )
    stopped = replace(result(), outcome=Outcome("feasible_at_limit", tiers, "clock"))
    assert staff_lines(stopped, "zh")[0] == (
        "师资：达到时限停止：可行，第 1 项目标（缺课）与最优最多相差 0.2%；"
        "其后未证完的：第 2 项“高于规定学历教师的校际差异”的下界为 0，差距未知"
    )


def test_made_up_staff_is_said_at_once():
    said = staff_lines(result(supply={"source": "synthetic"}), "en")
    assert said[1].startswith("Note: the county has no teachers table; the staff is synthetic")


ROUNDS = (
    StaffRound(0, "optimal", 1e6, 0, 9, 30, 41.5, 20.4),
    StaffRound(1, "optimal", 1.1e6, 2e5, 8, 12, 20, 61, "optimal", kept=True),
    StaffRound(2, "no_solution", NAN, NAN, -1, NAN, NAN, 300, why_not="no_plan"),
)


def test_rounds_are_told_and_what_was_charged():
    said = staff_lines(result(ROUNDS), "en")
    begin = said.index("layout and staffing in 3 rounds:")
    assert said[begin + 1 : begin + 4] == [
        "  round 0: annual public cost of the layout 1,000,000 yuan, 9 schools, 30 priority periods"
        " uncovered, 41.5 in all, 20 s",
        "  round 1 (kept): annual public cost of the layout 1,100,000 yuan, 8 schools, 12 priority"
        " periods uncovered, 20 in all, 61 s",
        "  round 2: no layout was found in time under the price, 300 s",
    ]
    assert (
        "  for lessons without a teacher the layout's goals charged open schools 200,000 yuan"
        " (no cash)" in said
    )


def test_a_round_names_the_cost_as_the_goal_of_that_name_does():
    assert round_line(ROUNDS[1], "zh").startswith(
        "  第 1 轮（采用）：布局的年化公共成本 1,100,000 元，"
    )
    for lang in LANGS:
        assert text("tier.annual_cost_yuan").say(lang) in round_line(ROUNDS[1], lang)


@pytest.mark.parametrize("why", ["no_plan", "same_plan", "forced_exit", "worse_layout"])
def test_every_reason_has_words(why):
    told = StaffRound(1, "optimal", 1.0, 1.0, 1, 1.0, 1.0, 2.0, why_not=why)
    assert round_line(told, "zh").endswith("，2 秒")
    assert why not in round_line(told, "en")
