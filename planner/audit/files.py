"""Audit a run from its files alone.

instance.npz, schools.csv, assignments.csv, manifest.json, and indicators.csv and ledger.csv where they are there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from planner.audit import audit_plan
from planner.audit.figures import assignment_findings, claim, funded_line, school_findings
from planner.audit.ledger import COLUMNS as LEDGER_COLUMNS
from planner.audit.ledger import FILE as LEDGER
from planner.audit.ledger import ledger_findings
from planner.audit.ledger_added import added_sums
from planner.audit.totals import FILE as INDICATORS
from planner.audit.totals import indicator_findings
from planner.county.dictionary import STAGES
from planner.findings import Finding, errors_in
from planner.instance import Instance
from planner.kept import table_rows
from planner.plan import (
    Assignment,
    EndedBy,
    Mode,
    Outcome,
    Plan,
    SiteDecision,
    Status,
    TierResult,
    Unserved,
)

SCHOOL_COLUMNS = (
    "school_id",
    "kind",
    "decision",
    *(f"{stage}_{what}" for stage in STAGES for what in ("pupils", "classes")),
    "multigrade_stages",
    "classrooms_needed",
    "classrooms_added",
    "boarders",
    "beds_added",
    "posts_needed",
    "capital_yuan",
    "annual_yuan",
)
ASSIGNMENT_COLUMNS = (
    "village_id",
    "stage",
    "school_id",
    "mode",
    "pupils",
    "minutes",
    "baseline_school_id",
    "baseline_mode",
    "baseline_minutes",
    "added_minutes",
    "over_norm",
)
INDICATOR_COLUMNS = ("indicator", "group_kind", "group", "value")
Row = dict[str, str]


def audit_run(folder: Path) -> tuple[Finding, ...]:
    """Return what is wrong with the run in `folder`.

    The plan is rebuilt from the two tables, checked by every rule against the instance and
    against what the manifest claims; then every figure of the tables is recomputed.
    """
    found: list[Finding] = []
    instance = _instance(folder / "instance.npz", found)
    schools = _table(folder / "schools.csv", SCHOOL_COLUMNS, found)
    rows = _table(folder / "assignments.csv", ASSIGNMENT_COLUMNS, found)
    manifest = read_manifest(folder / "manifest.json", found)
    if instance is None or errors_in(found):
        return tuple(found)
    plan = Plan(
        tuple(_decision(row, n, found) for n, row in enumerate(schools, 2)),
        tuple(_assignment(r, n, instance, found) for n, r in enumerate(rows, 2) if r["school_id"]),
        tuple(_unserved(r, n, found) for n, r in enumerate(rows, 2) if not r["school_id"]),
    )
    if errors_in(found):
        return tuple(found)
    tolerance: dict[str, float] = {t.minimise: t.tolerance for t in instance.scenario.objective}
    outcome = outcome_of(manifest, tolerance, found)
    found += audit_plan(instance, plan, outcome)
    if any(f.check == "form" for f in found):
        return tuple(found)
    found += school_findings(instance, plan, schools)
    found += assignment_findings(instance, plan, rows)
    if (folder / INDICATORS).is_file():
        totals = _table(folder / INDICATORS, INDICATOR_COLUMNS, found)
        found += [] if errors_in(found) else indicator_findings(instance, plan, totals)
    if (folder / LEDGER).is_file():
        entries = _table(folder / LEDGER, LEDGER_COLUMNS, found)
        if not errors_in(found):
            added = added_sums(folder, instance, plan, entries, found)
            found += ledger_findings(instance, plan, entries, added)
    return tuple(found)


def _instance(path: Path, found: list[Finding]) -> Instance | None:
    try:
        return Instance.load(path)
    except FileNotFoundError:
        found.append(claim("missing", path.name, name=path.name))
    except (KeyError, ValueError, OSError) as error:
        found.append(claim("unreadable", path.name, name=path.name, value=str(error)))
    return None


def _table(path: Path, columns: tuple[str, ...], found: list[Finding]) -> list[Row]:
    try:
        heading, rows = table_rows(path)
    except FileNotFoundError:
        found.append(claim("missing", path.name, name=path.name))
        return []
    found += [claim("columns", path.name, name=c) for c in columns if c not in heading]
    return rows


def read_manifest(path: Path, found: list[Finding]) -> dict[str, Any]:
    """Return a manifest, empty with a finding where it cannot be read."""
    try:
        return cast("dict[str, Any]", json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        found.append(claim("missing", path.name, name=path.name))
    except ValueError as error:
        found.append(claim("unreadable", path.name, name=path.name, value=str(error)))
    return {}


def _count(row: Row, column: str, file: str, n: int, found: list[Finding]) -> int:
    """Return a whole number, 0 where the cell is empty."""
    value = row[column]
    try:
        return int(value or 0)
    except ValueError:
        found.append(claim("number", file, n, column, value=value, name=column))
        return 0


def _area(row: Row, column: str, n: int, found: list[Finding]) -> float:
    """Return an area, 0 where the cell is empty or there is no such column."""
    value = row.get(column, "")
    try:
        return float(value or 0)
    except ValueError:
        found.append(claim("number", "schools.csv", n, column, value=value, name=column))
        return 0.0


def _decision(row: Row, n: int, found: list[Finding]) -> SiteDecision:
    classes = {g: _count(row, f"{g}_classes", "schools.csv", n, found) for g in STAGES}
    return SiteDecision(
        school_id=row["school_id"],
        kind=row["kind"] or None,
        classes={g: c for g, c in classes.items() if c},
        multigrade=frozenset(s for s in row["multigrade_stages"].split(";") if s),
        classrooms_added=_count(row, "classrooms_added", "schools.csv", n, found),
        beds_added=_count(row, "beds_added", "schools.csv", n, found),
        teaching_area_added_m2=_area(row, "teaching_area_added_m2", n, found),
        sports_area_added_m2=_area(row, "sports_area_added_m2", n, found),
    )


def _assignment(row: Row, n: int, instance: Instance, found: list[Finding]) -> Assignment:
    return Assignment(
        village_id=row["village_id"],
        stage=row["stage"],
        baseline_school_id=row["baseline_school_id"],
        school_id=row["school_id"],
        mode=cast("Mode", row["mode"]),
        pupils=_count(row, "pupils", "assignments.csv", n, found),
        line_id=funded_line(instance, row.get("line_id", "")),
    )


def _unserved(row: Row, n: int, found: list[Finding]) -> Unserved:
    return Unserved(
        village_id=row["village_id"],
        stage=row["stage"],
        baseline_school_id=row["baseline_school_id"],
        pupils=_count(row, "pupils", "assignments.csv", n, found),
    )


def outcome_of(
    manifest: Mapping[str, Any], tolerance: Mapping[str, float], found: list[Finding]
) -> Outcome | None:
    """Return what a manifest claims, None with a finding where it cannot be read.

    Parameters
    ----------
    tolerance
        That of each objective of the scenario.
    """
    try:
        tiers = tuple(
            TierResult(
                name=str(t["name"]),
                value=float(t["value"]),
                best_bound=float("-inf" if t["best_bound"] is None else t["best_bound"]),
                gap=float("inf" if t["gap"] is None else t["gap"]),
                tolerance=tolerance.get(str(t["name"]), 0.0),
                reached=None if t.get("reached") is None else float(t["reached"]),
            )
            for t in manifest["objective"]
        )
        status, ended_by = manifest["status"], manifest["ended_by"]
        outcome = Outcome(cast("Status", status), tiers, cast("EndedBy", ended_by))
        gap = float("inf" if manifest["gap"] is None else manifest["gap"])
    except (KeyError, TypeError, ValueError) as error:
        found.append(claim("unreadable", "manifest.json", name="manifest.json", value=repr(error)))
        return None
    if abs(gap - outcome.gap) > 1e-9:
        found.append(claim("figure", "manifest.json", name="gap", value=gap, counted=outcome.gap))
    return outcome
