"""Lessons on the screen come from lessons that are given in person somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from planner.programme.variables import Terms
from planner.staffing.rules.row import Row, minus
from planner.staffing.teaching import stage_rows
from planner.staffing.variables import StaffVariables
from planner.teachers.instance import StaffInstance


def rows(instance: StaffInstance, v: StaffVariables) -> Iterator[Row]:
    """Yield the rows of each stage and subject, and of the demands that may be shown.

    - sum on the screen at teaching points <= rooms_per_lesson sum in person elsewhere
    - in person, by demand <= need - uncovered
    """
    if not v.online:
        return
    rooms = instance.scenario.staffing.online.rooms_per_lesson
    for (stage, subject), (takers, givers) in stage_rows(instance).items():
        shown: Terms = [(v.online[n], 1.0) for n in takers.tolist()]
        given: Terms = [(v.in_person[n], 1.0) for n in givers.tolist()]
        yield Row(f"g{stage}_q{subject}", [*shown, *minus(given, rooms)], "<=", 0.0)
    for d, demand in enumerate(v.teaching.demands):
        here: Terms = [(v.in_person[n], 1.0) for n in demand.rows if n in v.in_person]
        if here:
            yield Row(f"d{d}", [*here, (v.uncovered[d], 1.0)], "<=", demand.periods)
