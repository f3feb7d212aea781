"""Exposure against intensity, per-household risk, weights as sensitivity, and standing."""

import itertools

import pytest
from concern_plans import a_plan
from hypothesis import given
from hypothesis import strategies as st

from planner.concern.intensity import Placed, curves, near_ranges, weighted_means
from planner.concern.risk import at_least, risk_shares, village_risks
from planner.concern.rows import POOLED, Change, Registration
from planner.concern.standing import standing_of


def placed(*plans, branch="open"):
    return [Placed(n, f"p{n}", branch, plan) for n, plan in enumerate(plans)]


def the_curve(found, county="dege", measure="closed_share"):
    asked = (county, "D1", "households", "all", measure)
    (curve,) = (
        c for c in found if (c.county_id, c.definition, c.unit, c.population, c.measure) == asked
    )
    return curve


def test_the_range_near_the_survey_is_interpolated_between_plans():
    # 0 at 0, 50 % at half, 100 % at all closed: 64 % at 0.64 and 84 % at 0.84.
    plans = placed(a_plan(1.0, 1.0), a_plan(0.0, 0.0), a_plan(0.5, 0.5))
    curve = the_curve(curves(plans, 0.74, 0.10))
    assert [(p.x, p.share, p.label) for p in curve.points] == [
        (0.0, 0.0, "p1"),
        (0.5, 0.5, "p2"),
        (1.0, 1.0, "p0"),
    ]
    assert curve.near == (pytest.approx((0.64, 0.84)),)
    assert curve.near_plans == ()


def test_the_margin_is_inclusive_and_a_curve_that_never_comes_near_has_no_range():
    assert near_ranges([[(0.1, 0.64)]], 0.74, 0.10) == ((0.1, 0.1),)
    assert near_ranges([[(0.1, 0.84), (0.2, 0.84)]], 0.74, 0.10) == ((0.1, 0.2),)
    assert near_ranges([[(0.0, 0.0), (1.0, 0.63)]], 0.74, 0.10) == ()


def test_a_curve_that_jumps_over_the_margin_crosses_it():
    (found,) = near_ranges([[(0.0, 0.0), (1.0, 1.0)]], 0.74, 0.10)
    assert found == pytest.approx((0.64, 0.84))


def test_branches_are_drawn_apart_and_their_ranges_united():
    one = [(0.0, 0.0), (1.0, 1.0)]
    other = [(0.0, 0.0), (1.0, 0.80)]
    found = near_ranges([one, other], 0.74, 0.10)
    assert found == (pytest.approx((0.64, 1.0)),)
    low_and_high = near_ranges([[(0.1, 0.7)], [(0.5, 0.7)]], 0.74, 0.10)
    assert low_and_high == ((0.1, 0.1), (0.5, 0.5))


def test_a_plan_without_a_branch_belongs_to_every_branch():
    today = Placed(0, "today", "", a_plan(0.0, 0.0))
    rest = [
        Placed(1, "far.a", "a", a_plan(1.0, 1.0)),
        Placed(2, "far.b", "b", a_plan(0.5, 0.5)),
    ]
    curve = the_curve(curves([today, *rest], 0.74, 0.10))
    # Branch a alone passes through the margin; without today it would be a single point.
    assert curve.near == (pytest.approx((0.64, 0.84)),)


def test_counties_are_pooled_where_all_have_the_place_and_bounded_by_the_extremes():
    plans = [
        Placed(0, "far", "open", a_plan(0.2, 0.5, households=300.0)),
        Placed(1, "far", "open", a_plan(0.6, 0.7, county="mao", households=100.0)),
        Placed(2, "only-dege", "open", a_plan(0.9, 0.9)),
    ]
    found = curves(plans, 0.74, 0.10)
    (point,) = the_curve(found, POOLED).points
    assert (point.plan, point.label) == (-1, "far")
    assert (point.x, point.share) == pytest.approx((0.6, 0.3))
    assert (point.low_share, point.high_share) == pytest.approx((0.2, 0.6))
    assert len(the_curve(found, "dege").points) == 2
    alone = curves(plans[:1], 0.74, 0.10)
    assert not [c for c in alone if c.county_id == POOLED]


def test_weights_move_the_mean_of_the_same_plans():
    plans = placed(*(a_plan(s, s) for s in (0.0, 0.1, 0.2, 1.0)))
    found = {
        w.weighting: w.share
        for w in weighted_means(plans)
        if (w.definition, w.unit, w.population) == ("D1", "households", "all")
    }
    assert found["even"] == pytest.approx(0.325)
    assert found["towards_today"] == pytest.approx((0 * 4 + 0.1 * 3 + 0.2 * 2 + 1.0 * 1) / 10)
    assert found["towards_far"] == pytest.approx((0 * 1 + 0.1 * 2 + 0.2 * 3 + 1.0 * 4) / 10)
    # Classes of width 0.2: {0, 0.1}, {0.2}, {1}.
    assert found["by_intensity"] == pytest.approx((0.05 + 0.2 + 1.0) / 3)
    assert weighted_means(plans[:1]) == ()


