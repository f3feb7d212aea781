"""The villages that lose most under any of the plans, and how each fares under all of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from planner.loaded import LoadedRun
from planner.reports.people import CHANGES, change_of

MOST = 20
WORSE = ("unserved", "much_longer", "boards_now", "longer")
"""Changes that count as a loss, the hardest first."""
ORDER = (*CHANGES, "placed")
"""Changes, the hardest first."""

Hardness = tuple[int, float, float]


@dataclass(frozen=True)
class Lot:
    """How the hardest-hit pupils of a village fare under one plan.

    Parameters
    ----------
    change
        One of `planner.reports.people.CHANGES`, or ``placed``: without a school today, with one
        after the plan.
    stage, pupils
        Who they are.
    mode, minutes, before_mode, before_minutes
        Their trip after and before, one way; NaN and empty without one.
    """

    change: str
    stage: str
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
        """What the hardest come first by: kind of change, growth, length of the trip."""
        added = self.added_minutes
        return (
            ORDER.index(self.change),
            -(added if math.isfinite(added) else 0.0),
            -(self.minutes if math.isfinite(self.minutes) else 0.0),
        )


@dataclass(frozen=True)
class VillageLots:
    """A village and its hardest lot under each plan."""

    village_id: str
    name: str
    township: str
    lots: tuple[Lot | None, ...]


def worst_villages(runs: Sequence[LoadedRun], most: int = MOST) -> list[VillageLots]:
    """Return the villages that lose most under any plan, the hardest first.

    A village stands where its hardest lot under the plan that is worst for it puts it; one that
    loses under none is left out. Of pupils of one village who fare alike, the lower stage is told.
    """
    names: dict[str, tuple[str, str]] = {}
    found: list[dict[str, Lot]] = []
    for run in runs:
        threshold = float(run.scenario["concern"]["threshold_minutes"])
        hardest: dict[str, Lot] = {}
        for row in _rows(run):
            village = row["village_id"]
            names.setdefault(village, (_word(row["village"]), _word(row["township"])))
            lot = _lot(row, threshold)
            if village not in hardest or lot.hardness < hardest[village].hardness:
                hardest[village] = lot
        found.append(hardest)
    ranked = []
    for village, (name, township) in names.items():
        lots = tuple(hardest.get(village) for hardest in found)
        worst = min(lot.hardness for lot in lots if lot is not None)
        if ORDER[worst[0]] in WORSE:
            ranked.append((worst, VillageLots(village, name, township, lots)))
    ranked.sort(key=lambda pair: (pair[0], pair[1].village_id))
    return [village for _, village in ranked[:most]]


def _lot(row: dict[str, Any], threshold_minutes: float) -> Lot:
    had_none = not row["baseline_school_id"] and not row["baseline_mode"]
    placed = had_none and bool(row["school_id"])
    return Lot(
        "placed" if placed else change_of(row, threshold_minutes),
        row["stage"],
        int(row["pupils"]),
        row["mode"],
        float(row["minutes"]),
        row["baseline_mode"],
        float(row["baseline_minutes"]),
    )


def _rows(run: LoadedRun) -> list[dict[str, Any]]:
    table = run.assignments[run.assignments["pupils"] > 0]
    words = dict.fromkeys(
        ("school_id", "baseline_school_id", "mode", "baseline_mode", "village", "township"), ""
    )
    rows = table.fillna(words).to_dict("records")
    return [{str(k): v for k, v in row.items()} for row in rows]


def _word(value: Any) -> str:
    return value if isinstance(value, str) else ""
