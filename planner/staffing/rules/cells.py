"""Teachers of a cell: a sum that other rows speak of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from planner.programme.variables import Terms
from planner.staffing.flows import NO_PROFILE
from planner.staffing.rules.row import Row
from planner.staffing.variables import StaffVariables
from planner.teachers.counts import TEACH
from planner.teachers.instance import StaffInstance


def rows(instance: StaffInstance, v: StaffVariables) -> Iterator[Row]:  # noqa: ARG001
    """Yield one row by cell e.

    - teachers_e = persons who teach, and hires, of its profiles at its school
    """
    of = v.teaching
    there: dict[int, Terms] = defaultdict(list)
    for (s, role), arcs in v.arcs_into.items():
        for a in arcs if role == TEACH else []:
            profile = v.flows.class_profile[int(v.flows.arc_class[a])]
            if profile != NO_PROFILE and (s, profile) in of.cell_of:
                there[of.cell_of[s, profile]].append((v.arc[a], -1.0))
    for x, (s, profile) in zip(v.hire, of.hires, strict=True):
        if (s, profile) in of.cell_of:
            there[of.cell_of[s, profile]].append((x, -1.0))
    for e, teachers in enumerate(v.teachers):
        yield Row(f"e{e}", [(teachers, 1.0), *there[e]], "==", 0.0)
