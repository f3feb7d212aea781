"""Schools that close or are reduced under any of the plans, and whether the plans agree."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.compare.spread import DAILY
from planner.county.dictionary import STAGES
from planner.loaded import LoadedRun
from planner.reports.decisions import NEEDS_CONSENT


@dataclass(frozen=True)
class Near:
    """How often a school closes among the near-optimal plans that were met."""

    closed: int
    plans: int


@dataclass(frozen=True)
class Closure:
    """What one plan does with a school that some plan closes or reduces.

    Parameters
    ----------
    decision
        As in schools.csv.
    reason_zh, reason_en
        Why, in words.
    receivers
        Id and name of each receiving school with the pupils it takes.
    leaving
        Pupils who leave.
    before_minutes, after_minutes
        Mean daily trip of those who leave, one way, weighted by pupils; NaN without any.
    board
        Those who leave and board then.
    near
        How often it closes among near-optimal plans; None where that was not asked.
    """

    decision: str
    reason_zh: str
    reason_en: str
    receivers: tuple[tuple[str, str, int], ...]
    leaving: int
    before_minutes: float
    after_minutes: float
    board: int
    near: Near | None

    @property
    def closes(self) -> bool:
        """Whether the plan closes or reduces it."""
        return self.decision in NEEDS_CONSENT


@dataclass(frozen=True)
class SchoolFate:
    """A school that some plan closes or reduces, under every plan.

    Parameters
    ----------
    pupils
        Pupils today.
    plans
        By run; None where the run does not know the school.
    """

    school_id: str
    name: str
    township: str
    kind_before: str
    pupils: int
    plans: tuple[Closure | None, ...]

    @property
    def closing(self) -> int:
        """Plans that close or reduce it."""
        return sum(plan is not None and plan.closes for plan in self.plans)

    @property
    def agreed(self) -> bool:
        """Whether all plans do the same with it."""
        return len({plan.decision if plan else "" for plan in self.plans}) == 1


def closures(runs: Sequence[LoadedRun]) -> list[SchoolFate]:
    """Return the schools that any plan closes or reduces, those that most plans agree on first."""
    tables = [_by_school(run) for run in runs]
    asked = {
        school: row
        for table in reversed(tables)
        for school, row in table.items()
        if row["decision"] in NEEDS_CONSENT
    }
    near = [near_optimal(run) for run in runs]
    leaving = [_leaving(run) for run in runs]
    found = []
    for school, row in asked.items():
        plans = tuple(
            _closure(table[school], moved.get(school, []), often, table)
            if school in table
            else None
            for table, moved, often in zip(tables, leaving, near, strict=True)
        )
        found.append(
            SchoolFate(
                school,
                _word(row["name"]),
                _word(row["township"]),
                _word(row["kind_before"]),
                sum(int(row[f"{g}_pupils_before"]) for g in STAGES),
                plans,
            )
        )
    return sorted(found, key=lambda f: (-f.closing, f.township, f.school_id))


def near_optimal(run: LoadedRun) -> dict[str, Near] | None:
    """Return how often each school closes among near-optimal plans; None where nobody asked."""
    table = run.tables.get("near_optimal")
    if table is None:
        return None
    rows = table.to_dict("records")
    found = {str(r["school_id"]): Near(int(r["closed"]), int(r["plans"])) for r in rows}
    # A school that none of the plans closes has no row.
    plans = max((n.plans for n in found.values()), default=0)
    return found | {"": Near(0, plans)}


def _closure(
    row: Mapping[str, Any],
    moved: list[dict[str, Any]],
    often: Mapping[str, Near] | None,
    schools: Mapping[str, Mapping[str, Any]],
) -> Closure:
    ids = [s for s in _word(row["receivers"]).split(";") if s]
    counts = [int(float(n)) for n in str(row["receiver_pupils"]).split(";")] if ids else []
    names = [_named(schools, s) for s in ids]
    return Closure(
        str(row["decision"]),
        _word(row["reason_zh"]),
        _word(row["reason_en"]),
        tuple(zip(ids, names, counts, strict=True)),
        sum(int(r["pupils"]) for r in moved),
        _mean(moved, "baseline_minutes", "baseline_mode"),
        _mean(moved, "minutes", "mode"),
        sum(int(r["pupils"]) for r in moved if r["mode"] == "board"),
        None if often is None else often.get(str(row["school_id"]), often[""]),
    )


def _named(schools: Mapping[str, Mapping[str, Any]], school: str) -> str:
    """Return a school's name, with its township where others of the county have the name too."""
    if school not in schools:
        return school
    name, township = _word(schools[school]["name"]), _word(schools[school]["township"])
    alike = sum(_word(row["name"]) == name for row in schools.values())
    return f"{name}·{township}" if alike > 1 and township else name


def _by_school(run: LoadedRun) -> dict[str, dict[str, Any]]:
    rows = run.schools.drop(columns="geometry", errors="ignore").to_dict("records")
    return {str(row["school_id"]): row for row in rows}


def _leaving(run: LoadedRun) -> dict[str, list[dict[str, Any]]]:
    """Return the trips of those who leave each school."""
    trips = run.assignments.fillna({"school_id": "", "baseline_school_id": ""})
    trips = trips[(trips["school_id"] != trips["baseline_school_id"])]
    columns = ["baseline_school_id", "pupils", "mode", "minutes"]
    found: dict[str, list[dict[str, Any]]] = {}
    for row in trips[[*columns, "baseline_mode", "baseline_minutes"]].to_dict("records"):
        own = {str(k): v for k, v in row.items()}
        found.setdefault(str(row["baseline_school_id"]), []).append(own)
    return found


def _mean(rows: Sequence[Mapping[str, Any]], minutes: str, mode: str) -> float:
    chosen = [
        (float(r[minutes]), int(r["pupils"]))
        for r in rows
        if r[mode] in DAILY and math.isfinite(r[minutes])
    ]
    weight = sum(n for _, n in chosen)
    return sum(t * n for t, n in chosen) / weight if weight else math.nan


def _word(value: Any) -> str:
    return value if isinstance(value, str) else ""
