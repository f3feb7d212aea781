"""The summary on the terminal."""

from __future__ import annotations

import dataclasses

from pages_world import make_result

from planner.plan import TierResult
from planner.reports.screen import summary_lines


def test_the_lines_say_status_values_and_bounds():
    tiers = (
        TierResult("unserved_pupils", 3.0, -0.0, 0.0),
        TierResult("annual_cost_yuan", 1234.0, float("-inf"), float("inf")),
    )
    result = make_result(status="feasible_at_limit")
    outcome = dataclasses.replace(result.outcome, tiers=tiers)
    lines = summary_lines(dataclasses.replace(result, outcome=outcome), "en")
    assert lines[0] == "Tiny · Trial plan"
    assert "Search: Feasible; how far from the best possible is not known" in lines
    assert "  unserved pupils: 3 (bound 0)" in lines
    assert "1,234 (no bound known)" in lines[4]
    assert not [line for line in lines if "inf" in line.split()]


GIVEN = (
    TierResult("public_plus_household_cost_yuan", 661_413.0, 654_927.0, 0.0, 0.01, 654_927.4),
    TierResult("pupil_minutes", 1000.2, 990.0, 0.01, reached=1000.1),
    TierResult("worst_minutes", 59.0, 59.0, 0.0, reached=60.0),
    TierResult("unserved_pupils", 3.0, 0.0, 0.0, 3.0, 0.0),
    TierResult("capital_yuan", 1100.0, float("-inf"), float("inf"), 0.1, 1000.0),
)


def test_what_an_objective_gave_up_for_those_after_it_stands_on_its_line():
    result = make_result(status="feasible_at_limit")
    result = dataclasses.replace(result, outcome=dataclasses.replace(result.outcome, tiers=GIVEN))
    said = {lang: summary_lines(result, lang) for lang in ("en", "zh")}
    begin = [line.split(":")[0] for line in said["en"]].index("Search") + 1
    assert said["en"][begin : begin + 5] == [
        "  public and household cost: 661,413 (bound 654,927); reached 654,927, 1.0% given up for"
        " the next goals",
        "  pupil-minutes of travel: 1,000 (bound 990)",
        "  longest daily trip: 59 (bound 59)",
        "  unserved pupils: 3 (bound 0); reached 0, 3 given up for the next goals",
        "  capital: 1,100 (no bound known); reached 1,000, 9.1% given up for the next goals",
    ]
    assert said["zh"][begin] == (
        "  公共与家庭成本合计：661,413（下界 654,927）；曾达到 654,927，为后面的目标让出 1.0%"
    )
