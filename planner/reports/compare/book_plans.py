"""Sheets on the runs, what each does with schools and staff, and what differs between them."""

from __future__ import annotations

import math
from typing import Any

from planner.compare.balance import balance_rows
from planner.compare.inputs import versions
from planner.compare.parameters import differing_options
from planner.compare.runs import Comparison
from planner.compare.staff import staff_rows
from planner.reports.compare.book_parts import Heading, Made, by_run, counted, slashed
from planner.reports.compare.closure_grids import near_words
from planner.reports.compare.look import each, head, profile_title, status_of, worded
from planner.reports.compare.option_grids import option_value
from planner.reports.compare.other_grids import balance_name
from planner.reports.sheet_writer import Look
from planner.reports.words import few
from planner.texts import text


def runs_rows(comparison: Comparison) -> Made:
    """Return a row for each run."""
    rows = [
        {
            "letter": letter,
            "scenario": f"{run.title('zh')} / {run.title('en')}",
            "name": run.name,
            "folder": str(run.folder),
            "status": slashed(status_of(run)),
            "gap": run.gap,
            "evidence": slashed(worded("provenance", str(run.manifest.get("provenance", "")))),
        }
        for letter, run in zip(comparison.letters, comparison.runs, strict=True)
    ]
    words = ("letter", "scenario", "name", "folder", "status", "evidence")
    headings: list[Heading] = [(n, head(n), "text") for n in words]
    return [*headings[:5], ("gap", head("gap"), "share"), headings[5]], rows


def frontier_rows(comparison: Comparison) -> Made:
    """Return the points of the sweep."""
    frontier = comparison.frontier
    assert frontier is not None
    bounded = dict.fromkeys(name for p in frontier.points for name in p.bounds)
    rows = [
        {
            "limit": point.value,
            "run": comparison.letters[point.run] if point.run >= 0 else "",
            "status": point.status,
            **point.counts,
            **{f"{name}_bound": bound for name, bound in point.bounds.items()},
        }
        for point in frontier.points
    ]
    figures: list[Heading] = []
    for name in frontier.objectives:
        objective = worded("tier", name)
        figures.append((name, objective, "number"))
        if name in bounded:
            said_over = each("compare.head.bound", objective=objective)
            figures.append((f"{name}_bound", said_over, "number"))
    words: list[Heading] = [(n, head(n), "text") for n in ("limit", "run", "status")]
    return [*words, *figures], rows


def closure_rows(comparison: Comparison) -> Made:
    """Return what every plan does with each school that one of them closes."""
    rows = []
    for fate in comparison.closures:
        for letter, plan in zip(comparison.letters, fate.plans, strict=True):
            if plan is None:
                continue
            near = plan.near
            rows.append(
                {
                    "school_id": fate.school_id,
                    "name": fate.name,
                    "township": fate.township,
                    "kind": slashed(worded("kind", fate.kind_before)),
                    "pupils": counted(fate.pupils_known),
                    "closing": fate.closing,
                    "letter": letter,
                    "decision": slashed(worded("decision", plan.decision)),
                    "leaving": counted(plan.leaving_known),
                    "receivers": "；".join(f"{name} {few(n)}" for _, name, n in plan.receivers),
                    "before_minutes": plan.before_minutes,
                    "after_minutes": plan.after_minutes,
                    "board": counted(plan.board_known),
                    "near": slashed(near_words(plan)),
                    "near_closed": near.closed if near else None,
                    "near_plans": near.plans if near else None,
                    "why": f"{plan.reason_zh} / {plan.reason_en}" if plan.closes else "",
                }
            )
    words = ("letter", "decision", "receivers", "near", "why")
    names = [
        *("letter", "decision", "leaving", "receivers", "before_minutes", "after_minutes"),
        *("board", "near", "near_closed", "near_plans", "why"),
    ]
    minutes = ("before_minutes", "after_minutes")

    def look(name: str) -> Look:
        return "text" if name in words else "minutes" if name in minutes else "count"

    return [
        ("school_id", text("column.school_id"), "text"),
        ("name", head("name"), "text"),
        ("township", head("township"), "text"),
        ("kind", head("kind"), "text"),
        ("pupils", head("pupils"), "count"),
        ("closing", head("agreed"), "count"),
        *((n, head(n), look(n)) for n in names),
    ], rows


def staffing_rows(comparison: Comparison) -> Made:
    """Return the figures of staffing."""
    rows = [
        {
            "figure": slashed(worded("staff_how", row.name))
            if row.kind == "lessons"
            else slashed(
                each(
                    "compare.posts.row",
                    post=worded("staff_post", row.post),
                    name=text(f"compare.posts.{row.name}"),
                )
            ),
            **{f"value_{n}": value for n, value in enumerate(row.values)},
        }
        for row in staff_rows(comparison.runs)
    ]
    return [("figure", head("figure"), "text"), *by_run(comparison)], rows


def balance_figures(comparison: Comparison) -> Made:
    """Return the county's balance figures, small points left out and counted."""
    rows = []
    for row in balance_rows(comparison.runs):
        cells: dict[str, Any] = {
            "figure": slashed(balance_name(row.indicator)),
            "band": slashed(worded("balance.band", row.band)) if row.band else "",
            "profile": slashed(profile_title(row.profile)),
            "small": slashed(text(f"compare.small.{row.small_points}")) if row.small_points else "",
            "balance_limit": next((v for v in row.limits if math.isfinite(v)), None),
            "today": row.today,
        }
        for n, (value, passes) in enumerate(zip(row.values, row.passes, strict=True)):
            cells[f"value_{n}"] = value
            cells[f"passes_{n}"] = None if passes is None else int(passes)
        rows.append(cells)
    headings: list[Heading] = [(n, head(n), "text") for n in ("figure", "band", "profile", "small")]
    headings += [(n, head(n), "number") for n in ("balance_limit", "today")]
    for n, letter in enumerate(comparison.letters):
        headings.append((f"value_{n}", head("value", letter=letter), "number"))
        headings.append((f"passes_{n}", head("passes", letter=letter), "count"))
    return headings, rows


def option_rows(comparison: Comparison) -> Made:
    """Return the options that differ."""
    rows = [
        {
            "option": row.key,
            "means": " / ".join(filter(None, ("：".join(row.zh), ": ".join(row.en)))),
            "unit": row.unit,
            **{
                f"value_{n}": value
                if isinstance(value, int | float) and not isinstance(value, bool)
                else slashed(option_value(row.key, value))
                for n, value in enumerate(row.values)
            },
        }
        for row in differing_options(comparison.runs)
    ]
    headings: list[Heading] = [
        ("option", head("option"), "text"),
        ("means", head("means"), "text"),
        ("unit", head("option_unit"), "text"),
    ]
    return [*headings, *by_run(comparison)], rows


def input_rows(comparison: Comparison) -> Made:
    """Return the whole hash of every file by run."""
    rows = [
        {"file": read.name, **{f"value_{n}": sha for n, sha in enumerate(read.sha256)}}
        for read in comparison.inputs
    ]
    return [("file", head("file"), "text"), *by_run(comparison)], rows


def version_rows(comparison: Comparison) -> Made:
    """Return the versions of program and libraries by run."""
    rows = [
        {"software": name, **{f"value_{n}": said_by for n, said_by in enumerate(found)}}
        for name, found in versions(comparison.runs).items()
    ]
    return [("software", head("software"), "text"), *by_run(comparison)], rows
