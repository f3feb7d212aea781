"""The opening of the page: each scenario in sentences, the key figures, which is best at what."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from planner.compare.exactness import as_today, same
from planner.compare.indicators import usual_today
from planner.compare.runs import Comparison
from planner.compare.summary import (
    ANEW_PUPILS,
    COUNTED,
    FIGURES,
    HOME_PUPILS,
    LONGER_MINUTES,
    LONGER_PUPILS,
    LOWER_OVER,
    WORSE_PUPILS,
    Best,
    Facts,
    best,
    facts,
)
from planner.reports.compare.grid import Box, Grid, grid, line
from planner.reports.compare.look import (
    DASH,
    called,
    each,
    head,
    letters_of,
    run_heads,
    shown,
    status_of,
    today_told,
    whole,
)
from planner.reports.concern.look import joined
from planner.reports.figures import Cell, labelled
from planner.reports.words import few
from planner.texts import text


@dataclass(frozen=True)
class Opening:
    """What stands first on the page.

    Parameters
    ----------
    scenarios
        What each scenario is called, and its sentences.
    ranking
        Which is best at what, one sentence each.
    left_out
        Why some scenarios are left out of that; nothing where none is.
    figures
        The key figures, the best marked.
    """

    scenarios: tuple[tuple[Cell, Cell], ...]
    ranking: tuple[Cell, ...]
    left_out: Cell
    figures: Grid


def opening_of(comparison: Comparison) -> Opening:
    """Return the opening of a comparison."""
    told = facts(comparison.runs)
    ranked = best(comparison.runs, told)
    apart = sorted({n for found in ranked for n in found.left_out})
    return Opening(
        tuple((called(comparison, n), _line(comparison, n, own)) for n, own in enumerate(told)),
        tuple(_ranked(comparison, found) for found in ranked),
        each("compare.best.left_out", runs=letters_of(comparison, apart)) if apart else "",
        _figures(comparison, told, ranked),
    )


def _line(comparison: Comparison, run: int, own: Facts) -> Cell:
    """Return a scenario in sentences; what a run does not say is not told."""
    only = as_today(comparison.runs[run])
    said = [_schools(own), *_trips(own, only), *_money(own, only), _status(comparison, run)]
    return joined([sentence for sentence in said if sentence], "", " ")


def _schools(own: Facts) -> Cell:
    after, before = own.figures["schools_open"], own.today["schools_open"]
    if not math.isfinite(after):
        return ""
    if not own.decisions:
        return text("compare.says.schools_same", before=whole(after))
    parts: list[Cell] = [
        text(f"report_page.school_change.{'one' if n == 1 else 'many'}.{name}", n=whole(n))
        for name, n in own.decisions.items()
    ]
    fields: dict[str, Cell] = {"after": whole(after), "before": whole(before)}
    return each("compare.says.schools", parts=joined(parts), **fields)


def _trips(own: Facts, only_today: bool) -> list[Cell]:
    found: list[Cell] = [_worse(own)]
    for name in ("pupils_over_norm", LOWER_OVER, "unserved_pupils", "boarders"):
        value, before = own.figures[name], own.today[name]
        if math.isfinite(value):
            today = _against(_people(value), _people(before), only_today)
            found.append(each(f"compare.says.{name}", n=_people(value), today=today))
    return found


def _worse(own: Facts) -> Cell:
    """Return who has a longer way, boards anew or has no school, together and one by one."""
    nowhere = own.figures[WORSE_PUPILS]
    parts: list[Cell] = []
    for name in (LONGER_PUPILS, HOME_PUPILS, ANEW_PUPILS):
        n = own.figures[name]
        nowhere -= n
        if n:
            minutes = _plain(LONGER_MINUTES, own.figures[LONGER_MINUTES])
            parts.append(each(f"compare.says.{name}", n=few(n), minutes=minutes))
    if not parts:
        return text("compare.says.nobody_longer")
    if nowhere:
        parts.append(text("compare.says.nowhere", n=few(nowhere)))
    return each(
        "compare.says.worse", n=few(own.figures[WORSE_PUPILS]), parts=joined(parts, "、", "; ")
    )


def _people(pupils: float) -> str:
    return few(pupils) if math.isfinite(pupils) else DASH


def _money(own: Facts, only_today: bool) -> list[Cell]:
    found: list[Cell] = []
    for name in ("annual_cost_yuan", "household_cost_yuan"):
        value, before = own.figures[name], own.today[name]
        if math.isfinite(value):
            yuan = shown(value, "yuan")
            today = _against(yuan, shown(before, "yuan"), only_today)
            found.append(each(f"compare.says.{name}", yuan=yuan, today=today))
    return found


def _against(value: Cell, before: Cell, only_today: bool) -> Cell:
    """Return today's figure in brackets; nothing for a scenario that only counts today."""
    if only_today or before == DASH:
        return ""
    return (
        text("compare.says.as_before") if value == before else each("compare.says.before", n=before)
    )


