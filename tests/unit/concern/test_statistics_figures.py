"""The figures of the survey's reading, recomputed; the formulas are written out here once more."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest

from planner.concern.statistics.effective import (
    counts_printing_as,
    effective,
    worried_of,
)
from planner.concern.statistics.exact import (
    p_difference,
    p_equivalence,
    p_less_than,
    p_more_than,
    power_of_equivalence,
)
from planner.concern.statistics.simulate import rejected_counts
from planner.concern.statistics.wilson import wilson


def tail(least: int, most: int, n: int, share: Fraction) -> Fraction:
    """P(least <= X <= most), exactly."""
    return sum(
        (comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(least, most + 1)),
        Fraction(0),
    )


def test_counts_that_print_as_74_percent() -> None:
    assert counts_printing_as(74, 523) == (385, 389)
    assert [round(100 * x / 523) for x in (384, 385, 389, 390)] == [73, 74, 74, 75]
    assert worried_of(0.74, 523) == 387
    assert worried_of(0.74, 523) in range(385, 390)


def test_share_of_parents_is_another_figure_than_share_of_worried() -> None:
    assert round(100 * 523 / 713, 2) == 73.35


@pytest.mark.parametrize(
    ("design_effect", "low", "high"),
    [(1, 70.1, 77.6), (2, 68.4, 78.9), (3, 67.0, 79.9), (4, 65.9, 80.8), (5, 64.9, 81.4)],
)
def test_wilson_intervals(design_effect: float, low: float, high: float) -> None:
    found = wilson(0.74 * 523, 523, design_effect)
    assert (round(100 * found.low, 1), round(100 * found.high, 1)) == (low, high)
    n, p, z = 523 / design_effect, 0.74, 1.959963984540054
    middle, reach = p + z * z / (2 * n), z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
    assert found.low == pytest.approx((middle - reach) / (1 + z * z / n), abs=1e-12)
    assert found.high == pytest.approx((middle + reach) / (1 + z * z / n), abs=1e-12)


def test_wilson_of_the_nearest_count() -> None:
    found = wilson(387, 523)
    assert (round(100 * found.low, 1), round(100 * found.high, 1)) == (70.1, 77.6)


@pytest.mark.parametrize(
    ("design_effect", "ten_points", "five_points"),
    [(1, 1.00, 0.65), (2, 0.96, 0.11), (3, 0.80, 0.0), (4, 0.62, 0.0), (5, 0.49, 0.0)],
)
def test_power_at_no_difference(design_effect: int, ten_points: float, five_points: float) -> None:
    n = round(523 / design_effect)
    assert power_of_equivalence(n, 0.74, 0.10) == pytest.approx(ten_points, abs=0.005)
    assert power_of_equivalence(n, 0.74, 0.05) == pytest.approx(five_points, abs=0.006)


def test_power_with_answers_rounded_down() -> None:
    whole = [effective(387, 523, d).respondents for d in (1, 2, 3, 4, 5)]
    assert whole == [523, 261, 174, 130, 104]
    powers = [round(power_of_equivalence(n, 0.74, 0.10), 2) for n in whole]
    assert powers == [1.00, 0.95, 0.80, 0.63, 0.42]


def test_power_is_about_half_at_a_gap_of_five_points() -> None:
    for n in (262, 200):
        gaps = [power_of_equivalence(n, 0.74, 0.10, worry=w) for w in (0.69, 0.79)]
        assert all(0.40 < power < 0.65 for power in gaps)
        assert sum(gaps) / 2 == pytest.approx(0.5, abs=0.09)


def test_power_is_the_sum_over_counts_that_show_equivalence() -> None:
    n, low, high = 40, Fraction(1, 2) - Fraction(1, 5), Fraction(1, 2) + Fraction(1, 5)
    shown = [
        x
        for x in range(n + 1)
        if tail(x, n, n, low) <= Fraction(1, 20) and tail(0, x, n, high) <= Fraction(1, 20)
    ]
    assert len(shown) > 2
    by_hand = float(sum(tail(x, x, n, Fraction(1, 2)) for x in shown))
    assert power_of_equivalence(n, 0.5, 0.2) == pytest.approx(by_hand, abs=1e-12)


@pytest.mark.parametrize(("x", "n", "share"), [(387, 523, 0.64), (7, 20, 0.5), (0, 9, 0.3)])
def test_tails_are_the_binomial_sums(x: int, n: int, share: float) -> None:
    exact = Fraction(share)
    assert p_more_than(x, n, share) == pytest.approx(float(tail(x, n, n, exact)), rel=1e-9)
    assert p_less_than(x, n, share) == pytest.approx(float(tail(0, x, n, exact)), rel=1e-9)


def test_equivalence_is_the_larger_of_two_one_sided_tests() -> None:
    n, x, share = 60, 45, Fraction(7, 10)
    above = tail(x, n, n, share - Fraction(1, 10))
    below = tail(0, x, n, share + Fraction(1, 10))
    assert below > above
    assert p_equivalence(x, x, n, 0.7, 0.7, 0.1) == pytest.approx(float(below), rel=1e-9)


def test_difference_is_twice_the_smaller_tail() -> None:
    by_hand = 2 * tail(0, 10, 30, Fraction(1, 2))
    assert p_difference(10, 10, 30, 0.5, 0.5) == pytest.approx(float(by_hand), rel=1e-9)
    assert p_difference(15, 15, 30, 0.5, 0.5) == 1.0


def test_statsmodels_two_sided_test_and_ours_reject_alike_at_the_survey() -> None:
    from statsmodels.stats.proportion import binom_test

    for exposure in (0.60, 0.68, 0.71, 0.74, 0.77, 0.80, 0.90):
        theirs = binom_test(387, 523, prop=exposure, alternative="two-sided")
        ours = p_difference(387, 387, 523, exposure, exposure)
        assert (theirs <= 0.05) == (ours <= 0.05)
        assert ours == pytest.approx(theirs, abs=0.05)


def test_an_envelope_takes_the_least_favourable_exposure() -> None:
    points = [0.70 + 0.01 * k for k in range(7)]
    each = [p_equivalence(387, 387, 523, a, a, 0.10) for a in points]
    assert p_equivalence(387, 387, 523, points[0], points[-1], 0.10) == pytest.approx(max(each))
    far = [0.50 + 0.01 * k for k in range(11)]
    each = [p_difference(387, 387, 523, a, a) for a in far]
    assert p_difference(387, 387, 523, far[0], far[-1]) == pytest.approx(max(each))
    assert p_difference(387, 387, 523, 0.5, 0.9) == 1.0


def test_an_envelope_wider_than_the_margin_is_never_equivalent() -> None:
    assert p_equivalence(387, 387, 523, 0.60, 0.82, 0.10) > 0.5


def test_margins_beyond_0_and_1_do_not_break() -> None:
    assert p_equivalence(30, 30, 523, 0.05, 0.05, 0.10) < 0.001
    assert p_equivalence(500, 500, 523, 0.97, 0.97, 0.10) < 0.001


def test_effective_answers_are_rounded_against_rejecting() -> None:
    found = effective(387, 523, 2)
    assert (found.respondents, found.at_least, found.at_most) == (261, 193, 194)
    same = effective(387, 523, 1)
    assert (same.respondents, same.at_least, same.at_most) == (523, 387, 387)
    for wrong in (0.9, 524):
        with pytest.raises(ValueError, match="design effect"):
            effective(387, 523, wrong)


def test_never_below_the_smooth_p_value_of_korn_and_graubard() -> None:
    from scipy.special import betainc

    for design_effect in (1, 2, 2.5, 3, 4, 5):
        for worried in range(340, 430, 3):
            found = effective(worried, 523, design_effect)
            x, n = worried / design_effect, 523 / design_effect
            for share in (0.64, 0.74, 0.84):
                smooth_more = betainc(x, n - x + 1, share)
                smooth_less = 1 - betainc(x + 1, n - x, share)
                more = p_more_than(found.at_least, found.respondents, share)
                less = p_less_than(found.at_most, found.respondents, share)
                if min(smooth_more, smooth_less) <= 0.05:
                    assert more >= smooth_more - 1e-12 or smooth_more > 0.05
                    assert less >= smooth_less - 1e-12 or smooth_less > 0.05


def test_the_wald_version_is_too_large_and_the_exact_one_is_not() -> None:
    import numpy as np
    from scipy.stats import binom

    n, exposure, margin = 105, 0.74, 0.10
    counts = np.arange(n + 1)
    p = counts / n
    error = np.sqrt(p * (1 - p) / n) + 1e-12
    wald = ((p - 0.64) / error >= 1.6449) & ((p - 0.84) / error <= -1.6449)
    chance = binom.pmf(counts, n, 0.64)
    assert float(chance[wald].sum()) == pytest.approx(0.066, abs=0.0006)
    exact = rejected_counts("equivalence", exposure, margin, n, 1.0, 0.05)
    assert float(chance[exact].sum()) <= 0.05
