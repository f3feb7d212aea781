"""Indicators and amounts as people read them."""

from __future__ import annotations

from planner.reports.words import yuan
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
    if value != value:
        return "—"
    if unit.startswith("yuan"):
        return yuan(value)
    if unit == "share":
        return f"{value:.1%}"
    if float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:,.1f}" if abs(value) >= 1 else f"{value:.2f}"


def change(difference: float, unit: str) -> Cell:
    """Return a change with its arrow."""
    if difference != difference:
        return "—"
    size = amount(abs(difference), unit)
    if difference == 0 or size == amount(0.0, unit):
        return "="
    arrow, sign = ("▲", "+") if difference > 0 else ("▼", "−")
    if isinstance(size, Text):
        return {"zh": f"{arrow} {sign}{size.say('zh')}", "en": f"{arrow} {sign}{size.say('en')}"}
    return f"{arrow} {sign}{size}"
