"""Online: lessons on the screen are for points, within their share, and somebody gives them."""

from __future__ import annotations

import numpy as np

from planner.audit.staffing.violation import Violation, breach
from planner.audit.violation import exceeds
from planner.county.dictionary import STAGES
from planner.instance import Floats
from planner.teachers.counts import Persons, need_of, need_rows
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import StaffPlan
from planner.texts import text

NAME = "online"


def violation(instance: StaffInstance, plan: StaffPlan, people: Persons) -> list[Violation]:
    """On the screen <= max_share need, at points, of subjects allowed, without a language.

    By stage and subject, on the screen <= rooms_per_lesson times the periods given in person,
    without a language, at schools that are no points.
    """
    shown, in_person = _by_row(instance, plan)
    share = instance.scenario.staffing.online.max_share
    found = []
    for n in np.flatnonzero(shown).tolist():
        school, subject = int(instance.need_school[n]), int(instance.need_subject[n])
        ids = (instance.school_id[school], instance.subject_id[subject])
        words = {"school": ids[0], "subject": ids[1]}
        periods, most = float(shown[n]), share * float(instance.need_periods[n])
        if not instance.school_point[school]:
            found.append(breach(NAME, "no_point", ids, periods, "periods", **words))
        elif not instance.subject_online[subject] or instance.need_language[n] >= 0:
            found.append(breach(NAME, "subject", ids, periods, "periods", **words))
        elif exceeds(periods, most):
            words |= {"given": f"{periods:g}", "limit": f"{most:g}"}
            found.append(breach(NAME, "share", ids, periods - most, "periods", **words))
    return found + _given(instance, shown, in_person)


def _given(instance: StaffInstance, shown: Floats, in_person: Floats) -> list[Violation]:
    rooms = instance.scenario.staffing.online.rooms_per_lesson
    source = ~instance.school_point[instance.need_school] & (instance.need_language < 0)
    pairs = zip(instance.need_stage.tolist(), instance.need_subject.tolist(), strict=True)
    found = []
    for stage, subject in sorted(set(pairs)):
        same = (instance.need_stage == stage) & (instance.need_subject == subject)
        given, most = float(shown[same].sum()), rooms * float(in_person[same & source].sum())
        if exceeds(given, most):
            ids = (STAGES[stage], instance.subject_id[subject])
            words = {"stage": text(f"stage.{ids[0]}"), "subject": ids[1]}
            words |= {"given": f"{given:g}", "limit": f"{most:g}"}
            found.append(breach(NAME, "nobody_gives", ids, given - most, "periods", **words))
    return found


def _by_row(instance: StaffInstance, plan: StaffPlan) -> tuple[Floats, Floats]:
    """Return the periods on the screen and in person by need row (N,)."""
    rows = need_rows(instance)
    shown, in_person = np.zeros(instance.needs), np.zeros(instance.needs)
    for row in plan.lessons:
        into = shown if row.how == "online" else in_person
        into[need_of(instance, rows, row)] += row.periods
    return shown, in_person
