"""Harm: no more pupils are affected than the scenario lets pass."""

from __future__ import annotations

import math

from planner.accounts import Accounts
from planner.audit.violation import Violation, breach, exceeds, unit_keys, unit_of
from planner.instance import Instance
from planner.plan import Plan

NAME = "harm"


def violation(instance: Instance, plan: Plan, accounts: Accounts) -> list[Violation]:
    """Affected pupils <= the share x all pupils.

    With ``concern.cap_over: herding`` both sides count a pupil by the herding share of the
    village, nothing where it is not known. Affected are the pupils whose trip the definition of
    the scenario marks, and the unserved of units that have a trip today and that some trip
    within the ceiling could serve.
    """
    share = instance.scenario.concern.max_affected_share
    if share is None:
        return []
    weight = dict(zip(unit_keys(instance), _weight(instance), strict=True))
    count = sum(
        row.pupils * weight[unit_of(row)]
        for row, a in zip(plan.assignments, accounts.option.tolist(), strict=True)
        if a >= 0 and instance.option_affected[a]
    )
    loses = dict(zip(unit_keys(instance), instance.loses_unserved.tolist(), strict=True))
    count += sum(r.pupils * weight[unit_of(r)] for r in plan.unserved if loses[unit_of(r)])
    pupils = zip(instance.unit_pupils.tolist(), _weight(instance), strict=True)
    most = share * sum(n * w for n, w in pupils)
    if not exceeds(count, most):
        return []
    return [breach(NAME, "share", (), count - most, "pupils", count=count, most=most)]


def _weight(instance: Instance) -> list[float]:
    if instance.scenario.concern.cap_over == "pupils":
        return [1.0] * instance.units
    return [0.0 if math.isnan(h) else h for h in instance.unit_herding.tolist()]
