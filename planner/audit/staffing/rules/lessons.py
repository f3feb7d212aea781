"""Lessons: nobody gives more than their load."""

from __future__ import annotations

from collections import defaultdict

from planner.audit.staffing.violation import Violation, breach
from planner.audit.violation import exceeds
from planner.teachers.capacity import weeks
from planner.teachers.counts import Persons, Place, indices, profile_of
from planner.teachers.instance import BANDS, StaffInstance
from planner.teachers.plan import StaffPlan

NAME = "lessons"


def violation(instance: StaffInstance, plan: StaffPlan, people: Persons) -> list[Violation]:
    """Given at home and away + lost on the road <= load (teachers + hires) + the managers' share.

    What is said to be given by managers, or by hires, is within their own part of it; what the
    others give at home is within what lessons away leave of load (teachers + hires), for managers
    do not travel.
    """
    share = instance.scenario.staffing.leader_load_share
    by_whom = _said(instance, plan)
    found = []
    for place, week in weeks(instance, plan, people).items():
        s, (band, subject, language) = place
        load = float(instance.load_periods[band]) if band >= 0 else 0.0
        posts, gone = week.teachers + week.hires, week.away_periods + week.lost_periods
        parts = {
            "over": (week.used_periods, week.periods),
            "managers": (by_whom[place, "manager"], load * share * week.managers),
            "hires": (by_whom[place, "hire"], load * week.hires),
            "teachers": (by_whom[place, ""], load * week.teachers),
            "travel": (by_whom[place, ""] + by_whom[place, "hire"], max(0.0, load * posts - gone)),
        }
        profile = (
            [*BANDS, ""][band],
            [*instance.subject_id, ""][subject],
            [*instance.language_id, ""][language],
        )
        ids = tuple(i for i in (instance.school_id[s], *profile) if i)
        wrong = [(what, *sums) for what, sums in parts.items() if exceeds(*sums)]
        # Who is over in all is over in some part too; that is said once.
        once = [w for w in wrong if w[0] != "travel"] or wrong
        for what, given, limit in once[:1] if exceeds(*parts["over"]) else once:
            words = {"school": ids[0], "profile": " ".join(ids[1:])}
            words |= {"given": f"{given:g}", "limit": f"{limit:g}"}
            found.append(breach(NAME, what, ids, given - limit, "periods", **words))
    return found


def _said(instance: StaffInstance, plan: StaffPlan) -> dict[tuple[Place, str], float]:
    """Return the periods given at home by place and by whom: manager, hire, or teachers."""
    schools = indices(instance.school_id)
    found: dict[tuple[Place, str], float] = defaultdict(float)
    for row in plan.lessons:
        if row.how not in ("online", "circuit"):
            profile = profile_of(instance, row.band, row.by_subject, row.by_language)
            whom = row.how if row.how in ("manager", "hire") else ""
            found[(schools[row.from_school], profile), whom] += row.periods
    return found
