"""What stands beside the layout's money: what the allocation buys, closed sites, debts."""

from __future__ import annotations

from collections.abc import Iterator

from planner.ledger import Ledger
from planner.ledger.beside import ITEMS
from planner.reports.buildings_section import buildings_of
from planner.reports.document import Block, Grid, Paragraph, Title
from planner.reports.figures import Cell
from planner.reports.ledger_tables import SIGNS
from planner.reports.table import Table
from planner.reports.words import yuan
from planner.result import Result
from planner.texts import LANGS, text


def allocation_said(book: Ledger, years: int) -> Iterator[Cell]:
    """Yield what the allocation spends once, by year and beside what the layout does.

    Parameters
    ----------
    years
        Years of the budget; 0 where none was set.
    """
    spent = book.total_yuan("allocation")
    if not spent:
        yield text("ledger.allocated_nothing")
        return
    said: dict[str, str] = {}
    for lang in LANGS:
        each = [
            text("ledger.allocated_year", year=year, yuan=yuan(amount).say(lang)).say(lang)
            for year, amount in book.by_budget_year_yuan().items()
        ]
        dated = ("，" if lang == "zh" else ", ").join(each)
        fields = {
            "yuan": yuan(spent).say(lang),
            "years": dated if years else text("ledger.allocated_undated").say(lang),
            "once": yuan(spent + book.total_yuan("capital")).say(lang),
        }
        said[lang] = text("ledger.allocated", **fields).say(lang)
    yield said


def beside_blocks(result: Result, book: Ledger) -> Iterator[Block]:
    """Yield closed sites and debts by item: of how many schools they are known, and the sums."""
    yield Title(text("ledger.beside"))
    if book.beside:
        yield Grid(beside_table(book), "villages")
        yield Paragraph(text("ledger.beside_note"), note=True)
    else:
        yield Paragraph(text("ledger.beside_none"))
    debts = buildings_of(result)["debt_yuan"]
    known = int(debts.notna().sum())
    fields = {"of": len(debts), "known": known, "n": len(debts) - known}
    yield Paragraph(text("ledger.beside_debts", **fields), note=True)


def beside_table(book: Ledger) -> Table:
    """Return the sums of what is known by item; "not known" where nothing is."""
    rows: list[list[Cell]] = []
    for item in ITEMS:
        own = [b for b in book.beside if b.item == item]
        known = [b for b in own if b.known]
        if not own:
            continue
        sums = (sum(getattr(b, name) for b in known) for name in ("low_yuan", "yuan", "high_yuan"))
        marks = {b.mark if b.known else "unknown" for b in own}
        rows.append(
            [
                text(f"ledger.item.{item}"),
                text("ledger.known_of", known=len(known), of=len(own)),
                *(yuan(s) if known else text("ledger.not_known") for s in sums),
                "".join(SIGNS[m] for m in SIGNS if m in marks),
            ]
        )
    names = ("item", "known", "low", "used", "high", "mark")
    heads = tuple(text(f"ledger.head.{name}") for name in names)
    return Table(heads, rows, frozenset({1, 2, 3, 4}))
