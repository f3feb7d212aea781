"""The form of a staffing plan: known ids, whole and sensible numbers.

A plan that fails here is not counted any further: sums over unknown ids mean nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import get_args

from planner.county.dictionary import STAGES
from planner.findings import Finding
from planner.teachers.counts import need_of, need_rows
from planner.teachers.instance import BANDS, StaffInstance
from planner.teachers.plan import Hire, How, Lessons, Posting, Role, StaffPlan
from planner.texts import text

NAME = "staff_form"


def form_findings(instance: StaffInstance, plan: StaffPlan) -> list[Finding]:
    """Return what makes the plan unreadable."""
    rows = need_rows(instance)
    return [
        *(f for posting in plan.postings for f in _posting(instance, posting)),
        *(f for hire in plan.hires for f in _hire(instance, hire)),
        *(f for row in plan.lessons for f in _lessons(instance, rows, row)),
    ]


def _finding(what: str, ids: tuple[str, ...], value: object) -> Finding:
    shown = tuple(i for i in ids if i)
    message = text(f"staffing_audit.form.{what}", id=" ".join(shown), value=value)
    return Finding(NAME, "error", message, value=str(value), ids=shown)


def _posting(instance: StaffInstance, row: Posting) -> Iterator[Finding]:
    ids = (row.type_id, row.to_school)
    if row.type_id not in instance.type_id:
        yield _finding("unknown_type", ids, row.type_id)
        return
    if row.role not in get_args(Role):
        yield _finding("unknown_role", ids, row.role)
        return
    home = instance.school_id[int(instance.type_school[instance.type_id.index(row.type_id)])]
    if row.from_school != home:
        yield _finding("not_from_there", ids, row.from_school)
    leaves = row.role in ("retire", "no_place")
    if leaves == bool(row.to_school):
        yield _finding("no_school" if not leaves else "a_school", ids, row.role)
    elif not leaves and row.to_school not in instance.school_id:
        yield _finding("unknown_school", ids, row.to_school)
    if not _count(row.count):
        yield _finding("not_count", ids, row.count)


def _hire(instance: StaffInstance, row: Hire) -> Iterator[Finding]:
    ids = (row.school_id, row.subject)
    if row.school_id not in instance.school_id:
        yield _finding("unknown_school", ids, row.school_id)
    yield from _profile(instance, ids, row.band, row.subject, row.language)
    if not row.subject:
        yield _finding("no_subject", ids, row.subject)
    if not _count(row.count):
        yield _finding("not_count", ids, row.count)


def _profile(
    instance: StaffInstance, ids: tuple[str, ...], band: str, subject: str, language: str
) -> Iterator[Finding]:
    if band not in BANDS:
        yield _finding("unknown_band", ids, band)
    if subject and subject not in instance.subject_id:
        yield _finding("unknown_subject", ids, subject)
    if language and language not in instance.language_id:
        yield _finding("unknown_language", ids, language)


def _lessons(
    instance: StaffInstance, rows: dict[tuple[int, int, int, int], int], row: Lessons
) -> Iterator[Finding]:
    ids = (row.school_id, row.stage, row.subject, row.language)
    known = (
        (row.school_id, instance.school_id),
        (row.stage, STAGES),
        (row.subject, instance.subject_id),
        (row.language, (*instance.language_id, "")),
    )
    if any(word not in words for word, words in known) or need_of(instance, rows, row) < 0:
        yield _finding("no_need", ids, row.periods)
    if row.how not in get_args(How):
        yield _finding("unknown_how", ids, row.how)
    elif row.how == "online":
        if any((row.from_school, row.band, row.by_subject, row.by_language)):
            yield _finding("online_giver", ids, row.from_school)
    else:
        if row.from_school not in instance.school_id:
            yield _finding("unknown_school", ids, row.from_school)
        yield from _profile(instance, ids, row.band, row.by_subject, row.by_language)
    if not (math.isfinite(row.periods) and row.periods > 0):
        yield _finding("not_periods", ids, row.periods)


def _count(value: object) -> bool:
    # A float that happens to be whole is a solver's value that nobody rounded.
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1
