"""Who may give the lessons that a school lacks, after the plan, and what they give instead."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from planner.teachers.capacity import weeks
from planner.teachers.counts import Place, persons, profile_of
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import StaffPlan


@dataclass(frozen=True)
class Able:
    """Who may give the uncovered lessons of a school, and what they do instead.

    Parameters
    ----------
    here, near, county
        Teachers, managers who teach and hires, after the plan: at the school; elsewhere within
        the longest limit of moves and circuits; in the county.
    nearest_minutes, nearest_school
        Of the nearest who works elsewhere; NaN and empty where there is no way.
    gives
        Weekly periods that those here and near give, by subject, most first.
    spare_periods
        What they could still give.
    """

    here: int
    near: int
    county: int
    nearest_minutes: float
    nearest_school: str
    gives: tuple[tuple[str, float], ...]
    spare_periods: float


class Teachers:
    """Finds who may give a school's lessons after the plan, and what they give."""

    def __init__(self, instance: StaffInstance, plan: StaffPlan) -> None:
        self.instance = instance
        self.weeks = weeks(instance, plan, persons(instance, plan))
        self.gives: dict[Place, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        index = {school: s for s, school in enumerate(instance.school_id)}
        for row in plan.lessons:
            if row.how != "online":
                profile = profile_of(instance, row.band, row.by_subject, row.by_language)
                self.gives[index[row.from_school], profile][row.subject] += row.periods

    def of(self, s: int, rows: list[int]) -> Able:
        """Return who may give one of these rows of a school."""
        instance, staffing = self.instance, self.instance.scenario.staffing
        reach = max(staffing.moves.max_minutes, staffing.circuits.max_minutes)
        if instance.school_staff_rooms[s] > 0:
            reach = max(reach, staffing.moves.lodged_max_minutes)
        here = near = county = 0
        nearest, where, spare = np.nan, "", 0.0
        gives: dict[str, float] = defaultdict(float)
        for place, week in self.weeks.items():
            staff = week.teachers + week.managers + week.hires
            if not staff or not any(instance.may_teach(*place[1], n) for n in rows):
                continue
            way = float(instance.minutes[place[0], s])
            county += staff
            if place[0] != s and np.isfinite(way) and not way >= nearest:
                nearest, where = way, instance.school_id[place[0]]
            if place[0] == s:
                here += staff
            elif way <= reach + 1e-6:
                near += staff
            else:
                continue
            spare += max(0.0, week.periods - week.used_periods)
            for subject, periods in self.gives[place].items():
                gives[subject] += periods
        most = tuple(sorted(gives.items(), key=lambda pair: (-pair[1], pair[0])))
        return Able(here, near, county, nearest, where, most, spare)
