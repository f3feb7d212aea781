"""Open between: the number of schools of the county."""

from __future__ import annotations

from planner.accounts import Accounts
from planner.audit.violation import Violation, breach
from planner.instance import Instance
from planner.plan import Plan

NAME = "open_between"


def violation(instance: Instance, plan: Plan, accounts: Accounts) -> list[Violation]:
    """Fewest <= open sites <= most, where set."""
    del plan
    least, most = instance.scenario.schools.open_between
    count = int(accounts.open.sum())
    if least is not None and count < least:
        return [breach(NAME, "few", (), least - count, "schools", count=count, least=least)]
    if most is not None and count > most:
        return [breach(NAME, "many", (), count - most, "schools", count=count, most=most)]
    return []
