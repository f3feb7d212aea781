"""Who comes from afar lives in a staff room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from planner.programme.variables import Terms
from planner.staffing.rules.row import Row
from planner.staffing.variables import StaffVariables
from planner.teachers.instance import StaffInstance


def rows(instance: StaffInstance, v: StaffVariables) -> Iterator[Row]:
    """Yield one row by school s with staff rooms to which somebody may come from afar.

    - lodged arrivals of all roles <= staff rooms_s
    """
    lodged: dict[int, Terms] = defaultdict(list)
    for a in np.flatnonzero(v.flows.arc_lodged).tolist():
        lodged[int(v.flows.arc_school[a])].append((v.arc[a], 1.0))
    for s, terms in sorted(lodged.items()):
        yield Row(f"s{s}", terms, "<=", float(instance.school_staff_rooms[s]))
