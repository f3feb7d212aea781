"""What staffing comes to in the runs that have it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from planner.loaded import LoadedRun
from planner.teachers.files import HOWS

LEDGER = ("today", "kept", "teach", "moved", "retire", "without_place", "at_risk_share")
"""Columns of the county's rows of posts.csv, as far as a run has them."""


@dataclass(frozen=True)
class StaffRow:
    """One figure of staffing in every run.

    Parameters
    ----------
    kind
        ``lessons``: weekly periods by how they are covered; ``posts``: the county's ledger.
    name, post
        How lessons are covered, or what becomes of a post; the post, for posts.
    values
        By run; NaN for a run without staffing.
    """

    kind: str
    name: str
    post: str
    values: tuple[float, ...]


def staff_rows(runs: Sequence[LoadedRun]) -> list[StaffRow]:
    """Return what staffing comes to; nothing where no run has staffing."""
    if not any(run.staffed for run in runs):
        return []
    found = [
        StaffRow("lessons", how, "", tuple(_periods(run, how) for run in runs))
        for how in (*HOWS, "uncovered")
    ]
    ledgers = [_ledger(run) for run in runs]
    names = dict.fromkeys(name for ledger in ledgers for name in ledger)
    found += [
        StaffRow("posts", name, post, tuple(led.get((name, post), math.nan) for led in ledgers))
        for name, post in names
    ]
    return found


def _periods(run: LoadedRun, how: str) -> float:
    table = run.tables.get("coverage")
    return math.nan if table is None or how not in table else float(table[how].sum())


def _ledger(run: LoadedRun) -> dict[tuple[str, str], float]:
    """Return the county's rows of posts.csv: those without a school."""
    table = run.tables.get("posts")
    if table is None:
        return {}
    own = table[table["school_id"].isna() | (table["school_id"] == "")]
    rows = own.to_dict("records")
    names = [name for name in LEDGER if name in own]
    return {(name, str(row["post"])): float(row[name]) for row in rows for name in names}
