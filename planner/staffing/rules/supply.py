"""Everybody is somewhere after the plan: persons neither appear nor vanish."""

from __future__ import annotations

from collections.abc import Iterator

from planner.programme.variables import Terms
from planner.staffing.rules.row import Row
from planner.staffing.variables import StaffVariables
from planner.teachers.instance import StaffInstance


def rows(instance: StaffInstance, v: StaffVariables) -> Iterator[Row]:  # noqa: ARG001
    """Yield one row by class c of staff.

    - sum over arcs of c of persons + out_c = persons of c
    """
    for c, count in enumerate(v.flows.class_count.tolist()):
        terms: Terms = [(v.arc[a], 1.0) for a in v.arcs_of_class.get(c, [])]
        if c in v.out:
            terms.append((v.out[c], 1.0))
        yield Row(f"c{c}", terms, "==", float(count))
