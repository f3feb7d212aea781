"""A finished run, read back from its folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from planner.accounts import key_of, option_lookup
from planner.audit.figures import funded_line
from planner.decisions import decisions, site_counts
from planner.earlier import table_rows
from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.folder import recover
from planner.gates import needs_of
from planner.instance import Instance
from planner.plan import Assignment, Mode, Plan, Unserved
from planner.texts import text


@dataclass(frozen=True, eq=False)
class Finished:
    """A run as its folder holds it.

    Parameters
    ----------
    instance, plan
        What was asked, and what was decided.
    gaps
        Gap of each objective, infinite where no bound is known.
    names, townships
        Of villages and schools by id.
    scenario, status
        Name of the scenario; status of the run.
    """

    folder: Path
    instance: Instance
    plan: Plan
    gaps: Mapping[str, float]
    names: Mapping[str, str] = field(default_factory=dict)
    townships: Mapping[str, str] = field(default_factory=dict)
    scenario: str = ""
    status: str = ""


def load_finished(folder: Path) -> Finished:
    """Read a run folder.

    Raises
    ------
    InvalidInputError
        If the folder holds no run with a plan.
    """
    recover(folder)
    files = [
        folder / n for n in ("manifest.json", "instance.npz", "schools.csv", "assignments.csv")
    ]
    missing = [f.name for f in files if not f.exists()]
    if missing:
        said = text("studies.no_run", missing=", ".join(missing))
        raise InvalidInputError(
            text("studies.refused", folder=folder), [Finding("run", "error", said, str(folder))]
        )
    manifest = json.loads(files[0].read_text("utf-8"))
    try:
        instance = Instance.load(files[1])
    except (KeyError, ValueError, OSError) as error:
        said = text("studies.old_run", reason=str(error))
        raise InvalidInputError(
            text("studies.refused", folder=folder), [Finding("run", "error", said, str(folder))]
        ) from error
    schools, rows = (table_rows(f) for f in files[2:])
    return Finished(
        folder,
        instance,
        plan_of(instance, {r["school_id"]: r["kind"] or None for r in schools}, rows),
        gaps={o["name"]: _gap(o["gap"]) for o in manifest["objective"]},
        names={r["school_id"]: r["name"] for r in schools}
        | {r["village_id"]: r["village"] for r in rows},
        townships={r["school_id"]: r["township"] for r in schools}
        | {r["village_id"]: r["township"] for r in rows},
        scenario=manifest["scenario"],
        status=manifest["status"],
    )


def plan_of(
    instance: Instance, kinds: Mapping[str, str | None], rows: list[dict[str, str]]
) -> Plan:
    """Return the plan of two tables: the kind of each school, and who goes where."""
    going, unserved = [], []
    for row in rows:
        unit = (row["village_id"], row["stage"], row["baseline_school_id"])
        pupils = int(row["pupils"])
        if row["school_id"]:
            mode: Mode = row["mode"]  # type: ignore[assignment]
            line = funded_line(instance, row.get("line_id", ""))
            going.append(Assignment(*unit, row["school_id"], mode, pupils, line))
        else:
            unserved.append(Unserved(*unit, pupils))
    lookup = option_lookup(instance)
    used = np.array([lookup[key_of(r)] for r in going], dtype=np.int64)
    count = np.array([r.pupils for r in going], dtype=np.int64)
    by_stage, boarders = site_counts(instance, used, count)
    chosen = [kinds.get(school) for school in instance.site_id]
    return Plan(
        decisions(instance, chosen, by_stage, boarders, needs_of(instance, used, count)),
        tuple(sorted(going)),
        tuple(sorted(unserved)),
    )


def _gap(value: Any) -> float:
    return float("inf") if value is None else float(value)
