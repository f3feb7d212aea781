"""What the way to school asks of children and households, today and under the main plan."""

from __future__ import annotations

import math

from planner.concern.exposure import UNITS, Burden, PlanExposure
from planner.reports.concern.look import band_words, definition_name
from planner.reports.figures import Cell, amount, change
from planner.reports.table import Table
from planner.texts import text

_BY_TOWNSHIP = ("week_minutes", "one_way_km", "vehicle_share", "household_private_yuan")


def burden_table(plan: PlanExposure) -> Table:
    """Return the county's means before and after, with the change."""
    rows: list[list[Cell]] = []
    for b in plan.burdens:
        if b.kind == "county":
            unit = _unit(b.measure)
            said = [amount(b.before, unit), amount(b.after, unit), change(b.before, b.after, unit)]
            rows.append([text(f"concern.measure.{b.measure}"), *said])
    heads = (
        text("concern_page.head.burden"),
        text("page.today"),
        text("page.after"),
        text("report.head.change"),
    )
    return Table(heads, rows, frozenset({1, 2, 3}))


def township_burdens(plan: PlanExposure) -> Table:
    """Return a few of the means by township, today and under the plan."""
    found: dict[str, dict[str, Burden]] = {}
    for b in plan.burdens:
        if b.kind == "township":
            found.setdefault(b.group, {})[b.measure] = b
    rows: list[list[Cell]] = []
    for township, own in found.items():
        rows.append([township, *(_course(own.get(m)) for m in _BY_TOWNSHIP)])
    heads = (
        text("concern_page.group_kind.township"),
        *(text(f"concern.measure.{m}") for m in _BY_TOWNSHIP),
    )
    return Table(heads, rows, frozenset(range(1, 1 + len(_BY_TOWNSHIP))), short=frozenset({0}))


def compared_table(plan: PlanExposure) -> Table:
    """Return exposure by time with day and boarding trips compared either way."""
    keys = list(dict.fromkeys((way, definition) for way, definition, _ in plan.compared))
    rows: list[list[Cell]] = []
    for way, definition in keys:
        bands = [plan.compared.get((way, definition, u)) for u in UNITS]
        cells: list[Cell] = ["—" if b is None else band_words(b) for b in bands]
        rows.append([definition_name(definition), text(f"concern_page.burden.{way}"), *cells])
    heads = (
        text("concern_page.head.definition"),
        text("concern_page.head.compared"),
        *(text(f"concern_page.head.{u}") for u in UNITS),
    )
    return Table(heads, rows, frozenset({2, 3, 4}), short=frozenset({0, 1}))


def _unit(measure: str) -> str:
    if measure.endswith("_yuan"):
        return "yuan"
    return "share" if measure.endswith("_share") else ""


def _course(b: Burden | None) -> Cell:
    if b is None or not math.isfinite(b.after):
        return "—"
    unit = _unit(b.measure)
    before, after = amount(b.before, unit), amount(b.after, unit)
    if isinstance(before, str) and isinstance(after, str):
        return f"{before} → {after}"
    return text("report.summary.course", before=before, after=after)
