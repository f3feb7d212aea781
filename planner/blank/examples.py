"""Example rows of every table, and an example of every column."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from importlib import resources
from typing import Any, cast

from planner.county import Column, columns_of

TABLES = ("villages", "schools", "attendance", "teachers", "services", "residences", "minutes")
"""Tables of the workbook; what has lines or areas comes as a layer."""

NEEDED_TABLES = ("villages", "schools")

MOST_ROWS = 40
"""Rows shown; the sample's tables are shorter."""


@cache
def example_rows(table: str) -> tuple[dict[str, str], ...]:
    """Return rows as people fill them in, codes in Chinese; blank columns are left out.

    They are those of the sample county, marked synthetic, so that together they make a county
    that passes every check.
    """
    given = _more().get("rows", {}).get(table)
    rows = cast("list[dict[str, str]]", given) if given is not None else _of_sample(table)
    return tuple(_marked(table, row) for row in rows[:MOST_ROWS])


def example_of(table: str, column: Column) -> str:
    """Return an example of what may stand in a column."""
    for row in example_rows(table):
        if column.name in row and column.name != "provenance":
            return row[column.name]
    said = _more().get(table, {}).get(column.name)
    if said is not None:
        return str(said)
    if column.codes_zh:
        return column.codes_zh[0]
    low = 0 if column.low is None else column.low
    high = low + 1 if column.high is None else column.high
    return f"{min(max(low, 1), high):g}"


@cache
def _more() -> dict[str, Any]:
    source = resources.files(__package__) / "examples.toml"
    return tomllib.loads(source.read_text("utf-8"))


def _of_sample(table: str) -> list[dict[str, str]]:
    from planner.sample import sample_folder

    with (sample_folder() / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = columns_of(table)
    return [
        {name: _in_words(cell, columns[name]) for name, cell in row.items() if cell} for row in rows
    ]


def _in_words(cell: str, column: Column) -> str:
    """Return a code in Chinese, a coordinate with five decimals, anything else as it is."""
    if column.type == "code":
        return dict(zip(column.codes, column.codes_zh, strict=True))[cell]
    if column.name in ("lon", "lat"):
        return f"{float(cell):.5f}"
    return cell


def _marked(table: str, row: dict[str, str]) -> dict[str, str]:
    column = columns_of(table).get("provenance")
    if column is None:
        return row
    synthetic = dict(zip(column.codes, column.codes_zh, strict=True))["synthetic"]
    return {**row, "provenance": synthetic}
