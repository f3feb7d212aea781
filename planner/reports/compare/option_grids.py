"""The options that are not the same in all scenarios, topic by topic, as people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.compare.parameters import ABSENT, WHOLE, OptionRow, differing_options, option_words
from planner.compare.runs import Comparison
from planner.reports.compare.grid import Box, Grid, Line, grid, line
from planner.reports.compare.look import each, head, run_heads, worded
from planner.reports.concern.look import joined
from planner.reports.figures import Cell
from planner.reports.words import minus
from planner.texts import catalogue, text


def option_grids(comparison: Comparison) -> list[tuple[Cell, Grid]]:
    """Return title and table of each topic in which the scenarios differ."""
    rows = differing_options(comparison.runs)
    headings = [head("means"), head("option"), *run_heads(comparison)]
    found = []
    for topic in dict.fromkeys(row.topic for row in rows):
        lines = [_line(row) for row in rows if row.topic == topic]
        found.append((_title(topic), grid(headings, lines, words=range(len(headings)))))
    return found


def option_value(key: str, value: object) -> Cell:
    """Return the value of an option as people read it.

    Parameters
    ----------
    key
        Of the option, dotted: it tells what the parts of a value mean.
    """
    if value is ABSENT:
        return text("compare.absent")
    if value is None:
        return text("compare.unset")
    if isinstance(value, bool):
        return text("page.yes" if value else "page.no")
    if isinstance(value, float | int):
        return minus(f"{value:,.10g}")
    if isinstance(value, Mapping):
        return _section(key, value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        parts = [option_value(key, v) for v in value]
        return joined(parts, "；", "; ") if parts else text("compare.nothing")
    word = str(value)
    rooms = (f"compare.choice.{key}", "stage", "dossier.season", "tier", "kind")
    named = [f"{room}.{word}" for room in rooms]
    if key == "concern.definition":
        named = [f"concern_page.definition.{word}"]
    return next((text(name) for name in named if name in catalogue()), word)


def _section(key: str, value: Mapping[str, object]) -> Cell:
    """Return a section of options as what each means and its value, those not set left out."""
    if "minimise" in value:
        name, tolerance = worded("tier", str(value["minimise"])), value.get("tolerance")
        if not isinstance(tolerance, float | int) or not tolerance:
            return name
        return each("compare.option.tier", name=name, share=f"{100 * tolerance:.10g}%")
    parts: list[Cell] = []
    for name, own in value.items():
        if own is None or own == []:
            continue
        inner = f"{key}.{name}"
        fields = {"means": option_name(inner), "value": option_value(inner, own)}
        parts.append(each("compare.option.part", **fields))
    return joined(parts, "；", "; ")


def _line(row: OptionRow) -> Line:
    means = option_name(row.key)
    if row.unit:
        unit = worded("option_unit", row.unit)
        means = each("compare.option.with_unit", means=means, unit=unit)
    boxes = [
        Box(
            option_value(row.key, value),
            text("compare.option.default") if value == row.default else "",
        )
        for value in row.values
    ]
    return line(row.key, means, row.key, *boxes)


def _title(topic: str) -> Cell:
    if topic == WHOLE:
        return text("compare.option.whole")
    return option_name(topic)


def option_name(key: str) -> Cell:
    """Return what an option itself means, without the sections around it."""
    own = f"compare.means.{key}"
    if own in catalogue():
        return text(own)
    _, zh, en = option_words(key)
    if not zh or not en:
        return key
    # English descriptions begin small, as parts of a sentence.
    return {"zh": zh[-1], "en": en[-1][:1].upper() + en[-1][1:]}
