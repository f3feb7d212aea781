"""Classrooms: every class has a room."""

from __future__ import annotations

from planner.accounts import Accounts
from planner.audit.violation import Violation, breach, decisions
from planner.instance import Instance
from planner.plan import Plan

NAME = "classrooms"


def violation(instance: Instance, plan: Plan, accounts: Accounts) -> list[Violation]:
    """Classes <= rooms there + rooms added, and rooms added <= rooms that could be added."""
    found = []
    after = decisions(plan)
    for j, name in enumerate(instance.site_id):
        added = after[name].classrooms_added
        rooms, most = int(instance.site_rooms[j]) + added, int(instance.site_new_rooms[j])
        classes = int(accounts.classes[j])
        if classes > rooms:
            words = {"school": name, "classes": classes, "rooms": rooms}
            found.append(breach(NAME, "short", (name,), classes - rooms, "rooms", **words))
        if added > most:
            words = {"school": name, "added": added, "most": most}
            found.append(breach(NAME, "added", (name,), added - most, "rooms", **words))
    return found
