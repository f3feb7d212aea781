"""The report's section on buildings: condition, age, debt, sites of schools that close."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.balance.buildings import buildings_table, prices
from planner.reports.document import Block, Grid, Paragraph, Section, Title
from planner.reports.figures import Cell
from planner.reports.table import Table, placed
from planner.reports.words import count, few, yuan
from planner.result import Result
from planner.texts import LANGS, Text, text

if TYPE_CHECKING:
    import pandas

GRADES = ("A", "B", "C", "D", "")


def buildings_of(result: Result) -> pandas.DataFrame:
    """Return buildings.csv: a row for each existing school."""
    return buildings_table(
        result.county, result.instance, result.accounts, result.baseline_accounts
    )


def buildings_section(result: Result) -> Section:
    """Return schools by the grade of their buildings, and the sites of those that close."""
    table = buildings_of(result)
    blocks: list[Block] = [Grid(_grades(table))]
    taking = table[(table["condition"] == "D") & (table["pupils"] > table["pupils_before"])]
    blocks.append(Paragraph(text("balance.site.receivers", n=len(taking)), note=True))
    closed = table[table["closes"] == 1]
    blocks.append(Title(text("balance.site.closed_title")))
    if len(closed):
        blocks.append(Grid(_closed(closed), "villages"))
    else:
        blocks.append(Paragraph(text("balance.site.none_closed")))
    life = f"{result.scenario.costs.building_years:g}"
    note = text("balance.site.note", year=prices().as_of_year, life=life)
    return Section("buildings", text("balance.buildings"), (*blocks, Paragraph(note, note=True)))


def _grades(table: pandas.DataFrame) -> Table:
    rows: list[list[Cell]] = []
    for grade in GRADES:
        own = table[table["condition"] == grade]
        if own.empty:
            continue
        ages, debts, rooms = own["age_years"], own["debt_yuan"], own["staff_rooms"]
        rows.append(
            [
                text(f"balance.condition.{grade or 'unknown'}"),
                count(len(own)),
                count(len(own) - int(own["closes"].sum())),
                few(own["pupils_before"].sum()),
                few(own["pupils"].sum()),
                "?" if ages.isna().all() else f"{float(ages.median()):g}",
                "?" if debts.isna().all() else yuan(float(debts.sum())),
                "?" if rooms.isna().all() else count(rooms.sum()),
            ]
        )
    names = ("condition", "schools", "schools_after", "pupils_before", "pupils_after")
    return Table(_heads(*names, "age", "debt", "rooms"), rows, frozenset(range(1, 8)))


def _closed(closed: pandas.DataFrame) -> Table:
    rows: list[list[Cell]] = [
        [
            placed(row["name"], row["township"]),
            text(f"balance.condition.{row['condition'] or 'unknown'}"),
            _known(row["built_year"], f"{row['built_year']:.0f}"),
            _known(row["debt_yuan"], yuan(row["debt_yuan"])),
            _known(row["closing_yuan"], yuan(row["closing_yuan"])),
            _span(row["worth_low_yuan"], row["worth_high_yuan"]),
            _span(row["empty_low_yuan"], row["empty_high_yuan"]),
            _known(row["staff_rooms_lost_yuan"], yuan(row["staff_rooms_lost_yuan"])),
        ]
        for row in closed.to_dict("records")
    ]
    names = ("school", "condition", "built", "debt", "closing", "worth", "empty", "lost_rooms")
    return Table(_heads(*names), rows, frozenset(range(2, 8)))


def _known(value: float, said: Cell) -> Cell:
    return "?" if np.isnan(value) else said


def _span(low: float, high: float) -> Cell:
    if np.isnan(low) or np.isnan(high):
        return "?"
    spoken = {g: (yuan(low).say(g), yuan(high).say(g)) for g in LANGS}
    return {g: text("balance.site.range", low=a, high=b).say(g) for g, (a, b) in spoken.items()}


def _heads(*names: str) -> tuple[Text, ...]:
    return tuple(text(f"balance.head.{name}") for name in names)
