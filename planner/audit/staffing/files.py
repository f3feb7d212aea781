"""Audit staffing from the files of a run alone: staff_instance.npz, the tables, manifest.json."""

from __future__ import annotations

from pathlib import Path

from planner.audit.files import outcome_of, read_manifest
from planner.audit.staffing import audit_staffing
from planner.audit.staffing.figures import claim, figure_findings
from planner.errors import InvalidInputError
from planner.findings import Finding, errors_in
from planner.teachers.files import plan_of_rows, read_staff_rows
from planner.teachers.instance import StaffInstance


def audit_staffing_files(folder: Path) -> tuple[Finding, ...]:
    """Return what is wrong with the staffing plan of the run in `folder`.

    The plan is rebuilt from teachers.csv and lessons.csv, checked by every rule against the
    instance and against what the manifest claims; then every figure of the tables is recomputed,
    circuits.csv from the lessons too.
    """
    found: list[Finding] = []
    instance = _instance(folder / "staff_instance.npz", found)
    manifest = read_manifest(folder / "manifest.json", found)
    if instance is None or errors_in(found):
        return tuple(found)
    try:
        rows = read_staff_rows(folder)
        plan = plan_of_rows(rows)
    except InvalidInputError as error:
        return error.findings
    objective = instance.scenario.staffing.objective
    tolerance: dict[str, float] = {t.minimise: t.tolerance for t in objective}
    outcome = outcome_of(manifest.get("staffing", {}), tolerance, found)
    found += audit_staffing(instance, plan, outcome)
    if any(f.check == "staff_form" for f in found):
        return tuple(found)
    found += figure_findings(instance, plan, rows)
    return tuple(found)


def _instance(path: Path, found: list[Finding]) -> StaffInstance | None:
    try:
        return StaffInstance.load(path)
    except FileNotFoundError:
        found.append(claim("missing", path.name, name=path.name))
    except (KeyError, ValueError, OSError) as error:
        found.append(claim("unreadable", path.name, name=path.name, value=str(error)))
    return None
