"""How exactly the runs were searched, and which differences between them that leaves open.

A plan found within a gap is one of many: another search might have ended at a plan that is
better by the gap, or that gives away the tolerance of an objective for those after it. Where
two scenarios differ by no more than that, the difference may come from where the searches
ended and not from the scenarios.

- An **objective** is as exact as the largest gap plus tolerance of itself and of those before
  it: an earlier objective that could still improve may change every later one.
- Any **other indicator** was nobody's aim; it counts as exact as the largest gap plus
  tolerance of all the objectives of its run. No bound stands behind this.
- Where no bound is known, nothing is told apart. A run of today as it is decided nothing and
  is exact.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.loaded import LoadedRun

SAME_SHARE = 1e-6
"""Values that agree to this share (or, near nought, to this number) are the same."""

AS_OBJECTIVE: Mapping[str, str] = {
    "share_over_norm": "pupils_over_norm",
    "affected_share": "affected_pupils",
    "running_yuan": "running_cost_yuan",
    "daily_minutes_worst": "worst_minutes",
}
"""Indicators that say what an objective of another name says."""

COMPLEMENT: Mapping[str, str] = {"pupils_served": "unserved_pupils"}
"""Indicators that count all but those whom another one counts: they are told apart as it is."""


@dataclass(frozen=True)
class Exactness:
    """How exact a run is, as shares of its values; infinite where no bound is known.

    Parameters
    ----------
    objectives
        By objective, in order.
    """

    objectives: Mapping[str, float]

    def share(self, indicator: str) -> float:
        """Return by how much of its value an indicator may be off."""
        name = AS_OBJECTIVE.get(indicator, indicator)
        if name in self.objectives:
            return self.objectives[name]
        return max(self.objectives.values(), default=0.0)


def exactness_of(run: LoadedRun) -> Exactness:
    """Return how exact a run is, from the objectives in its manifest."""
    worst, found = 0.0, {}
    for tier in run.manifest["objective"]:
        gap = math.inf if tier["gap"] is None else float(tier["gap"])
        worst = 0.0 if as_today(run) else max(worst, gap + float(tier.get("tolerance", 0.0)))
        found[str(tier["name"])] = worst
    return Exactness(found)


def as_today(run: LoadedRun) -> bool:
    """Return whether a run only counts today's arrangement, and decided nothing."""
    schools = run.scenario.get("schools", {})
    return bool(schools.get("keep_all")) and bool(schools.get("keep_catchments"))


def same(one: float, other: float) -> bool:
    """Return whether two values are the same but for rounding."""
    return abs(one - other) <= SAME_SHARE * max(1.0, abs(one), abs(other))


def indistinct(one: float, other: float, share_one: float, share_other: float) -> bool:
    """Return whether a difference lies within what either search leaves open.

    Parameters
    ----------
    share_one, share_other
        As `Exactness.share` gives them.
    """
    if same(one, other):
        return True
    if not math.isfinite(max(share_one, share_other)):
        return True
    room = max(share_one * abs(one), share_other * abs(other))
    return abs(one - other) <= room * (1 + SAME_SHARE)


def alike(values: Sequence[float], shares: Sequence[float]) -> list[tuple[int, ...]]:
    """Return the largest sets of runs that are not told apart pair by pair.

    Parameters
    ----------
    values, shares
        By run; a run without a value (NaN) is in no set.

    Returns
    -------
    list
        Positions, each set with two or more, in order; no set lies within another.
    """
    known = [n for n, value in enumerate(values) if math.isfinite(value)]
    close = {
        (a, b)
        for a, b in itertools.combinations(known, 2)
        if indistinct(values[a], values[b], shares[a], shares[b])
    }
    sets = [
        chosen
        for size in range(len(known), 1, -1)
        for chosen in itertools.combinations(known, size)
        if all(pair in close for pair in itertools.combinations(chosen, 2))
    ]
    largest = [s for s in sets if not any(set(s) < set(other) for other in sets)]
    return sorted(largest)
