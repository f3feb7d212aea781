"""Indicators and amounts as people read them."""

from __future__ import annotations

import math

from planner.reports.words import percent, yuan
from planner.texts import Text, catalogue, text

Cell = str | Text | dict[str, str]
"""What a cell of a table for people holds: the same in both languages, or a text in each."""


def indicator_name(name: str) -> Cell:
    """Return the indicator's label where the catalogue has it, else its code."""
    key = f"indicator.{name}.label"
    return text(key) if key in catalogue() else name


def labelled(name: str, unit: str) -> Cell:
    """Return the indicator's label with its unit; money and shares carry theirs themselves."""
    label, key = indicator_name(name), f"indicator_unit.{unit}"
    if isinstance(label, str) or key not in catalogue() or unit == "share":
        return label
    return (
        label if unit.startswith("yuan") else text("report.labelled", label=label, unit=text(key))
    )


def amount(value: float, unit: str) -> Cell:
    """Return a value with its unit, rounded for people; a dash where there is none."""
    if not math.isfinite(value):
        return "—"
    if unit.startswith("yuan"):
        return yuan(value)
    if unit == "share":
        return percent(value)
    if float(value).is_integer() or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:,.1f}" if abs(value) >= 1 else f"{value:.2f}"


def change(before: float, after: float, unit: str) -> Cell:
    """Return a change with its arrow; an equals sign where both read the same."""
    if before != before or after != after:
        return "—"
    if amount(before, unit) == amount(after, unit):
        return "="
    size = _difference(abs(after - before), unit)
    arrow, sign = ("▲", "+") if after > before else ("▼", "−")
    if isinstance(size, Text):
        return {"zh": f"{arrow} {sign}{size.say('zh')}", "en": f"{arrow} {sign}{size.say('en')}"}
    return f"{arrow} {sign}{size}"


def _difference(size: float, unit: str) -> Cell:
    # The difference of two shares is one of percentage points, not a per cent of anything.
    if unit == "share":
        return text("page.points", n=f"{100 * size:.1f}")
    if unit.startswith("yuan") or float(size).is_integer() or size >= 1000:
        return amount(size, unit)
    return f"{size:,.1f}"
