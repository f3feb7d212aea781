"""Closures as tables: which scenarios agree, and each closure with its reason and receivers."""

from __future__ import annotations

import math
from collections.abc import Sequence

from planner.compare.closures import Closure, SchoolFate, near_optimal
from planner.compare.runs import Comparison
from planner.reports.compare.grid import Box, Grid, grid, line
from planner.reports.compare.look import DASH, each, head, run_heads, whole, worded
from planner.reports.concern.look import joined
from planner.reports.figures import Cell
from planner.reports.table import placed
from planner.reports.words import minutes
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
                whole(fate.pupils),
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
    """Return each closure of each scenario: who leaves, to where, how far, why, how sure."""
    lines = []
    for fate in fates:
        for letter, plan in zip(comparison.letters, fate.plans, strict=True):
            if plan is None or not plan.closes:
                continue
            lines.append(
                line(
                    f"{fate.school_id}-{letter}",
                    placed(fate.name, fate.township),
                    letter,
                    worded("decision", plan.decision),
                    whole(plan.leaving),
                    _receivers(plan),
                    _minutes(plan),
                    whole(plan.board),
                    near_words(plan),
                    {"zh": plan.reason_zh, "en": plan.reason_en},
                    shows=("school", fate.school_id),
                )
            )
    names = ("school", "letter", "decision", "leaving", "receivers", "minutes", "board", "near")
    return grid([head(n) for n in (*names, "why")], lines, words=(0, 1, 2, 4, 7, 8))


def near_missing(comparison: Comparison) -> list[Text]:
    """Return which command finds the near-optimal plans of each run that has none."""
    return [
        text("compare.note.near_missing", letter=letter, folder=run.folder)
        for letter, run in zip(comparison.letters, comparison.runs, strict=True)
        if near_optimal(run) is None
    ]


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
        text("compare.cell.receiver", name=name, n=n) for _, name, n in plan.receivers
    ]
    return joined(said) if said else DASH


def _minutes(plan: Closure) -> Cell:
    before = minutes(plan.before_minutes)
    if not math.isfinite(plan.after_minutes) and plan.board:
        return {g: f"{before} → {text('mode.board').say(g)}" for g in LANGS}
    return f"{before} → {minutes(plan.after_minutes)}"
