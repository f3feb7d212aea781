"""Who bears it, as tables: by township, by minutes, village by village, household by household."""

from __future__ import annotations

import math
from collections.abc import Sequence

from planner.compare.exposure import Exposures
from planner.compare.indicators import side_by_side
from planner.compare.runs import Comparison
from planner.compare.spread import MARKS_MINUTES, Curve, curve_of
from planner.compare.worst import WORSE, Lot
from planner.county.dictionary import STAGES
from planner.reports.compare.grid import Box, Grid, grid, line
from planner.reports.compare.look import DASH, each, head, letters_of, run_heads, today_told
from planner.reports.concern.look import band_words, definition_name, joined, unit_name
from planner.reports.figures import Cell
from planner.reports.table import placed
from planner.reports.words import few, minutes, percent
from planner.texts import LANGS, text

TOWNSHIP_FIGURES = ("daily_minutes_median", "daily_minutes_p90", "pupils_over_norm")
"""Indicators of a township's cell."""


def township_grid(comparison: Comparison) -> Grid:
    """Return median, 90th percentile and pupils over the norm by township, today and by run."""
    table = side_by_side(comparison.runs)
    own = table[(table["group_kind"] == "township") & table["indicator"].isin(TOWNSHIP_FIGURES)]
    names = sorted(set(own["group"]))
    figures = {(str(row["indicator"]), str(row["group"])): row for row in own.to_dict("records")}

    def box(township: str, column: str) -> Box:
        median, p90, over = (
            float(figures.get((name, township), {}).get(column, math.nan))
            for name in TOWNSHIP_FIGURES
        )
        more = text("compare.cell.over", n=few(over)) if math.isfinite(over) else ""
        return Box(f"{minutes(median)} / {minutes(p90)}", more)

    today = [] if today_told(comparison) else ["baseline_0"]
    columns = [*today, *(f"value_{n}" for n in range(len(comparison.runs)))]
    lines = [line(name, name, *(box(name, c) for c in columns)) for name in names]
    before = [head("today")] if today else []
    return grid([head("township"), *before, *run_heads(comparison)], lines)


def curve_grid(comparison: Comparison) -> Grid:
    """Return the share of each stage's pupils within so many minutes, who board, who have none."""
    before = [] if today_told(comparison) else [head("today")]
    lines = []
    for stage in STAGES:
        curves = [curve_of(comparison.runs[0], stage, today=True)] if before else []
        curves += [curve_of(run, stage) for run in comparison.runs]
        for limit in MARKS_MINUTES:
            said = text("compare.cell.within", minutes=limit)
            shares = [percent(c.within(limit)) if c.pupils else DASH for c in curves]
            lines.append(line(f"{stage}-{limit}", text(f"stage.{stage}"), said, *shares))
        for rest in ("boards", "nowhere"):
            said = text(f"compare.cell.{rest}")
            shares = [_rest(c, rest) for c in curves]
            lines.append(line(f"{stage}-{rest}", text(f"stage.{stage}"), said, *shares))
    headings = [head("stage"), head("reach"), *before, *run_heads(comparison)]
    return grid(headings, lines, words=(0, 1))


def _rest(curve: Curve, rest: str) -> str:
    pupils = curve.boarders if rest == "boards" else curve.nowhere
    return percent(pupils / curve.pupils) if curve.pupils else DASH


def worst_grid(comparison: Comparison) -> Grid:
    """Return the villages that lose most, numbered, by the loss told beside their names.

    After it stands how each fares under every plan.
    """
    lines = [
        line(
            v.village_id,
            str(n),
            placed(v.name, v.township),
            Box(loss_words(v.loss), letters_of(comparison, v.worst_runs)),
            *(_lot(lot) for lot in v.lots),
            shows=("village", v.village_id),
        )
        for n, v in enumerate(comparison.worst, start=1)
    ]
    headings = [head("number"), head("village"), head("loss"), *run_heads(comparison)]
    return grid(headings, lines, words=range(1, len(headings)), head=1)


def stage_words(stages: Sequence[str]) -> Cell:
    """Return stages as a list in words, all of them as one."""
    if len(stages) == len(STAGES):
        return text("compare_maps.js.all_stages")
    return joined([text(f"stage.{stage}") for stage in stages])


def loss_words(lot: Lot) -> Cell:
    """Return the greatest loss of a village, the measure first by which villages are sorted."""
    fields = {"pupils": few(lot.pupils), "minutes": minutes(lot.added_minutes)}
    return text(f"compare.loss.{lot.change}", **fields)


def _lot(lot: Lot | None) -> Box:
    if lot is None:
        return Box(DASH)
    said = each(
        "compare.cell.lot",
        change=text(f"compare.change.{lot.change}"),
        stage=stage_words(lot.stages),
        pupils=few(lot.pupils),
    )
    return Box(said, _trip(lot), "worse" if lot.change in WORSE else "")


def _trip(lot: Lot) -> Cell:
    def end(mode: str, value: float) -> Cell:
        if not math.isfinite(value):
            return DASH
        if mode != "board":
            return minutes(value)
        return {g: f"{text('mode.board').say(g)} {minutes(value)}" for g in LANGS}

    before = end(lot.before_mode, lot.before_minutes)
    if not math.isfinite(lot.minutes):
        return each("compare.cell.trip_today", before=before) if before != DASH else ""
    if not math.isfinite(lot.before_minutes):
        return each("compare.cell.trip_plan", after=end(lot.mode, lot.minutes))
    return each("compare.cell.trip", before=before, after=end(lot.mode, lot.minutes))


def exposure_grid(comparison: Comparison, found: Exposures) -> Grid:
    """Return the share affected by each definition, unit and run, with its bounds."""
    lines = [
        line(
            f"{row.definition}-{row.unit}",
            definition_name(row.definition),
            unit_name(row.unit),
            *(DASH if band is None else band_words(band) for band in row.bands),
        )
        for row in found.rows
    ]
    headings = [head("definition"), head("unit"), *run_heads(comparison)]
    return grid(headings, lines, words=(0, 1))
