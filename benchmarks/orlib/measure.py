"""Solve a location problem as a county and take the figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.orlib.county import county_of, scale_of
from benchmarks.orlib.problem import LocationProblem
from benchmarks.orlib.published import optimum_of, published, readings_of
from benchmarks.orlib.read import read
from planner.audit import audit_plan
from planner.programme.solve import search

Row = dict[str, Any]

MOST_ABOVE_SHARE = 0.005
SECONDS = 60.0
CENT = 0.006
"""Published values are rounded to two decimals, some cut off."""


def problems_of(
    path: Path, format_name: str | None, capacity: float | None, readings: tuple[str, ...]
) -> list[LocationProblem]:
    """Return the problems of a file under every reading asked for.

    Parameters
    ----------
    readings
        Readings of problems of facility location; none means those with a published optimum,
        else customers shared among sites. Other problems have one reading.
    """
    found = []
    for problem in read(path, format_name, capacity):
        asked = readings_of(problem)
        if readings and problem.medians is None:
            asked = readings  # type: ignore[assignment]
        found += [problem.read_as(reading) for reading in asked]
    return found


def measured(problem: LocationProblem, seconds: float, threads: int) -> Row:
    """Solve a problem and return its row of figures.

    Parameters
    ----------
    seconds
        Time of the search; building the programme comes on top.
    """
    began = perf_counter()
    instance = county_of(problem, {"time_limit_s": seconds, "threads": threads})
    found = search(instance)
    wall = perf_counter() - began
    outcome, known = found.outcome, published(problem)
    tier = outcome.tiers[0] if outcome.tiers else None
    faults = audit_plan(instance, found.plan, outcome) if found.plan else ()
    n, m = problem.cost.shape
    return {
        "file": problem.name,
        "problem": known.name if known else "",
        "fingerprint": problem.fingerprint,
        "reading": problem.reading,
        "customers": n,
        "sites": m,
        "pupils_per_unit_of_demand": scale_of(problem),
        "value": tier.value if tier else None,
        "bound": tier.best_bound if tier else None,
        "gap": tier.gap if tier else None,
        "seconds": round(wall, 2),
        "build_seconds": round(outcome.timings_s.get("build", 0.0), 2),
        "published": optimum_of(problem),
        "source": known.source if known else "",
        "status": outcome.status,
        "audit": [str(f.message) for f in faults],
        "date": datetime.now(UTC).date().isoformat(),
    }


def above_share(row: Mapping[str, Any]) -> float | None:
    """Return how far the value lies above the published optimum, None where either is missing."""
    if row["value"] is None or not row["published"]:
        return None
    over: float = row["value"] - row["published"]
    return 0.0 if abs(over) <= CENT else over / abs(row["published"])


def reached(row: Mapping[str, Any]) -> bool:
    """Return whether the published optimum was reached and proved within 60 s in all."""
    proved = row["status"] == "optimal" and row["seconds"] <= SECONDS
    return bool(proved and above_share(row) == 0.0)


def disagrees(row: Mapping[str, Any]) -> bool:
    """Return whether a row contradicts what is published, or its plan fails the audit.

    A value below a published optimum, or a bound above it, would mean that another problem
    was solved.
    """
    if row["audit"]:
        return True
    known = row["published"]
    if not known:
        return False
    if row["status"] == "infeasible":
        return True
    below = row["value"] is not None and row["value"] < known - CENT
    return bool(below or (row["bound"] is not None and row["bound"] > known + CENT))
