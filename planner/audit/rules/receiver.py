"""Receiver: who takes pupils from elsewhere has rooms for the classes it runs."""

from __future__ import annotations

from planner.accounts import Accounts
from planner.audit.violation import Violation, breach, decisions
from planner.instance import Instance
from planner.plan import Plan

NAME = "receiver"


def violation(instance: Instance, plan: Plan, accounts: Accounts) -> list[Violation]:
    """Classes <= rooms really there + rooms added, at a site that takes pupils from elsewhere.

    That the site takes nobody new while its building is of condition D is part of the rule
    `option`; beds and canteen of boarders have rules of their own.
    """
    newcomers = dict.fromkeys(instance.site_id, 0)
    for row in plan.assignments:
        if row.school_id != row.baseline_school_id:
            newcomers[row.school_id] += row.pupils
    found = []
    after = decisions(plan)
    for j, name in enumerate(instance.site_id):
        short = int(instance.site_rooms_short[j])
        rooms = int(instance.site_rooms[j]) - short + after[name].classrooms_added
        classes = int(accounts.classes[j])
        if short and newcomers[name] and classes > rooms:
            words = {"school": name, "pupils": newcomers[name], "classes": classes, "rooms": rooms}
            found.append(breach(NAME, "rooms", (name,), classes - rooms, "rooms", **words))
    return found
