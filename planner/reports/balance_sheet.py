"""Sheets of the workbook in the layout of the supervision tables: a school a row, indicators across."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.balance.audit import NOT_KNOWN, PASSES
from planner.balance.figures import BANDS
from planner.norms import load_profile
from planner.reports.balance import UNITS, Judged, judged
from planner.reports.places import names_of
from planner.reports.sheet_writer import Column, Look, Sheet
from planner.reports.words import pair
from planner.result import Result
from planner.texts import LANGS, Text, text

if TYPE_CHECKING:
    import pandas

NAMES = {"primary": "均衡评估-小学", "junior": "均衡评估-初中"}
"""Sheets of the first profile at the last moment, by band."""
_FIXED = ("school", "township", "school_id", "scope", "pupils")


def balance_sheets(
    result: Result, warning: str, found: list[Judged] | None = None
) -> Iterator[Sheet]:
    """Yield a sheet for each band: schools, indicators and whether they are reached.

    Below the schools stand the county's mean and the coefficient of variation of each indicator,
    small points left out, as the supervision tables have them.
    """
    lead_name = load_profile(result.scenario.balance.profiles[0], "balance").name
    one = [j for j in (found or judged(result)) if j.measures.name == lead_name][-1]
    names = names_of(result.county.schools)
    township = result.county.schools["township"].astype(str).to_dict()
    for b, band in enumerate(BANDS):
        table = _table(one, b, names, township)
        if len(table):
            yield Sheet(NAMES[band], table, tuple(_columns(one, b)), 1, warning)


def _table(
    one: Judged, band: int, names: dict[str, str], township: dict[str, str]
) -> pandas.DataFrame:
    import pandas as pd

    found = one.balance
    figures = found.figures
    rows: list[dict[str, Any]] = []
    own = np.flatnonzero(figures.band == band)
    for r in own.tolist():
        school = figures.school_id[r]
        row: dict[str, Any] = {
            "school": names.get(school, school),
            "township": township.get(school, ""),
            "school_id": school,
            "scope": int(found.small[r]),
            "pupils": int(figures.pupils[r]),
        }
        for i, indicator in enumerate(found.measures.indicators):
            row[indicator.name] = float(found.value[i, r])
            row[f"{indicator.name}_reached"] = _mark(int(found.meets[i, r]))
        row["met"] = int(found.met[r])
        row["met_ok"] = _mark(int(found.rule[r]))
        row["class_long"] = float(figures.largest_class[r])
        rows.append(row)
    if not rows:
        return pd.DataFrame()
    return pd.DataFrame([*rows, *_totals(one, band)], columns=[c.name for c in _columns(one, band)])


def _totals(one: Judged, band: int) -> list[dict[str, Any]]:
    """Return the county's mean and coefficient of each indicator, small points left out."""
    found, figures = one.balance, one.balance.figures
    own = (figures.band == band) & ~found.small
    mean: dict[str, Any] = {"school": _said(text("balance.sheet_mean"))}
    spread: dict[str, Any] = {"school": _said(text("balance.sheet_cv"))}
    mean["pupils"] = int(figures.pupils[own].sum())
    for i, indicator in enumerate(found.measures.indicators):
        known = own & ~np.isnan(found.value[i])
        if not known.any():
            continue
        mean[indicator.name] = float(
            np.average(found.value[i][known], weights=figures.pupils[known])
        )
        row = found.spread(indicator.name, band)
        spread[indicator.name] = row.value
        spread[f"{indicator.name}_reached"] = _mark(row.verdict)
    return [mean, spread]


def _columns(one: Judged, band: int) -> list[Column]:
    """Return the columns with what the sheet of explanations says of each."""
    title = text("say.both", **{g: one.measures.title[g] for g in LANGS})
    moment = text(f"balance.moment.{one.moment.name}")
    by_rule = _said(text("balance.sheet_source", title=title))
    small = f"{one.measures.small_point_pupils:g}"
    columns = [
        _column(n, text(f"balance.head.{n}"), text(f"balance.means.{n}"), "general", "", "input")
        for n in _FIXED[:3]
    ]
    scope = text("balance.means.scope", small=small)
    columns.append(_column("scope", text("balance.head.scope"), scope, "count", "flag", by_rule))
    pupils = text("balance.means.pupils", moment=moment)
    columns.append(
        _column("pupils", text("balance.head.pupils"), pupils, "count", "pupils", "counted")
    )
    for i in one.measures.indicators:
        label, unit = text(f"balance.indicator.{i.name}"), UNITS.get(i.name, "per_100_pupils")
        asked = _asked(i.threshold[band], one.measures.floor_share)
        means = text("balance.means.indicator", moment=moment, asked=asked)
        columns.append(_column(i.name, label, means, "number", unit, by_rule))
        head = text("balance.head.reached", indicator=label)
        limit = f"{one.measures.cv_limit[band]:.2f}"
        means = text("balance.means.reached", limit=limit)
        columns.append(_column(f"{i.name}_reached", head, means, "text", "sign", by_rule))
    least, floor = one.measures.meets_at_least, _share(one.measures.floor_share)
    rules: tuple[tuple[str, Look, str], ...] = (
        ("met", "count", "indicators"),
        ("met_ok", "text", "sign"),
    )
    for name, look, unit in rules:
        rule = text(f"balance.means.{name}", least=least, floor=floor)
        columns.append(_column(name, text(f"balance.head.{name}"), rule, look, unit, by_rule))
    largest = text("balance.means.class_long", limit=f"{one.measures.class_size[band]:g}")
    head = text("balance.head.class_long")
    return [*columns, _column("class_long", head, largest, "count", "pupils", "counted")]


def _asked(threshold: float, floor_share: float) -> Text:
    if np.isnan(threshold):
        return text("balance.means.no_threshold")
    if np.isnan(floor_share):
        return text("balance.means.threshold", threshold=f"{threshold:g}")
    floor = f"{threshold * floor_share:.4g}"
    return text("balance.means.threshold_floor", threshold=f"{threshold:g}", floor=floor)


def _share(share: float) -> str:
    return "—" if np.isnan(share) else f"{100 * share:g}%"


def _column(name: str, head: Text, means: Text, look: Look, unit: str, source: str) -> Column:
    said = {str(lang): means.say(lang) for lang in LANGS}
    return Column(name, head.say("zh"), head.say("en"), look, unit, said, source)


def _mark(verdict: int) -> str:
    return "?" if verdict == NOT_KNOWN else "✓" if verdict == PASSES else "✗"


def _said(said: Text) -> str:
    return " / ".join(pair(said).values())
