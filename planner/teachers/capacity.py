"""What teachers of one profile at one school can give in a week, and what they give where."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from planner.teachers.counts import (
    Persons,
    Place,
    Profile,
    hired,
    indices,
    profile_of,
    teachers,
    teaching_managers,
)
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import StaffPlan

Visit = tuple[int, int, Profile]
"""A school, another at which its teachers give lessons, and their profile."""


@dataclass(frozen=True)
class Week:
    """The week of the teachers of one profile at one school.

    Parameters
    ----------
    teachers, managers, hires
        Persons who teach, managers with a subject, posts hired.
    periods
        Weekly periods that they can give: ``load (teachers + hires) + leader_load_share load
        managers``, with ``load`` the load of the band.
    lost_periods
        Lost on the road: ``circuits.lost_share`` for each period given at other schools.
    given_periods
        Given at their own school.
    away_periods
        Given at other schools, however many.
    """

    teachers: int
    managers: int
    hires: int
    periods: float
    lost_periods: float
    given_periods: float
    away_periods: float

    @property
    def used_periods(self) -> float:
        """Weekly periods given and lost."""
        return self.given_periods + self.away_periods + self.lost_periods


def weeks(instance: StaffInstance, plan: StaffPlan, people: Persons) -> dict[Place, Week]:
    """Return the week of every profile at every school that has or gives something."""
    staffing = instance.scenario.staffing
    teach, manage = teachers(instance, people), teaching_managers(instance, people)
    hires = hired(instance, plan)
    own, away = _given(instance, plan)
    found = {}
    for place in sorted({*teach, *manage, *hires, *own, *away}):
        band = place[1][0]
        load = float(instance.load_periods[band]) if band >= 0 else 0.0
        posts = teach.get(place, 0) + hires.get(place, 0)
        managers = manage.get(place, 0)
        found[place] = Week(
            teachers=teach.get(place, 0),
            managers=managers,
            hires=hires.get(place, 0),
            periods=load * (posts + staffing.leader_load_share * managers),
            lost_periods=staffing.circuits.lost_share * away.get(place, 0.0),
            given_periods=own.get(place, 0.0),
            away_periods=away.get(place, 0.0),
        )
    return found


def _given(
    instance: StaffInstance, plan: StaffPlan
) -> tuple[dict[Place, float], dict[Place, float]]:
    """Return the periods given by each profile of each school, at home and away."""
    schools = indices(instance.school_id)
    own: dict[Place, float] = defaultdict(float)
    away: dict[Place, float] = defaultdict(float)
    for row in plan.lessons:
        if row.how == "online":
            continue
        profile = profile_of(instance, row.band, row.by_subject, row.by_language)
        into = away if row.how == "circuit" else own
        into[schools[row.from_school], profile] += row.periods
    return own, away


def visits(instance: StaffInstance, plan: StaffPlan) -> dict[Visit, float]:
    """Return the weekly periods that teachers of a school give at another, sorted."""
    schools = indices(instance.school_id)
    found: dict[Visit, float] = defaultdict(float)
    for row in plan.lessons:
        if row.how == "circuit":
            profile = profile_of(instance, row.band, row.by_subject, row.by_language)
            found[schools[row.from_school], schools[row.school_id], profile] += row.periods
    return dict(sorted(found.items()))


def posts_worth(instance: StaffInstance, visit: Visit, periods: float) -> float:
    """Return weekly periods given away as posts: over the load of the band, NaN without a band."""
    band = visit[2][0]
    return periods / float(instance.load_periods[band]) if band >= 0 else float("nan")


def posts_away(instance: StaffInstance, plan: StaffPlan) -> float:
    """Return the posts' worth of weekly periods given at other schools in the county."""
    away = visits(instance, plan)
    return sum((posts_worth(instance, visit, periods) for visit, periods in away.items()), 0.0)
