"""Circuit: shared posts keep to the way, the week and the number of those who share them."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from planner.audit.staffing.violation import Violation, breach
from planner.audit.violation import TOLERANCE_MINUTES, exceeds
from planner.teachers.capacity import weeks
from planner.teachers.counts import Persons, Profile, indices, profile_of
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import StaffPlan

NAME = "circuit"
Way = tuple[int, int, Profile]


def violation(instance: StaffInstance, plan: StaffPlan, people: Persons) -> list[Violation]:
    """Minutes <= max_minutes; given away <= away_share load posts; posts <= teachers there.

    What is given away and lost on the way is within the load of those who are shared.
    """
    circuits = instance.scenario.staffing.circuits
    posts, given = _posts_and_lessons(instance, plan)
    found = []
    for (a, b, _), count in posts.items():
        ids = (instance.school_id[a], instance.school_id[b])
        words = {"from_school": ids[0], "to_school": ids[1], "posts": count}
        minutes = float(instance.minutes[a, b])
        runs = instance.school_open[a] and instance.school_open[b] and a != b
        if circuits.max_minutes == 0 or not runs or np.isnan(minutes):
            found.append(breach(NAME, "forbidden", ids, count, "posts", **words))
        elif minutes > circuits.max_minutes + TOLERANCE_MINUTES:
            by = minutes - circuits.max_minutes
            words |= {"value": minutes, "limit": circuits.max_minutes}
            found.append(breach(NAME, "too_far", ids, by, "minutes", **words))
    for (a, b, profile), periods in given.items():
        ids = (instance.school_id[a], instance.school_id[b])
        most = circuits.away_share * _load(instance, profile) * posts.get((a, b, profile), 0)
        if exceeds(periods, most):
            words = {"from_school": ids[0], "to_school": ids[1]}
            words |= {"given": f"{periods:g}", "limit": f"{most:g}"}
            found.append(breach(NAME, "away", ids, periods - most, "periods", **words))
    return found + _those_who_leave(instance, plan, people)


def _those_who_leave(instance: StaffInstance, plan: StaffPlan, people: Persons) -> list[Violation]:
    found = []
    for (s, profile), week in weeks(instance, plan, people).items():
        name = instance.school_id[s]
        there = week.teachers + week.hires
        if week.circuits > there:
            words = {"school": name, "posts": week.circuits, "there": there}
            by = week.circuits - there
            found.append(breach(NAME, "number", (name,), by, "posts", **words))
        gone = week.away_periods + week.lost_periods
        load = _load(instance, profile) * week.circuits
        if exceeds(gone, load):
            words = {"school": name, "given": f"{gone:g}", "limit": f"{load:g}"}
            found.append(breach(NAME, "load", (name,), gone - load, "periods", **words))
    return found


def _posts_and_lessons(
    instance: StaffInstance, plan: StaffPlan
) -> tuple[dict[Way, int], dict[Way, float]]:
    schools = indices(instance.school_id)
    posts: dict[Way, int] = defaultdict(int)
    given: dict[Way, float] = defaultdict(float)
    for row in plan.circuits:
        profile = profile_of(instance, row.band, row.subject, row.language)
        posts[schools[row.from_school], schools[row.to_school], profile] += row.count
    for lessons in plan.lessons:
        if lessons.how == "circuit":
            profile = profile_of(instance, lessons.band, lessons.by_subject, lessons.by_language)
            given[schools[lessons.from_school], schools[lessons.school_id], profile] += (
                lessons.periods
            )
    return posts, given


def _load(instance: StaffInstance, profile: Profile) -> float:
    return float(instance.load_periods[profile[0]]) if profile[0] >= 0 else 0.0
