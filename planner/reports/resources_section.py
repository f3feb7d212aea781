"""The report's section on the allocation, and its lines on the terminal."""

from __future__ import annotations

import numpy as np

from planner.allocation.instance import ResourceInstance
from planner.allocation.items import ITEMS, UNITS
from planner.allocation.plan import Purchase, Unreached
from planner.balance.figures import BANDS
from planner.balance.measures import measures_of
from planner.norms import load_profile
from planner.reports import nouns
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
    listed = text(f"resources.list.{prices}")
    blocks.append(Paragraph(text("resources.note", prices=listed), note=True))
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
            schools=nouns.schools(len({p.school_id for p in plan.purchases})),
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
    said += _small_said(instance, missed)
    unknown = len(plan.unreached) - len(missed)
    return [*said, *([text("resources.unknown", n=unknown)] if unknown else [])]


def _small_said(instance: ResourceInstance, missed: list[Unreached]) -> list[Text]:
    """Return how much of what is missed is of small points, which the measures do not count."""
    in_scope = {
        (instance.school_id[s], BANDS[b])
        for s, b, counted in zip(
            instance.part_school, instance.part_band, instance.part_in_scope, strict=True
        )
        if counted
    }
    counted_schools = {school for school, _ in in_scope}
    rest = [
        u
        for u in missed
        if not u.school_id
        or ((u.school_id, u.band) in in_scope if u.band else u.school_id in counted_schools)
    ]
    if len(rest) == len(missed):
        return []
    measures = measures_of(load_profile(instance.scenario.balance.profiles[0], "balance"))
    return [
        text(
            "resources.missed_small",
            small=len(missed) - len(rest),
            limit=f"{measures.small_point_pupils:g}",
            rest=len(rest),
            rule=sum(u.what == "rule" for u in rest),
        )
    ]


def _purchases(rows: tuple[Purchase, ...], names: dict[str, str]) -> Table:
    heads = ("school", "item", "quantity", "unit", "yuan", "year", "why")
    cells: list[list[Cell]] = [
        [
            names.get(p.school_id, p.school_id),
            text(f"resources.item.{p.item}"),
            count(p.quantity),
            _unit(UNITS[ITEMS.index(p.item)], p.quantity),
            count(p.yuan),
            count(p.year),
            text(f"resources.why.{p.why}"),
        ]
        for p in rows
    ]
    return Table(tuple(text(f"resources.head.{h}") for h in heads), cells, frozenset((2, 4, 5)))


def _unit(unit: str, quantity: float) -> Text:
    one = text(f"resources.unit_one.{unit}")
    return one if quantity == 1 else text(f"resources.unit.{unit}")


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
