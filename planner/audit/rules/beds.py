"""Beds: every boarder has one."""

from __future__ import annotations

from planner.accounts import Accounts
from planner.audit.violation import Violation, breach, decisions
from planner.instance import Instance
from planner.plan import Plan

NAME = "beds"


def violation(instance: Instance, plan: Plan, accounts: Accounts) -> list[Violation]:
    """Boarders <= beds there + beds added, within what each site and the county may add."""
    found = []
    after = decisions(plan)
    for j, name in enumerate(instance.site_id):
        added = after[name].beds_added
        beds, most = int(instance.site_beds[j]) + added, int(instance.site_new_beds[j])
        boarders = int(accounts.boarders[j])
        if boarders > beds:
            words = {"school": name, "boarders": boarders, "beds": beds}
            found.append(breach(NAME, "short", (name,), boarders - beds, "beds", **words))
        if added > most:
            words = {"school": name, "added": added, "most": most}
            found.append(breach(NAME, "added", (name,), added - most, "beds", **words))
    cap = instance.scenario.boarding.max_new_beds
    total = sum(site.beds_added for site in plan.sites)
    if cap is not None and total > cap:
        found.append(breach(NAME, "county", (), total - cap, "beds", added=total, most=cap))
    return found
