"""The norms that bear on a closure, each with its document and how certain it is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

from planner.county.dictionary import STAGES
from planner.norms import Norm, profiles
from planner.reports.dossier.content import Group, NormRow, Receiver
from planner.scenario import Scenario
from planner.texts import Text, text

PROCEDURE = (
    ("steps", "default"),
    ("majority", "draft"),
    ("build_first", "default"),
    ("class_over", "draft"),
    ("few_pupils", "default"),
)
"""Rules of the procedure that no option sets, and how certain they are."""
_LIMITS = {"walk": "walk_max_minutes", "ride": "ride_max_minutes", "board": "weekly_max_minutes"}


def norms_of(
    scenario: Scenario, groups: Sequence[Group], receivers: Sequence[Receiver]
) -> tuple[NormRow, ...]:
    """Return the norms for the stages and modes that a closure touches."""
    documented = {n.key: n for n in profiles()[scenario.norms].norms}
    rows = [_option(scenario, documented, key) for key in _keys(groups, receivers)]
    if any(g.after.mode == "ride" for g in groups):
        rows.append(_rule("bus", "source"))
    rows += [_rule(name, certainty) for name, certainty in PROCEDURE]
    return tuple(row for row in rows if row is not None)


def _keys(groups: Sequence[Group], receivers: Sequence[Receiver]) -> list[str]:
    keys = []
    stages = [s for s in STAGES if any(g.stage == s for g in groups)]
    for stage in stages:
        modes = {w.mode for g in groups if g.stage == stage for w in (g.before, g.after)}
        keys += [f"travel.{stage}.{limit}" for mode, limit in _LIMITS.items() if mode in modes]
    boards = any(g.after.mode == "board" for g in groups)
    if boards or "lower" in stages:
        keys.append("boarding.lowest_stage")
    keys += ["boarding.min_m2_per_bed"] if boards else []
    offered = [s for s in STAGES if any(s in r.classes for r in receivers)]
    keys += [f"schools.class_size.{stage}" for stage in offered]
    return [*keys, "schools.class_size.multigrade"] if offered else keys


def _option(scenario: Scenario, documented: dict[str, Norm], key: str) -> NormRow | None:
    value = reduce(getattr, key.split("."), scenario)
    if value is None:
        return None
    norm = documented.get(key)
    if norm is None or norm.value != value:
        return NormRow(key, _says(key, value), text("dossier.norm.by_scenario"), "scenario")
    document: dict[str, str] = dict(norm.document.items())
    return NormRow(key, _says(key, value), document, norm.certainty)


def _says(key: str, value: Any) -> Text:
    room, *middle, last = key.split(".")
    if room == "travel":
        return text(f"dossier.norm.{last}", stage=text(f"stage.{middle[0]}"), minutes=f"{value:g}")
    if last == "lowest_stage":
        return text("dossier.norm.lowest_stage", stage=text(f"stage.{value}"))
    if last == "min_m2_per_bed":
        return text("dossier.norm.min_m2_per_bed", m2=f"{value:g}")
    if last == "multigrade":
        return text("dossier.norm.multigrade", pupils=f"{value:g}")
    return text("dossier.norm.class_size", stage=text(f"stage.{last}"), pupils=f"{value:g}")


def _rule(name: str, certainty: str) -> NormRow:
    return NormRow(name, text(f"dossier.rule.{name}"), text(f"dossier.rule_from.{name}"), certainty)
