"""Canteen: boarders eat where they board."""

from __future__ import annotations

import math

from planner.accounts import Accounts
from planner.audit.violation import Violation, breach
from planner.instance import Instance
from planner.plan import Plan

NAME = "canteen"


def violation(instance: Instance, plan: Plan, accounts: Accounts) -> list[Violation]:
    """Boarders x places a boarder <= places there, where no dormitory and canteen may be added."""
    del plan
    ratio = instance.scenario.boarding.canteen_places_per_boarder
    found = []
    for j, name in enumerate(instance.site_id):
        boarders, places = int(accounts.boarders[j]), int(instance.site_canteen[j])
        needed = math.ceil(boarders * ratio - 1e-9)
        if needed > places and instance.site_new_beds[j] == 0:
            words = {"school": name, "boarders": boarders, "places": places}
            found.append(breach(NAME, "short", (name,), needed - places, "places", **words))
    return found
