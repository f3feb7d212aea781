"""Nobody is posted beyond the places of a school, in whatever role."""

from __future__ import annotations

from collections.abc import Iterator

from planner.staffing.flows import most_in_role
from planner.staffing.rules.row import Row
from planner.staffing.variables import StaffVariables
from planner.teachers.counts import AT_SCHOOL
from planner.teachers.instance import StaffInstance


def rows(instance: StaffInstance, v: StaffVariables) -> Iterator[Row]:
    """Yield one row by school s and role where more could come than there are places.

    - teachers_s <= max(places_s, teachers there today)
    - managers_s <= leaders_s; carers_s <= max(carers_s, carers there today); support likewise
    """
    for role, most in most_in_role(instance).items():
        for s in range(instance.schools):
            arcs = v.arcs_into.get((s, role), [])
            could = sum(int(v.arc[a].upBound or 0) for a in arcs)
            if could > most[s]:
                yield Row(f"s{s}_{AT_SCHOOL[role]}", v.into(s, role), "<=", float(most[s]))
