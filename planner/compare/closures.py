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
from planner.reports.dossier.counts import Count, public, public_part, total


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

    @property
    def leaving_known(self) -> Count:
        """Those who leave as far as pages tell: a range where one of the parts is hidden."""
        # Who is left without a school is told among the reasons, hidden where they are few.
        rest = max(0, self.leaving - sum(n for _, _, n in self.receivers))
        return self.received_known + public(rest)

    @property
    def received_known(self) -> Count:
        """Those whom other schools take, as far as pages tell."""
        return total(public(n) for _, _, n in self.receivers)

    @property
    def board_known(self) -> Count:
        """Those of them who board, as far as pages tell: neither they nor the others are few."""
        received = self.received_known
        if not received.shown and self.board >= received.low:
            # Shown, it would say how many the hidden ones are at least.
            return received
        return public_part(self.board, self.leaving)


@dataclass(frozen=True)
class SchoolFate:
    """A school that some plan closes or reduces, under every plan.

    Parameters
    ----------
    stage_pupils
        Pupils today by stage.
    plans
        By run; None where the run does not know the school.
    """

    school_id: str
    name: str
    township: str
    kind_before: str
    stage_pupils: tuple[int, ...]
    plans: tuple[Closure | None, ...]

    @property
    def pupils(self) -> int:
        """Pupils today."""
        return sum(self.stage_pupils)

    @property
    def pupils_known(self) -> Count:
        """Pupils today as far as pages tell: no hidden number of those who leave follows from it."""
        told = [p.leaving_known for p in self.plans if p and p.closes and p.leaving == self.pupils]
        known = [total(public(n) for n in self.stage_pupils), *told]
        return max(known, key=lambda count: count.high - count.low)

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
                tuple(int(row[f"{g}_pupils_before"]) for g in STAGES),
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
    names = [_word(schools[s]["name"]) or s if s in schools else s for s in ids]
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
