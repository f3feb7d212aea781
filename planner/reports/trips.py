"""The assignments table: where each group of pupils goes, before and after."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.affected import week_trips
from planner.county.dictionary import MODES, STAGES
from planner.gates import stream_lost
from planner.instance import Instance, excess_minutes, norm_minutes
from planner.reports.places import names_of
from planner.result import Result

if TYPE_CHECKING:
    import pandas

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
    "baseline_over_norm",
    "mode_changed",
    "affected",
    "stream_lost",
    "week_minutes",
    "baseline_week_minutes",
    "metres",
    "baseline_metres",
    "line_id",
    "household_yuan",
    "baseline_household_yuan",
    "village",
    "township",
    "school",
    "baseline_school",
    "baseline_basis",
)


def assignments_table(result: Result) -> pandas.DataFrame:
    """Return one row per demand unit, school and mode, sorted by them.

    ``minutes`` one way in the slower direction; ``added_minutes`` empty where a daily trip
    becomes a weekly one or the reverse, or where there was none; unserved pupils are rows
    with empty school, mode and minutes, over the norm by definition, and so are today's
    pupils without a trip. ``household_yuan`` is per pupil and year, and ``baseline_basis`` says how
    today's school is known: ``attendance``, ``fitted`` or ``assumed``.
    """
    import pandas as pd

    instance = result.instance
    units = unit_index(instance)
    villages, schools = result.county.villages, result.county.schools
    names, school_names = names_of(villages), names_of(schools)
    townships = {str(i): str(t) for i, t in zip(villages.index, villages["township"], strict=True)}
    loses, excess = instance.loses_unserved, instance.option_excess_minutes
    rows: list[dict[str, Any]] = []
    lost = np.append(stream_lost(instance), False).astype(int)
    for r, a in zip(result.plan.assignments, result.accounts.option.tolist(), strict=True):
        u = units.get((r.village_id, r.stage, r.baseline_school_id), -1)
        over = float(excess[a] > 0) if a >= 0 else math.nan
        trip = _trip(instance, a, r.mode, over)
        # The table names the line of today too, where a plan need not.
        besides = {"line_id": trip["line_id"], "stream_lost": int(lost[a])}
        rows.append(_today(instance, u) | trip | vars(r) | besides)
    for un in result.plan.unserved:
        u = units.get((un.village_id, un.stage, un.baseline_school_id), -1)
        affected = int(u >= 0 and bool(loses[u]))
        rows.append(_today(instance, u) | _nowhere(affected) | vars(un))
    basis = _basis(result)
    for row in rows:
        row["baseline_basis"] = basis.get(
            (row["village_id"], row["stage"], row["baseline_school_id"]), ""
        )
        row["added_minutes"] = _added(row)
        row["mode_changed"] = int(
            bool(row["mode"] and row["baseline_mode"])
            and (row["mode"] == "board") != (row["baseline_mode"] == "board")
        )
        row["village"] = names.get(row["village_id"], "")
        row["township"] = townships.get(row["village_id"], "")
        row["school"] = school_names.get(row["school_id"], "")
        row["baseline_school"] = school_names.get(row["baseline_school_id"], "")
    order = {stage: g for g, stage in enumerate(STAGES)}
    rows.sort(
        key=lambda w: (
            w["village_id"],
            order[w["stage"]],
            w["baseline_school_id"],
            w["school_id"],
            w["mode"],
            w["line_id"],
        )
    )
    frame = pd.DataFrame(rows, columns=list(ASSIGNMENT_COLUMNS))
    return frame.astype({"over_norm": "Int64", "baseline_over_norm": "Int64"})


def unit_index(instance: Instance) -> dict[tuple[str, str, str], int]:
    """Return the index of each demand unit by village, stage and today's school."""
    keys = zip(
        instance.unit_village, instance.unit_stage.tolist(), instance.unit_today, strict=True
    )
    return {(v, STAGES[g], today): u for u, (v, g, today) in enumerate(keys)}


def _basis(result: Result) -> dict[tuple[str, str, str], str]:
    """Return how each unit's school of today is known, blank where it has none."""
    from planner.options.guessed import unit_bases

    instance = result.instance
    stages = [STAGES[g] for g in instance.unit_stage.tolist()]
    village, school = list(instance.unit_village), list(instance.unit_today)
    bases = unit_bases(result.county, village, stages, school, instance.unit_pupils.tolist())
    found = zip(village, stages, school, bases, strict=True)
    return {(v, g, j): basis if j else "" for v, g, j, basis in found}


def week_minutes(instance: Instance, minutes: float, mode: int) -> float:
    """Return the minutes a pupil travels in a school week by that mode (its number)."""
    return minutes * float(week_trips(instance.scenario, np.array([mode]))[0])


def _today(instance: Instance, u: int) -> dict[str, Any]:
    m = int(instance.unit_mode[u]) if u >= 0 else -1
    if m < 0:
        return {
            "baseline_mode": "",
            "baseline_minutes": math.nan,
            "baseline_over_norm": 1.0 if u >= 0 else math.nan,
            "baseline_week_minutes": math.nan,
            "baseline_metres": math.nan,
            "baseline_household_yuan": math.nan,
        }
    minutes = float(instance.unit_minutes[u])
    norm = norm_minutes(instance.scenario)[instance.unit_stage[u], m]
    return {
        "baseline_mode": MODES[m],
        "baseline_minutes": minutes,
        "baseline_over_norm": float(excess_minutes(instance.unit_minutes[u], norm) > 0),
        "baseline_week_minutes": week_minutes(instance, minutes, m),
        "baseline_metres": float(instance.unit_metres[u]),
        "baseline_household_yuan": float(instance.unit_household_yuan[u]),
    }


def _trip(instance: Instance, a: int, mode: str, over: float) -> dict[str, Any]:
    if a < 0:
        return _nowhere(0) | {"over_norm": over}
    minutes = float(instance.option_minutes[a])
    line = int(instance.option_line[a])
    return {
        "minutes": minutes,
        "over_norm": over,
        "affected": int(instance.option_affected[a]),
        "week_minutes": week_minutes(instance, minutes, MODES.index(mode)),
        "metres": float(instance.option_metres[a]),
        "line_id": instance.line_id[line] if line >= 0 else "",
        "household_yuan": float(instance.option_household_yuan[a]),
    }


def _nowhere(affected: int) -> dict[str, Any]:
    return {
        "school_id": "",
        "mode": "",
        "minutes": math.nan,
        "over_norm": 1,
        "affected": affected,
        "stream_lost": 0,
        "week_minutes": math.nan,
        "metres": math.nan,
        "line_id": "",
        "household_yuan": math.nan,
    }


def _added(row: dict[str, Any]) -> float:
    before, after = row["baseline_mode"], row["mode"]
    if not before or not after or (before == "board") != (after == "board"):
        return math.nan
    return float(row["minutes"] - row["baseline_minutes"])
