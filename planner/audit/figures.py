"""The figures of a run's tables, recomputed cell by cell."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from planner.accounts import account, key_of
from planner.audit.violation import RELATIVE, unit_keys
from planner.county.dictionary import KINDS, MODES, OFFERS, STAGES
from planner.findings import Finding
from planner.instance import Instance, norm_minutes
from planner.plan import Plan
from planner.texts import text

NAME = "files"
Value = float | str | bool | None


def claim(
    what: str, file: str, row: int | None = None, column: str = "", **fields: object
) -> Finding:
    """Return a finding about one file, row and column."""
    message = text(f"audit.files.{what}", **fields)
    value = str(fields.get("value", ""))
    return Finding(NAME, "error", message, file=file, row=row, column=column, value=value)


def school_findings(
    instance: Instance, plan: Plan, rows: Iterable[Mapping[str, str]]
) -> list[Finding]:
    """Return the cells of schools.csv that the plan does not come to."""
    accounts = account(instance, plan)
    index = {name: j for j, name in enumerate(instance.site_id)}
    decisions = {site.school_id: site for site in plan.sites}
    found = []
    for n, row in enumerate(rows, 2):
        j = index[row["school_id"]]
        expected: dict[str, Value] = {
            f"{g}_pupils": int(accounts.pupils[j, s]) for s, g in enumerate(STAGES)
        }
        expected |= {
            "classrooms_needed": int(accounts.classes[j]),
            "boarders": int(accounts.boarders[j]),
            "posts_needed": int(accounts.posts[j]),
            "capital_yuan": float(accounts.capital_yuan[j]),
            "annual_yuan": float(accounts.annual_yuan[j]),
        }
        found += list(_compare("schools.csv", n, row, expected, empty=0.0))
        words = _decision_words(instance, j, decisions[row["school_id"]].kind)
        if row["decision"] not in words:
            fields = {"value": row["decision"], "name": "decision", "counted": " / ".join(words)}
            found.append(claim("figure", "schools.csv", n, "decision", **fields))
    return found


def assignment_findings(
    instance: Instance, plan: Plan, rows: Iterable[Mapping[str, str]]
) -> list[Finding]:
    """Return the cells of assignments.csv that the instance's trips do not come to."""
    accounts = account(instance, plan)
    option: dict[tuple[str, ...], int] = {
        key_of(r): a for r, a in zip(plan.assignments, accounts.option.tolist(), strict=True)
    }
    units = {key: u for u, key in enumerate(unit_keys(instance))}
    norm = norm_minutes(instance.scenario)
    found = []
    for n, row in enumerate(rows, 2):
        unit = (row["village_id"], row["stage"], row["baseline_school_id"])
        u = units[unit]
        mode = int(instance.unit_mode[u])
        before = _or_none(float(instance.unit_minutes[u]))
        expected: dict[str, Value] = {
            "baseline_mode": MODES[mode] if mode >= 0 else "",
            "baseline_minutes": before,
        }
        way = row["mode"], funded_line(instance, row.get("line_id", ""))
        a = option.get((*unit, row["school_id"], *way), -1)
        if a >= 0:
            minutes = float(instance.option_minutes[a])
            limit = norm[STAGES.index(row["stage"]), MODES.index(row["mode"])]
            expected |= {
                "minutes": minutes,
                "over_norm": bool(minutes > limit + 1e-6),
            }
            if "line_id" in row:
                expected["line_id"] = [*instance.line_id, ""][int(instance.option_line[a])]
            # Where a daily trip becomes a weekly one the difference may be left out.
            changed = mode >= 0 and (row["mode"] == "board") != (MODES[mode] == "board")
            if row["added_minutes"] or not changed:
                expected["added_minutes"] = None if before is None else minutes - before
        elif not row["school_id"]:
            expected |= {"minutes": None, "added_minutes": None, "mode": "", "over_norm": True}
        found += list(_compare("assignments.csv", n, row, expected, empty=None))
    return found


def funded_line(instance: Instance, line_id: str) -> str:
    """Return the line of a cell if a plan has to fund it; empty for a line of today, or none."""
    known = line_id in instance.line_id
    possible = known and bool(instance.line_possible[instance.line_id.index(line_id)])
    return line_id if possible or not known else ""


def _decision_words(instance: Instance, j: int, after: str | None) -> tuple[str, ...]:
    """Return the words that fit what site `j` is after the plan."""
    if not instance.site_existing[j]:
        return ("not_opened",) if after is None else ("open",)
    if after is None:
        return ("close",)
    before = KINDS[int(instance.site_kind[j])]
    if after == before:
        return ("keep", "expand", "convert_to_boarding")
    step = "grow" if len(OFFERS[after]) > len(OFFERS[before]) else "reduce"
    return (f"{step}_to_{after}",)


def _compare(
    file: str,
    n: int,
    row: Mapping[str, str],
    expected: Mapping[str, Value],
    *,
    empty: float | None,
) -> Iterator[Finding]:
    """Yield the cells that differ; `empty` is the number that an empty cell stands for."""
    for column, value in expected.items():
        cell = row[column]
        if isinstance(value, bool):
            same = cell.lower() in (("1", "true") if value else ("0", "false"))
        elif isinstance(value, str):
            same = cell == value
        else:
            same = same_number(cell, value, empty)
        if not same:
            counted = "" if value is None else value
            fields = {"value": cell, "name": column, "counted": counted}
            yield claim("figure", file, n, column, **fields)


def same_number(cell: str, value: float | None, empty: float | None) -> bool:
    """Return whether a cell holds a number; `empty` is what an empty cell stands for."""
    try:
        number = float(cell) if cell else empty
    except ValueError:
        return False
    if number is None or value is None:
        return number is None and value is None
    return math.isclose(number, value, rel_tol=RELATIVE, abs_tol=1e-6)


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else value
