"""The report's section on buildings: condition, age, debt, sites of schools that close."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.balance.buildings import buildings_table, prices
from planner.reports import nouns
from planner.reports.document import Block, Grid, Paragraph, Section, Title
from planner.reports.figures import Cell
from planner.reports.pupils import few_sum
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
    blocks: list[Block] = [Grid(_grades(result, table))]
    unsafe = unsafe_said(result, table)
    if unsafe is not None:
        blocks.append(Paragraph(unsafe))
    closed = table[table["closes"] == 1]
    blocks.append(Title(text("balance.site.closed_title")))
    if len(closed):
        blocks.append(Grid(_closed(closed), "villages"))
    else:
        blocks.append(Paragraph(text("balance.site.none_closed")))
    life = f"{result.scenario.costs.building_years:g}"
    note = text("balance.site.note", year=prices().as_of_year, life=life)
    return Section("buildings", text("balance.buildings"), (*blocks, Paragraph(note, note=True)))


def unsafe_said(result: Result, table: pandas.DataFrame) -> Text | None:
    """Return who is in buildings of grade D after the plan; None where nobody is.

    Those who stay there, how many of them in schools whose repair the run does not fund, and
    those who are sent there from another school, which the rules forbid.

    Parameters
    ----------
    table
        Rows of buildings.csv.
    """
    inside = table[(table["condition"] == "D") & (table["pupils"] > 0)]
    if inside.empty:
        return None
    schools = set(inside["school_id"])
    sent = sum(
        r.pupils
        for r in result.plan.assignments
        if r.school_id in schools and r.school_id != r.baseline_school_id
    )
    stay = int(inside["pupils"].sum()) - sent
    told = {
        "pupils": nouns.pupils(stay),
        "schools": nouns.schools(len(inside)),
        "sent": text(f"report_page.unsafe.{'sent' if sent else 'nobody_sent'}", n=few(sent)),
    }
    if result.resources is None:
        return text("report_page.unsafe.no_repair", **told)
    funded = {p.school_id for p in result.resources.plan.purchases if p.item == "renovation"}
    left = int(inside["pupils"][~inside["school_id"].isin(funded)].sum())
    return text("report_page.unsafe.repair", left=few(left), **told)


def _new_sites(result: Result) -> tuple[int, int]:
    """Return the schools that the plan opens, and the pupils there."""
    accounts = result.accounts
    new = ~result.instance.site_existing & accounts.open
    return int(new.sum()), int(accounts.pupils[new].sum())


def _grades(result: Result, table: pandas.DataFrame) -> Table:
    """Return a row for each grade, one of new sites and the sum, as the summary has it."""
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
    opened, there = _new_sites(result)
    if opened:
        new: list[Cell] = [text("report_page.unsafe.new_sites"), "0", count(opened), "0"]
        rows.append([*new, few(there), *("—",) * 3])
    if len(rows) > 1:
        by_grade = table.groupby("condition")[["pupils_before", "pupils"]].sum()
        after = [*by_grade["pupils"], there]
        sums = [few_sum(by_grade["pupils_before"]), few_sum(after)]
        n = (len(table), len(table) - int(table["closes"].sum()) + opened)
        rows.append([text("report_page.unsafe.all"), *map(count, n), *sums, *("",) * 3])
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
