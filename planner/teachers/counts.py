"""Persons, lessons and hires of a staffing plan as arrays, counted from its decisions alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.instance import Floats, Ints
from planner.teachers.instance import BANDS, MANAGEMENT, StaffInstance
from planner.teachers.plan import Lessons, StaffPlan

AT_SCHOOL = ("teach", "manage", "care", "support")
"""Roles that are done at a school."""
TEACH, MANAGE, CARE, SUPPORT = range(len(AT_SCHOOL))
STAYS_AS = AT_SCHOOL
"""Role of each post of `POSTS` whose holder goes on as before, in the same order."""

Profile = tuple[int, int, int]
"""Band, subject and language (-1: none) that decide which lessons a teacher may give."""
Place = tuple[int, Profile]
"""A school and a profile."""


@dataclass(frozen=True, eq=False)
class Persons:
    """Where everybody is after a plan.

    Parameters
    ----------
    at
        Persons by type, school and role of `AT_SCHOOL`, shape (T, S, 4).
    retire, no_place
        Persons who retire by consent, or have no place (T,).
    """

    at: Ints
    retire: Ints
    no_place: Ints


def persons(instance: StaffInstance, plan: StaffPlan) -> Persons:
    """Count the postings of a plan."""
    at = np.zeros((instance.types, instance.schools, len(AT_SCHOOL)), dtype=np.int64)
    out = {name: np.zeros(instance.types, dtype=np.int64) for name in ("retire", "no_place")}
    types, schools = indices(instance.type_id), indices(instance.school_id)
    for row in plan.postings:
        t = types[row.type_id]
        if row.role in out:
            out[row.role][t] += row.count
        else:
            at[t, schools[row.to_school], AT_SCHOOL.index(row.role)] += row.count
    return Persons(at, out["retire"], out["no_place"])


def moved(instance: StaffInstance, people: Persons) -> Ints:
    """Return the persons who work at another school than today, by type and school (T, S)."""
    all_roles: Ints = people.at.sum(axis=2)
    away = all_roles.copy()
    away[np.arange(instance.types), instance.type_school] = 0
    return away


def type_profile(instance: StaffInstance, t: int) -> Profile:
    """Return what the staff of a type may teach by."""
    return (
        int(instance.type_band[t]),
        int(instance.type_subject[t]),
        int(instance.type_language[t]),
    )


def profile_of(instance: StaffInstance, band: str, subject: str, language: str) -> Profile:
    """Return a profile said in ids; an empty word is none."""
    return (
        index_of(BANDS, band),
        index_of(instance.subject_id, subject),
        index_of(instance.language_id, language),
    )


def hired(instance: StaffInstance, plan: StaffPlan) -> dict[Place, int]:
    """Return the posts hired by school and profile."""
    schools = indices(instance.school_id)
    found: dict[Place, int] = defaultdict(int)
    for row in plan.hires:
        profile = profile_of(instance, row.band, row.subject, row.language)
        found[schools[row.school_id], profile] += row.count
    return dict(found)


def teachers(instance: StaffInstance, people: Persons) -> dict[Place, int]:
    """Return the persons who teach, by school and profile; hires are not among them."""
    return _by_profile(instance, people.at[:, :, TEACH], range(instance.types))


def teaching_managers(instance: StaffInstance, people: Persons) -> dict[Place, int]:
    """Return the managers who have a subject, by school and profile."""
    able = [
        t
        for t in range(instance.types)
        if instance.type_post[t] == MANAGEMENT and may_return(instance, t)
    ]
    return _by_profile(instance, people.at[:, :, MANAGE], able)


def may_return(instance: StaffInstance, t: int) -> bool:
    """Return whether a type has a subject and a band to teach by."""
    return bool(instance.type_subject[t] >= 0) and bool(instance.type_band[t] >= 0)


def need_rows(instance: StaffInstance) -> dict[tuple[int, int, int, int], int]:
    """Return the number of each need row by school, stage, subject and language."""
    columns = (
        instance.need_school,
        instance.need_stage,
        instance.need_subject,
        instance.need_language,
    )
    keys = zip(*(c.tolist() for c in columns), strict=True)
    return {key: n for n, key in enumerate(keys)}


def need_of(
    instance: StaffInstance, rows: Mapping[tuple[int, int, int, int], int], row: Lessons
) -> int:
    """Return the need row of some lessons, -1 where there is none."""
    from planner.county.dictionary import STAGES

    key = (
        index_of(instance.school_id, row.school_id),
        index_of(STAGES, row.stage),
        index_of(instance.subject_id, row.subject),
        index_of(instance.language_id, row.language),
    )
    return rows.get(key, -1)


def given_periods(instance: StaffInstance, plan: StaffPlan) -> Floats:
    """Return the weekly periods given of each need row, in whatever way (N,)."""
    rows = need_rows(instance)
    given = np.zeros(instance.needs)
    for row in plan.lessons:
        given[need_of(instance, rows, row)] += row.periods
    return given


def uncovered_periods(instance: StaffInstance, plan: StaffPlan) -> Floats:
    """Return ``max(0, need_n - given_n)``, weekly periods by need row (N,)."""
    left: Floats = np.maximum(0.0, instance.need_periods - given_periods(instance, plan))
    return np.where(left > 1e-9, left, 0.0)


def indices(words: Iterable[str]) -> dict[str, int]:
    """Return the place of each word."""
    return {word: n for n, word in enumerate(words)}


def index_of(words: Sequence[str], word: str) -> int:
    """Return the place of a word, -1 for the empty or an unknown one."""
    return words.index(word) if word and word in words else -1


def _by_profile(instance: StaffInstance, at: Ints, types: Iterable[int]) -> dict[Place, int]:
    found: dict[Place, int] = defaultdict(int)
    for t in types:
        for s in np.flatnonzero(at[t]).tolist():
            found[s, type_profile(instance, t)] += int(at[t, s])
    return dict(found)
