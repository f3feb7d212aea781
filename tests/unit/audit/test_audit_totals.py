"""The county's figures in indicators.csv are recomputed from the plan."""

from __future__ import annotations

import math
from typing import get_args

import pytest
from indicator_county import HOME, PLAN, TODAY, WORLD

from planner.accounts import account
from planner.audit.totals import FILE, OBJECTIVES, county_totals, indicator_findings
from planner.indicators import indicator_table
from planner.scenario.goals import TierName


@pytest.fixture(scope="module")
def rows():
    now, then = account(WORLD, PLAN), account(WORLD, TODAY)
    table = indicator_table(WORLD, PLAN, now, TODAY, then, HOME)
    return [{k: str(v) for k, v in row.items()} for row in table.to_dict("records")]


def test_the_indicators_of_a_plan_pass(rows):
    assert indicator_findings(WORLD, PLAN, rows) == []


@pytest.mark.parametrize("name", [*OBJECTIVES, *("affected_share", "kolm_pollak_ede_minutes")])
def test_a_figure_that_is_off_is_named(rows, name):
    place = [(r["indicator"], r["group_kind"]) for r in rows].index((name, "county"))
    off = {**rows[place], "value": repr(float(rows[place]["value"]) * 1.001 + 1)}
    (found,) = indicator_findings(WORLD, PLAN, [*rows[:place], off, *rows[place + 1 :]])
    assert (found.file, found.row, found.column) == (FILE, place + 2, "value")
    assert name in found.message.say("en")


def test_totals_by_hand():
    totals = county_totals(WORLD, PLAN)
    assert totals["unserved_pupils"] == 6
    assert totals["daily_minutes_worst"] == 50
    assert totals["affected_share"] == pytest.approx(7 / 83)
    burden = [10] * 30 + [26] * 6 + [18] * 4 + [25] * 8 + [40] * 5 + [50] * 3 + [12] * 7
    burden += [17] * 5 + [24] * 9
    mean = sum(2 ** (t / 30) for t in burden) / 77
    assert totals["kolm_pollak_ede_minutes"] == pytest.approx(30 * math.log2(mean))


def test_every_objective_has_its_indicator():
    shown = {*OBJECTIVES.values(), "kolm_pollak_pupil_minutes"}
    # The sum of minutes is no indicator: its mean is.
    assert set(get_args(TierName)) - shown == {"pupil_minutes"}
