"""The tables of the report as headings and rows of words, ready to be laid out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from planner.county.dictionary import STAGES
from planner.reports.figures import Cell, amount, change, labelled
from planner.reports.words import count, gap_percent, minutes, signed
from planner.result import Result
from planner.texts import Text, text

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Table:
    """A table for people.

    Parameters
    ----------
    headings
        One per column.
    rows
        Cells in the order of the headings.
    numeric
        Columns set to the right.
    marks
        Style class by row, for the whole row.
    """

    headings: tuple[Text, ...]
    rows: list[list[Cell]]
    numeric: frozenset[int] = frozenset()
    marks: tuple[str, ...] = field(default=())


def indicators(result: Result) -> Table:
    """Return the county's indicators against today."""
    own = result.indicators[result.indicators["group_kind"] == "county"]
    rows: list[list[Cell]] = []
    marks = []
    for row in own.to_dict("records"):
        value, before = float(row["value"]), float(row["baseline"])
        rows.append(
            [
                labelled(str(row["indicator"]), str(row["unit"])),
                amount(before, str(row["unit"])),
                amount(value, str(row["unit"])),
                change(before, value, str(row["unit"])),
            ]
        )
        marks.append("" if rows[-1][-1] == "=" else _verdict(value - before, str(row["better"])))
    return Table(
        _heads("indicator", "today", "after", "change"), rows, frozenset({1, 2, 3}), tuple(marks)
    )


def closures(table: pandas.DataFrame, names: dict[str, str]) -> Table:
    """Return the schools that close or are reduced, who receives, and what is still open."""
    rows: list[list[Cell]] = []
    for row in table.to_dict("records"):
        received = zip(row["receivers"].split(";"), row["receiver_pupils"].split(";"), strict=True)
        to = [f"{names.get(s, s)} {n}" for s, n in received if s]
        rows.append(
            [
                f"{row['name']}（{row['township']}）",
                text(f"kind.{row['kind_before']}"),
                text(f"decision.{row['decision']}"),
                count(row["pupils"]),
                "、".join(to) or "—",
                f"{minutes(row['day_minutes_before'])} → {minutes(row['day_minutes'])}",
                count(row["boarders"]) if row["boarders"] else "",
                {"zh": str(row["reason_zh"]), "en": str(row["reason_en"])},
                {"zh": str(row["still_open_zh"]), "en": str(row["still_open_en"])}
                if row["still_open"]
                else text("page.none"),
            ]
        )
    heads = _heads(
        "school", "kind", "decision", "leaving", "receivers", "day_minutes", "board", "why", "open"
    )
    return Table(heads, rows, frozenset({3, 5, 6}))


def boarding(schools: pandas.DataFrame) -> Table:
    """Return the schools that have or get boarders."""
    own = schools[(schools["boarders"] > 0) | (schools["boarders_before"] > 0)]
    rows: list[list[Cell]] = [
        [
            f"{row['name']}（{row['township']}）",
            text(f"decision.{row['decision']}"),
            count(row["boarders_before"]),
            count(row["boarders"]),
            count(row["beds_today"]),
            count(row["beds_added"]),
            count(row["carers_needed"]),
        ]
        for row in own.to_dict("records")
    ]
    heads = _heads(
        "school", "decision", "boarders_before", "boarders", "beds", "beds_added", "carers"
    )
    return Table(heads, rows, frozenset({2, 3, 4, 5, 6}))


def townships(table: pandas.DataFrame) -> Table:
    """Return schools, minutes and harm by township."""
    rows: list[list[Cell]] = [
        [
            str(row["township"]),
            f"{row['schools_before']} → {row['schools']}",
            count(row["pupils"]),
            f"{minutes(row['day_minutes_before'])} → {minutes(row['day_minutes'])}",
            signed(row["added_minutes_max"]),
            f"{row['over_norm_pupils_before']} → {row['over_norm_pupils']}",
            f"{row['boarders_before']} → {row['boarders']}",
            count(row["affected_pupils"]),
        ]
        for row in table.to_dict("records")
    ]
    heads = _heads(
        "township",
        "schools",
        "pupils",
        "day_minutes",
        "added_max",
        "over_norm",
        "boarders_change",
        "affected",
    )
    return Table(heads, rows, frozenset(range(1, 8)))


