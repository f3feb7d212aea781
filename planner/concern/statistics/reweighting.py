"""What the share would be if the respondents were made up like a county: bounds, no estimate.

Worry by group is unpublished. With groups `g` of sample shares `s_g` and unknown rates `r_g` all
that is known is ``sum s_g r_g = W`` and ``0 <= r_g <= 1``; the reweighted share
``sum v_g r_g`` then has a least and a greatest value (a fractional knapsack). A point comes only
of rates that the user enters for every group of the county.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PARENTS_BY_GROUP: Mapping[str, int] = {
    "tibetan": 173,
    "yi": 104,
    "qiang": 82,
    "hui": 13,
    "mandarin": 311,
    "other": 30,
}
"""The survey's 713 parents by people; of the farmers and herders among them it is not published,
so that their make-up is assumed to be that of all parents."""
COUNTY_GROUPS: Mapping[str, Mapping[str, float]] = {
    "513330": {"tibetan": 0.98, "mandarin": 0.02},
    "513431": {"yi": 0.975, "mandarin": 0.025},
    "513223": {"qiang": 0.905, "mandarin": 0.095},
}
"""People of Dege, Zhaojue and Mao, about; all who are not of the main people counted as Han."""


@dataclass(frozen=True)
class Reweighted:
    """The survey's share under another make-up.

    Parameters
    ----------
    low, high
        Bounds of the reweighted share.
    point
        Where all rates needed were entered; None otherwise, never a guess.
    implied_share
        What the rates entered make of the survey's share, where all were entered: it should be
        the survey's; None otherwise.
    """

    low: float
    high: float
    point: float | None = None
    implied_share: float | None = None


def reweighted(
    worry: float,
    sample: Mapping[str, float],
    county: Mapping[str, float],
    rates: Mapping[str, float] | None = None,
) -> Reweighted:
    """Return the bounds of the share under the county's make-up.

    Parameters
    ----------
    worry
        Share of the sample who worry.
    sample, county
        Respondents, and the county's people, by group; any unit, made to sum to 1.
    rates
        Share who worry, by group, as far as the user has them.

    Raises
    ------
    ValueError
        If a rate is no share, or the rates entered cannot make the survey's share.
    """
    known = dict(rates or {})
    bad = {g: r for g, r in known.items() if not 0 <= r <= 1}
    if bad:
        raise ValueError(f"rates must lie between 0 and 1: {bad}")
    s, v = _shares(sample), _shares(county)
    groups = sorted({*s, *v})
    if all(g in known for g in groups if v.get(g, 0) > 0):
        point = sum(v.get(g, 0.0) * known[g] for g in groups if v.get(g, 0) > 0)
        whole = all(g in known for g in s)
        implied = sum(s[g] * known[g] for g in s) if whole else None
        return Reweighted(point, point, point, implied)
    left = worry - sum(s.get(g, 0.0) * r for g, r in known.items())
    free = [g for g in groups if g not in known]
    room = sum(s.get(g, 0.0) for g in free)
    if not -1e-9 <= left <= room + 1e-9:
        raise ValueError(f"the rates {known} leave {left:.3f} of the sample's worry for {room:.3f}")
    fixed = sum(v.get(g, 0.0) * r for g, r in known.items())
    low = fixed + _filled(left, free, s, v, greatest=False)
    high = fixed + _filled(left, free, s, v, greatest=True)
    return Reweighted(low, high)


def rate_bounds(worry: float, share: float) -> tuple[float, float]:
    """Return the least and greatest rate of a group that is a share of the sample."""
    return max(0.0, (worry - (1 - share)) / share), min(1.0, worry / share)


def _shares(of: Mapping[str, float]) -> dict[str, float]:
    total = sum(of.values())
    return {g: n / total for g, n in of.items()}


def _filled(
    left: float,
    free: list[str],
    sample: Mapping[str, float],
    county: Mapping[str, float],
    *,
    greatest: bool,
) -> float:
    """Return the extreme sum when `left` of the sample's worry is spread over the free groups.

    A group outside the sample is not bound by it: its rate goes to 1 for the greatest, to 0 for
    the least.
    """
    outside = sum(county.get(g, 0.0) for g in free if sample.get(g, 0.0) == 0)
    inside = [g for g in free if sample.get(g, 0.0) > 0]
    total = outside if greatest else 0.0
    by_worth = sorted(inside, key=lambda g: county.get(g, 0.0) / sample[g], reverse=greatest)
    for g in by_worth:
        taken = min(left, sample[g])
        total, left = total + county.get(g, 0.0) * taken / sample[g], left - taken
    return total
