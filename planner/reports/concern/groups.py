"""Who is affected: by township, language, stage and herding share."""

from __future__ import annotations

import math

from planner.concern.exposure import GroupExposure, PlanExposure
from planner.concern.groups import HERDING_CLASSES, NO_LANGUAGE
from planner.concern.study import ConcernStudy
from planner.county.dictionary import STAGES
from planner.reports.concern.look import band_words, definition_name
from planner.reports.figures import Cell
from planner.reports.table import Table
from planner.reports.words import count
from planner.texts import catalogue, text

KINDS_SHOWN = ("township", "language", "stage", "herding")
"""Kinds of groups in the order of the page."""
_SHOWN = ("D1", "D2", "D3", "all_three")
_MOST = 40
"""Groups of one kind that a page shows; the file holds all."""


def group_name(kind: str, group: str) -> Cell:
    """Return what a group is called: stages and classes by the texts, places as the data says."""
    if group in ("", NO_LANGUAGE) and kind == "language":
        return text("page.unknown")
    for key in (f"{kind}.{group}", f"concern.{kind}.{group}"):
        if key in catalogue():
            return text(key)
    return group


def unit_of(study: ConcernStudy, kind: str) -> str:
    """Return the unit in which a kind is counted: a household has no one stage."""
    return "children" if kind == "stage" else study.unit


def groups_of(
    study: ConcernStudy, plan: PlanExposure, kind: str, definition: str
) -> list[GroupExposure]:
    """Return the groups of a kind, the most exposed first, stages in their order."""
    unit = unit_of(study, kind)
    own = [
        e
        for e in plan.exposures
        if (e.kind, e.definition, e.unit) == (kind, definition, unit) and e.band.total > 0
    ]
    # A group is counted over everybody where the headline's population has no such rows.
    wished = [e for e in own if e.population == study.population]
    own = wished or [e for e in own if e.population == "all"]
    for order in (STAGES, HERDING_CLASSES):
        if {e.group for e in own} <= set(order):
            return sorted(own, key=lambda e: order.index(e.group))
    return sorted(own, key=lambda e: (-_known(e.band.share), e.group))[:_MOST]


def groups_table(study: ConcernStudy, plan: PlanExposure, kind: str) -> Table:
    """Return one row a group: how many there are, and how many each definition affects."""
    found = groups_of(study, plan, kind, study.definition)
    rows: list[list[Cell]] = []
    for e in found:
        bands = {
            x.definition: x.band
            for x in plan.exposures
            if (x.kind, x.group, x.unit, x.population) == (kind, e.group, e.unit, e.population)
        }
        cells: list[Cell] = [band_words(bands[d]) if d in bands else "—" for d in _SHOWN]
        rows.append([group_name(kind, e.group), count(e.band.total), *cells])
    unit = unit_of(study, kind)
    headings = (
        text(f"concern_page.group_kind.{kind}"),
        text(f"concern_page.head.{unit}"),
        *(definition_name(d) for d in _SHOWN),
    )
    return Table(headings, rows, frozenset(range(1, 2 + len(_SHOWN))))


def _known(value: float) -> float:
    return value if math.isfinite(value) else -1.0
