"""The points of a sweep, and which of them a tighter limit makes needless."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Point:
    """One value of the sweep and what its run came to.

    Parameters
    ----------
    status
        As in the manifest; ``no_solution`` where time ran out without a plan.
    objectives
        Value, bound and gap of each objective of the scenario, in order.
    counts
        Value of every objective on offer, whether the scenario asks for it or not.
    dominated_by
        Value of a tighter or equal limit whose plan is at least as good in every objective;
        empty for none, and where the values have no order.
    indistinguishable_from
        The tightest limit whose plan is as good within gap and tolerance.
    seconds
        Of the run; of a kept point the seconds it took then.
    kept
        It was finished before.
    """

    value: str
    status: str
    ended_by: str
    gap: float
    objectives: tuple[tuple[str, float, float, float, float], ...]
    counts: dict[str, float]
    folder: str
    seconds: float
    kept: bool
    dominated_by: str = ""
    indistinguishable_from: str = ""

    @property
    def planned(self) -> bool:
        """Whether a plan was found."""
        return bool(self.objectives)


def judged(key: str, points: Sequence[Point]) -> list[Point]:
    """Return the points with those told that a tighter limit does as well or better.

    Values compare as numbers, less being tighter, except under keys that begin with ``min``;
    of values that are no numbers none is tighter, and nothing is told.
    """
    found = []
    for point in points:
        others = [p for p in points if p.planned and point.planned and p.value != point.value]
        better = [p for p in others if _tighter(key, p, point) and _beats(p, point, key)]
        same = [p for p in others if _tighter(key, p, point) and _alike(p, point)]
        found.append(
            replace(
                point,
                dominated_by=better[0].value if point.planned and better else "",
                indistinguishable_from=same[0].value if point.planned and same else "",
            )
        )
    return found


def numbers(points: Sequence[Point]) -> list[float] | None:
    """Return the swept values as numbers, infinite for null; None where some are neither."""
    found = []
    for p in points:
        try:
            found.append(math.inf if p.value in ("null", "~") else float(p.value))
        except ValueError:
            return None
    return found


def _tighter(key: str, one: Point, other: Point) -> bool:
    """Return whether a limit is at least as tight as another."""
    pair = numbers([one, other])
    if pair is None:
        return False
    more_is_tighter = key.rpartition(".")[2].startswith("min") or ".min_" in key
    return pair[0] >= pair[1] if more_is_tighter else pair[0] <= pair[1]


def _beats(one: Point, other: Point, key: str) -> bool:
    """Return whether one is nowhere worse, and better in an objective or in the limit."""
    pairs = list(zip(one.objectives, other.objectives, strict=True))
    no_worse = all(a[1] <= b[1] + 1e-6 * max(1.0, abs(b[1])) for a, b in pairs)
    better = any(a[1] < b[1] - 1e-6 * max(1.0, abs(b[1])) for a, b in pairs)
    return no_worse and (better or not _tighter(key, other, one))


def _alike(one: Point, other: Point) -> bool:
    for (_, a, _, gap_a, tolerance), (_, b, _, gap_b, _) in zip(
        one.objectives, other.objectives, strict=True
    ):
        room = (max(gap_a, gap_b) + tolerance) * abs(b) + 1e-6 * max(1.0, abs(b))
        if not math.isfinite(room) or abs(a - b) > room:
            return False
    return True
