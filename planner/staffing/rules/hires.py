"""Posts hired stay within the county's limit, the subjects' limits and the money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from planner.programme.variables import Terms
from planner.staffing.rules.row import Row
from planner.staffing.teaching import most_hires
from planner.staffing.variables import StaffVariables
from planner.teachers.instance import StaffInstance


def rows(instance: StaffInstance, v: StaffVariables) -> Iterator[Row]:
    """Yield the county's row and one by subject q that has a limit.

    - sum of hires <= most_hires, and teacher_yuan sum of hires <= budget
    - sum of hires of q <= most_hires_q
    """
    if not v.hire:
        return
    yield Row("county", [(x, 1.0) for x in v.hire], "<=", float(most_hires(instance)))
    by_subject: dict[int, Terms] = defaultdict(list)
    for x, (_, (_, q, _)) in zip(v.hire, v.teaching.hires, strict=True):
        by_subject[q].append((x, 1.0))
    for q, terms in sorted(by_subject.items()):
        most = float(instance.most_hires_subject[q])
        if np.isfinite(most):
            yield Row(f"q{q}", terms, "<=", most)
