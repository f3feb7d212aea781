"""Every closure of a run explained, in parallel, with its share among near-optimal plans."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from planner.scenario.goals import TIERS
from planner.studies.explain import Explanation, closures, explain_school
from planner.studies.finished import Finished, load_finished
from planner.studies.near_optimal import NearOptimal
from planner.studies.workers import in_parallel

EXPLAIN_COLUMNS = (
    "school_id",
    "name",
    "township",
    "decision",
    "pupils_today",
    "reason",
    "reasons",
    "verdict",
    "proved",
    *(f"{name}_difference" for name in TIERS),
    "gap",
    "villages_touched",
    "pupils_touched",
)
NEAR_COLUMNS = ("school_id", "name", "township", "closed_in_run", "closed", "plans", "closed_share")

_Task = tuple[str, str, float, int]


def explain_closures(
    run: Finished,
    *,
    seconds: float,
    jobs: int,
    schools: Sequence[str] | None = None,
    done: Callable[[Any], None] | None = None,
) -> list[Explanation]:
    """Explain every school that a run closes or reduces, in parallel processes.

    Parameters
    ----------
    schools
        Only these; all that close or are reduced where None.
    seconds
        Time for solving each opposite.
    jobs
        Processes; each solver then takes its part of the threads.
    """
    threads = run.instance.scenario.solver.threads
    asked = closures(run) if schools is None else schools
    # One alone has all threads.
    each = threads if min(jobs, len(asked)) <= 1 else max(1, threads // jobs)
    tasks: list[_Task] = [(str(run.folder), s, seconds, each) for s in asked]
    return in_parallel(_explain, tasks, jobs=jobs, done=done)


def _explain(task: _Task) -> Explanation:
    folder, school, seconds, threads = task
    return explain_school(load_finished(Path(folder)), school, seconds, threads)


def explain_rows(run: Finished, found: Sequence[Explanation]) -> list[dict[str, Any]]:
    """Return the rows of explain.csv."""
    rows = []
    for e in found:
        o = e.opposite
        difference = o.difference or {}
        gaps = [t.gap for t in o.tiers if t.gap < float("inf")]
        rows.append(
            {
                "school_id": e.id,
                "name": run.names.get(e.id, ""),
                "township": run.townships.get(e.id, ""),
                "decision": e.decision,
                "pupils_today": e.pupils,
                "reason": e.codes[0],
                "reasons": ";".join(e.codes),
                "verdict": o.verdict,
                "proved": int(o.proved),
                **{f"{name}_difference": difference.get(name, "") for name in TIERS},
                "gap": max(gaps) if gaps else "",
                "villages_touched": len({t.village for t in o.touched}),
                "pupils_touched": sum(t.pupils for t in o.touched),
            }
        )
    return rows


def near_rows(run: Finished, found: NearOptimal) -> list[dict[str, Any]]:
    """Return the rows of near_optimal.csv."""
    return [
        {
            "school_id": s.school_id,
            "name": run.names.get(s.school_id, ""),
            "township": run.townships.get(s.school_id, ""),
            "closed_in_run": int(s.in_run),
            "closed": s.closed,
            "plans": s.plans,
            "closed_share": s.share,
        }
        for s in found.schools
    ]


def write_rows(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], path: Path) -> None:
    """Write rows as UTF-8 with BOM, whole or not at all."""
    fresh = path.with_name(f".{path.name}-{os.getpid()}")
    with fresh.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    fresh.replace(path)
