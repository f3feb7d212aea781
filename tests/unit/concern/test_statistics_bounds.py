"""Bounds, reweighting and the secondary figure."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from planner.concern.statistics.bounds import worry_bounds
from planner.concern.statistics.posts import posts_figure, read_posts
from planner.concern.statistics.reweighting import (
    COUNTY_GROUPS,
    PARENTS_BY_GROUP,
    rate_bounds,
    reweighted,
)
from planner.concern.statistics.wilson import wilson


@pytest.mark.parametrize(("exposure", "percent"), [(0.1, 71), (0.3, 63), (0.5, 48)])
def test_worry_that_exposure_cannot_explain(exposure: float, percent: int) -> None:
    assert round(100 * worry_bounds(0.74, exposure).unaffected_who_worry[0]) == percent


def test_its_interval_at_design_effect_two() -> None:
    of = wilson(0.74 * 523, 523, 2)
    found = [worry_bounds(w, 0.5).unaffected_who_worry[0] for w in (of.low, of.high)]
    assert [round(100 * share) for share in found] == [37, 58]


def test_worried_who_are_not_affected_and_affected_who_do_not_worry() -> None:
    less = worry_bounds(0.74, 0.3)
    assert less.worried_not_affected[0] == pytest.approx(0.44 / 0.74)
    assert less.affected_not_worried[0] == 0
    more = worry_bounds(0.74, 0.9)
    assert more.affected_not_worried[0] == pytest.approx(0.16 / 0.9)
    assert more.unaffected_who_worry[0] == 0
    assert more.worried_not_affected[0] == 0


def test_bounds_are_those_of_every_possible_overlap() -> None:
    """Ten households, six worry, three are affected: none to three are both."""
    found = worry_bounds(0.6, 0.3)
    both = range(4)
    assert found.unaffected_who_worry == pytest.approx(
        (min((6 - b) / 7 for b in both), max((6 - b) / 7 for b in both))
    )
    assert found.worried_not_affected == pytest.approx((3 / 6, 1.0))
    assert found.affected_not_worried == pytest.approx((0.0, 1.0))


def test_empty_groups_have_no_share() -> None:
    assert math.isnan(worry_bounds(0.74, 1.0).unaffected_who_worry[0])
    assert math.isnan(worry_bounds(0.74, 0.0).affected_not_worried[0])
    assert worry_bounds(0.74, 0.0).unaffected_who_worry[0] == pytest.approx(0.74)


def test_the_rate_of_one_group_may_be_anything() -> None:
    assert sum(PARENTS_BY_GROUP.values()) == 713
    assert rate_bounds(0.74, 173 / 713) == (0.0, 1.0)
    low, high = rate_bounds(0.74, 0.5)
    assert (low, high) == pytest.approx((0.48, 1.0))


def test_reweighting_gives_bounds_and_no_point() -> None:
    for county, groups in COUNTY_GROUPS.items():
        found = reweighted(0.74, PARENTS_BY_GROUP, groups)
        assert found.point is None
        assert found.low < 0.07 and found.high > 0.99, county


def test_reweighting_to_the_sample_itself_gives_its_share() -> None:
    found = reweighted(0.74, PARENTS_BY_GROUP, PARENTS_BY_GROUP)
    assert (found.low, found.high) == pytest.approx((0.74, 0.74))


def test_bounds_by_hand() -> None:
    """Half and half with 0.7 worried: `a` from 0.4 to 1. County 80 % `a`: 0.52 to 0.88."""
    found = reweighted(0.7, {"a": 50, "b": 50}, {"a": 8, "b": 2})
    assert (found.low, found.high) == pytest.approx((0.8 * 0.4 + 0.2, 0.8 + 0.2 * 0.4))


def test_a_group_outside_the_sample_is_not_bound() -> None:
    found = reweighted(0.7, {"a": 1}, {"a": 0.5, "c": 0.5})
    assert (found.low, found.high) == pytest.approx((0.35, 0.85))


def test_rates_entered_narrow_the_bounds_and_all_of_them_give_a_point() -> None:
    sample, county = {"a": 0.5, "b": 0.3, "c": 0.2}, {"a": 0.2, "b": 0.8}
    partly = reweighted(0.7, sample, county, {"a": 0.9})
    assert partly.low == pytest.approx(0.18 + 0.8 * (0.25 - 0.2) / 0.3)
    assert partly.high == pytest.approx(0.18 + 0.8 * 0.25 / 0.3)
    whole = reweighted(0.7, sample, county, {"a": 0.9, "b": 0.5, "c": 0.5})
    assert whole.point == pytest.approx(0.18 + 0.4)
    assert whole.implied_share == pytest.approx(0.45 + 0.15 + 0.1)


def test_rates_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        reweighted(0.7, {"a": 1, "b": 1}, {"a": 1, "b": 1}, {"a": 1.4})
    with pytest.raises(ValueError, match="leave"):
        reweighted(0.9, {"a": 1, "b": 1}, {"a": 1, "b": 1}, {"a": 0.2})


def test_posts_are_shown_for_several_bases() -> None:
    found = posts_figure(40, 10, "staffing")
    assert found.at_risk_share == 0.25
    plain = {base: i for base, i in found.intervals if i.design_effect == 1}
    assert sorted(plain) == [30, 60, 120, 240, 874]
    assert plain[30].high - plain[30].low > 0.3 > 0.07 > plain[874].high - plain[874].low
    assert (plain[874].low, plain[874].high) == pytest.approx((0.577, 0.642), abs=0.001)


def test_posts_of_a_run_come_from_its_staffing_or_else_from_closed_schools(tmp_path: Path) -> None:
    assert math.isnan(read_posts(tmp_path).at_risk_share)
    (tmp_path / "schools.csv").write_text(
        "school_id,status_before,decision,posts_before\n"
        "A,existing,close,3\nB,existing,keep,9\nC,candidate,open,0\n",
        "utf-8-sig",
    )
    found = read_posts(tmp_path)
    assert (found.source, found.posts, found.at_risk) == ("closed_schools", 12, 3)
    (tmp_path / "posts.csv").write_text(
        "school_id,name,post,today,kept,moved\n"
        "A,A,management,2,0,1\n,,teaching,50,40,5\n,,management,8,3,3\n",
        "utf-8-sig",
    )
    found = read_posts(tmp_path)
    assert (found.source, found.posts, found.at_risk, found.at_risk_share) == (
        "staffing",
        8,
        2,
        0.25,
    )
