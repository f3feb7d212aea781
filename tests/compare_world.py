"""Finished runs made by hand, as `planner.loaded.load_run` gives them, for tests of comparisons.

Two townships, three villages, three schools. Today V1 and V2 walk to S1 and S2, and V3's pupils
in grades 4-6 board at S3. The plan closes S2: its 10 pupils walk 25 minutes to S1.
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pandas as pd

from planner.loaded import LoadedRun
from planner.scenario.load import scenario_of

NAN = float("nan")
TRIP_COLUMNS = [
    "village_id",
    "stage",
    "school_id",
    "mode",
    "pupils",
    "minutes",
    "baseline_school_id",
    "baseline_mode",
    "baseline_minutes",
    "mode_changed",
    "added_minutes",
    "village",
    "township",
]
TODAY = [
    ("V1", "lower", "S1", "walk", 30, 10.0, "S1", "walk", 10.0),
    ("V2", "lower", "S2", "walk", 10, 5.0, "S2", "walk", 5.0),
    ("V3", "upper", "S3", "board", 20, 90.0, "S3", "board", 90.0),
]
PLAN = [
    ("V1", "lower", "S1", "walk", 30, 10.0, "S1", "walk", 10.0),
    ("V2", "lower", "S1", "walk", 10, 25.0, "S2", "walk", 5.0),
    ("V3", "upper", "S3", "board", 20, 90.0, "S3", "board", 90.0),
]
PLACES = {"V1": ("一村", "甲乡"), "V2": ("二村", "甲乡"), "V3": ("三村", "乙乡")}
SCHOOLS = {"S1": ("甲小学", "甲乡"), "S2": ("甲点", "甲乡"), "S3": ("乙小学", "乙乡")}


def trips(rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    """Return rows of `TODAY`'s form as assignments.csv has them."""
    made = []
    for row in rows:
        mode, minutes, before_mode, before = row[3], row[5], row[7], row[8]
        changed = int(bool(mode and before_mode) and (mode == "board") != (before_mode == "board"))
        made.append((*row, changed, NAN if changed else minutes - before, *PLACES[row[0]]))
    table = pd.DataFrame(made, columns=TRIP_COLUMNS)
    return table.replace({"": None})


def schools(closed: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return schools.csv with these schools closed, their pupils going to S1."""
    rows = []
    for school, (name, township) in SCHOOLS.items():
        shut = school in closed
        pupils = {"S1": 40 if closed else 30, "S2": 0 if shut else 10, "S3": 0}[school]
        rows.append(
            {
                "school_id": school,
                "name": name,
                "township": township,
                "kind": None if shut else "primary",
                "kind_before": "primary",
                "decision": "close" if shut else "keep",
                "multigrade_stages": None,
                "lower_pupils": pupils,
                "upper_pupils": 20 if school == "S3" else 0,
                "junior_pupils": 0,
                "lower_classes": 1 if pupils else 0,
                "upper_classes": 1 if school == "S3" else 0,
                "junior_classes": 0,
                "lower_pupils_before": {"S1": 30, "S2": 10, "S3": 0}[school],
                "upper_pupils_before": 20 if school == "S3" else 0,
                "junior_pupils_before": 0,
                "receivers": "S1" if shut else None,
                "receiver_pupils": "10" if shut else None,
                "reason_zh": "规模小" if shut else "不变",
                "reason_en": "small" if shut else "as it is",
            }
        )
    return pd.DataFrame(rows)


def indicators(rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    """Return rows ``(indicator, kind, group, value, unit, baseline, better)`` as a table."""
    columns = ["indicator", "group_kind", "group", "value", "unit", "baseline", "better"]
    table = pd.DataFrame(rows, columns=columns)
    return table.replace({"group": {"": None}})


def make_run(
    name: str = "plan",
    *,
    folder: Path = Path("run"),
    rows: list[tuple[Any, ...]] | None = None,
    closed: tuple[str, ...] = (),
    figures: list[tuple[Any, ...]] | None = None,
    objective: list[tuple[str, float, float | None, float]] | None = None,
    inputs: dict[str, str] | None = None,
    options: dict[str, Any] | None = None,
    county: str = "toy",
    tables: dict[str, pd.DataFrame] | None = None,
) -> LoadedRun:
    """Return a run.

    Parameters
    ----------
    objective
        Name, value, gap and tolerance of each tier.
    inputs
        Hash by name of each file of the county.
    options
        Laid over the scenario's defaults.
    """
    scenario = scenario_of({"name": name, "county": county, **(options or {})})
    tiers = objective or [("unserved_pupils", 0.0, 0.0, 0.0)]
    gaps = [gap for _, _, gap, _ in tiers]
    manifest = {
        "scenario": name,
        "county": county,
        "status": "optimal",
        "gap": None if None in gaps else max(gaps),
        "ended_by": "proof",
        "objective": [
            {"name": n, "value": v, "best_bound": None, "gap": g, "tolerance": t}
            for n, v, g, t in tiers
        ],
        "inputs": [
            {"path": f"{name}.yaml", "bytes": 1, "sha256": f"of-{name}"},
            *(
                {"path": path, "bytes": 1, "sha256": sha}
                for path, sha in (inputs or {"county.yaml": "c"}).items()
            ),
        ],
        "versions": {"numpy": "2"},
        "program_version": "0.1",
    }
    own = trips(PLAN if closed else TODAY) if rows is None else trips(rows)
    return LoadedRun(
        folder=folder,
        manifest=manifest,
        scenario=copy.deepcopy(scenario.model_dump(mode="json")),
        schools=schools(closed),  # type: ignore[arg-type]
        villages=pd.DataFrame(),  # type: ignore[arg-type]
        assignments=own,
        indicators=indicators(
            figures or [("pupils_served", "county", "", 60.0, "pupils", 60.0, "higher")]
        ),
        findings=pd.DataFrame(),
        tables=tables or {},
    )
