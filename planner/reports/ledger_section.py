"""The report's section on money: sums, items, the tornado, prices with their sources, schools."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from planner.ledger import KINDS, Bar, Ledger, prices, tornado
from planner.ledger.book import mark_of, yearly_yuan
from planner.ledger.entries import Kind
from planner.ledger.prices import is_of_allocation, price_values
from planner.reports.document import Block, Chart, Grid, Paragraph, Section, Sentences, Title
from planner.reports.figures import Cell
from planner.reports.ledger_added import allocation_said, beside_blocks
from planner.reports.ledger_chart import TornadoChart
from planner.reports.ledger_tables import (
    SIGNS,
    ledger_of,
    ledger_today,
    price_names,
    unit_words,
)
from planner.reports.places import names_of
from planner.reports.table import Table
from planner.reports.words import count, percent, yuan
from planner.result import Result
from planner.scenario.docs import options
from planner.texts import LANGS, Text, text

MOST_SCHOOLS = 40
Name = dict[str, str]


def money_section(result: Result) -> Section:
    """Return where the money goes, today and in the plan."""
    book, before = ledger_of(result), ledger_today(result)
    bars = tornado(book)
    blocks: list[Block] = [
        Sentences(tuple(_said(result, book, before))),
        Title(text("ledger.items")),
        Grid(items_table(book, before), "villages"),
        Paragraph(text("ledger.items_note"), note=True),
        Title(text("ledger.tornado")),
        *_tornado(book, bars),
        Title(text("ledger.prices")),
        Grid(prices_table(book), "numbers long"),
        *_schools(result, book),
        *beside_blocks(result, book),
        Paragraph(text("ledger.left_out"), note=True),
    ]
    if result.resources is None:
        blocks.append(Paragraph(text("ledger.not_allocated"), note=True))
    return Section("money", text("ledger.section"), tuple(blocks))


def _said(result: Result, book: Ledger, before: Ledger) -> Iterator[Cell]:
    scenario = result.scenario
    capital = sum(yearly_yuan(e, scenario) for e in book.entries if e.kind == "capital")
    bought = book.allocated_yearly_yuan > 0
    apart = {"allocated": yuan(book.allocated_yearly_yuan), "without": yuan(book.spending_yuan)}
    yield _in_each(
        "ledger.spending_allocated" if bought else "ledger.spending",
        total=yuan(book.total_yearly_yuan),
        before=yuan(before.spending_yuan),
        capital=yuan(capital),
        rate=percent(scenario.costs.discount_rate),
        annual=yuan(book.total_yuan("annual")),
        household=yuan(book.total_yuan("household")),
        **(apart if bought else {}),
    )
    yield from _net_said(book, before)
    if result.resources is not None:
        yield from allocation_said(book, len(result.resources.instance.budget_yuan))
    built = {item: v for (kind, item), v in book.item_yuan().items() if kind == "capital" and v}
    if built:
        most = max(built, key=lambda item: built[item])
        yield _in_each(
            "ledger.capital",
            yuan=yuan(book.total_yuan("capital")),
            item=text(f"ledger.item.{most}"),
            most=yuan(built[most]),
        )
    else:
        yield text("ledger.no_capital")
    floor: tuple[Kind, str] = ("revenue", "floor")
    yield _in_each(
        "ledger.revenue",
        yuan=yuan(book.total_yuan("revenue")),
        before=yuan(before.total_yuan("revenue")),
        floor=count(scenario.costs.revenue_floor_pupils),
        short=yuan(book.item_yuan().get(floor, 0.0)),
        short_before=yuan(before.item_yuan().get(floor, 0.0)),
    )
    yield _in_each("ledger.payroll", yuan=yuan(result.accounts.payroll_today_yuan))


def _net_said(book: Ledger, before: Ledger) -> Iterator[Cell]:
    """Yield how the net cost of the summary comes from spending, and whose the indicators are."""
    funds, funds_before = book.total_yuan("revenue"), before.total_yuan("revenue")
    yield _in_each(
        "ledger.net",
        # To the yuan, so that what is taken off can be taken off by hand.
        spent=count(book.total_yearly_yuan),
        funds=count(funds),
        net=count(round(book.total_yearly_yuan) - round(funds)),
        spent_before=count(before.spending_yuan),
        funds_before=count(funds_before),
        net_before=count(round(before.spending_yuan) - round(funds_before)),
    )
    if book.allocated_yearly_yuan > 0:
        layout = {"spending": yuan(book.spending_yuan), "cost": yuan(book.spending_yuan - funds)}
        yield _in_each("ledger.net_indicators", **layout)


def items_table(book: Ledger, before: Ledger) -> Table:
    """Return every item with quantity, price, what it comes to today and in the plan."""
    scenario = book.instance.scenario
    now, today = book.item_yuan(), before.item_yuan()
    units = {**before.item_quantity(), **book.item_quantity()}
    bases: dict[tuple[str, str], set[str]] = {}
    for e in (*before.entries, *book.entries):
        found = bases.setdefault((e.kind, e.item), set())
        found |= {"table"} if e.own.any() else set()
        if e.prices and not (len(e.own) and e.own.all()):
            found.add(mark_of(scenario, e.prices[0]))
    rows: list[list[Cell]] = []
    # In the order of the ledger: capital, annual, revenue, households.
    for key in sorted(units, key=lambda k: KINDS.index(k[0])):
        quantity, unit = book.item_quantity().get(key, (0.0, units[key][1]))
        mean = now.get(key, 0.0) / quantity if quantity else np.nan
        shown = f"{quantity:,.0f}" if quantity >= 10 else f"{quantity:,.4g}"
        one = text(f"ledger.unit_one.{unit}")
        rows.append(
            [
                text(f"ledger.kind.{key[0]}"),
                text(f"ledger.item.{key[1]}"),
                shown,
                one if shown == "1" else text(f"ledger.unit.{unit}"),
                "—" if np.isnan(mean) else _plain(mean),
                yuan(today.get(key, 0.0)),
                yuan(now.get(key, 0.0)),
                "".join(SIGNS[m] for m in SIGNS if m in bases[key]),
            ]
        )
    names = ("kind", "item", "quantity", "unit", "unit_yuan", "today", "plan", "mark")
    return Table(_heads(*names), rows, frozenset({2, 4, 5, 6}))


def prices_table(book: Ledger) -> Table:
    """Return every price with its range, what the run uses, and where it stands."""
    names, known = price_names(), {o.key: o for o in options()}
    scenario = book.instance.scenario
    rows: list[list[Cell]] = []
    paid = {key for e in book.entries for key in e.prices}
    for key, price in prices().items():
        # What schools are fitted out with means nothing where nobody is.
        if is_of_allocation(key) and key not in paid:
            continue
        low, used, high = price_values(scenario, price)
        # Where the scenario sets its own, the document vouches for the range alone.
        mark = text(f"ledger.mark.{mark_of(scenario, key)}")
        shown = [_plain(v) for v in (low, used, high)]
        rows.append(
            [_cell(names[key]), *shown, unit_words(known, key), mark, _cell(price.document)]
        )
    heads = _heads("price", "low", "used", "high", "unit", "mark", "document")
    return Table(heads, rows, frozenset({1, 2, 3}))


def tornado_table(bars: list[Bar]) -> Table:
    """Return the numbers of the tornado."""
    names = price_names()
    rows: list[list[Cell]] = [
        [
            _cell(names[b.key]),
            *(_plain(v) for v in (b.low, b.used, b.high)),
            yuan(b.total_low_yuan),
            yuan(b.total_high_yuan),
            yuan(b.span_yuan),
            text(f"ledger.mark.{b.mark}"),
        ]
        for b in bars
    ]
    heads = _heads("price", "low", "used", "high", "at_low", "at_high", "span", "mark")
    return Table(heads, rows, frozenset(range(1, 7)))


def _tornado(book: Ledger, bars: list[Bar]) -> Iterator[Block]:
    if not bars:
        yield Paragraph(text("ledger.tornado_none"))
        return
    yield Paragraph(text("ledger.tornado_lead"))
    first, names = bars[0], price_names()
    said = {"low": _plain(first.low), "high": _plain(first.high), "span": yuan(first.span_yuan)}
    yield Paragraph(_in_each("ledger.tornado_most", name=names[first.key], **said))
    total = f"{book.total_yearly_yuan:,.0f}"
    caption = text("ledger.tornado_alt", total=total)
    yield Chart(TornadoChart(bars, book.total_yearly_yuan, names, caption), caption)
    yield Grid(tornado_table(bars), "villages")


def _schools(result: Result, book: Ledger) -> Iterator[Block]:
    """Yield the schools on which most is spent once."""
    layout, added = book.by_site_yuan("capital"), book.by_site_yuan("allocation")
    by_site = layout + added
    if not by_site.any():
        return
    bought = bool(added.any())
    built = result.accounts.building_yuan
    names = names_of(result.county.schools)
    order = sorted(np.flatnonzero(by_site).tolist(), key=lambda j: (-by_site[j], j))
    rows: list[list[Cell]] = [
        [
            names.get(book.instance.site_id[j], book.instance.site_id[j]),
            yuan(float(built[j])),
            yuan(float(layout[j] - built[j])),
            *([yuan(float(added[j]))] if bought else []),
            yuan(float(by_site[j])),
        ]
        for j in order[:MOST_SCHOOLS]
    ]
    yield Title(text("ledger.schools"))
    names_of_columns = (
        "school",
        "built",
        "once",
        *(["allocation", "in_all"] if bought else ["plan"]),
    )
    numbers = frozenset(range(1, len(names_of_columns)))
    yield Grid(Table(_heads(*names_of_columns), rows, numbers))
    if len(order) > MOST_SCHOOLS:
        yield Paragraph(text("ledger.schools_more", n=len(order) - MOST_SCHOOLS), note=True)


def _in_each(key: str, **fields: object) -> Name:
    """Return a sentence whose fields are said in its own language."""
    return {lang: text(key, **{n: _say(v, lang) for n, v in fields.items()}).say(lang) for lang in LANGS}  # fmt: skip


def _say(value: object, lang: str) -> object:
    if isinstance(value, Text):
        return value.say("zh" if lang == "zh" else "en")
    return value[lang] if isinstance(value, dict) else value


def _cell(said: object) -> Cell:
    assert isinstance(said, dict)
    return {str(lang): str(words) for lang, words in said.items()}


def _plain(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.4g}"


def _heads(*names: str) -> tuple[Text, ...]:
    return tuple(text(f"ledger.head.{name}") for name in names)
