"""Per household: how many of the plans affect it, a statement that needs no weights of plans.

What is known is the share of a village's households that each plan affects, not which ones. A
household is affected by at least `k` of `n` plans with a share that lies between sharp bounds
(Rüger 1978); the estimate takes it that under every plan the same households are hit first, since
where they live and which grades their children are in stays what it is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from planner.concern.exposure import DEFINITIONS, PlanExposure
from planner.concern.study import RiskShare, VillageRisk

AT_LEAST = (0.10, 0.25, 0.50)
"""Shares of the plans from which a household counts as at risk."""


def at_least(shares: Sequence[float], k: int) -> tuple[float, float, float]:
    """Return estimate, least and greatest share of households that at least `k` plans affect.

    Parameters
    ----------
    shares
        Share of the households that each plan affects.
    k
        From 1 to the number of plans.

    Notes
    -----
    With ``p`` ascending, the greatest is ``min(1, min over m <= k of (p_1 + … + p_(n-k+m)) / m)``;
    the least is one less the greatest share that at least ``n - k + 1`` plans spare. The estimate
    is the ``k``-th largest.
    """
    ascending = sorted(shares)
    n = len(ascending)
    estimate = ascending[n - k]
    low = 1.0 - _greatest([1.0 - p for p in reversed(ascending)], n - k + 1)
    return estimate, min(low, estimate), max(_greatest(ascending, k), estimate)


def village_risks(plans: Sequence[PlanExposure]) -> tuple[VillageRisk, ...]:
    """Return the mean share of plans that affect a household, by village and definition.

    Parameters
    ----------
    plans
        Of one county, at least two.
    """
    return tuple(
        VillageRisk(plans[0].county_id, village, definition, sum(shares) / len(shares), households)
        for definition in DEFINITIONS
        for village, households, shares in _villages(plans, definition)
    )


def risk_shares(plans: Sequence[PlanExposure]) -> tuple[RiskShare, ...]:
    """Return the households that at least a tenth, a quarter and half of the plans affect.

    Parameters
    ----------
    plans
        Of one county, at least two.
    """
    found = []
    for definition in DEFINITIONS:
        villages = _villages(plans, definition)
        total = sum(households for _, households, _ in villages)
        for share in AT_LEAST:
            k = plans_at_least(share, len(plans))
            sums = [0.0, 0.0, 0.0]
            for _, households, shares in villages:
                for n, value in enumerate(at_least(shares, k)):
                    sums[n] += households * value
            of = [s / total if total > 0 else math.nan for s in sums]
            found.append(
                RiskShare(plans[0].county_id, definition, share, of[0], of[1], of[2], len(plans))
            )
    return tuple(found)


def plans_at_least(share: float, plans: int) -> int:
    """Return the least number of plans that is at least this share of them, 1 or more."""
    return max(1, math.ceil(share * plans - 1e-9))


def _villages(
    plans: Sequence[PlanExposure], definition: str
) -> list[tuple[str, float, list[float]]]:
    """Return id, households and their affected share under each plan, of villages with any."""
    households: Mapping[str, float] = plans[0].village_households
    return [
        (village, number, [_share(p, village, definition) for p in plans])
        for village, number in households.items()
        if number > 0
    ]


def _share(plan: PlanExposure, village: str, definition: str) -> float:
    value = plan.villages_at_risk.get((village, definition), 0.0)
    return min(1.0, max(0.0, value)) if math.isfinite(value) else 0.0


def _greatest(ascending: Sequence[float], k: int) -> float:
    n = len(ascending)
    sums = [0.0]
    for p in ascending:
        sums.append(sums[-1] + p)
    return min(1.0, *(sums[n - k + m] / m for m in range(1, k + 1)))
