"""What each plan comes to in a handful of figures, and which plan is best at each."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.compare.exactness import exactness_of, indistinct, same
from planner.compare.indicators import side_by_side, usual_today
from planner.loaded import LoadedRun
from planner.reports.decisions import CHANGES
from planner.reports.people import change_of

LONGER_PUPILS, LONGER_MINUTES = "pupils_longer", "longer_minutes"
"""Figures that are counted here from the assignments, as a run's own report counts them."""
FIGURES: Mapping[str, str] = {
    "schools_open": "schools",
    "schools_closed": "schools",
    LONGER_PUPILS: "pupils",
    LONGER_MINUTES: "min",
    "daily_minutes_mean": "min",
    "school_week_minutes_mean": "min/week",
    "pupils_over_norm": "pupils",
    "unserved_pupils": "pupils",
    "boarders": "pupils",
    "annual_cost_yuan": "yuan/year",
    "household_cost_yuan": "yuan/year",
    "public_plus_household_cost_yuan": "yuan/year",
    "capital_yuan": "yuan",
}
"""The key figures in the order of the page, each with its unit."""
RANKED = (
    "annual_cost_yuan",
    "public_plus_household_cost_yuan",
    "daily_minutes_mean",
    "school_week_minutes_mean",
    "pupils_over_norm",
    "unserved_pupils",
)
"""Figures of which the smallest is the best, in the order in which they are told."""


@dataclass(frozen=True)
class Facts:
    """What one plan comes to.

    Parameters
    ----------
    figures, today
        Key figures under the plan and today; NaN where the run does not say.
    decisions
        Number of schools by decision, of those that change.
    """

    figures: Mapping[str, float]
    today: Mapping[str, float]
    decisions: Mapping[str, int]


@dataclass(frozen=True)
class Best:
    """Which plan has the smallest of a figure.

    Parameters
    ----------
    figure
        One of `RANKED`.
    value
        The smallest value.
    runs
        Those that have it.
    alike
        Further runs that the searches do not tell from it.
    others
        Runs whose figure is larger.
    left_out
        Runs that count today otherwise: their figures are not put against those of the others.
    """

    figure: str
    value: float
    runs: tuple[int, ...]
    alike: tuple[int, ...]
    others: tuple[int, ...]
    left_out: tuple[int, ...]


def facts(runs: Sequence[LoadedRun]) -> tuple[Facts, ...]:
    """Return what each plan comes to, from the county's indicators and the assignments."""
    table = side_by_side(runs)
    own = table[(table["group_kind"] == "county") & table["indicator"].isin(FIGURES)]
    rows = {str(row["indicator"]): row for row in own.to_dict("records")}
    found = []
    for n, run in enumerate(runs):
        after, before = (
            {name: float(rows.get(name, {}).get(f"{when}_{n}", math.nan)) for name in FIGURES}
            for when in ("value", "baseline")
        )
        pupils, minutes = _longer(run)
        after |= {LONGER_PUPILS: pupils, LONGER_MINUTES: minutes}
        decided = Counter(str(d) for d in run.schools["decision"].tolist())
        found.append(Facts(after, before, {d: decided[d] for d in CHANGES if decided[d]}))
    return tuple(found)


def best(runs: Sequence[LoadedRun], told: Sequence[Facts]) -> list[Best]:
    """Return who is best at each ranked figure that any run has, in the order of `RANKED`."""
    exact = [exactness_of(run) for run in runs]
    found = []
    for name in RANKED:
        values = [f.figures[name] for f in told]
        counted = _counted_alike([f.today[name] for f in told], values)
        if len(counted) < 2:
            continue
        smallest = min(counted, key=lambda n: values[n])
        least, off = values[smallest], exact[smallest].share(name)
        equal = tuple(n for n in counted if same(values[n], least))
        alike = tuple(
            n
            for n in counted
            if n not in equal and indistinct(least, values[n], off, exact[n].share(name))
        )
        others = tuple(n for n in counted if n not in (*equal, *alike))
        left_out = tuple(
            n for n in range(len(runs)) if n not in counted and math.isfinite(values[n])
        )
        found.append(Best(name, least, equal, alike, others, left_out))
    return found


def _counted_alike(today: Sequence[float], values: Sequence[float]) -> list[int]:
    """Return the runs that have the figure and count today as most of them do."""
    usual = usual_today([b for b, v in zip(today, values, strict=True) if math.isfinite(v)])
    return [
        n
        for n, (before, value) in enumerate(zip(today, values, strict=True))
        if math.isfinite(value) and (not math.isfinite(usual) or same(before, usual))
    ]


def _longer(run: LoadedRun) -> tuple[float, float]:
    """Return who travels longer by more than a minute, and the day pupils' mean growth."""
    threshold = float(run.scenario["concern"]["threshold_minutes"])
    columns = ["school_id", "mode", "mode_changed", "added_minutes", "pupils"]
    table = run.assignments[columns].fillna({"school_id": "", "mode": "", "mode_changed": 0})
    pupils, daily, minutes = 0, 0, 0.0
    for given in table.to_dict("records"):
        row: dict[str, Any] = {str(k): v for k, v in given.items()}
        if change_of(row, threshold) not in ("longer", "much_longer"):
            continue
        pupils += int(row["pupils"])
        if row["mode"] != "board":
            daily += int(row["pupils"])
            minutes += int(row["pupils"]) * float(row["added_minutes"])
    return float(pupils), minutes / daily if daily else math.nan
