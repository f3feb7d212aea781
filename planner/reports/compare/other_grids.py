"""The sweep, staffing, balance, and what differs between the runs, as tables."""

from __future__ import annotations

import math
from collections.abc import Sequence

from planner.compare.balance import BalanceRow
from planner.compare.frontier import Frontier
from planner.compare.inputs import versions
from planner.compare.runs import Comparison
from planner.compare.staff import StaffRow
from planner.reports.compare.grid import Box, Grid, grid, line
from planner.reports.compare.look import (
    DASH,
    called,
    each,
    head,
    profile_title,
    run_heads,
    shown,
    today_told,
    worded,
)
from planner.reports.figures import Cell
from planner.reports.words import percent
from planner.texts import Text, catalogue, text

OBJECTIVES_SHOWN = 6
HASH_SIGNS = 8
SMALL_COUNTED = "counted"
"""Scope of the figures that count small points too: they stand in the workbook."""


def frontier_grid(comparison: Comparison, frontier: Frontier) -> Grid:
    """Return the points of the sweep with what changes, and which run is which point."""
    names = frontier.objectives[:OBJECTIVES_SHOWN]
    lines = []
    for n, point in enumerate(frontier.points):
        remark: Cell = ""
        if point.status in ("infeasible", "no_solution"):
            remark = text(f"compare.cell.{point.status}")
        elif point.dominated_by:
            remark = text("compare.cell.dominated", value=point.dominated_by)
        elif point.indistinguishable_from:
            remark = text("compare.cell.indistinguishable", value=point.indistinguishable_from)
        figures = [_objective(name, point.counts.get(name, math.nan)) for name in names]
        run = called(comparison, point.run) if point.run >= 0 else ""
        limit: Cell = point.value
        if point.value in ("null", "~"):
            limit = text("compare.chart.no_limit")
        lines.append(line(str(n), limit, *figures, run, remark))
    objectives = [worded("tier", name) for name in names]
    headings = [head("limit"), *objectives, head("run"), head("remark")]
    return grid(headings, lines, words=(0, len(names) + 1, len(names) + 2))


def staff_grid(comparison: Comparison, rows: Sequence[StaffRow]) -> Grid:
    """Return lessons by how they are covered and what becomes of posts."""
    lines = []
    for row in rows:
        if row.kind == "lessons":
            name = each("compare.posts.lessons", how=worded("staff_how", row.name))
            figures = [f"{v:,.1f}" if math.isfinite(v) else DASH for v in row.values]
        else:
            name = each(
                "compare.posts.row",
                post=worded("staff_post", row.post),
                name=text(f"compare.posts.{row.name}"),
            )
            shown = percent if row.name.endswith("_share") else "{:,.0f}".format
            figures = [shown(v) if math.isfinite(v) else DASH for v in row.values]
        lines.append(line(f"{row.kind}-{row.name}-{row.post}", name, *figures))
    return grid([head("figure"), *run_heads(comparison)], lines)


def balance_grid(comparison: Comparison, rows: Sequence[BalanceRow]) -> Grid:
    """Return the county's coefficients and shares against their limits, small points left out."""
    before = [] if today_told(comparison) else ["today"]
    lines = []
    for row in rows:
        if row.small_points == SMALL_COUNTED or not known(row):
            continue
        boxes = [
            Box(_measure(row, value), *_kept(passes))
            for value, passes in zip(row.values, row.passes, strict=True)
        ]
        limit = next((v for v in row.limits if math.isfinite(v)), math.nan)
        lines.append(
            line(
                f"{row.profile}-{row.band}-{row.indicator}",
                balance_name(row.indicator),
                worded("balance.band", row.band) if row.band else DASH,
                profile_title(row.profile),
                _measure(row, limit),
                *([_measure(row, row.today)] if before else []),
                *boxes,
            )
        )
    names = ("figure", "band", "profile", "balance_limit", *before)
    return grid([*(head(n) for n in names), *run_heads(comparison)], lines, words=(0, 1, 2))


def known(row: BalanceRow) -> bool:
    """Return whether any run knows a figure of balance."""
    return any(math.isfinite(v) for v in (row.today, *row.values))


def balance_unknown(rows: Sequence[BalanceRow]) -> Text | None:
    """Return how many figures no run knows, for want of data; None where all are known."""
    own = [row for row in rows if row.small_points != SMALL_COUNTED]
    missing = sum(not known(row) for row in own)
    if missing == len(own):
        return text("compare.note.balance_blank", all=missing) if missing else None
    return text("compare.note.balance_unknown", n=missing, all=len(own)) if missing else None


def balance_name(indicator: str) -> Cell:
    """Return what a figure of balance is called."""
    for room in ("balance.indicator.", "compare.balance."):
        if f"{room}{indicator}" in catalogue():
            return text(f"{room}{indicator}")
    return indicator


def inputs_grid(comparison: Comparison) -> Grid:
    """Return every file that was read, by the first signs of its hash."""
    lines = []
    for read in comparison.inputs:
        if read.of_scenario:
            verdict: Cell = text("compare.cell.of_scenario")
        else:
            verdict = text("compare.cell.differs" if read.differs else "compare.cell.same")
        mark = "differs" if read.differs and not read.of_scenario else ""
        hashes = [sha[:HASH_SIGNS] or DASH for sha in read.sha256]
        lines.append(line(read.name, read.name, *hashes, Box(verdict, mark=mark)))
    headings = [head("file"), *run_heads(comparison), head("same")]
    return grid(headings, lines, words=range(len(headings)))


def versions_grid(comparison: Comparison) -> Grid:
    """Return the versions of program and libraries, those that differ marked."""
    lines = []
    for name, found in versions(comparison.runs).items():
        differs = len(set(found)) > 1
        verdict = text("compare.cell.differs" if differs else "compare.cell.same")
        cells = [version or DASH for version in found]
        lines.append(line(name, name, *cells, Box(verdict, mark="differs" if differs else "")))
    headings = [head("software"), *run_heads(comparison), head("same")]
    return grid(headings, lines, words=range(len(headings)))


def _objective(name: str, value: float) -> Cell:
    return shown(value, "yuan" if "yuan" in name else "count")


def _measure(row: BalanceRow, value: float) -> str:
    if not math.isfinite(value):
        return DASH
    return percent(value) if row.figure == "share" else f"{value:.3f}"


def _kept(passes: bool | None) -> tuple[Cell, str]:
    if passes is None:
        return "", ""
    return text(f"compare.target.{'passed' if passes else 'failed'}"), "" if passes else "worse"