def worst(table: pandas.DataFrame) -> Table:
    """Return the worst-off villages."""
    rows: list[list[Cell]] = [
        [
            f"{row['village']}（{row['township']}）",
            text(f"stage.{row['stage']}"),
            count(row["pupils"]),
            *_trip(row, "baseline_"),
            *_trip(row, ""),
            text("report.boards_now") if row["mode_changed"] else signed(row["added_minutes"]),
            text("page.yes") if row["over_norm"] == 1 else "",
        ]
        for row in table.to_dict("records")
    ]
    heads = _heads(
        "village", "stage", "pupils", "today_school", "today_trip", "plan_school", "plan_trip",
        "added", "beyond_norm",
    )  # fmt: skip
    return Table(heads, rows, frozenset({2, 7}))


def proof(result: Result) -> Table:
    """Return what was minimised, how far it came and what is proved, objective by objective."""
    rows: list[list[Cell]] = []
    asked = result.scenario.solver.mip_gap
    for n, tier in enumerate(result.outcome.tiers, 1):
        if tier.gap <= 0:
            words = text("report.proved")
        elif tier.gap <= asked:
            words = text("report.proved_within", gap=gap_percent(tier.gap))
        else:
            words = text("report.not_proved", gap=gap_percent(tier.gap) if tier.gap < 10 else "?")
        rows.append(
            [
                str(n),
                text(f"tier.{tier.name}"),
                f"{tier.value:,.1f}",
                f"{tier.best_bound:,.1f}",
                words,
            ]
        )
    return Table(_heads("order", "objective", "value", "bound", "proof"), rows, frozenset({2, 3}))


def norms(result: Result) -> Table:
    """Return the time limits that the plan was held to."""
    rows: list[list[Cell]] = []
    for stage in STAGES:
        limits = result.scenario.stage_travel(stage)
        numbers = (
            limits.walk_max_minutes,
            limits.ride_max_minutes,
            limits.weekly_max_minutes,
            limits.ceiling_minutes,
            limits.weekly_ceiling_minutes,
        )
        rows.append([text(f"stage.{stage}"), *("—" if v is None else f"{v:g}" for v in numbers)])
    heads = _heads("stage", "walk_norm", "ride_norm", "week_norm", "ceiling", "week_ceiling")
    return Table(heads, rows, frozenset(range(1, 6)))


def findings(result: Result) -> Table:
    """Return what the checks of the inputs and the audit found."""
    rows: list[list[Cell]] = []
    for f in (*result.audit_findings, *result.findings):
        said = {"zh": f.say("zh"), "en": f.say("en")}
        rows.append([text(f"report.severity.{f.severity}"), said, ", ".join(f.ids[:8])])
    return Table(_heads("severity", "found", "ids"), rows)


def _trip(row: dict[Any, Any], which: str) -> list[Cell]:
    school, mode = row[f"{which}school"], row[f"{which}mode"]
    if not mode:
        return [text("map.card.no_school"), "—"]
    spent = minutes(row[f"{which}minutes"])
    return [
        str(school),
        {lang: f"{text(f'mode.{mode}').say(lang)} {spent}" for lang in ("zh", "en")},
    ]


def _verdict(difference: float, better: str) -> str:
    if difference != difference or abs(difference) < 1e-9 or better not in ("higher", "lower"):
        return ""
    return "good" if (difference > 0) == (better == "higher") else "bad"


def _heads(*names: str) -> tuple[Text, ...]:
    return tuple(text(f"report.head.{name}") for name in names)
