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
