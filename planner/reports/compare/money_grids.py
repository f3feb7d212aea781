"""The ledgers of the runs side by side: a table of the page, a sheet of the workbook."""

from __future__ import annotations

import math
from typing import Any

from planner.compare.ledger import TOTAL, LedgerRow, allocated, has_ledger
from planner.compare.runs import Comparison
from planner.ledger.beside import MEMO
from planner.reports.compare.book_parts import Heading, Made, slashed
from planner.reports.compare.grid import Box, Grid, grid, line
from planner.reports.compare.look import DASH, each, letters_of, run_heads, worded
from planner.reports.concern.look import joined
from planner.reports.figures import Cell, change
from planner.reports.words import yuan
from planner.texts import text


def money_grid(comparison: Comparison, rows: list[LedgerRow]) -> Grid:
    """Return the items, sums and totals of every run."""
    lines = []
    for row in rows:
        boxes = [_box(comparison, row, n) for n in range(len(row.yuan))]
        lines.append(line(f"{row.kind}-{row.item or 'sum'}", _called(row), _kind(row), *boxes))
    headings = [_head("item"), _head("kind"), *run_heads(comparison)]
    return grid(headings, lines, words=(0, 1))


def money_said(comparison: Comparison, rows: list[LedgerRow]) -> list[Cell]:
    """Return how to read it, and which runs lack a ledger or an allocation."""
    runs = comparison.runs
    without = [n for n, run in enumerate(runs) if not has_ledger(run)]
    if not rows:
        return [text("compare_money.none")]
    first = next(n for n, run in enumerate(runs) if has_ledger(run))
    said: list[Cell] = [text("compare_money.lead", letter=comparison.letters[first])]
    if without:
        said.append(each("compare_money.missing", letters=letters_of(comparison, without)))
    bare = [n for n, run in enumerate(runs) if has_ledger(run) and not allocated(run)]
    if bare and any(row.kind == "allocation" for row in rows):
        said.append(each("compare_money.not_allocated", letters=letters_of(comparison, bare)))
    if any(row.kind == MEMO for row in rows):
        said.append(text("compare_money.beside"))
    return said


def money_sheet(comparison: Comparison) -> Made:
    """Return the same with numbers unrounded."""
    found, rows = comparison.ledger, []
    unknown = {n for row in found for n, count in enumerate(row.unknown) if count}
    first = next(n for n, run in enumerate(comparison.runs) if has_ledger(run))
    for row in found:
        cells: dict[str, Any] = {
            "kind": slashed(_kind(row)),
            "item": slashed(_called(row)),
            "unit": slashed(text(f"ledger.unit.{row.unit}")) if row.unit else "",
        }
        for n, _ in enumerate(row.yuan):
            cells[f"quantity_{n}"] = row.quantities[n]
            cells[f"yuan_{n}"] = row.yuan[n]
            cells[f"difference_{n}"] = row.differences[n]
            cells[f"unknown_{n}"] = row.unknown[n] or None
        rows.append(cells)
    headings: list[Heading] = [(n, _head(n), "text") for n in ("kind", "item", "unit")]
    for n, letter in enumerate(comparison.letters):
        headings.append((f"quantity_{n}", _head("quantity", letter=letter), "number"))
        headings.append((f"yuan_{n}", _head("yuan", letter=letter), "yuan"))
        if n != first:
            of = {"letter": letter, "first": comparison.letters[first]}
            headings.append((f"difference_{n}", _head("difference", **of), "yuan"))
        if n in unknown:
            headings.append((f"unknown_{n}", _head("unknown", letter=letter), "count"))
    return headings, rows


def _box(comparison: Comparison, row: LedgerRow, run: int) -> Box:
    value = row.yuan[run]
    if not math.isfinite(value):
        if not has_ledger(comparison.runs[run]):
            return Box(text("compare_money.not_in_run"))
        return Box(text("ledger.not_known") if row.unknown[run] else DASH)
    parts: list[Cell] = []
    quantity = row.quantities[run]
    if row.unit and quantity and row.unit != "yuan":
        parts.append(each("compare_money.quantity", n=_counted(quantity), unit=_unit(row.unit)))
    first = next(n for n, v in enumerate(row.yuan) if math.isfinite(v))
    if run != first:
        parts.append(change(row.yuan[first], value, "yuan"))
    if row.unknown[run]:
        parts.append(text("compare_money.unknown", n=row.unknown[run]))
    return Box(yuan(value), joined(parts, "，", ", ") if parts else "")


def _called(row: LedgerRow) -> Cell:
    if row.kind == TOTAL:
        return text(f"compare_money.total.{row.item}")
    if not row.item:
        return each("compare_money.sum", kind=_kind(row))
    return worded("ledger.item", row.item)


def _kind(row: LedgerRow) -> Cell:
    return text("compare_money.in_all" if row.kind == TOTAL else f"ledger.kind.{row.kind}")


def _unit(unit: str) -> Cell:
    return worded("ledger.unit", unit)


def _counted(quantity: float) -> str:
    return f"{quantity:,.0f}" if quantity >= 10 else f"{quantity:,.4g}"


def _head(name: str, **fields: object) -> Cell:
    return text(f"compare_money.head.{name}", **fields)
