"""Left-behind pupils: nobody boards at a school that has no bed for those it teaches."""

from __future__ import annotations

import math

from planner.accounts import Accounts
from planner.audit.violation import Violation, breach, decisions, unit_keys, unit_of
from planner.county.dictionary import STAGES
from planner.instance import Instance
from planner.plan import Plan

NAME = "left_behind"


def violation(instance: Instance, plan: Plan, accounts: Accounts) -> list[Violation]:
    """Boarders + left-behind day pupils of boarding age <= beds, where anyone boards.

    Only with ``boarding.left_behind_first``. The left-behind of a unit are spread evenly over
    its pupils.
    """
    boarding = instance.scenario.boarding
    if not boarding.left_behind_first:
        return []
    lowest = STAGES.index(boarding.lowest_stage)
    named = {(e.village, e.stage) for e in boarding.exceptions}
    units = {key: u for u, key in enumerate(unit_keys(instance))}
    day = dict.fromkeys(instance.site_id, 0.0)
    for row in plan.assignments:
        u = units[unit_of(row)]
        age = STAGES.index(row.stage) >= lowest or (row.village_id, row.stage) in named
        if row.mode != "board" and age:
            share = float(instance.unit_left_behind[u]) / float(instance.unit_pupils[u])
            day[row.school_id] += row.pupils * share
    found = []
    after = decisions(plan)
    for j, name in enumerate(instance.site_id):
        boarders = int(accounts.boarders[j])
        beds = int(instance.site_beds[j]) + after[name].beds_added
        short = math.ceil(boarders + day[name] - 1e-6) - beds
        if boarders and short > 0:
            words = {"school": name, "boarders": boarders, "beds": beds, "day": round(day[name], 1)}
            found.append(breach(NAME, "short", (name,), short, "beds", **words))
    return found
