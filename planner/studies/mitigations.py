"""Ways to soften a plan, each compared with the plan as it is.

The schools that the plan keeps stay open and no other opens, so that what is compared is the
help, not another layout; only where teaching points are kept do closed points come back. Within
that, as few as can be are affected, then money. Redrawing who goes where helps by itself, so it
stands beside the rest as a way of its own (``catchments``).
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from planner.accounts import account, tier_value
from planner.affected.cost import private_cost
from planner.concern.exposure import DEFINITIONS, PlanExposure
from planner.concern.pupils import PupilRows, plan_pupils
from planner.concern.read import plan_exposure
from planner.concern.rows import Mitigation
from planner.earlier import table_rows
from planner.scenario import Scenario
from planner.scenario.load import load_scenario
from planner.studies.finished import load_finished
from planner.studies.frontier import PointTask, fingerprint, solve_point
from planner.studies.points import Point
from planner.studies.workers import in_parallel

SOLVED = ("catchments", "minibus", "dormitory", "keeping_points", "all_together")
"""Mitigations that need a search; ``none`` and ``subsidy`` are counted from the plan itself."""
SECONDS = 75.0
GAP = 0.02


@dataclass(frozen=True)
class Schools:
    """What a plan made of the schools.

    Parameters
    ----------
    kept, opened
        Existing schools that stay open; candidates that open.
    points_closed
        Teaching points that close.
    beds_added
        In the county.
    """

    kept: tuple[str, ...]
    opened: tuple[str, ...]
    points_closed: tuple[str, ...]
    beds_added: int

    @property
    def open(self) -> int:
        """Schools that are open after the plan."""
        return len(self.kept) + len(self.opened)


def schools_of(folder: Path) -> Schools:
    """Return what the plan of a run folder made of the schools."""
    rows = table_rows(folder / "schools.csv")
    existing = [r for r in rows if r["status_before"] == "existing"]
    candidates = [r for r in rows if r["status_before"] != "existing"]
    return Schools(
        kept=tuple(r["school_id"] for r in existing if r["kind"]),
        opened=tuple(r["school_id"] for r in candidates if r["kind"]),
        points_closed=tuple(
            r["school_id"]
            for r in existing
            if not r["kind"] and r["kind_before"] == "teaching_point"
        ),
        beds_added=sum(int(float(r["beds_added"] or 0)) for r in rows),
    )


def options_of(kind: str, schools: Schools, definition: str) -> dict[str, Any]:
    """Return the scenario options of a mitigation, by dotted key.

    Parameters
    ----------
    kind
        One of `SOLVED`.
    definition
        Whose affected are made few.
    """
    points = kind in ("keeping_points", "all_together")
    count = schools.open + (len(schools.points_closed) if points else 0)
    beds = kind in ("dormitory", "all_together")
    return {
        "schools.keep": [*schools.kept, *(schools.points_closed if points else ())],
        "schools.open": list(schools.opened),
        "schools.close": [],
        "schools.open_between": [None, count],
        "schools.open_candidates": bool(schools.opened),
        "lines.generate": kind in ("minibus", "all_together"),
        "boarding.max_new_beds": None if beds else schools.beds_added,
        "budget.capital_yuan": None,
        "budget.annual_yuan": None,
        "concern.definition": definition,
        "concern.max_affected_share": None,
        "objective": [
            {"minimise": "unserved_pupils"},
            {"minimise": "affected_pupils", "tolerance": 0.01},
            {"minimise": "public_plus_household_spending_yuan"},
        ],
        "solver.mip_gap": GAP,
        "solver.time_limit_s": SECONDS,
    }


def mitigations(
    folder: Path,
    plan: int,
    definition: str,
    out: Path,
    *,
    thresholds: Scenario | None = None,
    jobs: int = 2,
    done: Callable[[Any], None] | None = None,
) -> tuple[Mitigation, ...]:
    """Solve every mitigation that is not finished, and compare all with the plan of a run.

    Parameters
    ----------
    folder
        The run.
    plan
        Index of its plan in the study.
    out
        Where the runs stand, named by a hash of what they are solved from.
    """
    schools, scenario = schools_of(folder), plan_pupils(folder, thresholds=thresholds).scenario
    tasks = [_task(folder, kind, schools, scenario, definition, out, jobs) for kind in SOLVED]
    points = in_parallel(solve_point, tasks, jobs=jobs, done=done)
    if any(p.ended_by == "interrupt" for p in points):
        raise KeyboardInterrupt
    base = plan_exposure(folder, thresholds=thresholds)
    public, household = _yuan(folder)
    none = _row(plan, "none", folder, base.status, base.gap, base, 0.0, 0.0, definition, base)
    found = [none]
    for task, point in zip(tasks, points, strict=True):
        if not point.planned:
            found.append(_without(plan, task, point))
            continue
        exposure = plan_exposure(task.folder, thresholds=thresholds)
        a, b = _yuan(task.folder)
        found.append(
            _row(
                plan, task.value, task.folder, point.status, point.gap, exposure, a - public,
                b - household, definition, base,
            )
        )  # fmt: skip
    aided, yuan = subsidised(folder, thresholds)
    found.append(
        _row(plan, "subsidy", folder, base.status, base.gap, aided, yuan, -yuan, definition, base)
    )
    return tuple(found)


def subsidised(folder: Path, thresholds: Scenario | None = None) -> tuple[PlanExposure, float]:
    """Return exposure where the county pays what the plan costs each household more, and the sum.

    The subsidy is the growth of private cost of each pupil, yuan a year; nobody's falls.
    """
    paid = 0.0

    def changed(rows: PupilRows) -> PupilRows:
        nonlocal paid
        before = private_cost(rows.scenario, rows.stage, rows.before).net_yuan
        after = private_cost(rows.scenario, rows.stage, rows.after).net_yuan
        growth = np.nan_to_num(np.maximum(after - before, 0.0))
        paid = float(growth @ rows.pupils)
        cheaper = replace(rows.after, household_yuan=rows.after.household_yuan - growth)
        return replace(rows, after=cheaper)

    exposure = plan_exposure(folder, thresholds=thresholds, changed=changed)
    return exposure, paid


def _task(
    folder: Path,
    kind: str,
    schools: Schools,
    scenario: Scenario,
    definition: str,
    out: Path,
    jobs: int,
) -> PointTask:
    resolved = folder / "scenario.resolved.yaml"
    options: Mapping[str, Any] = {
        "county": str(scenario.county),
        "staffing.curriculum": scenario.staffing.curriculum,
        "name": f"{scenario.name}.{kind}",
        **options_of(kind, schools, definition),
    }
    concern = {f"concern.{k}": v for k, v in scenario.concern.model_dump(mode="json").items()}
    laid = tuple(
        f"{key}={json.dumps(value, ensure_ascii=False)}"
        for key, value in {**concern, **options}.items()
    )
    asked = load_scenario(resolved, laid)
    run = hashlib.sha256((folder / "assignments.csv").read_bytes()).hexdigest()
    name = hashlib.sha256(f"{fingerprint(asked)}{run}".encode()).hexdigest()[:16]
    threads = max(1, asked.solver.threads // jobs)
    return PointTask(
        kind,
        resolved,
        (*laid, f"solver.threads={threads}"),
        out / name,
        start=folder,
        argv=("plan", "concern"),
    )


def _yuan(folder: Path) -> tuple[float, float]:
    """Return public cost a year, capital annualised, and household cost."""
    run = load_finished(folder)
    accounts = account(run.instance, run.plan)
    public, household = (
        tier_value(run.instance, run.plan, accounts, name)
        for name in ("annual_cost_yuan", "household_cost_yuan")
    )
    return public, household


def _row(
    plan: int,
    kind: str,
    folder: Path,
    status: str,
    gap: float,
    exposure: PlanExposure,
    public: float,
    household: float,
    definition: str,
    base: PlanExposure,
) -> Mitigation:
    children = {d: exposure.headline(d, "children") for d in DEFINITIONS}
    spared = base.headline(definition, "children").affected - children[definition].affected
    return Mitigation(
        plan,
        kind,
        status,
        gap,
        shares={d: band.share for d, band in children.items()},
        households={d: exposure.headline(d, "households").share for d in DEFINITIONS},
        public_yuan_a_year=public,
        household_yuan_a_year=household,
        yuan_per_child_spared=public / spared if spared > 0 else math.nan,
        folder=folder.as_posix(),
    )


def _without(plan: int, task: PointTask, point: Point) -> Mitigation:
    nan = math.nan
    none = dict.fromkeys(DEFINITIONS, nan)
    return Mitigation(plan, task.value, point.status, point.gap, none, none, nan, nan, nan, "")
