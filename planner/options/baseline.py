"""Today's arrangement as a plan like any other."""

from __future__ import annotations

from planner.county.dictionary import KINDS, MODES, STAGES
from planner.decisions import decisions
from planner.instance import Instance
from planner.plan import Assignment, Mode, Plan, Unserved


def baseline_plan(instance: Instance) -> Plan:
    """Return today: every school as it is, every pupil where they go now.

    Limits that today exceeds stay exceeded: the audit lists them as findings of the
    baseline. Pupils without any trip to a school of today are unserved.
    """
    assignments, unserved = [], []
    for u in range(instance.units):
        village, today = instance.unit_village[u], instance.unit_today[u]
        stage, pupils = STAGES[int(instance.unit_stage[u])], int(instance.unit_pupils[u])
        if instance.unit_site[u] < 0 or instance.unit_mode[u] < 0:
            unserved.append(Unserved(village, stage, today, pupils))
            continue
        mode: Mode = MODES[int(instance.unit_mode[u])]  # type: ignore[assignment]
        assignments.append(Assignment(village, stage, today, today, mode, pupils))
    kinds = [
        KINDS[int(k)] if existing else None
        for k, existing in zip(instance.site_kind, instance.site_existing, strict=True)
    ]
    return Plan(
        sites=decisions(instance, kinds, instance.site_pupils_today, instance.site_boarders_today),
        assignments=tuple(sorted(assignments)),
        unserved=tuple(sorted(unserved)),
    )
