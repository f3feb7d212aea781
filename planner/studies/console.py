"""What the commands `plan explain` and `plan frontier` do and say, line by line."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from planner.studies.chart import write_chart
from planner.studies.closing import (
    EXPLAIN_COLUMNS,
    NEAR_COLUMNS,
    explain_closures,
    explain_rows,
    near_rows,
    write_rows,
)
from planner.studies.explain import Explanation, closures
from planner.studies.finished import Finished
from planner.studies.frontier import Sweep, sweep, write_frontier
from planner.studies.near_optimal import WITHIN_SHARE, NearOptimal, near_optimal
from planner.studies.points import Point
from planner.studies.price import FILE, KEY, plain_price, price_lines, price_of, write_price
from planner.studies.words import explained, plain
from planner.studies.workers import progress_bar
from planner.texts import Lang, Text, text


def say_explanations(
    run: Finished, found: Sequence[Explanation], lang: Lang, as_json: bool
) -> list[str]:
    """Return explanations as lines, or as one JSON text."""
    if as_json:
        return [_json([plain(run, e, lang) for e in found])]
    return [line.say(lang) for e in found for line in explained(run, e)]


def say_closures(
    run: Finished, *, seconds: float, jobs: int, live: bool, lang: Lang, as_json: bool
) -> list[str]:
    """Explain all closures, sample near-optimal plans, write both tables, return the lines."""
    label = text("studies.bar_closures").say(lang)
    with progress_bar(label, len(closures(run)), live=live) as done:
        found = explain_closures(run, seconds=seconds, jobs=jobs, done=done)
    near = near_optimal(run, seconds=2 * seconds)
    tables = (
        ("explain.csv", EXPLAIN_COLUMNS, explain_rows(run, found)),
        ("near_optimal.csv", NEAR_COLUMNS, near_rows(run, near)),
    )
    for name, columns, rows in tables:
        write_rows(rows, columns, run.folder / name)
    if as_json:
        said = {
            "closures": [plain(run, e, lang) for e in found],
            "near_optimal": {
                "within_share": WITHIN_SHARE,
                "plans": near.plans,
                "proved_only_set": near.only,
                "schools": tables[1][2],
            },
        }
        return [_json(said)]
    lines = say_explanations(run, found, lang, False)
    lines += [] if found else [text("studies.nothing_closes").say(lang)]
    lines += [line.say(lang) for line in _near_lines(run, near)]
    return lines + [text("studies.written", path=run.folder / t[0]).say(lang) for t in tables]


def say_frontier(
    asked: Sweep, out: Path, *, jobs: int, live: bool, lang: Lang, as_json: bool
) -> tuple[list[str], list[Point]]:
    """Run a sweep, write frontier.csv and frontier.svg, return the lines and the points."""
    label = text("studies.bar_points").say(lang)
    with progress_bar(label, len(asked.values), live=live) as done:
        points = sweep(asked, out, jobs=jobs, done=done)
    table, chart = out / "frontier.csv", out / "frontier.svg"
    write_frontier(asked.key, points, table)
    write_chart(asked.key, points, chart)
    prices = price_of(out) if asked.key == KEY else ()
    if prices:
        write_price(prices, out / FILE)
    if as_json:
        said: dict[str, Any] = {"limit": asked.key, "points": [_point(p) for p in points]}
        return [_json(said | ({"price": plain_price(prices)} if prices else {}))], points
    lines = [_row(p).say(lang) for p in points]
    lines += [line.say(lang) for line in price_lines(prices)]
    kept = sum(p.kept for p in points)
    if kept:
        lines.append(text("frontier.kept", n=kept).say(lang))
    files = (table, chart, *((out / FILE,) if prices else ()))
    return [*lines, *(text("studies.written", path=p).say(lang) for p in files)], points


def _near_lines(run: Finished, near: NearOptimal) -> list[Text]:
    share = f"{WITHIN_SHARE:.0%}"
    if near.only:
        return [text("studies.near_only", share=share)]
    if near.plans == 1:
        return [text("studies.near_none", share=share)]
    lines = [text("studies.near_head", share=share, plans=near.plans)]
    for s in near.schools:
        name = run.names.get(s.school_id, s.school_id)
        lines.append(text("studies.near_row", name=name, closed=s.closed, plans=s.plans))
    return lines


def _row(p: Point) -> Text:
    status = text(f"status.{p.status}")
    if not p.planned:
        return text("frontier.row_without", value=p.value, status=status)
    said: Text | None = None
    for name, value, _, gap, _ in p.objectives:
        shown = f"{100 * gap:.1f}%" if math.isfinite(gap) else "–"
        one = text(
            "frontier.objective", name=text(f"tier.{name}"), value=f"{value:,.0f}", gap=shown
        )
        said = one if said is None else text("remedy.also", first=said, second=one)
    told: Text | str = ""
    if p.dominated_by:
        told = text("frontier.dominated", value=p.dominated_by)
    elif p.indistinguishable_from:
        told = text("frontier.indistinguishable", value=p.indistinguishable_from)
    return text("frontier.row", value=p.value, status=status, objectives=said, told=told)


def _point(p: Point) -> dict[str, Any]:
    def number(value: float) -> float | None:
        return value if math.isfinite(value) else None

    return {
        "value": p.value,
        "status": p.status,
        "ended_by": p.ended_by,
        "gap": number(p.gap),
        "objectives": [
            {"name": n, "value": v, "best_bound": number(b), "gap": number(g), "tolerance": t}
            for n, v, b, g, t in p.objectives
        ],
        "counts": p.counts,
        "dominated_by": p.dominated_by,
        "indistinguishable_from": p.indistinguishable_from,
        "folder": p.folder,
        "seconds": p.seconds,
        "kept": p.kept,
    }


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)
