"""Offered: pupils go only where their stage is taught after the plan."""

from __future__ import annotations

from planner.accounts import Accounts
from planner.audit.violation import Violation, breach, decisions, in_words
from planner.county.dictionary import OFFERS
from planner.instance import Instance
from planner.plan import Plan

NAME = "offered"


def violation(instance: Instance, plan: Plan, accounts: Accounts) -> list[Violation]:
    """Check that the kind of a site after the plan offers the stage of all its pupils."""
    del instance, accounts
    kind = {name: d.kind for name, d in decisions(plan).items()}
    return [
        breach(NAME, "stage", (r.village_id, r.school_id), r.pupils, "pupils", **in_words(r))
        for r in plan.assignments
        if r.stage not in OFFERS.get(kind.get(r.school_id) or "", ())
    ]
