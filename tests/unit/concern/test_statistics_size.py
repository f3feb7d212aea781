"""How often tests reject what is true: summed over counts, and drawn."""

from __future__ import annotations

import numpy as np
import pytest

from planner.concern.statistics.simulate import (
    CLUSTERS,
    TESTS,
    Test,
    draw_counts,
    edges,
    exact_size,
    intraclass,
    rejected_counts,
    size_of,
)

EXPOSURES = (0.1, 0.3, 0.5, 0.74, 0.9)
DRAWS = 10_000


@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize("exposure", EXPOSURES)
def test_exact_tests_keep_five_percent_under_simple_sampling(test: Test, exposure: float) -> None:
    summed = exact_size(test, exposure=exposure)
    drawn = size_of(test, exposure=exposure, draws=DRAWS).rejected_share
    assert 0.03 < summed <= 0.05
    assert drawn <= 0.05
    noise = (summed * (1 - summed) / DRAWS) ** 0.5
    assert drawn == pytest.approx(summed, abs=4 * noise)


@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize("respondents", [200, 300, 400, 713])
def test_so_they_do_at_every_size_of_sample(test: Test, respondents: int) -> None:
    for design_effect in (1.0, 2.0, 5.0):
        assert (
            exact_size(test, respondents=respondents, assumed_design_effect=design_effect) <= 0.05
        )


def test_clusters_drawn_have_the_design_effect_asked_for() -> None:
    rng = np.random.default_rng(4)
    counts = draw_counts(rng, 0.74, 523, CLUSTERS, 4.0, 20_000)
    assert counts.mean() / 523 == pytest.approx(0.74, abs=0.002)
    assert counts.var() / (523 * 0.74 * 0.26) == pytest.approx(4.0, rel=0.05)


def test_clusters_of_31_with_correlation_of_a_tenth_give_four() -> None:
    sizes = np.full(CLUSTERS, 31)
    assert intraclass(sizes, 4.0) == pytest.approx(0.1)
    with pytest.raises(ValueError, match="cannot have"):
        intraclass(np.full(200, 2), 4.0)


def test_too_small_a_design_effect_rejects_too_often() -> None:
    """Two assumed where four is true: 11 to 18 % where the answers are rounded to the nearest."""
    from scipy.stats import binom

    rng = np.random.default_rng(17)
    n = 262
    all_counts = np.arange(n + 1)

    def drawn(share: float) -> np.ndarray:
        counts = draw_counts(rng, share, 523, CLUSTERS, 4.0, 5_000)
        return np.round(counts * n / 523).astype(int)

    more = binom.sf(all_counts - 1, n, 0.74)
    less = binom.cdf(all_counts, n, 0.74)
    near = np.maximum(binom.sf(all_counts - 1, n, 0.64), binom.cdf(all_counts, n, 0.84))
    at_null = drawn(0.74)
    rates = [
        (more[at_null] <= 0.05).mean(),
        (2 * np.minimum(more, less)[at_null] <= 0.05).mean(),
        (near[drawn(0.64)] <= 0.05).mean(),
    ]
    assert all(0.10 < rate < 0.185 for rate in rates)
    assert max(rates) > 0.14


def test_ours_round_against_rejecting_and_still_reject_too_often_then() -> None:
    for test, low, high in (
        ("difference", 0.11, 0.16),
        ("equivalence", 0.08, 0.12),
        ("worry_exceeds", 0.08, 0.12),
    ):
        found = size_of(test, true_design_effect=4, assumed_design_effect=2, draws=5_000)
        assert low < found.rejected_share < high
        right = size_of(test, true_design_effect=4, assumed_design_effect=4, draws=5_000)
        assert right.rejected_share < 0.05


def test_edges_are_where_the_denied_ends() -> None:
    assert edges("equivalence", 0.74, 0.10) == pytest.approx((0.64, 0.84))
    assert edges("equivalence", 0.05, 0.10) == pytest.approx((0.15,))
    assert edges("difference", 0.3, 0.10) == (0.3,)


def test_counts_rejected_lie_where_they_should() -> None:
    near = np.flatnonzero(rejected_counts("equivalence", 0.74, 0.10, 523, 1.0, 0.05)) / 523
    assert 0.66 < near.min() < 0.69 and 0.79 < near.max() < 0.82
    exceeds = np.flatnonzero(rejected_counts("worry_exceeds", 0.5, 0.10, 523, 1.0, 0.05)) / 523
    assert 0.5 < exceeds.min() < 0.55 and exceeds.max() == 1.0
