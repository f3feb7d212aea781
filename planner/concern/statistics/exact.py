"""Exact binomial tests of the survey's share against exposures that are not sampled.

Exposure is computed, not sampled: it enters as a number or, where the weights of the counties
or the siblings are unknown, as an envelope ``[low, high]``. All p-values are the largest over
the envelope, and each is monotone in the exposure, so that its ends are enough. Counts may be
arrays.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Counts = int | NDArray[np.int_]


def p_more_than(worried: Counts, respondents: int, share: float) -> Any:
    """Return ``P(X >= worried)`` at a share: of "at most this share"; 0 to 1, per count."""
    from statsmodels.stats.proportion import binom_test

    return binom_test(worried, respondents, prop=_share(share), alternative="larger")


def p_less_than(worried: Counts, respondents: int, share: float) -> Any:
    """Return ``P(X <= worried)`` at a share: of "at least this share"; 0 to 1, per count."""
    from statsmodels.stats.proportion import binom_test

    return binom_test(worried, respondents, prop=_share(share), alternative="smaller")


def p_equivalence(
    at_least: Counts, at_most: Counts, respondents: int, low: float, high: float, margin: float
) -> Any:
    """Return the p-value of "not within the margin": two one-sided tests, the larger.

    The survey's share lies within the margin of every exposure of the envelope if it lies above
    ``high - margin`` and below ``low + margin``; both are tested at the full level, which keeps
    the size (Schuirmann 1987; Berger 1982).

    Parameters
    ----------
    at_least, at_most
        Worried, rounded against rejecting, from `effective`.
    respondents
        Independent answers.
    low, high
        Envelope of the exposure.
    margin
        As a share.
    """
    from statsmodels.stats.proportion import binom_tost

    lower, upper = _share(high - margin), _share(low + margin)
    _, p_above, _ = binom_tost(at_least, respondents, lower, upper)
    _, _, p_below = binom_tost(at_most, respondents, lower, upper)
    return np.maximum(p_above, p_below)


def p_difference(
    at_least: Counts, at_most: Counts, respondents: int, low: float, high: float
) -> Any:
    """Return the p-value of "the same share as some exposure of the envelope", two-sided.

    Twice the smaller tail, at most 1: it belongs to the interval of Clopper and Pearson and,
    unlike the sum of the less likely outcomes, falls steadily away from the survey's share.
    """
    more = p_more_than(at_least, respondents, high)
    less = p_less_than(at_most, respondents, low)
    # Against an envelope only the end towards the survey's share can be the nearest, and its
    # tail away from the envelope is the smaller of the two.
    return np.minimum(1.0, 2 * np.minimum(more, less))


def p_worry_exceeds(at_least: Counts, respondents: int, high: float) -> Any:
    """Return the p-value of "no more worry than exposure", one-sided, for every exposure."""
    return p_more_than(at_least, respondents, high)


def power_of_equivalence(
    respondents: int,
    exposure: float,
    margin: float,
    *,
    worry: float | None = None,
    alpha: float = 0.05,
    high: float | None = None,
) -> float:
    """Return the chance that equivalence is shown, over all counts that may be drawn.

    Parameters
    ----------
    respondents
        Independent answers.
    exposure, high
        The exposure, or both ends of its envelope.
    margin, alpha
        As for the test.
    worry
        The true share who worry; by default the middle of the exposures: no difference.
    """
    from scipy.stats import binom

    top = exposure if high is None else high
    counts = np.arange(respondents + 1)
    shown = p_equivalence(counts, counts, respondents, exposure, top, margin) <= alpha
    true = (exposure + top) / 2 if worry is None else worry
    return float(binom.pmf(counts, respondents, _share(true))[shown].sum())


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))
