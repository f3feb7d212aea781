"""Planning against the concern: the price of a cap, and ways to soften a plan."""

from __future__ import annotations

import math

from planner.concern.study import ConcernStudy, Mitigation
from planner.reports.concern.exposure_section import status_words
from planner.reports.concern.look import county_name, definition_name, share
from planner.reports.figures import Cell, amount
from planner.reports.table import Table
from planner.reports.words import count, yuan
from planner.texts import LANGS, Text, text

_SHOWN = ("D1", "D2", "D3", "all_three")


def price_table(study: ConcernStudy) -> Table:
    """Return every cap tried: how many are affected under it, what it costs more."""
    rows: list[list[Cell]] = []
    for p in study.price:
        capped = math.isfinite(p.max_affected_share)
        rows.append(
            [
                county_name(study, p.county_id),
                definition_name(p.definition),
                share(p.max_affected_share) if capped else text("concern_page.price.no_cap"),
                status_words(p.status, p.gap),
                share(p.affected_share),
                amount(p.annual_yuan, "yuan"),
                signed_yuan(p.extra_yuan),
                _hours(p.extra_pupil_minutes),
                "—" if math.isnan(p.minutes_a_pupil) else f"{p.minutes_a_pupil:.1f}",
                "—" if math.isnan(p.schools_open) else count(p.schools_open),
            ]
        )
    heads = ("county", "definition", "cap", "status", "affected", "yuan", "extra_yuan")
    more = ("extra_minutes", "mean_minutes", "schools")
    return Table(_heads(*heads, *more), rows, frozenset({2, 4, 5, 6, 7, 8, 9}))


def mitigation_table(study: ConcernStudy, county: str) -> Table:
    """Return the ways to soften the county's main plan, the plan as it is first."""
    own = [m for m in study.mitigations if m.plan == study.main.get(county)]
    plain = next((m for m in own if m.kind == "none"), None)
    rows: list[list[Cell]] = [
        [
            text(f"concern_study.mitigation.{m.kind}"),
            status_words(m.status, m.gap),
            *(_against(m, plain, d) for d in _SHOWN),
            share(m.households.get(study.definition, math.nan)),
            signed_yuan(m.public_yuan_a_year),
            signed_yuan(m.household_yuan_a_year),
            amount(m.yuan_per_child_spared, "yuan"),
        ]
        for m in own
    ]
    heads = (
        *_heads("kind", "status"),
        *(definition_name(d) for d in _SHOWN),
        text("concern_page.head.households"),
        *_heads("public_yuan", "household_yuan", "per_child"),
    )
    return Table(heads, rows, frozenset(range(2, 10)))


def _against(m: Mitigation, plain: Mitigation | None, definition: str) -> str:
    """Return the share affected with its change against the plan as it is."""
    value = m.shares.get(definition, math.nan)
    before = plain.shares.get(definition, math.nan) if plain is not None else math.nan
    points = round(100 * (value - before), 1) if math.isfinite(value - before) else 0.0
    if m.kind == "none" or points == 0:
        return share(value)
    return f"{share(value)} {'▲ +' if points > 0 else '▼ −'}{abs(points):.1f}"


def signed_yuan(value: float) -> Cell:
    """Return more or less money with its sign; a dash where it is not known."""
    if not math.isfinite(value):
        return "—"
    if round(value) == 0:
        return "0"
    size = yuan(abs(value))
    sign = "+" if value > 0 else "−"
    return {g: f"{sign}{size.say(g)}" for g in LANGS}


def _hours(minutes: float) -> str:
    if not math.isfinite(minutes):
        return "—"
    hours = round(minutes / 60)
    return f"+{hours:,}" if hours > 0 else f"−{-hours:,}" if hours < 0 else "0"


def _heads(*names: str) -> tuple[Text, ...]:
    return tuple(text(f"concern_page.head.{name}") for name in names)
