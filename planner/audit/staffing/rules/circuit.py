"""Circuit: lessons at other schools keep to the way, and to the loads of those who give them."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from planner.audit.staffing.violation import Violation, breach
from planner.audit.violation import TOLERANCE_MINUTES, exceeds
from planner.teachers.capacity import visits, weeks
from planner.teachers.counts import Persons
from planner.teachers.instance import BANDS, StaffInstance
from planner.teachers.plan import StaffPlan

NAME = "circuit"


def violation(instance: StaffInstance, plan: StaffPlan, people: Persons) -> list[Violation]:
    """Both schools open, minutes <= max_minutes; away <= most of load (teachers + hires).

    Most of a load is ``min(away_share, 1 / (1 + lost_share))``: what is given away and lost on
    the road is within the loads of those who may travel, and managers do not.
    """
    return [*_ways(instance, plan), *_loads(instance, plan, people)]


def _ways(instance: StaffInstance, plan: StaffPlan) -> list[Violation]:
    limit = instance.scenario.staffing.circuits.max_minutes
    given: dict[tuple[int, int], float] = defaultdict(float)
    for (a, b, _), periods in visits(instance, plan).items():
        given[a, b] += periods
    found = []
    for (a, b), periods in given.items():
        ids = (instance.school_id[a], instance.school_id[b])
        words = {"from_school": ids[0], "to_school": ids[1], "given": f"{periods:g}"}
        minutes = float(instance.minutes[a, b])
        runs = instance.school_open[a] and instance.school_open[b] and a != b
        if limit == 0 or not runs or np.isnan(minutes):
            found.append(breach(NAME, "forbidden", ids, periods, "periods", **words))
        elif minutes > limit + TOLERANCE_MINUTES:
            far = {"value": minutes, "limit": limit}
            found.append(breach(NAME, "too_far", ids, minutes - limit, "minutes", **words, **far))
    return found


def _loads(instance: StaffInstance, plan: StaffPlan, people: Persons) -> list[Violation]:
    circuits = instance.scenario.staffing.circuits
    share = min(circuits.away_share, 1 / (1 + circuits.lost_share))
    found = []
    for (s, (band, subject, language)), week in weeks(instance, plan, people).items():
        load = float(instance.load_periods[band]) if band >= 0 else 0.0
        most = share * load * (week.teachers + week.hires)
        if not exceeds(week.away_periods, most):
            continue
        profile = (
            [*BANDS, ""][band],
            [*instance.subject_id, ""][subject],
            [*instance.language_id, ""][language],
        )
        ids = tuple(i for i in (instance.school_id[s], *profile) if i)
        words = {"school": ids[0], "profile": " ".join(ids[1:])}
        words |= {"given": f"{week.away_periods:g}", "limit": f"{most:g}"}
        by = week.away_periods - most
        found.append(breach(NAME, "away", ids, by, "periods", **words))
    return found
