"""Wilson's interval of a share, widened for clustering."""

from __future__ import annotations

from planner.concern.statistics.verdict import Interval


def wilson(
    worried: float, respondents: float, design_effect: float = 1.0, alpha: float = 0.05
) -> Interval:
    """Return Wilson's score interval with the respondents divided by the design effect.

    With ``n = respondents / design_effect``, ``p = worried / respondents`` and the normal
    quantile ``z`` the bounds are
    ``(p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)`` (Wilson 1927; Brown, Cai and
    DasGupta 2001 for why not Wald's).
    """
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(
        worried / design_effect, respondents / design_effect, alpha=alpha, method="wilson"
    )
    return Interval(float(low), float(high), 1 - alpha, design_effect, respondents / design_effect)
