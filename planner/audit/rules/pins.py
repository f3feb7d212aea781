"""Pins: what was fixed beforehand stays so."""

from __future__ import annotations

from planner.accounts import Accounts
from planner.audit.violation import Violation, breach
from planner.instance import Instance
from planner.plan import Plan

NAME = "pins"


def violation(instance: Instance, plan: Plan, accounts: Accounts) -> list[Violation]:
    """Sites that must be open are open; sites that must be closed are not."""
    del plan
    found = []
    for j, name in enumerate(instance.site_id):
        if instance.site_must_open[j] and not accounts.open[j]:
            found.append(breach(NAME, "open", (name,), 1, "schools", school=name))
        if instance.site_must_close[j] and accounts.open[j]:
            found.append(breach(NAME, "close", (name,), 1, "schools", school=name))
    return found
