"""The county's indicators in the report: a table for each thing that they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.indicators.docs import described
from planner.reports.bridges import bridges
from planner.reports.document import Block, Grid, Paragraph, Sentences, Title
from planner.reports.figures import Cell, amount, change, labelled
from planner.reports.ledger_tables import ledger_of
from planner.reports.table import Table, heads
from planner.reports.words import yuan
from planner.result import Result
from planner.texts import Text, text

if TYPE_CHECKING:
    import pandas

OTHER = "other"
"""Section of indicators that somebody added to a run and no registry knows."""


def indicator_blocks(result: Result, assignments: pandas.DataFrame) -> tuple[Block, ...]:
    """Return tables of the county's indicators against today, by section, and what they mean.

    Before them stands why some figures differ from those of the summary. Rows without a figure, today as in the plan, are left out; a sentence says how many.
    """
    own = result.indicators[result.indicators["group_kind"] == "county"]
    empty = own["value"].isna() & own["baseline"].isna()
    shown = own[~empty]
    blocks: list[Block] = [Paragraph(text("report.note.indicators"), note=True)]
    agree = (*bridges(result, assignments), *_allocated(result))
    if agree:
        blocks += [Paragraph(text("report_page.bridge.lead")), Sentences(agree)]
    about = {i.name: section for section, indicators in described() for i in indicators}
    sections = [about.get(name, OTHER) for name in shown["indicator"]]
    for section in (*dict(described()), OTHER):
        rows = shown[[s == section for s in sections]]
        if len(rows):
            blocks += [
                Title(_title(section)),
                Grid(
                    _table([{str(k): v for k, v in r.items()} for r in rows.to_dict("records")]),
                    "indicators",
                ),
            ]
    if empty.any():
        blocks.append(
            Paragraph(text("report_page.indicators_empty", n=int(empty.sum())), note=True)
        )
    return tuple(blocks)


def _allocated(result: Result) -> tuple[Text, ...]:
    """Return that money here leaves out the allocation, which the summary holds."""
    book = ledger_of(result)
    once = book.total_yuan("allocation")
    if not round(once):
        return ()
    fields = {"once": yuan(once), "yearly": yuan(book.allocated_yearly_yuan)}
    return (text("report_page.bridge.allocation", **fields),)


def _title(section: str) -> Text:
    if section == OTHER:
        return text("report_page.indicators_other")
    # That staff need a run with staffing goes without saying in the report of such a run.
    return text("report_page.staff" if section == "staff" else f"indicator_section.{section}")


def _table(records: list[dict[str, object]]) -> Table:
    rows: list[list[Cell]] = []
    marks = []
    for row in records:
        name, unit = str(row["indicator"]), str(row["unit"])
        value, before = (float(str(row[column])) for column in ("value", "baseline"))
        changed = change(before, value, unit)
        rows.append([labelled(name, unit), amount(before, unit), amount(value, unit), changed])
        marks.append("" if changed == "=" else _verdict(value - before, str(row["better"])))
    columns = heads("indicator", "today", "after", "change")
    return Table(columns, rows, frozenset({1, 2, 3}), tuple(marks))


def _verdict(difference: float, better: str) -> str:
    if difference != difference or abs(difference) < 1e-9 or better not in ("higher", "lower"):
        return ""
    return "good" if (difference > 0) == (better == "higher") else "bad"
