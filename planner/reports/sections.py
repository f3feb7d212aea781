"""The tables of the report as headings and rows of words, ready to be laid out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from planner.county.dictionary import STAGES
from planner.reports.figures import Cell, amount
from planner.reports.proof_said import NO_PROOF, given_up, objective_words
from planner.reports.pupils import beds_beside, few_sum
from planner.reports.table import Table, placed
from planner.reports.table import heads as column_heads
from planner.reports.words import count, few, gap_percent, minutes, signed
from planner.result import Result
from planner.texts import LANGS, Text, text

if TYPE_CHECKING:
    import pandas


def closures(table: pandas.DataFrame, names: dict[str, str], boarders: Mapping[str, str]) -> Table:
    """Return the schools that close or are reduced, who receives, and what is still open.

    Parameters
    ----------
    boarders
        `planner.reports.pupils.boarders_who_move`.
    """
    rows: list[list[Cell]] = []
    for row in table.to_dict("records"):
        received = zip(row["receivers"].split(";"), row["receiver_pupils"].split(";"), strict=True)
        went = [(s, int(n)) for s, n in received if s]
        to = [f"{names.get(s, s)} {few(n)}" for s, n in went]
        nowhere = row["pupils"] - sum(n for _, n in went)
        rows.append(
            [
                placed(row["name"], row["township"]),
                text(f"kind.{row['kind_before']}"),
                text(f"decision.{row['decision']}"),
                few_sum([*(n for _, n in went), nowhere]),
                {"zh": "、".join(to) or "—", "en": ", ".join(to) or "—"},
                _before_and_after(row),
                boarders[row["school_id"]] if row["boarders"] else "",
                {"zh": str(row["reason_zh"]), "en": str(row["reason_en"])},
                {"zh": str(row["still_open_zh"]), "en": str(row["still_open_en"])}
                if row["still_open"]
                else text("page.none"),
            ]
        )
    heads = column_heads(
        "school", "kind", "decision", "leaving", "receivers", "day_minutes", "board", "why", "open"
    )
    return Table(heads, rows, frozenset({3, 5, 6}))


def boarding(schools: pandas.DataFrame) -> Table:
    """Return the schools that have or get boarders."""
    own = schools[(schools["boarders"] > 0) | (schools["boarders_before"] > 0)]
    rows: list[list[Cell]] = [
        [
            placed(row["name"], row["township"]),
            text(f"decision.{row['decision']}"),
            few(row["boarders_before"]),
            few(row["boarders"]),
            count(row["beds_today"]),
            beds_beside(row["beds_added"], row["boarders"]),
            count(row["carers_needed"]),
        ]
        for row in own.to_dict("records")
    ]
    heads = column_heads(
        "school", "decision", "boarders_before", "boarders", "beds", "beds_added", "carers"
    )
    return Table(heads, rows, frozenset({2, 3, 4, 5, 6}), short=frozenset({1}))


def townships(table: pandas.DataFrame) -> Table:
    """Return schools, minutes and harm by township."""
    rows: list[list[Cell]] = [
        [
            str(row["township"]),
            f"{row['schools_before']} → {row['schools']}",
            few(row["pupils"]),
            f"{minutes(row['day_minutes_before'])} → {minutes(row['day_minutes'])}",
            signed(row["added_minutes_max"]),
            f"{few(row['over_norm_pupils_before'])} → {few(row['over_norm_pupils'])}",
            f"{few(row['boarders_before'])} → {few(row['boarders'])}",
            few(row["unserved_pupils"]),
            few(row["affected_pupils"]),
        ]
        for row in table.to_dict("records")
    ]
    heads = column_heads(
        "township",
        "schools",
        "pupils",
        "day_minutes",
        "added_max",
        "over_norm",
        "boarders_change",
        "unserved",
        "affected",
    )
    return Table(heads, rows, frozenset(range(1, 9)))


def proof(result: Result) -> Table:
    """Return what was minimised, how far it came and what is proved, objective by objective."""
    rows: list[list[Cell]] = []
    asked = result.scenario.solver.mip_gap
    for n, tier in enumerate(result.outcome.tiers, 1):
        reached = tier.value if tier.reached is None else tier.reached
        words = proof_words(tier.gap, asked)
        given = given_up(tier)
        if given:
            words = text("report.gave_way", proof=words, share=gap_percent(given))
        unit = "yuan" if tier.name.endswith("_yuan") else ""
        # A bound of minus nought is nought.
        figures = [amount(round(v, 6) + 0.0, unit) for v in (tier.value, reached, tier.best_bound)]
        rows.append([str(n), objective_words(result, tier), *figures, words])
    heads = column_heads("order", "objective", "value", "reached", "bound", "proof")
    return Table(heads, rows, frozenset({2, 3, 4}), short=frozenset({1}))


def proof_words(gap: float, asked: float) -> Text:
    """Return what a gap says, beside the one that was asked for."""
    if gap <= 0:
        return text("report.proved")
    if gap <= asked:
        return text("report.proved_within", gap=gap_percent(gap))
    if gap < NO_PROOF:
        return text("report.not_proved", gap=gap_percent(gap))
    return text("report.unbounded")


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
    heads = column_heads("stage", "walk_norm", "ride_norm", "week_norm", "ceiling", "week_ceiling")
    return Table(heads, rows, frozenset(range(1, 6)))


def findings(result: Result) -> Table:
    """Return what the checks of the inputs and the audit found."""
    rows: list[list[Cell]] = []
    for f in (*result.audit_findings, *result.findings):
        said = {"zh": f.say("zh"), "en": f.say("en")}
        rows.append([text(f"report.severity.{f.severity}"), said, ", ".join(f.ids[:8])])
    return Table(column_heads("severity", "found", "ids"), rows, short=frozenset({0}))


def _before_and_after(row: dict[Any, Any]) -> Cell:
    """Return mean minutes of those who move; in words where all who are left now board."""
    before, after = minutes(row["day_minutes_before"]), minutes(row["day_minutes"])
    if row["day_minutes"] != row["day_minutes"] and row["boarders"]:
        return {lang: f"{before} → {text('mode.board').say(lang)}" for lang in LANGS}
    return f"{before} → {after}"
