"""May teach: lessons are given by staff whose band, subject and language allow it."""

from __future__ import annotations

from planner.audit.staffing.violation import Violation, breach
from planner.teachers.counts import Persons, index_of, need_of, need_rows, profile_of
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import Lessons, StaffPlan

NAME = "may_teach"


def violation(instance: StaffInstance, plan: StaffPlan, people: Persons) -> list[Violation]:
    """Band covers the stage, language is the one asked for, subject fits; and it is said how."""
    rows = need_rows(instance)
    found = []
    for row in plan.lessons:
        if row.how == "online":
            continue
        what = _wrong(instance, need_of(instance, rows, row), row)
        if what:
            ids = (row.school_id, row.subject, row.language, row.from_school)
            words = {
                "school": row.school_id,
                "subject": row.subject,
                "language": row.language,
                "by_school": row.from_school,
                "by_band": row.band,
                "by_subject": row.by_subject,
                "by_language": row.by_language,
            }
            found.append(
                breach(NAME, what, tuple(i for i in ids if i), row.periods, "periods", **words)
            )
    return found


def _wrong(instance: StaffInstance, need: int, row: Lessons) -> str:
    band, by, language = profile_of(instance, row.band, row.by_subject, row.by_language)
    wanted = int(instance.need_language[need])
    if wanted >= 0 and language != wanted:
        return "language"
    if not instance.may_teach(band, by, language, need):
        return "subject"
    if (row.how == "circuit") == (row.from_school == row.school_id):
        return "elsewhere"
    return "" if _said_rightly(instance, need, by, row) else "how"


def _said_rightly(instance: StaffInstance, need: int, by: int, row: Lessons) -> bool:
    """Return whether `own`, `also` and `generalist` are what they say; duties are all three."""
    wanted = index_of(instance.subject_id, row.subject)
    if not instance.subject_lesson[wanted]:
        return True
    goes_with = by >= 0 and bool(instance.subject_also[by, wanted])
    if row.how == "own":
        return by == wanted
    if row.how == "also":
        return by != wanted and goes_with
    if row.how == "generalist":
        point = bool(instance.school_point[instance.need_school[need]])
        return point and bool(instance.subject_generalist[wanted]) and not goes_with
    return True
