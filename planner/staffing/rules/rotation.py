"""Of those due for rotation a share moves, some of them backbone teachers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from planner.staffing.rules.row import Row
from planner.staffing.variables import StaffVariables
from planner.teachers.instance import StaffInstance


def rows(instance: StaffInstance, v: StaffVariables) -> Iterator[Row]:
    """Yield the row of the movers and the row of the backbone among them.

    - due who move + cut >= rotation_share due
    - backbone among them + cut >= rotation_backbone_share rotation_share due
    """
    if not v.cut:
        return
    staffing, of = instance.scenario.staffing, v.flows
    due = float(of.class_count[of.class_due].sum())
    moves = of.arc_moves & of.class_due[of.arc_class]
    asked = staffing.rotation_share * due
    sides = (
        ("movers", moves, asked),
        ("backbone", moves & of.class_backbone[of.arc_class], asked),
    )
    shares = (1.0, staffing.rotation_backbone_share)
    for (name, mine, number), share, cut in zip(sides, shares, v.cut, strict=True):
        terms = [(v.arc[a], 1.0) for a in np.flatnonzero(mine).tolist()]
        # Persons are whole: the requirement is the next whole number.
        least = float(np.ceil(number * share - 1e-9))
        yield Row(name, [*terms, (cut, 1.0)], ">=", least)
