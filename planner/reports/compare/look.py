"""How runs are called and drawn throughout the page."""

from __future__ import annotations

import math
from collections.abc import Sequence

from planner.compare.exactness import as_today
from planner.compare.indicators import IndicatorRow, usual_today
from planner.compare.runs import Comparison
from planner.loaded import LoadedRun
from planner.norms import profiles
from planner.reports.concern.look import joined, said_in
from planner.reports.figures import Cell, amount
from planner.reports.figures import change as change_of
from planner.reports.words import gap_percent, minus
from planner.texts import LANGS, Lang, Text, catalogue, text

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#a04878", "#8a6d00", "#3b9ad9")
"""By run; they stay apart for colour-blind readers."""
MARKERS = ("o", "s", "^", "D", "v", "P")
"""By run, so that grey print tells them apart."""
TODAY_COLOUR, TODAY_MARKER = "#6b7280", "x"
NORM_COLOUR = "#b91c1c"
DASH = "—"


def head(name: str, **fields: object) -> Text:
    """Return a heading of the page's tables."""
    return text(f"compare.head.{name}", **fields)


def title_of(run: LoadedRun) -> dict[str, str]:
    """Return a run's title in both languages."""
    return {lang: run.title(lang) for lang in LANGS}


def called(comparison: Comparison, run: int) -> dict[str, str]:
    """Return a run's letter with its title."""
    letter, own = comparison.letters[run], comparison.runs[run]
    return {g: text("compare.labelled", letter=letter, title=own.title(g)).say(g) for g in LANGS}


def run_heads(comparison: Comparison) -> list[Cell]:
    """Return a heading for each run."""
    return [called(comparison, n) for n in range(len(comparison.runs))]


def letters_of(comparison: Comparison, runs: Sequence[int]) -> dict[str, str]:
    """Return the letters of some runs as a list in words."""
    return joined([comparison.letters[n] for n in runs])


def proved(run: LoadedRun) -> bool:
    """Return whether a run's plan is proved within its gap, or only counts today."""
    return run.status == "optimal"


def status_of(run: LoadedRun) -> Text:
    """Return in words what the search of a run can vouch for."""
    if as_today(run):
        return text("page.status.as_today")
    if not math.isfinite(run.gap):
        return text("page.status.no_bound")
    if proved(run):
        exact = run.gap <= 0
        return (
            text("page.status.optimal")
            if exact
            else text("page.status.within", gap=gap_percent(run.gap))
        )
    key = "interrupt" if run.manifest.get("ended_by") == "interrupt" else "clock"
    return text(f"page.status.{key}", gap=gap_percent(run.gap))


def each(key: str, /, **fields: Cell) -> dict[str, str]:
    """Return a sentence in both languages, each with its fields in its own language."""
    return {g: text(key, **{k: said_in(v, g) for k, v in fields.items()}).say(g) for g in LANGS}


def worded(room: str, code: str) -> Cell:
    """Return the catalogue's word for a code, the code where there is none."""
    key = f"{room}.{code}"
    return text(key) if key in catalogue() else code


def profile_title(name: str) -> Cell:
    """Return what measures of balance are called; the name where they are a county's own."""
    found = profiles("balance").get(name)
    return {g: found.title[g] for g in LANGS} if found else name


def whole(value: float) -> str:
    """Return a count with separators, a dash where there is none."""
    return f"{value:,.0f}" if math.isfinite(value) else DASH


def shown(value: float, unit: str) -> Cell:
    """Return a value with its unit, rounded for people, a true minus sign before it."""
    said_so = amount(value, unit)
    return minus(said_so) if isinstance(said_so, str) else said_so


def moved(before: float, after: float, unit: str) -> Cell:
    """Return a change with its arrow: what the two figures differ by as they are shown."""
    if unit.startswith("yuan") or not (math.isfinite(before) and math.isfinite(after)):
        return change_of(before, after, unit)
    if unit == "share":
        return change_of(round(before, 3), round(after, 3), unit)
    one, other = str(amount(before, unit)), str(amount(after, unit))
    if one == other:
        return "="
    digits = max(len(said_so.partition(".")[2]) for said_so in (one, other))
    size = float(other.replace(",", "")) - float(one.replace(",", ""))
    arrow, sign = ("▲", "+") if size > 0 else ("▼", "−")
    return f"{arrow} {sign}{abs(size):,.{digits}f}"


def today_told(comparison: Comparison) -> bool:
    """Return whether a run only counts today, as most do: it needs no column of its own then."""
    return any(
        as_today(run) and not any(own_today(row, n) for row in comparison.indicators)
        for n, run in enumerate(comparison.runs)
    )


def own_today(row: IndicatorRow, run: int) -> bool:
    """Return whether a run's today reads otherwise than the one told for all."""
    before, usual = row.baselines[run], usual_today(row.baselines)
    return math.isfinite(before) and amount(before, row.unit) != amount(usual, row.unit)


def said(cell: Cell, lang: Lang) -> str:
    """Return what a cell says in one language."""
    return said_in(cell, lang)
