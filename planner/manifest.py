"""The manifest of a run: what was asked, what was found, from which files and with what."""

from __future__ import annotations

import importlib.metadata
import json
import math
import platform
from collections.abc import Mapping, Sequence
from typing import Any

from planner import __version__
from planner.county import InputFile
from planner.findings import Finding
from planner.plan import Outcome
from planner.scenario import Scenario

LIBRARIES = ("folium", "geopandas", "highspy", "numpy", "pandas", "pulp", "scipy", "shapely")


def manifest(
    scenario: Scenario,
    outcome: Outcome,
    *,
    audit: Sequence[Finding],
    files: Sequence[InputFile],
    provenance: str,
    basis: Mapping[str, str],
    travel: Mapping[str, Any],
    timings_s: Mapping[str, float],
    size: Mapping[str, int],
    argv: Sequence[str],
    county: tuple[str, Mapping[str, str]] | None = None,
    start: Mapping[str, Any] | None = None,
    staffing: Mapping[str, Any] | None = None,
    resources: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the manifest as plain data; a number that does not exist is null.

    Parameters
    ----------
    audit
        Findings of the audit.
    files
        Every file read, scenario files included.
    provenance
        Weakest grade of the county's data.
    basis
        How today's flows of each stage are known.
    travel
        Whether the trips were found in the cache (``reused``) or computed, and the hash of all
        they depend on (``inputs_sha256``).
    timings_s
        Seconds by stage.
    size
        Villages, schools, options, variables, constraints.
    county
        Id and name by language; the folder's name stands in the manifest whatever they are.
    start
        The earlier run that the search began from, if it was given one.
    staffing
        From `staffing_part`, if the run was asked who teaches where.
    resources
        From `resources_part`, if the run was asked what is bought for schools.
    """
    return {
        "program_version": __version__,
        "scenario": scenario.name,
        "title": scenario.title.model_dump(),
        "county": scenario.county.name,
        **({} if county is None else {"county_id": county[0], "county_name": dict(county[1])}),
        "status": outcome.status,
        "objective": _objective(outcome),
        "gap": _number(outcome.gap),
        "mip_gap_asked": scenario.solver.mip_gap,
        "ended_by": outcome.ended_by,
        "audit": {"passed": not audit, "findings": len(audit)},
        "provenance": provenance,
        "baseline": dict(basis),
        "travel": dict(travel),
        "inputs": [{"path": f.path, "bytes": f.bytes, "sha256": f.sha256} for f in files],
        "versions": {
            "python": platform.python_version(),
            **{name: importlib.metadata.version(name) for name in LIBRARIES},
        },
        "timings_s": {stage: round(seconds, 3) for stage, seconds in timings_s.items()},
        "size": dict(size),
        "seed": scenario.solver.seed,
        "start": None if start is None else dict(start),
        "argv": list(argv),
        **({} if staffing is None else {"staffing": dict(staffing)}),
        **({} if resources is None else {"resources": dict(resources)}),
    }


def staffing_part(
    outcome: Outcome,
    *,
    audit: Sequence[Finding],
    rounds: Sequence[Mapping[str, Any]],
    supply: Mapping[str, Any],
) -> dict[str, Any]:
    """Return what the manifest says of staffing.

    Parameters
    ----------
    outcome, audit
        Of the staffing plan.
    rounds
        The turns of layout and staffing, as plain data.
    supply
        Where the staff come from.
    """
    return {
        "status": outcome.status,
        "objective": _objective(outcome),
        "gap": _number(outcome.gap),
        "ended_by": outcome.ended_by,
        "audit": {"passed": not audit, "findings": len(audit)},
        "rounds": [
            {k: _number(v) if isinstance(v, float) else v for k, v in r.items()} for r in rounds
        ],
        "supply": dict(supply),
        "timings_s": {k: round(v, 3) for k, v in outcome.timings_s.items()},
        "size": dict(outcome.size),
    }


def resources_part(
    outcome: Outcome,
    *,
    audit: Sequence[Finding],
    spent_yuan: int,
    budget_yuan: Sequence[int],
    unreached: int,
) -> dict[str, Any]:
    """Return what the manifest says of the allocation.

    Parameters
    ----------
    outcome, audit
        Of the allocation.
    spent_yuan, budget_yuan
        What it spends, of which money by year; empty for no limit.
    unreached
        Rows of resources_unreached.csv.
    """
    return {
        "status": outcome.status,
        "objective": _objective(outcome),
        "gap": _number(outcome.gap),
        "ended_by": outcome.ended_by,
        "audit": {"passed": not audit, "findings": len(audit)},
        "spent_yuan": spent_yuan,
        "budget_yuan": list(budget_yuan),
        "unreached": unreached,
        "timings_s": {k: round(v, 3) for k, v in outcome.timings_s.items()},
        "size": dict(outcome.size),
    }


def _objective(outcome: Outcome) -> list[dict[str, Any]]:
    return [
        {
            "name": t.name,
            "value": t.value,
            "best_bound": _number(t.best_bound),
            "gap": _number(t.gap),
            "tolerance": t.tolerance,
            "reached": t.reached,
        }
        for t in outcome.tiers
    ]


def as_json(data: Mapping[str, Any]) -> str:
    """Return plain data as readable JSON; refuses NaN and infinity."""
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _number(value: float) -> float | None:
    # Minus nought, as solvers report it, is nought.
    return value + 0.0 if math.isfinite(value) else None
