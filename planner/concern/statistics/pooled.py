"""Counties taken together under weights that nobody published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.concern.exposure import PlanExposure
from planner.concern.statistics.verdict import Envelope


def envelope(
    counties: Mapping[str, tuple[float, float, float]],
    weights_low: Mapping[str, float] | None = None,
    weights_high: Mapping[str, float] | None = None,
) -> Envelope:
    """Return the range of the weighted mean over all weights that are possible.

    Parameters
    ----------
    counties
        Share, lower and upper bound of each county (they agree where nothing is estimated).
    weights_low, weights_high
        Least and greatest weight of a county in the survey; 0 and 1 where not given, and the
        envelope then runs from the lowest county to the highest.

    Raises
    ------
    ValueError
        If no weights that sum to 1 lie within the bounds.
    """
    low = {c: (weights_low or {}).get(c, 0.0) for c in counties}
    high = {c: (weights_high or {}).get(c, 1.0) for c in counties}
    if not (sum(low.values()) <= 1 + 1e-9 and sum(high.values()) >= 1 - 1e-9):
        raise ValueError(f"no weights between {low} and {high} sum to 1")
    least = _extreme({c: bounds[1] for c, bounds in counties.items()}, low, high, False)
    greatest = _extreme({c: bounds[2] for c, bounds in counties.items()}, low, high, True)
    return Envelope(least, greatest, {c: bounds[0] for c, bounds in counties.items()})


def envelope_of(
    exposures: Sequence[PlanExposure],
    definition: str,
    unit: str,
    population: str,
    weights_low: Mapping[str, float] | None = None,
    weights_high: Mapping[str, float] | None = None,
) -> Envelope:
    """Return the envelope of one plan per county, with the bounds of what is estimated."""
    bands = {e.county_id: e.headline(definition, unit, population) for e in exposures}
    counties = {c: (b.share, b.low_share, b.high_share) for c, b in bands.items()}
    return envelope(counties, weights_low, weights_high)


def _extreme(
    shares: Mapping[str, float],
    low: Mapping[str, float],
    high: Mapping[str, float],
    greatest: bool,
) -> float:
    """Return the extreme mean: what weight is left over goes to the most extreme county first."""
    mean, left = sum(low[c] * shares[c] for c in shares), 1 - sum(low.values())
    for county in sorted(shares, key=lambda c: shares[c], reverse=greatest):
        more = min(left, high[county] - low[county])
        mean, left = mean + more * shares[county], left - more
    return mean
