"""Teachers of other subjects qualified for one more, as a change of a settled instance.

Each band and subject that is trained becomes a subject of its own, "art+mathematics", that may
give both. Whoever could be trained is; what is counted are the loads that the new lessons need.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from planner.instance import Flags, Ints
from planner.programme.objective import Expression
from planner.programme.variables import Terms
from planner.staffing.again import add_at_most
from planner.staffing.build import StaffProgramme
from planner.staffing.settled import Settled
from planner.teachers.counts import index_of, need_of, need_rows, type_profile
from planner.teachers.instance import BANDS, TEACHING, StaffInstance
from planner.teachers.plan import StaffPlan

_MARK_PERIODS = 1e-3
"""A row that nobody but the trained may give keeps them apart from other teachers."""
Trained = Mapping[tuple[str, str], int]
"""Persons by school and type."""


@dataclass(frozen=True, eq=False)
class Training:
    """A settled instance in which some are trained.

    Parameters
    ----------
    held
        The instance.
    subject
        Number of the subject that they are trained for.
    before
        Band and subject of today by the subject that stands for it and the new one.
    """

    held: Settled
    subject: int
    before: dict[int, tuple[int, int]]


def trainable(held: Settled, subject: int, schools: Flags) -> Flags:
    """Return whether a type could be trained: a teacher there who could then close some gap (T,)."""
    instance = held.instance
    gap = np.flatnonzero(held.gap_periods > 0).tolist()
    found = (instance.type_post == TEACHING) & schools[instance.type_school]
    for t in np.flatnonzero(found).tolist():
        band, own, language = type_profile(instance, t)
        could = any(
            instance.may_teach(band, subject, language, n)
            and not instance.may_teach(band, own, language, n)
            for n in gap
        )
        found[t] = could
    return found


def train(held: Settled, subject: int, who: Flags) -> Training:
    """Return the instance in which all of some types are qualified for one more subject."""
    instance = held.instance
    types = np.flatnonzero(who).tolist()
    kinds = sorted({(int(instance.type_band[t]), int(instance.type_subject[t])) for t in types})
    old = len(instance.subject_id)
    new = {kind: old + 2 * k for k, kind in enumerate(kinds)}
    also = np.zeros((old + 2 * len(kinds),) * 2, dtype=bool)
    np.fill_diagonal(also, True)
    also[:old, :old] = instance.subject_also
    names = list(instance.subject_id)
    for (band, own), q in new.items():
        if own >= 0:
            also[q, :old] = instance.subject_also[own]
        also[q, [subject, q + 1]] = True
        named = instance.subject_id[own] if own >= 0 else ""
        names += [f"{named}+{instance.subject_id[subject]} {BANDS[band]}", f"mark {q}"]
    values: dict[str, Any] = {"subject_id": tuple(names), "subject_also": also}
    for name, blank in (
        ("subject_priority", False),
        ("subject_generalist", False),
        ("subject_online", False),
        ("subject_lesson", True),
        ("most_hires_subject", 0.0),
    ):
        before = getattr(instance, name)
        more = np.full(2 * len(kinds), blank, dtype=before.dtype)
        values[name] = np.concatenate([before, more])
    subjects = instance.type_subject.copy()
    for t in types:
        subjects[t] = new[int(instance.type_band[t]), int(instance.type_subject[t])]
    marks = sorted({(int(instance.type_school[t]), int(subjects[t]) + 1) for t in types})
    trained = replace(instance, type_subject=subjects, **values)
    grown = _with_marks(held, trained, marks)
    return Training(grown, subject, {q: kind for kind, q in new.items()})


def _with_marks(held: Settled, instance: StaffInstance, marks: list[tuple[int, int]]) -> Settled:
    """Return the settled instance with a tiny row for each school and subject of the trained."""
    count = len(marks)
    school = np.array([s for s, _ in marks], dtype=np.int64)
    subject = np.array([q for _, q in marks], dtype=np.int64)
    rows = {
        "need_school": (instance.need_school, school),
        "need_stage": (instance.need_stage, np.zeros(count, dtype=np.int64)),
        "need_subject": (instance.need_subject, subject),
        "need_language": (instance.need_language, np.full(count, -1)),
        "need_periods": (instance.need_periods, np.full(count, _MARK_PERIODS)),
    }
    joined = {name: np.concatenate(pair) for name, pair in rows.items()}
    tiny, nothing = np.full(count, _MARK_PERIODS), np.zeros(count)
    return replace(
        held,
        instance=replace(instance, **joined),
        gap_periods=np.concatenate([held.gap_periods, tiny]),
        shown_periods=np.concatenate([held.shown_periods, nothing]),
        needed_periods=np.concatenate([held.needed_periods, tiny]),
    )


def persons_trained(training: Training, programme: StaffProgramme) -> list[Expression]:
    """Add a number of persons to each pool of trained teachers; return their sum.

    - lessons of a pool that they could not give before <= load persons
    """
    instance, v = training.held.instance, programme.variables
    terms: Terms = []
    for g, pool in enumerate(v.teaching.pools):
        kinds = {p[1] for p in pool.profiles} & set(training.before)
        if not kinds:
            continue
        fresh: Terms = [
            (v.given[g, d], 1.0)
            for d in pool.demands
            if any(_fresh(training, p, n) for p in pool.profiles for n in v.teaching.demands[d].rows)
        ]
        if fresh:
            load = min(float(instance.load_periods[p[0]]) for p in pool.profiles)
            persons = programme.problem.add_variable(f"trained__g{g}", 0, None, "Integer")
            add_at_most(programme, f"trained__g{g}", [*fresh, (persons, -load)], 0.0)
            terms.append((persons, 1.0))
    return [Expression(terms)]


def _fresh(training: Training, profile: tuple[int, int, int], n: int) -> bool:
    """Return whether trained staff may give a row that they could not give before."""
    instance = training.held.instance
    if int(instance.need_subject[n]) != training.subject or profile[1] not in training.before:
        return False
    band, own = training.before[profile[1]]
    return not instance.may_teach(band, own, profile[2], n)


def chosen(training: Training, plan: StaffPlan) -> dict[tuple[int, int, int], int]:
    """Return whom a plan needs trained: persons by school, band and subject of today."""
    instance = training.held.instance
    rows = need_rows(instance)
    periods: dict[tuple[int, int, int], float] = defaultdict(float)
    for row in plan.lessons:
        if row.by_subject not in instance.subject_id[-2 * len(training.before) :]:
            continue
        q = instance.subject_id.index(row.by_subject)
        language = index_of(instance.language_id, row.by_language)
        profile = (BANDS.index(row.band), q, language)
        if _fresh(training, profile, need_of(instance, rows, row)):
            school = instance.school_id.index(row.from_school)
            periods[school, *training.before[q]] += row.periods
    load: Ints = instance.load_periods
    return {
        place: int(np.ceil(given / float(load[place[1]]) - 1e-6))
        for place, given in sorted(periods.items())
        if given > _MARK_PERIODS
    }


def split_off(held: Settled, persons: Mapping[tuple[int, int, int], int]) -> tuple[Settled, Flags]:
    """Return the instance with so many set apart by school, band and subject, and which they are."""
    instance = held.instance
    left = dict(persons)
    source, count, mine = [], [], []
    for t in range(instance.types):
        n = int(instance.type_count[t])
        key = (int(instance.type_school[t]), int(instance.type_band[t]), int(instance.type_subject[t]))
        teaches = int(instance.type_post[t]) == TEACHING
        k = min(n, left.get(key, 0)) if teaches else 0
        if k:
            left[key] -= k
        for size, apart in ((n - k, False), (k, True)):
            if size:
                source.append(t)
                count.append(size)
                mine.append(apart)
    order = np.array(source, dtype=np.int64)
    values: dict[str, Any] = {
        name: getattr(instance, name)[order]
        for name in instance.__dataclass_fields__
        if name.startswith("type_") and name not in ("type_id", "type_count")
    }
    values["type_id"] = tuple(
        f"{instance.type_id[t]}{' trained' if apart else ''}"
        for t, apart in zip(source, mine, strict=True)
    )
    values["type_count"] = np.array(count, dtype=np.int64)
    divided = replace(held, instance=replace(instance, **values), movable=held.movable[order])
    return divided, np.array(mine, dtype=bool)
