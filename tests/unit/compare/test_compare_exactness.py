"""What two searches leave open is not read as a difference between two scenarios."""

from __future__ import annotations

import math

import pytest
from compare_world import make_run

from planner.compare.exactness import alike, exactness_of, indistinct
from planner.compare.indicators import county_rows

TIERS = [
    ("unserved_pupils", 0.0, 0.0, 0.0),
    ("excess_pupil_minutes", 5000.0, 0.0, 0.01),
    ("annual_cost_yuan", 1e6, 0.004, 0.0),
    ("pupil_minutes", 1e6, 0.02, 0.0),
]


def test_an_objective_is_as_exact_as_the_worst_up_to_it():
    exact = exactness_of(make_run(objective=TIERS))
    assert exact.objectives == {
        "unserved_pupils": 0.0,
        "excess_pupil_minutes": 0.01,
        # 0.4 % of its own, but the tier before it may give away 1 %.
        "annual_cost_yuan": 0.01,
        "pupil_minutes": 0.02,
    }
    assert exact.share("annual_cost_yuan") == 0.01


def test_what_nobody_minimised_takes_the_worst_of_all():
    exact = exactness_of(make_run(objective=TIERS))
    assert exact.share("schools_open") == 0.02


def test_an_indicator_that_says_the_same_as_an_objective_is_as_exact_as_it():
    tiers = [("pupils_over_norm", 10.0, 0.0, 0.0), ("pupil_minutes", 1.0, 0.5, 0.0)]
    exact = exactness_of(make_run(objective=tiers))
    assert (exact.share("share_over_norm"), exact.share("pupils_over_norm")) == (0.0, 0.0)
    assert exact.share("boarders") == 0.5


def test_without_a_bound_nothing_is_told_apart():
    exact = exactness_of(make_run(objective=[("pupil_minutes", 9.0, None, 0.0)]))
    assert math.isinf(exact.share("pupil_minutes"))
    assert indistinct(9.0, 900.0, exact.share("pupil_minutes"), 0.0)


def test_today_as_it_is_decides_nothing_and_is_exact():
    options = {"schools": {"keep_all": True, "keep_catchments": True}}
    exact = exactness_of(make_run(objective=TIERS, options=options))
    assert set(exact.objectives.values()) == {0.0}
    one_of_both = {"schools": {"keep_all": True}}
    assert exactness_of(make_run(objective=TIERS, options=one_of_both)).share("boarders") == 0.02


@pytest.mark.parametrize(
    ("one", "other", "shares", "open_between"),
    [
        (100.0, 102.0, (0.0, 0.02), True),  # 2 % of 102 is 2.04
        (100.0, 102.1, (0.0, 0.02), False),
        (100.0, 98.0, (0.02, 0.0), True),  # at equality
        (0.0, 5.0, (0.02, 0.0), False),
        (0.0, 0.0, (0.0, 0.0), True),
    ],
)
def test_a_difference_counts_from_gap_and_tolerance_on(one, other, shares, open_between):
    assert indistinct(one, other, *shares) is open_between
    assert indistinct(other, one, *reversed(shares)) is open_between


def test_the_indicators_of_the_page_are_told_apart_by_gap_and_tolerance():
    def rows(gap, tolerance):
        tiers = [("unserved_pupils", 0.0, 0.0, 0.0), ("pupil_minutes", 9.0, gap, tolerance)]
        runs = [
            make_run(
                objective=tiers,
                figures=[
                    ("boarders", "county", "", boarders, "pupils", 0.0, "neutral"),
                    ("unserved_pupils", "county", "", unserved, "pupils", 0.0, "lower"),
                    ("pupils_served", "county", "", 1000 - unserved, "pupils", 0.0, "higher"),
                ],
            )
            for boarders, unserved in ((100.0, 1.0), (102.0, 3.0))
        ]
        return {row.name: row.alike for row in county_rows(runs)}

    assert rows(0.0, 0.0)["boarders"] == ()
    assert rows(0.02, 0.0)["boarders"] == ((0, 1),)
    assert rows(0.0, 0.02)["boarders"] == ((0, 1),)
    # Who has no school was proved, and so was who has one: 999 and 997 are not alike.
    assert rows(0.02, 0.0)["unserved_pupils"] == ()
    assert rows(0.02, 0.0)["pupils_served"] == ()


def test_runs_are_put_together_only_where_every_pair_is_open():
    # 100 and 104, 104 and 108 are within 4 %, 100 and 108 are not.
    assert alike([100.0, 104.0, 108.0, 300.0], [0.04] * 4) == [(0, 1), (1, 2)]
    assert alike([100.0, 101.0, 102.0], [0.04] * 3) == [(0, 1, 2)]
    assert alike([math.nan, 101.0, 102.0], [0.04] * 3) == [(1, 2)]
    assert alike([1.0, 2.0], [0.0, 0.0]) == []
