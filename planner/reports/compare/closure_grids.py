"""Closures as tables: which scenarios agree, and each closure with its reason and receivers."""

from __future__ import annotations

import math
from collections.abc import Sequence

from planner.compare.closures import Closure, SchoolFate, near_optimal
from planner.compare.exactness import as_today
from planner.compare.runs import Comparison
from planner.reports.compare.grid import Box, Grid, grid, line
from planner.reports.compare.look import DASH, each, head, letters_of, run_heads, worded
from planner.reports.concern.look import joined
from planner.reports.figures import Cell
from planner.reports.table import placed
from planner.reports.words import few, minutes
from planner.texts import LANGS, Text, text


def agreement_grid(comparison: Comparison, fates: Sequence[SchoolFate]) -> Grid:
    """Return what each scenario does with every school that one of them closes or reduces."""
    lines = []
    for fate in fates:
        boxes = [_decision(plan) for plan in fate.plans]
        lines.append(
            line(
                fate.school_id,
                placed(fate.name, fate.township),
                worded("kind", fate.kind_before),
                str(fate.pupils_known),
                *boxes,
                _agreed(fate),
                shows=("school", fate.school_id),
            )
        )
    runs = run_heads(comparison)
    headings = [head("school"), head("kind"), head("pupils"), *runs, head("agreed")]
    words = [n for n in range(len(headings)) if n != 2]
    return grid(headings, lines, words=words)


def details_grid(comparison: Comparison, fates: Sequence[SchoolFate]) -> Grid:
    """Return the closures: who leaves, to where, how far, why, how sure.

    Scenarios that do the same with a school share a row; where none was asked for near-optimal
    plans, there is no column of them.
    """
    asked = any(plan is not None and plan.near is not None for f in fates for plan in f.plans)
    lines = []
    for fate in fates:
        for plan, runs in _alike(fate):
            letters = letters_of(comparison, runs)
            cells: list[Cell] = [
                placed(fate.name, fate.township),
                letters,
                worded("decision", plan.decision),
                str(plan.leaving_known),
                _receivers(plan),
                _minutes(plan),
                str(plan.board_known),
                *([near_words(plan)] if asked else []),
                {"zh": plan.reason_zh, "en": plan.reason_en},
            ]
            code = f"{fate.school_id}-{comparison.letters[runs[0]]}"
            lines.append(line(code, *cells, shows=("school", fate.school_id)))
    names = ["school", "letter", "decision", "leaving", "receivers", "minutes", "board"]
    names += ["near", "why"] if asked else ["why"]
    words = [n for n, name in enumerate(names) if name not in ("leaving", "minutes", "board")]
    return grid([head(n) for n in names], lines, words=words)


def near_missing(comparison: Comparison) -> list[Text]:
    """Return which command finds the near-optimal plans of each run that searched and has none."""
    return [
        text("compare.note.near_missing", letter=letter, folder=run.folder)
        for letter, run in zip(comparison.letters, comparison.runs, strict=True)
        if near_optimal(run) is None and not as_today(run)
    ]


def _alike(fate: SchoolFate) -> list[tuple[Closure, list[int]]]:
    """Return what plans that close a school do with it, each with the runs that do just that."""
    found: list[tuple[Closure, list[int]]] = []
    for n, plan in enumerate(fate.plans):
        if plan is None or not plan.closes:
            continue
        same = [runs for other, runs in found if _told(other) == _told(plan)]
        if same:
            same[0].append(n)
        else:
            found.append((plan, [n]))
    return found


def _told(plan: Closure) -> tuple[object, ...]:
    """Return all that a row says of a closure."""
    minutes = str(_minutes(plan))
    return (
        plan.decision,
        plan.leaving,
        plan.receivers,
        minutes,
        plan.board,
        plan.near,
        (
            plan.reason_zh,
            plan.reason_en,
        ),
    )


def near_words(plan: Closure) -> Text:
    """Return how often a school closes among near-optimal plans."""
    if plan.near is None:
        return text("compare.cell.near_unknown")
    return text("compare.cell.near", plans=plan.near.plans, closed=plan.near.closed)


def _decision(plan: Closure | None) -> Box:
    if plan is None:
        return Box(DASH)
    near = near_words(plan) if plan.near is not None and plan.near.closed else ""
    return Box(worded("decision", plan.decision), near, "closes" if plan.closes else "")


def _agreed(fate: SchoolFate) -> Cell:
    if fate.agreed:
        decision = next(plan.decision for plan in fate.plans if plan)
        return each("compare.cell.all_agree", decision=worded("decision", decision))
    return text("compare.cell.some", n=len(fate.plans), closing=fate.closing)


def _receivers(plan: Closure) -> Cell:
    said: list[Cell] = [
        text("compare.cell.receiver", name=name, n=few(n)) for _, name, n in plan.receivers
    ]
    return joined(said) if said else DASH


def _minutes(plan: Closure) -> Cell:
    if not plan.leaving:
        return DASH
    before = minutes(plan.before_minutes)
    if not math.isfinite(plan.after_minutes) and plan.board:
        return {g: f"{before} → {text('mode.board').say(g)}" for g in LANGS}
    return f"{before} → {minutes(plan.after_minutes)}"
