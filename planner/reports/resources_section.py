"""The report's section on the allocation, and its lines on the terminal."""

from __future__ import annotations

import numpy as np

from planner.allocation.items import ITEMS, UNITS
from planner.allocation.plan import Purchase, Unreached
from planner.reports.document import Block, Grid, Paragraph, Section, Sentences, Title
from planner.reports.figures import Cell
from planner.reports.places import names_of
from planner.reports.table import Table
from planner.reports.words import count, percent, status_words, yuan
from planner.result import ResourceResult, Result
from planner.texts import Lang, Text, text

SHOWN = 120
"""Rows of a table on the page; all stand in the files."""


def resources_section(result: Result) -> Section:
    """Return the section: what is bought for whom, and what is not reached at what price."""
    resources = result.resources
    assert resources is not None
    names = names_of(result.county.schools)
    blocks: list[Block] = [Sentences(tuple(resource_sentences(resources)))]
    bought = resources.plan.purchases
    if bought:
        blocks.append(Grid(_purchases(bought[:SHOWN], names), "villages"))
        blocks += _more(len(bought), "resources.csv")
    else:
        blocks.append(Paragraph(text("resources.nothing")))
    prices = resources.instance.scenario.resources.prices
    blocks.append(Paragraph(text("resources.note", prices=prices), note=True))
    left = resources.plan.unreached
    if left:
        blocks.append(Title(text("resources.missed_title")))
        blocks.append(Grid(_unreached(left[:SHOWN], names, resources), "villages"))
        blocks += _more(len(left), "resources_unreached.csv")
        blocks.append(Paragraph(text("resources.missed_note"), note=True))
    return Section("resources", text("resources.section"), tuple(blocks))


def resource_lines(resources: ResourceResult, lang: Lang) -> list[str]:
    """Return what the allocation came to for the terminal, one sentence a line."""
    said = [s.say(lang) for s in resource_sentences(resources)]
    if resources.audit_findings:
        n = len(resources.audit_findings)
        said.append(text("resources.audit_failed", n=n).say(lang))
        return [*said, *(f"  {f.say(lang)}" for f in resources.audit_findings[:10])]
    return [*said, text("resources.audit_passed").say(lang)]


def resource_sentences(resources: ResourceResult) -> list[Text]:
    """Return status, money, what is left of it, and how much stays out of reach."""
    plan, instance = resources.plan, resources.instance
    weak_ids = {instance.school_id[s] for s in np.flatnonzero(instance.school_weak)}
    weak = sum(p.yuan for p in plan.purchases if p.school_id in weak_ids)
    said = [text("resources.status", status=status_words(resources.outcome))]
    said.append(
        text(
            "resources.spent",
            yuan=count(plan.yuan),
            schools=len({p.school_id for p in plan.purchases}),
            weak=count(weak),
            share=percent(weak / plan.yuan) if plan.yuan else "—",
        )
    )
    budget = instance.whole_budget_yuan
    if budget is None:
        said.append(text("resources.no_budget"))
    else:
        fields = {"budget": count(budget), "left": count(budget - plan.yuan)}
        said.append(text("resources.budget", **fields))
    missed = [u for u in plan.unreached if u.what != "not_known"]
    priced = sum(u.yuan >= 0 for u in missed)
    said += [] if priced else [text("resources.all_reached")]
    said += [text("resources.missed", n=len(missed), priced=priced)] if missed else []
    unknown = len(plan.unreached) - len(missed)
    return [*said, *([text("resources.unknown", n=unknown)] if unknown else [])]


def _purchases(rows: tuple[Purchase, ...], names: dict[str, str]) -> Table:
    heads = ("school", "item", "quantity", "unit", "yuan", "year", "why")
    cells: list[list[Cell]] = [
        [
            names.get(p.school_id, p.school_id),
            text(f"resources.item.{p.item}"),
            count(p.quantity),
            text(f"resources.unit.{UNITS[ITEMS.index(p.item)]}"),
            count(p.yuan),
            count(p.year),
            text(f"resources.why.{p.why}"),
        ]
        for p in rows
    ]
    return Table(tuple(text(f"resources.head.{h}") for h in heads), cells, frozenset((2, 4, 5)))


def _unreached(
    rows: tuple[Unreached, ...], names: dict[str, str], resources: ResourceResult
) -> Table:
    heads = ("what", "school", "item", "yuan", "blocked")
    least = resources.instance.meets_at_least
    cells: list[list[Cell]] = []
    for u in rows:
        figure: Cell = text("resources.rule", least=least) if u.what == "rule" else ""
        figure = text(f"resources.figure.{u.indicator}") if u.indicator else figure
        school: Cell = names.get(u.school_id, u.school_id)
        if u.band:
            band = text(f"resources.band.{u.band}")
            school = text("page.placed", name=school, township=band) if school else band
        price: Cell = yuan(float(u.yuan)) if u.yuan >= 0 else "—"
        why: Cell = text(f"resources.blocked.{u.blocked}") if u.blocked else ""
        cells.append([text(f"resources.what.{u.what}"), school, figure, price, why])
    return Table(tuple(text(f"resources.head.{h}") for h in heads), cells, frozenset((3,)))


def _more(rows: int, file: str) -> list[Block]:
    if rows <= SHOWN:
        return []
    return [Paragraph(text("resources.more", n=rows - SHOWN, file=file), note=True)]
