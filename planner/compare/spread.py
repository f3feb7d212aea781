"""How long pupils are on the way, by township and as a curve, weighted by pupils."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.county.dictionary import STAGES
from planner.loaded import LoadedRun

if TYPE_CHECKING:
    import pandas

DAILY = ("walk", "ride")
PARTS = (0.1, 0.25, 0.5, 0.75, 0.9)
"""Shares of the pupils told of a distribution."""
MARKS_MINUTES = (15, 30, 45, 60)
"""Minutes at which the table reads the curve."""

Trips = list[tuple[float, int]]
"""Minutes one way and pupils of each trip."""


@dataclass(frozen=True)
class Spread:
    """Daily trips of a group of pupils.

    Parameters
    ----------
    pupils
        Day pupils.
    minutes
        The least minutes that at least each of `PARTS` of them do not exceed; empty without any.
    """

    pupils: int
    minutes: tuple[float, ...]


@dataclass(frozen=True)
class Curve:
    """The share of a stage's pupils that reaches school daily within so many minutes.

    Parameters
    ----------
    minutes, shares
        Steps of the curve: of all pupils, so that it ends at the share that comes daily.
    pupils, boarders, nowhere
        All pupils of the stage; those who board; those without a school or a trip.
    """

    minutes: tuple[float, ...]
    shares: tuple[float, ...]
    pupils: int
    boarders: int
    nowhere: int

    def within(self, limit_minutes: float) -> float:
        """Return the share of all pupils whose daily trip is no longer than the limit."""
        reached = [s for m, s in zip(self.minutes, self.shares, strict=True) if m <= limit_minutes]
        return reached[-1] if reached else 0.0


def township_spread(run: LoadedRun, stage: str, *, today: bool = False) -> dict[str, Spread]:
    """Return the daily trips of a stage by township of the village, names in order."""
    trips = _trips(run, stage, today)
    found: dict[str, Trips] = {name: [] for name in sorted(set(trips["township"]))}
    daily = trips[trips["mode"].isin(DAILY) & trips["minutes"].notna()]
    for name, minutes, pupils in _cells(daily, "township", "minutes", "pupils"):
        found[str(name)].append((float(minutes), int(pupils)))
    return {name: spread_of(own) for name, own in found.items()}


def spread_of(trips: Trips) -> Spread:
    """Return the spread of trips weighted by pupils."""
    ordered = sorted(trip for trip in trips if trip[1] > 0)
    total = sum(n for _, n in ordered)
    if not total:
        return Spread(0, ())
    found = []
    for part in PARTS:
        reached = 0
        for minutes, n in ordered:
            reached += n
            if reached >= part * total - 1e-9:
                found.append(minutes)
                break
    return Spread(total, tuple(found))


def curve_of(run: LoadedRun, stage: str, *, today: bool = False) -> Curve:
    """Return the curve of a stage."""
    trips = _trips(run, stage, today)
    total = int(trips["pupils"].sum())
    boards = int(trips.loc[trips["mode"] == "board", "pupils"].sum())
    daily = trips[trips["mode"].isin(DAILY) & trips["minutes"].notna()]
    steps: dict[float, int] = {}
    for minutes, n in sorted(_cells(daily, "minutes", "pupils")):
        steps[float(minutes)] = steps.get(float(minutes), 0) + int(n)
    reached, shares = 0, []
    for n in steps.values():
        reached += n
        shares.append(reached / total if total else math.nan)
    return Curve(tuple(steps), tuple(shares), total, boards, total - boards - reached)


def longest_minutes(runs: Sequence[LoadedRun]) -> float:
    """Return the longest daily trip of any run or of today, nought without any."""
    found = [
        curve.minutes[-1]
        for run in runs
        for stage in STAGES
        for today in (False, True)
        if (curve := curve_of(run, stage, today=today)).minutes
    ]
    return max(found, default=0.0)


def _trips(run: LoadedRun, stage: str, today: bool) -> pandas.DataFrame:
    """Return township, mode, minutes and pupils of a stage's trips."""
    rows = run.assignments[run.assignments["stage"] == stage]
    before = {"mode": "baseline_mode", "minutes": "baseline_minutes"} if today else {}
    columns = ["township", before.get("mode", "mode"), before.get("minutes", "minutes"), "pupils"]
    trips = rows[columns].set_axis(["township", "mode", "minutes", "pupils"], axis=1)
    return trips.assign(township=trips["township"].fillna(""))


def _cells(frame: pandas.DataFrame, *columns: str) -> Iterable[tuple[Any, ...]]:
    return zip(*(frame[c].tolist() for c in columns), strict=True)