def test_risk_of_a_village_that_is_always_or_never_hit_is_exact():
    plans = [a_plan(1, 1, villages={"V1": (10, 1.0), "V2": (30, 0.0)}) for _ in range(4)]
    found = {r.at_least: r for r in risk_shares(plans) if r.definition == "D1"}
    assert set(found) == {0.10, 0.25, 0.50}
    for r in found.values():
        assert (r.share, r.low_share, r.high_share, r.plans) == (0.25, 0.25, 0.25, 4)
    risks = {r.village_id: r.risk_share for r in village_risks(plans) if r.definition == "D1"}
    assert risks == {"V1": 1.0, "V2": 0.0}


def test_half_of_a_village_hit_by_two_of_four_plans():
    # Same half both times: half are hit by two plans. Other halves: nobody is.
    estimate, low, high = at_least([0.5, 0.5, 0.0, 0.0], 2)
    assert (estimate, low, high) == pytest.approx((0.5, 0.0, 0.5))
    estimate, low, high = at_least([0.5, 0.5, 0.0, 0.0], 1)
    assert (estimate, low, high) == pytest.approx((0.5, 0.5, 1.0))


def test_thresholds_of_risk_count_whole_plans():
    # One plan of 24 hits the village: that is less than a tenth of the plans, so nobody is at risk.
    plans = [a_plan(0, 0, villages={"V1": (10, 1.0 if n == 0 else 0.0)}) for n in range(24)]
    shares = {r.at_least: r.share for r in risk_shares(plans) if r.definition == "D1"}
    assert shares == {0.10: 0.0, 0.25: 0.0, 0.50: 0.0}
    three = [a_plan(0, 0, villages={"V1": (10, 1.0 if n < 3 else 0.0)}) for n in range(24)]
    shares = {r.at_least: r.share for r in risk_shares(three) if r.definition == "D1"}
    assert shares == {0.10: 1.0, 0.25: 0.0, 0.50: 0.0}


@given(
    st.lists(st.frozensets(st.integers(0, 3)), min_size=1, max_size=4),
    st.integers(1, 4),
)
def test_whoever_is_hit_lies_within_the_bounds(plans, k):
    """Four households; each plan hits some of them, any of them."""
    k = min(k, len(plans))
    share = sum(sum(h in plan for plan in plans) >= k for h in range(4)) / 4
    estimate, low, high = at_least([len(plan) / 4 for plan in plans], k)
    assert low - 1e-9 <= share <= high + 1e-9
    assert low - 1e-9 <= estimate <= high + 1e-9


@pytest.mark.parametrize("k", [1, 2, 3])
def test_the_bounds_are_met_by_some_plans(k):
    hits = [1, 2, 3]
    shares = set()
    for chosen in itertools.product(*(list(itertools.combinations(range(4), n)) for n in hits)):
        shares.add(sum(sum(h in c for c in chosen) >= k for h in range(4)) / 4)
    _, low, high = at_least([n / 4 for n in hits], k)
    assert (min(shares), max(shares)) == pytest.approx((low, high))


REGISTERED = Registration("registration.json", "ab", "2026-01-01", True, {})


def three(**more):
    return [a_plan(0.5, 0.5, county=c, **more) for c in ("dege", "zhaojue", "mao")]


def keys(standing):
    return [key.rpartition(".")[2] for key, _ in standing.reasons]


def test_only_the_three_counties_with_real_data_registered_before_carry_a_verdict():
    assert standing_of(three(), REGISTERED, alike=True).verdict
    codes = [a_plan(0.5, 0.5, county=c) for c in ("513330", "513431", "513223")]
    assert standing_of(codes, REGISTERED, alike=True).verdict


def test_every_reason_against_a_verdict_is_told():
    late = Registration("", "ab", "2026", False, {}, (Change("thresholds.x", "1", "2"),))
    plans = three(evidence="synthetic", basis={"lower": "assumed"})[:2]
    assert keys(standing_of(plans, late, alike=False)) == [
        "counties",
        "synthetic",
        "assumed",
        "thresholds",
        "not_before",
        "changed",
    ]
    leh = [*three(), a_plan(0.1, 0.1, county="leh")]
    assert keys(standing_of(leh, REGISTERED, alike=True)) == ["counties"]
    (reason,) = standing_of(three()[:1], REGISTERED, alike=True).reasons
    assert reason[1] == {"zh": "dege县", "en": "Dege"}


def test_a_newer_version_of_the_program_is_shown_but_takes_no_verdict_away():
    newer = Registration("", "ab", "2026", True, {}, (Change("program_version", "1", "2"),))
    assert standing_of(three(), newer, alike=True).verdict
