"""The staffing of a finished run, read back from its folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.teachers.files import read_staff_plan
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import StaffPlan
from planner.texts import Text, text


@dataclass(frozen=True, eq=False)
class StaffedRun:
    """A finished run with staffing.

    Parameters
    ----------
    folder
        Of the run.
    instance, plan
        What staffing was given and what it decided.
    status
        Of the staffing search, as in the manifest.
    synthetic
        Whether the county has no table of teachers.
    """

    folder: Path
    instance: StaffInstance
    plan: StaffPlan
    status: str
    synthetic: bool


def load_staffed(folder: Path) -> StaffedRun:
    """Read the staffing of a run folder.

    Raises
    ------
    InvalidInputError
        If the folder holds no run with staffing.
    """
    manifest, arrays = folder / "manifest.json", folder / "staff_instance.npz"
    if not manifest.exists():
        raise _refused(folder, text("studies.no_run", missing=manifest.name))
    if not arrays.exists():
        raise _refused(folder, text("staff_gap.no_staffing"))
    try:
        instance = StaffInstance.load(arrays)
    except (KeyError, ValueError, OSError) as error:
        raise _refused(folder, text("staff_gap.old_run", reason=str(error))) from error
    said = json.loads(manifest.read_text("utf-8")).get("staffing", {})
    return StaffedRun(
        folder,
        instance,
        read_staff_plan(folder),
        status=said.get("status", ""),
        synthetic=said.get("supply", {}).get("source") == "synthetic",
    )


def _refused(folder: Path, said: Text) -> InvalidInputError:
    finding = Finding("run", "error", said, str(folder))
    return InvalidInputError(text("studies.refused", folder=folder), [finding])