def _status(comparison: Comparison, run: int) -> Cell:
    return each("compare.says.status", status=status_of(comparison.runs[run]))


def _ranked(comparison: Comparison, found: Best) -> Cell:
    """Return who is best at a figure, who cannot be told from it, or that it cannot be said."""
    names: dict[str, Cell] = {
        "what": text(f"compare.best.{found.figure}"),
        "runs": joined([called(comparison, n) for n in found.runs]),
        "value": _unit(found.figure, found.value),
    }
    if not found.others:
        if not found.alike:
            return each("compare.best.all_same", what=names["what"], value=names["value"])
        return each("compare.best.open", **names)
    if not found.alike:
        return each("compare.best.alone" if len(found.runs) == 1 else "compare.best.tie", **names)
    letters = letters_of(comparison, found.alike)
    return each("compare.best.not_alone", alike=letters, **names)


def _figures(comparison: Comparison, told: Sequence[Facts], ranked: Sequence[Best]) -> Grid:
    by_figure = {found.figure: found for found in ranked}
    told_today = not today_told(comparison)
    lines = []
    for name in FIGURES:
        values = [own.figures[name] for own in told]
        if not any(math.isfinite(v) for v in values):
            continue
        today = usual_today([own.today[name] for own in told])
        lines.append(
            line(
                name,
                _name(name),
                *([_plain(name, today)] if told_today else []),
                *(_box(name, own, today, n, by_figure.get(name)) for n, own in enumerate(told)),
            )
        )
    before = [head("today")] if told_today else []
    return grid([head("figure"), *before, *run_heads(comparison)], lines)


def _box(name: str, own: Facts, today: float, run: int, found: Best | None) -> Box:
    value, before = own.figures[name], own.today[name]
    below: list[Cell] = []
    if math.isfinite(value) and math.isfinite(before) and not same(before, today):
        below.append(each("compare.today_is", value=_plain(name, before)))
    mark = ""
    # Where no scenario stands out, none is marked.
    if found is not None and found.others:
        if run in found.runs:
            below.append(text("compare.best.least"))
            mark = "best"
        elif run in found.alike:
            below.append(text("compare.best.least_alike"))
    return Box(_plain(name, value), joined(below, " ", " ") if below else "", mark)


def _name(figure: str) -> Cell:
    if figure in (*COUNTED, LOWER_OVER):
        return text(f"compare.figure.{figure}")
    return labelled(figure, FIGURES[figure])


def _plain(figure: str, value: float) -> Cell:
    if figure == LONGER_MINUTES:
        return f"{value:.1f}" if math.isfinite(value) else DASH
    if FIGURES[figure] == "pupils":
        return _people(value)
    return shown(value, FIGURES[figure])


def _unit(figure: str, value: float) -> Cell:
    """Return a value with what it is counted in."""
    unit = FIGURES[figure]
    said = _plain(figure, value)
    if unit.startswith("yuan"):
        return said
    return each("compare.best.counted", n=said, unit=text(f"indicator_unit.{unit}"))
