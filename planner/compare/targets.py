"""What the norms ask of a plan, counted for every run: passed where nobody is beyond."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.county.dictionary import STAGES
from planner.loaded import LoadedRun

Limits = tuple[tuple[str, float], ...]
"""What each number of a norm is about, and the number."""
School = Mapping[str, Any]
"""A row of schools.csv, as far as norms ask for it."""
TRAVEL = ("walk_max_minutes", "ride_max_minutes", "weekly_max_minutes")
"""Norms of a trip: on foot, by vehicle, of a boarder's trip home."""


@dataclass(frozen=True)
class Target:
    """One thing the norms ask for.

    Parameters
    ----------
    name
        ``placed``, ``travel``, ``home``, ``size`` or ``class``.
    stage
        Whom it is about; empty for all.
    unit
        What is counted: ``pupils``, ``schools`` or ``classes``.
    limits
        The norm by run, as its scenario has it: pairs of what it is about and minutes or pupils;
        empty where there is none.
    beyond
        How many are beyond it, by run; NaN where the run does not say.
    today
        The same today, by run.
    """

    name: str
    stage: str
    unit: str
    limits: tuple[Limits, ...]
    beyond: tuple[float, ...]
    today: tuple[float, ...]

    def passed(self, run: int) -> bool | None:
        """Return whether a run meets it; None where the run does not say."""
        beyond = self.beyond[run]
        return beyond == 0 if math.isfinite(beyond) else None


def targets(runs: Sequence[LoadedRun]) -> list[Target]:
    """Return what the norms ask for, in the order of the page."""
    found = [_indicator(runs, "placed", "unserved_pupils", "", ())]
    for stage in STAGES:
        limits = tuple(tuple(travel_limits(run, stage).items()) for run in runs)
        found.append(_indicator(runs, "travel", "pupils_over_norm", stage, limits))
    found.append(_indicator(runs, "home", "boarders", "lower", ()))
    none = (math.nan,) * len(runs)
    sizes = tuple(_sizes(run) for run in runs)
    pairs = [(run, _schools(run)) for run in runs]
    beyond, today = (
        tuple(_large_schools(run, own, before) for run, own in pairs) for before in (False, True)
    )
    found.append(Target("size", "", "schools", sizes, beyond, today))
    for stage in STAGES:
        most = tuple(_class_sizes(run, stage) for run in runs)
        large = tuple(_large_classes(run, own, stage) for run, own in pairs)
        found.append(Target("class", stage, "schools", most, large, none))
    return found


def travel_limits(run: LoadedRun, stage: str) -> dict[str, float]:
    """Return the norms of a stage's trips that the scenario sets, in minutes."""
    options = run.scenario["travel"][stage]
    return {name: float(options[name]) for name in TRAVEL if options.get(name) is not None}


def _indicator(
    runs: Sequence[LoadedRun],
    name: str,
    indicator: str,
    stage: str,
    limits: tuple[Limits, ...],
) -> Target:
    """Return a target that an indicator counts; a stage without a row has nobody in it."""
    beyond, today = [], []
    for run in runs:
        table = run.indicators
        known = table[table["indicator"] == indicator]
        kind = "stage" if stage else "county"
        own = known[known["group_kind"] == kind]
        own = own[own["group"] == stage] if stage else own
        empty = 0.0 if len(known) else math.nan
        beyond.append(float(own["value"].iloc[0]) if len(own) else empty)
        today.append(float(own["baseline"].iloc[0]) if len(own) else empty)
    return Target(name, stage, "pupils", limits, tuple(beyond), tuple(today))


def _sizes(run: LoadedRun) -> Limits:
    most = run.scenario["schools"]["max_pupils"]
    return tuple((kind, float(limit)) for kind, limit in most.items() if limit is not None)


def _class_sizes(run: LoadedRun, stage: str) -> Limits:
    sizes = run.scenario["schools"]["class_size"]
    return (("plain", float(sizes[stage])), ("multigrade", float(sizes["multigrade"])))


def _large_schools(run: LoadedRun, schools: Sequence[School], today: bool) -> float:
    """Return the open schools with more pupils than a school of their kind should have."""
    most = run.scenario["schools"]["max_pupils"]
    kind, before = ("kind_before", "_before") if today else ("kind", "")

    def beyond(row: School) -> bool:
        limit = most.get(row[kind])
        return limit is not None and sum(row[f"{g}_pupils{before}"] for g in STAGES) > float(limit)

    return _counted(schools, beyond, kind)


def _large_classes(run: LoadedRun, schools: Sequence[School], stage: str) -> float:
    """Return the schools whose classes of a stage are on average larger than they should be."""
    sizes = run.scenario["schools"]["class_size"]

    def beyond(row: School) -> bool:
        together = stage in _words(row["multigrade_stages"])
        limit = float(sizes["multigrade" if together else stage])
        return bool(row[f"{stage}_pupils"] > row[f"{stage}_classes"] * limit + 1e-9)

    return _counted(schools, beyond, "kind")


def _schools(run: LoadedRun) -> list[School]:
    """Return of every school what norms ask of it, under the plan and today."""
    counts = [f"{g}_{what}" for g in STAGES for what in ("pupils", "classes", "pupils_before")]
    table = run.schools[["kind", "kind_before", "multigrade_stages", *counts]]
    return [{str(k): v for k, v in row.items()} for row in table.to_dict("records")]


def _counted(schools: Sequence[School], beyond: Callable[[School], bool], kind: str) -> float:
    rows = [row for row in schools if isinstance(row[kind], str)]
    return float(sum(beyond(row) for row in rows if row[kind]))


def _words(cell: Any) -> list[str]:
    return cell.split(";") if isinstance(cell, str) else []
