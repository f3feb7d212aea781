"""Exposure under the plan of a finished run, from the files of its folder alone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from planner.concern.burden import burdens_of
from planner.concern.count import added
from planner.concern.exposure import DEFINITIONS, UNITS, Band, PlanExposure
from planner.concern.groups import exposures_of, village_bands
from planner.concern.households import VillageHouseholds, estimates
from planner.concern.households_file import read_households
from planner.concern.overlap import overlap_of
from planner.concern.pupils import (
    PupilRows,
    Variation,
    affected_rows,
    plan_pupils,
    pupil_rows,
    run_files,
    threshold_curve,
    with_minutes,
)
from planner.earlier import table_rows
from planner.instance import Instance
from planner.scenario import Scenario

__all__ = [
    "PupilRows",
    "Variation",
    "affected_rows",
    "exposure_of",
    "plan_exposure",
    "plan_pupils",
    "threshold_curve",
    "with_minutes",
]


def plan_exposure(
    folder: Path, *, thresholds: Scenario | None = None, changed: Variation | None = None
) -> PlanExposure:
    """Return what the plan of a run folder would do to households.

    Parameters
    ----------
    thresholds
        A scenario whose section ``concern`` is laid over that of the run.
    changed
        Changes the trips before they are compared: other speeds, other costs.

    Raises
    ------
    InvalidInputError
        If the folder holds no run with a plan.
    """
    instance, manifest, assignments, schools = run_files(folder)
    rows = pupil_rows(instance, assignments, thresholds)
    households = read_households(folder, instance, assignments, rows.scenario)
    if changed is not None:
        rows = changed(rows)
    exposed = exposure_of(rows, households)
    kinds = {r["school_id"]: r["kind"] for r in schools}
    county = str(manifest["county"])
    return replace(
        exposed,
        run=folder.as_posix(),
        county_id=str(manifest.get("county_id") or county),
        county=str((manifest.get("county_name") or {}).get("zh") or county),
        county_name=dict(manifest.get("county_name") or {}),
        scenario=str(manifest["scenario"]),
        status=str(manifest["status"]),
        gap=math.inf if manifest["gap"] is None else float(manifest["gap"]),
        ended_by=str(manifest["ended_by"]),
        evidence=str(manifest["provenance"]),
        basis=dict(manifest["baseline"]),
        intensity=_intensity(folder, instance, kinds, rows),
    )


def exposure_of(rows: PupilRows, households: Sequence[VillageHouseholds]) -> PlanExposure:
    """Return the exposure of pupils and their households, without what a manifest says."""
    affected = {d: affected_rows(rows, d) for d in DEFINITIONS}
    at_risk: dict[tuple[str, str], float] = {}
    for definition, flags in affected.items():
        bands = village_bands(rows, households, flags)
        for v in households:
            at_risk[v.village_id, definition] = bands[v.village_id, "households", "all"].share
    return PlanExposure(
        run="",
        county_id="",
        county="",
        scenario=rows.scenario.name,
        status="",
        gap=math.inf,
        ended_by="",
        evidence="",
        basis={},
        intensity={},
        exposures=tuple(
            e for d, flags in affected.items() for e in exposures_of(rows, households, d, flags)
        ),
        overlap=overlap_of(rows, affected),
        villages_at_risk=at_risk,
        village_households={v.village_id: v.households for v in households},
        estimated=estimates(households),
        compared=compared(rows, households),
        burdens=burdens_of(rows, households),
    )


def compared(
    rows: PupilRows, households: Sequence[VillageHouseholds]
) -> dict[tuple[str, str, str], Band]:
    """Return the county's bands of time with day and boarding trips compared either way.

    By ``week`` or ``one_way``, definition and unit.
    """
    found: dict[tuple[str, str, str], Band] = {}
    for way in ("week", "one_way"):
        concern = rows.scenario.concern.model_copy(update={"day_board": way})
        asked = replace(rows, scenario=rows.scenario.model_copy(update={"concern": concern}))
        for definition in ("D1", "D1_boarding"):
            bands = village_bands(asked, households, affected_rows(asked, definition))
            for unit in UNITS:
                of_all = [bands[v.village_id, unit, "all"] for v in households]
                found[way, definition, unit] = added(of_all)
    return found


def _intensity(
    folder: Path, instance: Instance, kinds: Mapping[str, str], rows: PupilRows
) -> dict[str, float]:
    today = instance.site_existing
    is_open = [bool(kinds.get(j)) for j in instance.site_id]
    kept = sum(o and bool(t) for o, t in zip(is_open, today, strict=True))
    pupils = float(rows.pupils.sum())
    cost = math.nan
    if (folder / "indicators.csv").is_file():
        for row in table_rows(folder / "indicators.csv"):
            if (row["indicator"], row["group_kind"]) == ("annual_cost_yuan", "county"):
                cost = float(row["value"])
    schools = float(today.sum())
    return {
        "schools_today": schools,
        "schools_kept": float(kept),
        "schools_open": float(sum(is_open)),
        "closed_share": (schools - kept) / schools if schools else math.nan,
        "annual_cost_yuan": cost,
        "pupils_moved_share": float(rows.pupils[rows.moved].sum()) / pupils if pupils else math.nan,
    }
