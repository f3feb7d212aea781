"""Which schools reach which indicators in every run: tables of the page, a sheet of the workbook."""

from __future__ import annotations

from typing import Any

from planner.compare.balance_schools import (
    MET,
    SchoolBalance,
    SchoolRow,
    SchoolVerdict,
)
from planner.compare.runs import Comparison
from planner.reports.compare.book_parts import Heading, Made, slashed
from planner.reports.compare.grid import Box, Grid, grid, line
from planner.reports.compare.look import (
    DASH,
    each,
    head,
    letters_of,
    profile_title,
    run_heads,
    today_told,
    worded,
)
from planner.reports.compare.other_grids import balance_name
from planner.reports.concern.look import joined
from planner.reports.figures import Cell
from planner.reports.table import placed
from planner.texts import text

SHOWN = 120
"""Rows of schools on the page; all stand in the workbook."""
KEEPS, FAILS, UNKNOWN, SHORT = "✓", "✗", "?", "◐"


def schools_said(comparison: Comparison, found: SchoolBalance | None) -> list[Cell]:
    """Return by which measures and when, and which runs do not tell."""
    if found is None:
        return [text("compare_money.schools_none")]
    if found.blank:
        profile = profile_title(found.profile)
        return [each("compare_money.schools_blank", profile=profile, schools=str(_counted(found)))]
    pairs = zip(comparison.letters, found.moments, strict=True)
    moments: list[Cell] = [
        each("compare_money.moment", letter=letter, moment=worded("balance.moment", moment))
        for letter, moment in pairs
        if moment
    ]
    fields: dict[str, Cell] = {"profile": profile_title(found.profile), "least": str(found.least)}
    said: list[Cell] = [
        each("compare_money.schools_lead", moments=joined(moments, "，", ", "), **fields)
    ]
    without = [n for n in range(len(comparison.runs)) if not found.tells(n)]
    if without:
        said.append(each("compare_money.schools_missing", letters=letters_of(comparison, without)))
    return said


def counts_grid(comparison: Comparison, found: SchoolBalance) -> Grid:
    """Return how many schools miss the rule and each indicator, by band, today and in every run."""
    lines = []
    for band in dict.fromkeys(row.band for row in found.rows):
        for indicator in (MET, *found.indicators):
            runs = [*([] if today_told(comparison) else [-1]), *range(len(found.moments))]
            boxes = [_count(found, n, band, indicator) for n in runs]
            lines.append(
                line(f"{band}-{indicator}", _indicator(found, indicator), _band(band), *boxes)
            )
    before = [] if today_told(comparison) else [head("today")]
    headings = [_head("indicator"), _head("band"), *before, *run_heads(comparison)]
    return grid(headings, lines, words=(0, 1))


def schools_grid(comparison: Comparison, found: SchoolBalance) -> Grid:
    """Return the schools that do not keep the rule somewhere, and what each misses where."""
    number = {name: str(n) for n, name in enumerate(found.indicators, 1)}
    before = [] if today_told(comparison) else [head("today")]
    lines = []
    for row in _listed(found)[:SHOWN]:
        boxes = [_box(v, number, told=found.tells(n)) for n, v in enumerate(row.runs)]
        lines.append(
            line(
                f"{row.school_id}-{row.band}",
                placed(row.name, row.township),
                _band(row.band),
                *([_box(row.today, number, told=True)] if before else []),
                *boxes,
                shows=("school", row.school_id),
            )
        )
    headings = [_head("school"), _head("band"), *before, *run_heads(comparison)]
    return grid(headings, lines, words=range(len(headings)))


def schools_notes(found: SchoolBalance) -> list[Cell]:
    """Return what the signs and numbers mean, and how many rows are not listed."""
    legend: list[Cell] = [
        each("compare_money.legend_of", n=str(n), name=balance_name(name))
        for n, name in enumerate(found.indicators, 1)
    ]
    said: list[Cell] = [each("compare_money.grid_note", legend=joined(legend, "；", "; "))]
    listed = len(_listed(found))
    for code, n in (
        ("settled", sum(row.settled for row in found.rows)),
        ("blank", sum(row.blank and not row.settled for row in found.rows)),
    ):
        if n:
            said.append(text(f"compare_money.{code}.{'one' if n == 1 else 'many'}", n=n))
    if listed > SHOWN:
        said.append(text("compare_money.more", n=listed - SHOWN))
    return said


