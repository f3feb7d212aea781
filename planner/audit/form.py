"""The form of a plan: known ids, each once, whole and sensible numbers.

A plan that fails here is not counted any further: sums over unknown ids mean nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator

from planner.audit.violation import unit_keys, unit_of
from planner.county.dictionary import KINDS, MODES, STAGES
from planner.findings import Finding
from planner.instance import Instance
from planner.plan import Assignment, Plan, SiteDecision, Unserved
from planner.texts import text

NAME = "form"


def form_findings(instance: Instance, plan: Plan) -> list[Finding]:
    """Return what makes the plan unreadable."""
    return [
        *_sites(instance, plan),
        *_rows(instance, plan),
    ]


def _finding(what: str, ids: tuple[str, ...], value: object, **fields: object) -> Finding:
    message = text(f"audit.form.{what}", id=" ".join(ids), value=value, **fields)
    return Finding(NAME, "error", message, value=str(value), ids=ids)


def _sites(instance: Instance, plan: Plan) -> Iterator[Finding]:
    counts = Counter(s.school_id for s in plan.sites)
    for name, count in counts.items():
        if name not in instance.site_id:
            yield _finding("unknown_school", (name,), name)
        elif count > 1:
            yield _finding("twice", (name,), count)
    for name in instance.site_id:
        if name not in counts:
            yield _finding("no_decision", (name,), "")
    for site in plan.sites:
        yield from _decision(site)


def _decision(site: SiteDecision) -> Iterator[Finding]:
    ids = (site.school_id,)
    if site.kind is not None and site.kind not in KINDS:
        yield _finding("unknown_kind", ids, site.kind)
    for stage in (*site.classes, *sorted(site.multigrade)):
        if stage not in STAGES:
            yield _finding("unknown_stage", ids, stage)
    counts = (*site.classes.values(), site.classrooms_added, site.beds_added)
    yield from (_finding("not_count", ids, n) for n in counts if not _count(n, 0))
    areas = (site.teaching_area_added_m2, site.sports_area_added_m2)
    yield from (_finding("not_area", ids, m2) for m2 in areas if not 0 <= m2 < math.inf)


def _rows(instance: Instance, plan: Plan) -> Iterator[Finding]:
    units, sites = set(unit_keys(instance)), set(instance.site_id)
    for row in plan.assignments:
        ids: tuple[str, ...] = (row.village_id, row.stage, row.school_id)
        if row.school_id not in sites:
            yield _finding("unknown_school", ids, row.school_id)
        if row.mode not in MODES:
            yield _finding("unknown_mode", ids, row.mode)
    every: tuple[Assignment | Unserved, ...] = (*plan.assignments, *plan.unserved)
    for unit_row in every:
        ids = (unit_row.village_id, unit_row.stage)
        if unit_of(unit_row) not in units:
            yield _finding("unknown_unit", ids, unit_row.baseline_school_id)
        if not _count(unit_row.pupils, 1):
            yield _finding("not_count", ids, unit_row.pupils)
    keys = [(*unit_of(r), r.school_id, r.mode, r.line_id) for r in plan.assignments]
    yield from _twice(keys)
    yield from _twice([unit_of(r) for r in plan.unserved])


def _twice(keys: Iterable[tuple[str, ...]]) -> Iterator[Finding]:
    for key, count in Counter(keys).items():
        if count > 1:
            yield _finding("twice", tuple(k for k in key if k), count)


def _count(value: object, least: int) -> bool:
    # A float that happens to be whole is a solver's value that nobody rounded.
    return isinstance(value, int) and not isinstance(value, bool) and value >= least
