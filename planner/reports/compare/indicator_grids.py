"""Indicators and norms as tables: the plan's figure, its change against today, who differs."""

from __future__ import annotations

import math
from collections.abc import Sequence

from planner.compare.exactness import same
from planner.compare.indicators import GROUPS, IndicatorRow, usual_today
from planner.compare.runs import Comparison
from planner.compare.satisfaction import Answer, survey_answers
from planner.compare.targets import Target, targets
from planner.reports.compare.grid import Box, Grid, grid, line
from planner.reports.compare.look import (
    DASH,
    each,
    head,
    letters_of,
    moved,
    own_today,
    run_heads,
    shown,
    today_told,
)
from planner.reports.concern.look import joined
from planner.reports.figures import Cell, labelled
from planner.texts import Text, text


def indicator_grids(comparison: Comparison) -> list[tuple[Text, str, Grid]]:
    """Return title, code and table of each group that has an indicator."""
    rows = comparison.indicators
    found = []
    for group in GROUPS:
        own = [row for row in rows if row.group == group]
        if own:
            found.append((text(f"compare.group.{group}"), group, _grid(comparison, own)))
    return found


def other_todays(comparison: Comparison) -> tuple[int, ...]:
    """Return the runs that count today otherwise than most do, in some indicator."""
    rows = comparison.indicators
    return tuple(n for n in range(len(comparison.runs)) if any(own_today(row, n) for row in rows))


def between(comparison: Comparison, row: IndicatorRow) -> Cell:
    """Return which runs an indicator does not tell apart; nothing where it tells all apart."""
    known = [n for n, value in enumerate(row.values) if math.isfinite(value)]
    if len(known) < 2:
        return DASH
    parts: list[Cell] = []
    for runs in row.alike:
        word = "same" if _same(row, runs) else "alike"
        if len(runs) == len(comparison.runs):
            return text(f"compare.between.all_{word}")
        parts.append(each(f"compare.between.{word}", runs=letters_of(comparison, runs)))
    return joined(parts, "；", "; ") if parts else ""


def targets_grid(comparison: Comparison) -> Grid:
    """Return which norms each run meets, and by how much it misses the others."""
    before = [head("today")] if not today_told(comparison) else []
    lines = []
    for target in targets(comparison.runs):
        usual = usual_today(target.today)
        today = _beyond(target, usual) if math.isfinite(usual) else DASH
        boxes = [_passed(target, n) for n in range(len(comparison.runs))]
        code = f"{target.name}-{target.stage}" if target.stage else target.name
        lines.append(line(code, _target_name(target), *([today] if before else []), *boxes))
    return grid([head("target"), *before, *run_heads(comparison)], lines)


def survey_grid(comparison: Comparison) -> Grid | None:
    """Return the survey's shares of this county; None for a county it was not held in."""
    answers = survey_answers(comparison.runs[0].county_id)
    if not answers:
        return None
    lines = [
        line(
            f"{a.item}-{a.group}",
            text(f"compare.survey_item.{a.item}"),
            text(f"compare.survey_group.{a.group}"),
            f"{a.satisfied_percent:.1f}",
            f"{a.overall_percent:.1f}",
            text(f"compare.survey.{a.place}"),
        )
        for a in answers
    ]
    names = ("item", "group", "satisfied", "overall", "place")
    return grid([head(n) for n in names], lines, words=(0, 1, 4))


def survey_unknown(answers: Sequence[Answer]) -> list[Text]:
    """Return which of the two figures asked for most the survey does not print."""
    items = {a.item for a in answers}
    found = []
    if "location" not in items:
        found.append(text("compare.survey.location_unknown"))
    if "living" not in items:
        found.append(text("compare.survey.living_unknown"))
    return found


def _grid(comparison: Comparison, rows: Sequence[IndicatorRow]) -> Grid:
    todays = [usual_today(row.baselines) for row in rows]
    # A group of which no run knows today, or where a run is today, has no such column.
    known = any(math.isfinite(today) for today in todays) and not today_told(comparison)
    lines = []
    for row, today in zip(rows, todays, strict=True):
        boxes = [_figure(row, n, told=own_today(row, n)) for n in range(len(row.values))]
        before = [shown(today, row.unit)] if known else []
        name = labelled(row.name, row.unit)
        lines.append(line(row.name, name, *before, *boxes, between(comparison, row)))
    before_head = [head("today")] if known else []
    headings = [head("indicator"), *before_head, *run_heads(comparison), head("between")]
    return grid(headings, lines, words=(0, len(headings) - 1))


def _figure(row: IndicatorRow, run: int, *, told: bool) -> Box:
    """Return a run's value; below it the change against today, and today where it is its own."""
    value, before = row.values[run], row.baselines[run]
    if not math.isfinite(value):
        return Box(DASH)
    grown = moved(before, value, row.unit)
    verdict = "" if grown in ("=", DASH) else row.verdict(run)
    parts: list[Cell] = []
    if told and math.isfinite(before):
        parts.append(each("compare.today_is", value=shown(before, row.unit)))
    if grown != DASH:
        parts.append(grown)
    if verdict:
        parts.append(text("compare.better" if verdict == "better" else "compare.worse"))
    return Box(shown(value, row.unit), joined(parts, " ", " ") if parts else "", verdict)


def _same(row: IndicatorRow, runs: Sequence[int]) -> bool:
    return all(same(row.values[runs[0]], row.values[n]) for n in runs[1:])


def _target_name(target: Target) -> Cell:
    fields: dict[str, Cell] = {}
    if target.stage and target.name != "home":
        fields["stage"] = text(f"stage.{target.stage}")
    if target.limits:
        fields["limits"] = _limits(target)
    return each(f"compare.target.{target.name}", **fields)


def _limits(target: Target) -> Cell:
    if len(set(target.limits)) > 1:
        return text("compare.target.differ")
    if not target.limits[0]:
        return text("compare.target.unlimited")
    parts: list[Cell] = []
    for name, limit in target.limits[0]:
        if target.name == "size":
            kind = text(f"kind.{name}")
            parts.append(each("compare.limit.size", kind=kind, n=f"{limit:,g}"))
        else:
            parts.append(text(f"compare.limit.{name}", n=f"{limit:,g}"))
    return joined(parts)


def _passed(target: Target, run: int) -> Box:
    met = target.passed(run)
    if met is None:
        return Box(DASH)
    if met:
        return Box(text("compare.target.passed"), mark="passed")
    return Box(text("compare.target.failed"), _beyond(target, target.beyond[run]), "failed")


def _beyond(target: Target, number: float) -> Text:
    return text(f"compare.target.{target.unit}", n=f"{number:,.0f}")
