"""Harm: no more pupils are affected than the scenario lets pass."""

from __future__ import annotations

from planner.accounts import Accounts
from planner.audit.violation import Violation, breach, exceeds, unit_keys, unit_of
from planner.instance import Instance
from planner.plan import Plan

NAME = "harm"


def violation(instance: Instance, plan: Plan, accounts: Accounts) -> list[Violation]:
    """Affected pupils <= the share x all pupils.

    Affected are the pupils whose trip the definition of the scenario marks, and the
    unserved of units that have a trip today and that some trip within the ceiling could
    serve.
    """
    share = instance.scenario.concern.max_affected_share
    if share is None:
        return []
    count = sum(
        row.pupils
        for row, a in zip(plan.assignments, accounts.option.tolist(), strict=True)
        if a >= 0 and instance.option_affected[a]
    )
    loses = dict(zip(unit_keys(instance), instance.loses_unserved.tolist(), strict=True))
    count += sum(row.pupils for row in plan.unserved if loses[unit_of(row)])
    most = share * int(instance.unit_pupils.sum())
    if not exceeds(count, most):
        return []
    return [breach(NAME, "share", (), count - most, "pupils", count=count, most=most)]
