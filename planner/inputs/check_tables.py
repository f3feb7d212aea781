"""Checks of tables as such: rows, ids, columns that are absent."""

from __future__ import annotations

from collections.abc import Sequence

from planner.county import columns_of, tables
from planner.findings import Finding
from planner.inputs.headings import heading_of
from planner.inputs.tables import CountyTables, Table
from planner.texts import text

KEYS = {
    "villages": ("village_id",),
    "schools": ("school_id",),
    "attendance": ("village_id", "stage", "school_id", "mode"),
    "minutes": ("village_id", "school_id", "mode", "stage", "season"),
    "services": ("line_id", "stop_order"),
    "townships": ("name",),
}
"""Columns that tell the rows of a table apart."""


def empty_tables(county: CountyTables) -> tuple[Finding, ...]:
    """Refuse tables without rows."""
    return tuple(
        table.finding("empty", "error", text("inputs.empty"))
        for table in county.tables.values()
        if not len(table.frame)
    )


def duplicate_rows(county: CountyTables) -> tuple[Finding, ...]:
    """Refuse ids, stops and flows that stand twice, naming both rows.

    Townships may be given in several pieces.
    """
    found: list[Finding] = []
    for name, key in KEYS.items():
        table = county.tables.get(name)
        present = [c for c in key if table is not None and table.has(c)]
        if table is not None and name != "townships" and key[0] in present:
            found += _duplicates(table, present)
    return tuple(found)


def absent_columns(county: CountyTables) -> tuple[Finding, ...]:
    """Say what counts instead of optional columns that a file lacks."""
    return tuple(
        table.finding(
            "assumed",
            "note",
            text(
                "inputs.column_absent",
                heading=heading_of(column),
                absent=text("say.both", zh=column.absent["zh"], en=column.absent["en"]),
            ),
            column=column.name,
        )
        for table in county.tables.values()
        if table.name in tables()
        for column in columns_of(table.name).values()
        if column.absent and not table.has(column.name)
    )


def _duplicates(table: Table, key: Sequence[str]) -> list[Finding]:
    given = table.frame[(table.frame[list(key)] != "").any(axis=1)]
    given = given[given[key[0]] != ""]
    found = []
    for _, rows in given[given.duplicated(list(key), keep=False)].groupby(list(key), sort=True):
        first, *others = rows.index
        said = " ".join(_plain(rows.loc[first, c]) for c in key).strip()
        found += [
            table.finding(
                "duplicate",
                "error",
                text("inputs.duplicate", value=said, first=first, second=other),
                row=other,
                column=key[0],
                value=said,
                ids=(str(rows.loc[first, key[0]]),),
            )
            for other in others
        ]
    return found


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