def schools_sheet(comparison: Comparison) -> Made:
    """Return every school and band with what it reaches and misses, today and in every run."""
    found = comparison.school_balance
    assert found is not None
    rows = []
    for row in found.rows:
        cells: dict[str, Any] = {
            "school": row.name,
            "township": row.township,
            "school_id": row.school_id,
            "band": slashed(_band(row.band)),
        }
        for n, verdict in enumerate((row.today, *row.runs)):
            if verdict is None:
                continue
            cells[f"met_{n}"] = verdict.met
            cells[f"keeps_{n}"] = _sign(verdict.keeps) + (
                f" {slashed(text('compare_money.small'))}" if verdict.small else ""
            )
            missed = (*verdict.below, *verdict.short)
            cells[f"missed_{n}"] = "；".join(
                [*(slashed(balance_name(i)) for i in missed)]
                + [f"? {slashed(balance_name(i))}" for i in verdict.unknown]
            )
        rows.append(cells)
    headings: list[Heading] = [
        ("school", _head("school"), "text"),
        ("township", _head("township"), "text"),
        ("school_id", text("column.school_id"), "text"),
        ("band", _head("band"), "text"),
    ]
    called: list[Cell] = [text("page.today"), *comparison.letters]
    for n, run in enumerate(called):
        headings.append((f"met_{n}", _of_run("met", run), "count"))
        headings.append((f"keeps_{n}", _of_run("keeps", run), "text"))
        headings.append((f"missed_{n}", _of_run("missed", run), "text"))
    return headings, rows


def _listed(found: SchoolBalance) -> list[SchoolRow]:
    """Return the rows that say something: not settled, and known at least in part."""
    return [row for row in found.rows if not row.settled and not row.blank]


def _counted(found: SchoolBalance) -> int:
    return len({row.school_id for row in found.rows})


def _count(found: SchoolBalance, run: int, band: str, indicator: str) -> Box:
    if run >= 0 and not found.tells(run):
        return Box(text("compare_money.not_in_run"))
    missed, unknown, of = found.counts(run, band, indicator)
    if not of:
        return Box(DASH)
    if unknown == of:
        # None is known to fail, as none is known: that must not read as if none failed.
        return Box(text("compare_money.of_unknown", of=of))
    if not unknown:
        return Box(text("compare_money.of", n=missed, of=of), mark="failed" if missed else "")
    said = text("compare_money.of_known", n=missed, of=of - unknown)
    return Box(said, text("compare_money.unknown", n=unknown), "failed" if missed else "")


def _box(verdict: SchoolVerdict | None, number: dict[str, str], *, told: bool) -> Box:
    if verdict is None:
        return Box(text("compare_money.not_taught" if told else "compare_money.not_in_run"))
    signs = ((FAILS, verdict.below), (SHORT, verdict.short), (UNKNOWN, verdict.unknown))
    missed: list[Cell] = [
        f"{sign} {' '.join(number[name] for name in names)}" for sign, names in signs if names
    ]
    missed += [text("compare_money.small")] if verdict.small else []
    figure = f"{_sign(verdict.keeps)} {verdict.met}/{len(number)}"
    mark = "" if verdict.keeps is None else "passed" if verdict.keeps else "failed"
    return Box(figure, joined(missed, "，", ", ") if missed else "", mark)


def _sign(keeps: bool | None) -> str:
    return UNKNOWN if keeps is None else KEEPS if keeps else FAILS


def _indicator(found: SchoolBalance, indicator: str) -> Cell:
    if indicator == MET:
        return _head("rule", least=found.least)
    number = found.indicators.index(indicator) + 1
    return each("compare_money.legend_of", n=str(number), name=balance_name(indicator))


def _band(band: str) -> Cell:
    return worded("balance.band", band)


def _of_run(name: str, run: Cell) -> Cell:
    return each(f"compare_money.head.{name}", run=run)


def _head(name: str, **fields: object) -> Cell:
    return text(f"compare_money.head.{name}", **fields)
