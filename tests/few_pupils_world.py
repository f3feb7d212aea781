"""The run drawn by hand with other numbers of pupils, for what hides one or two of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pages_world import UNITS, counted_anew

from planner.plan import Plan
from planner.result import Result


def with_few(made: Result, few: Mapping[tuple[str, str], int]) -> Result:
    """Return a run with so many pupils of some villages and stages, in the plan as today."""

    def fewer(plan: Plan) -> Plan:
        def own(rows):
            return tuple(
                replace(r, pupils=few.get((r.village_id, r.stage), r.pupils)) for r in rows
            )

        return replace(plan, assignments=own(plan.assignments), unserved=own(plan.unserved))

    pupils = made.instance.unit_pupils.copy()
    for n, (village, stage, *_) in enumerate(UNITS):
        pupils[n] = few.get((village, stage), pupils[n])
    instance = replace(made.instance, unit_pupils=pupils)
    return counted_anew(made, instance, fewer(made.plan), fewer(made.baseline))
