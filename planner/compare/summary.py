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
from planner.reports.sentences import LONGER

WORSE_PUPILS, LONGER_PUPILS, LONGER_MINUTES = (
    "worse_together",
    "day_pupils_longer",
    "longer_minutes",
)
HOME_PUPILS, ANEW_PUPILS, LOWER_OVER = "home_longer", "boarding_anew", "lower_over_norm"
COUNTED = (WORSE_PUPILS, LONGER_PUPILS, LONGER_MINUTES, HOME_PUPILS, ANEW_PUPILS)
"""Figures that are counted here from the assignments, as a run's own report counts them."""
FIGURES: Mapping[str, str] = {
    WORSE_PUPILS: "pupils",
    LONGER_PUPILS: "pupils",
    LONGER_MINUTES: "min",
    HOME_PUPILS: "pupils",
    ANEW_PUPILS: "pupils",
    "unserved_pupils": "pupils",
    "pupils_over_norm": "pupils",
    LOWER_OVER: "pupils",
    "boarders": "pupils",
    "schools_open": "schools",
    "schools_closed": "schools",
    "daily_minutes_mean": "min",
    "school_week_minutes_mean": "min/week",
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
    stage = (table["group_kind"] == "stage") & (table["group"] == "lower")
    lower = table[stage & (table["indicator"] == "pupils_over_norm")]
    found = []
    for n, run in enumerate(runs):
        after, before = (
            {name: float(rows.get(name, {}).get(f"{when}_{n}", math.nan)) for name in FIGURES}
            for when in ("value", "baseline")
        )
        after |= _worse(run)
        after[LOWER_OVER], before[LOWER_OVER] = (
            float(lower[f"{when}_{n}"].sum(min_count=1)) for when in ("value", "baseline")
        )
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


def _worse(run: LoadedRun) -> dict[str, float]:
    """Return who fares worse and how: the figures `COUNTED`.

    A longer way, boarding anew and no school together, as `planner.reports.sentences` counts
    them; the mean is that of those who come daily before and after.
    """
    threshold = float(run.scenario["concern"]["threshold_minutes"])
    columns = ["school_id", "mode", "mode_changed", "added_minutes", "pupils"]
    table = run.assignments[columns].fillna({"school_id": "", "mode": "", "mode_changed": 0})
    daily, home, anew, nowhere, minutes = 0, 0, 0, 0, 0.0
    for given in table.to_dict("records"):
        row: dict[str, Any] = {str(k): v for k, v in given.items()}
        change, pupils = change_of(row, threshold), int(row["pupils"])
        if change == "unserved":
            nowhere += pupils
        elif change == "boards_now":
            anew += pupils
        elif change in LONGER and row["mode"] == "board":
            home += pupils
        elif change in LONGER:
            daily += pupils
            minutes += pupils * float(row["added_minutes"])
    return {
        WORSE_PUPILS: float(daily + home + anew + nowhere),
        LONGER_PUPILS: float(daily),
        LONGER_MINUTES: minutes / daily if daily else math.nan,
        HOME_PUPILS: float(home),
        ANEW_PUPILS: float(anew),
    }
