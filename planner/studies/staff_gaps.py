"""Why lessons of a subject have no teacher in a staffed run: the gap, its reasons, its remedies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from planner.county.dictionary import STAGES
from planner.errors import UsageError
from planner.instance import Floats, Ints
from planner.programme.highs import Stop
from planner.programme.solve import interruptible
from planner.studies.gap_limits import Limit, limits_of
from planner.studies.gap_teachers import Able, Teachers
from planner.studies.remedies import remedies
from planner.studies.remedy import Question, Remedy
from planner.studies.staffed_run import StaffedRun
from planner.teachers.counts import need_of, need_rows, uncovered_periods
from planner.teachers.curriculum import load_curriculum
from planner.teachers.files import HOWS
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import StaffPlan
from planner.teachers.reasons import why_uncovered
from planner.texts import text

LEAST_PERIODS = 0.05
"""Weekly periods of a school below which it has no gap."""


@dataclass(frozen=True)
class RowGap:
    """An uncovered need row: its reason is one of `planner.teachers.reasons.why_uncovered`."""

    stage: str
    language: str
    needed_periods: float
    uncovered_periods: float
    why: str


@dataclass(frozen=True)
class SchoolGap:
    """A school whose lessons of a subject are not all given.

    Parameters
    ----------
    needed_periods, uncovered_periods
        A week, of all stages and languages.
    given
        Weekly periods by way of giving them, those above 0.
    rows
        The uncovered need rows.
    able
        Who could give them.
    limits
        Limits that keep others from giving them.
    """

    school_id: str
    name: str
    township: str
    needed_periods: float
    uncovered_periods: float
    given: tuple[tuple[str, float], ...]
    rows: tuple[RowGap, ...]
    able: Able
    limits: tuple[Limit, ...]


@dataclass(frozen=True)
class SubjectGap:
    """The gap of a subject in the county or at one school, and what would close it.

    Parameters
    ----------
    subject
        Its id.
    names
        Its name in Chinese and English.
    school_id
        The school asked for, empty for the county.
    needed_periods, uncovered_periods, given
        Of all that was asked for.
    schools
        Those with a gap, the largest first.
    remedies
        The best first; none where nothing is uncovered.
    status, synthetic
        Of the run.
    """

    subject: str
    names: dict[Literal["zh", "en"], str]
    school_id: str
    needed_periods: float
    uncovered_periods: float
    given: tuple[tuple[str, float], ...]
    schools: tuple[SchoolGap, ...]
    remedies: tuple[Remedy, ...]
    status: str
    synthetic: bool


def explain_subject(
    run: StaffedRun, subject: str, school: str | None, seconds: float
) -> SubjectGap:
    """Explain why lessons of a subject have no teacher, and what would give them one.

    Parameters
    ----------
    subject
        Id or any name that the curriculum knows, in Chinese or English.
    school
        Only this school; None for the county.
    seconds
        For each kind of remedy.

    Raises
    ------
    UsageError
        If there is no such subject or school.
    """
    instance, plan = run.instance, run.plan
    q, names = _subject(instance, subject)
    asked = instance.need_subject == q
    if school is not None:
        if school not in instance.school_id:
            raise UsageError(text("studies.no_school", school=school, folder=run.folder))
        asked &= instance.need_school == instance.school_id.index(school)
    left = np.where(asked, uncovered_periods(instance, plan), 0.0)
    by_school = np.bincount(instance.need_school, weights=left, minlength=instance.schools)
    short = [int(s) for s in np.argsort(-by_school, kind="stable") if by_school[s] > LEAST_PERIODS]
    given = _given(instance, plan, q)
    gap = np.flatnonzero((left > 0) & np.isin(instance.need_school, short))
    found: list[Remedy] = []
    if len(gap):
        with interruptible() as stop:
            found = _remedies(instance, plan, q, gap, seconds, stop)
    able = Teachers(instance, plan)
    here = np.flatnonzero(asked)
    return SubjectGap(
        subject=instance.subject_id[q],
        names=names,
        school_id=school or "",
        needed_periods=float(instance.need_periods[asked].sum()),
        uncovered_periods=float(left.sum()),
        given=_summed(given[here]),
        schools=tuple(_school_gap(instance, plan, s, q, left, given, able) for s in short),
        remedies=tuple(found),
        status=run.status,
        synthetic=run.synthetic,
    )


def _remedies(
    instance: StaffInstance, plan: StaffPlan, q: int, gap: Ints, seconds: float, stop: Stop
) -> list[Remedy]:
    return remedies(Question(instance, plan, q, tuple(gap.tolist()), seconds, stop))


def _subject(instance: StaffInstance, said: str) -> tuple[int, dict[Literal["zh", "en"], str]]:
    """Return the number and names of a subject.

    Raises
    ------
    UsageError
        If neither the curriculum nor the run knows it; with the nearest names.
    """
    curriculum = load_curriculum(instance.scenario.staffing.curriculum)
    found = curriculum.find(said)
    if found is not None and found.subject in instance.subject_id:
        name = found.subject
        zh, en = (curriculum.subject_name(name, lang) for lang in ("zh", "en"))
        return instance.subject_id.index(name), {"zh": zh, "en": en}
    nearest = text(
        "say.both",
        zh="、".join(curriculum.nearest(said, "zh")),
        en=", ".join(curriculum.nearest(said, "en")),
    )
    raise UsageError(text("staff_gap.no_subject", subject=said, nearest=nearest))


def _school_gap(
    instance: StaffInstance,
    plan: StaffPlan,
    s: int,
    q: int,
    left: Floats,
    given: Floats,
    able: Teachers,
) -> SchoolGap:
    mine = np.flatnonzero((instance.need_school == s) & (instance.need_subject == q))
    short = [n for n in mine.tolist() if left[n] > 0]
    return SchoolGap(
        school_id=instance.school_id[s],
        name=instance.school_name[s],
        township=instance.school_township[s],
        needed_periods=float(instance.need_periods[mine].sum()),
        uncovered_periods=float(left[mine].sum()),
        given=_summed(given[mine]),
        rows=tuple(_row_gap(instance, n, float(left[n])) for n in short),
        able=able.of(s, short),
        limits=limits_of(instance, plan, s, q, short, given),
    )


def _row_gap(instance: StaffInstance, n: int, left: float) -> RowGap:
    language = int(instance.need_language[n])
    return RowGap(
        STAGES[int(instance.need_stage[n])],
        instance.language_id[language] if language >= 0 else "",
        float(instance.need_periods[n]),
        left,
        why_uncovered(instance, n),
    )


def _given(instance: StaffInstance, plan: StaffPlan, q: int) -> Floats:
    """Return the weekly periods given of each row of a subject by `HOWS`, shape (N, ways)."""
    rows, given = need_rows(instance), np.zeros((instance.needs, len(HOWS)))
    for row in plan.lessons:
        if row.subject == instance.subject_id[q]:
            given[need_of(instance, rows, row), HOWS.index(row.how)] += row.periods
    return given


def _summed(given: Floats) -> tuple[tuple[str, float], ...]:
    total = given.sum(axis=0)
    pairs = zip(HOWS, total.tolist(), strict=True)
    return tuple((how, periods) for how, periods in pairs if periods > 1e-6)
