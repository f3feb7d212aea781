"""The villages that lose most under any of the plans, and how each fares under all of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from planner.county.dictionary import STAGES
from planner.loaded import LoadedRun
from planner.reports.people import CHANGES, change_of

MOST = 20
WORSE = ("unserved", "much_longer", "boards_now", "longer")
"""Changes that count as a loss, the hardest first."""
ORDER = (*CHANGES, "placed")
"""Changes, the hardest first."""

Hardness = tuple[int, float, float]
COLUMNS = (
    *("village_id", "village", "township", "stage", "pupils", "school_id", "mode", "minutes"),
    *("baseline_school_id", "baseline_mode", "baseline_minutes", "mode_changed", "added_minutes"),
)
"""Columns of assignments.csv that are read."""
TOLD_FROM = 3
"""Pages say no smaller number of a village's pupils, so that none orders the villages either."""


@dataclass(frozen=True)
class Lot:
    """How the hardest-hit pupils of a village fare under one plan.

    Parameters
    ----------
    change
        One of `planner.reports.people.CHANGES`, or ``placed``: without a school today, with one
        after the plan.
    stages, pupils
        Who they are: all of the village's pupils who fare so.
    mode, minutes, before_mode, before_minutes
        The hardest trip among them after and before, one way; NaN and empty without one.
    """

    change: str
    stages: tuple[str, ...]
    pupils: int
    mode: str
    minutes: float
    before_mode: str
    before_minutes: float

    @property
    def added_minutes(self) -> float:
        """Growth of the trip; NaN where a daily trip and a weekly one do not compare."""
        if (self.mode == "board") != (self.before_mode == "board"):
            return math.nan
        return self.minutes - self.before_minutes

    @property
    def hardness(self) -> Hardness:
        """What the hardest trip of a village comes first by: kind of change, growth, length."""
        added = self.added_minutes
        return (
            ORDER.index(self.change),
            -(added if math.isfinite(added) else 0.0),
            -(self.minutes if math.isfinite(self.minutes) else 0.0),
        )

    @property
    def harm(self) -> Hardness:
        """What villages are sorted by: kind of change, then what `Loss` says of it.

        Of those left without a school or coming to board the pupils, most first; of longer trips
        the minutes, most first.
        """
        counted = -float(max(self.pupils, TOLD_FROM - 1))
        growth = self.hardness[1]
        first, second = (growth, counted) if self.change.endswith("longer") else (counted, growth)
        return ORDER.index(self.change), first, second


@dataclass(frozen=True)
class VillageLots:
    """A village and its hardest lot under each plan."""

    village_id: str
    name: str
    township: str
    lots: tuple[Lot | None, ...]

    @property
    def loss(self) -> Lot:
        """The lot under the plan that is worst for the village: what sorts it."""
        return min((lot for lot in self.lots if lot is not None), key=lambda lot: lot.harm)

    @property
    def worst_runs(self) -> tuple[int, ...]:
        """The plans under which it loses as much."""
        worst = self.loss.harm
        return tuple(n for n, lot in enumerate(self.lots) if lot is not None and lot.harm == worst)


def worst_villages(runs: Sequence[LoadedRun], most: int = MOST) -> list[VillageLots]:
    """Return the villages that lose most under any plan, the greatest loss first.

    A village stands where its lot under the plan that is worst for it puts it (`Lot.harm`); one
    that loses under none is left out.
    """
    names: dict[str, tuple[str, str]] = {}
    found: list[dict[str, Lot]] = []
    for run in runs:
        threshold = float(run.scenario["concern"]["threshold_minutes"])
        lots: dict[str, list[Lot]] = {}
        for row in _rows(run):
            village = row["village_id"]
            names.setdefault(village, (_word(row["village"]), _word(row["township"])))
            lots.setdefault(village, []).append(_lot(row, threshold))
        found.append({village: _together(own) for village, own in lots.items()})
    villages = [
        VillageLots(village, name, township, tuple(lots.get(village) for lots in found))
        for village, (name, township) in names.items()
    ]
    losing = [v for v in villages if v.loss.change in WORSE]
    return sorted(losing, key=lambda v: (v.loss.harm, v.village_id))[:most]


def _together(lots: Sequence[Lot]) -> Lot:
    """Return the hardest lot of a village, with all of its pupils who fare so."""
    hardest = min(lots, key=lambda lot: lot.hardness)
    own = [lot for lot in lots if lot.change == hardest.change]
    stages = {stage for lot in own for stage in lot.stages}
    return replace(
        hardest,
        stages=tuple(stage for stage in STAGES if stage in stages),
        pupils=sum(lot.pupils for lot in own),
    )


def _lot(row: dict[str, Any], threshold_minutes: float) -> Lot:
    had_none = not row["baseline_school_id"] and not row["baseline_mode"]
    placed = had_none and bool(row["school_id"])
    return Lot(
        "placed" if placed else change_of(row, threshold_minutes),
        (row["stage"],),
        int(row["pupils"]),
        row["mode"],
        float(row["minutes"]),
        row["baseline_mode"],
        float(row["baseline_minutes"]),
    )


def _rows(run: LoadedRun) -> list[dict[str, Any]]:
    table = run.assignments.loc[run.assignments["pupils"] > 0, list(COLUMNS)]
    words = dict.fromkeys(
        ("school_id", "baseline_school_id", "mode", "baseline_mode", "village", "township"), ""
    )
    rows = table.fillna(words).to_dict("records")
    return [{str(k): v for k, v in row.items()} for row in rows]


def _word(value: Any) -> str:
    return value if isinstance(value, str) else ""
