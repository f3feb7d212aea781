"""Cover: nothing is taught that is not needed."""

from __future__ import annotations

from planner.audit.staffing.violation import Violation, breach
from planner.audit.violation import exceeds
from planner.county.dictionary import STAGES
from planner.teachers.counts import Persons, given_periods
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import StaffPlan
from planner.texts import text

NAME = "cover"


def violation(instance: StaffInstance, plan: StaffPlan, people: Persons) -> list[Violation]:
    """Periods given of a need row, in whatever way <= periods needed."""
    found = []
    for n, given in enumerate(given_periods(instance, plan).tolist()):
        need = float(instance.need_periods[n])
        if exceeds(given, need):
            school = instance.school_id[int(instance.need_school[n])]
            subject = instance.subject_id[int(instance.need_subject[n])]
            stage = STAGES[int(instance.need_stage[n])]
            words = {"school": school, "subject": subject, "stage": text(f"stage.{stage}")}
            words |= {"given": f"{given:g}", "need": f"{need:g}"}
            ids = (school, stage, subject)
            found.append(breach(NAME, "more", ids, given - need, "periods", **words))
    return found
