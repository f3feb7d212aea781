"""How often each test rejects what is true, when answers come in clusters: by drawing them.

Answers of one cluster share a rate drawn from a beta distribution (the beta-binomial; Prentice
1986) with mean `p` and intra-class correlation `rho`; ``1 + (m - 1) rho`` is the design effect of
clusters of `m`. The p-value of every total is computed once, and draws look it up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from planner.concern.statistics.effective import effective
from planner.concern.statistics.exact import p_difference, p_equivalence, p_worry_exceeds

Test = Literal["difference", "equivalence", "worry_exceeds"]
TESTS: tuple[Test, ...] = ("difference", "equivalence", "worry_exceeds")

CLUSTERS = 17
"""Clusters of about 31 answers; the survey's design is not published."""


@dataclass(frozen=True)
class Size:
    """How often a test rejects at the edge of what it denies.

    Parameters
    ----------
    test
        Which test.
    exposure, margin
        What it compares with.
    true_design_effect, assumed_design_effect
        Of the answers drawn, and what the test is told.
    rejected_share
        The largest share of draws rejected over the edges: worry equal to exposure for
        the difference and the one-sided test, exposure minus and plus the margin for equivalence.
    draws
        Draws at each edge.
    """

    test: Test
    exposure: float
    margin: float
    true_design_effect: float
    assumed_design_effect: float
    rejected_share: float
    draws: int


def size_of(
    test: Test,
    *,
    exposure: float = 0.74,
    margin: float = 0.10,
    respondents: int = 523,
    clusters: int = CLUSTERS,
    true_design_effect: float = 1.0,
    assumed_design_effect: float = 1.0,
    draws: int = 10_000,
    alpha: float = 0.05,
    seed: int = 523,
) -> Size:
    """Return how often a test rejects at the edge of what it denies.

    Raises
    ------
    ValueError
        If the clusters are too small for the design effect.
    """
    rng = np.random.default_rng(seed)
    rejects = rejected_counts(test, exposure, margin, respondents, assumed_design_effect, alpha)
    shares = [
        float(rejects[draw_counts(rng, p, respondents, clusters, true_design_effect, draws)].mean())
        for p in edges(test, exposure, margin)
    ]
    return Size(
        test, exposure, margin, true_design_effect, assumed_design_effect, max(shares), draws
    )


def exact_size(
    test: Test,
    *,
    exposure: float = 0.74,
    margin: float = 0.10,
    respondents: int = 523,
    assumed_design_effect: float = 1.0,
    alpha: float = 0.05,
) -> float:
    """Return the size under simple sampling without drawing: summed over all counts."""
    from scipy.stats import binom

    rejects = rejected_counts(test, exposure, margin, respondents, assumed_design_effect, alpha)
    counts = np.arange(respondents + 1)
    return max(
        float(binom.pmf(counts, respondents, p)[rejects].sum())
        for p in edges(test, exposure, margin)
    )


def edges(test: Test, exposure: float, margin: float) -> tuple[float, ...]:
    """Return the shares of worry at which a test should reject at most at its level."""
    if test != "equivalence":
        return (exposure,)
    return tuple(p for p in (exposure - margin, exposure + margin) if 0 < p < 1)


def rejected_counts(
    test: Test, exposure: float, margin: float, respondents: int, design_effect: float, alpha: float
) -> NDArray[np.bool_]:
    """Return for every count of worried, 0 to `respondents`, whether the test rejects."""
    samples = [effective(x, respondents, design_effect) for x in range(respondents + 1)]
    n = samples[0].respondents
    least = np.array([s.at_least for s in samples])
    most = np.array([s.at_most for s in samples])
    if test == "equivalence":
        p = p_equivalence(least, most, n, exposure, exposure, margin)
    elif test == "difference":
        p = p_difference(least, most, n, exposure, exposure)
    else:
        p = p_worry_exceeds(least, n, exposure)
    rejected: NDArray[np.bool_] = np.asarray(p) <= alpha
    return rejected


def draw_counts(
    rng: np.random.Generator,
    share: float,
    respondents: int,
    clusters: int,
    design_effect: float,
    draws: int,
) -> NDArray[np.int_]:
    """Return the worried of each draw, shape (draws,)."""
    if design_effect == 1:
        return rng.binomial(respondents, share, size=draws)
    sizes = np.full(clusters, respondents // clusters)
    sizes[: respondents % clusters] += 1
    rho = intraclass(sizes, design_effect)
    spread = (1 - rho) / rho
    rates = rng.beta(share * spread, (1 - share) * spread, size=(draws, clusters))
    counts: NDArray[np.int_] = rng.binomial(sizes, rates).sum(axis=1)
    return counts


def intraclass(sizes: NDArray[np.int_], design_effect: float) -> float:
    """Return the intra-class correlation that gives clusters of these sizes a design effect.

    ``d = 1 + (sum m^2 / sum m - 1) rho``.
    """
    rho = (design_effect - 1) / (float((sizes**2).sum() / sizes.sum()) - 1)
    if not 0 < rho < 1:
        raise ValueError(f"clusters of {sizes.max()} cannot have a design effect {design_effect}")
    return rho
