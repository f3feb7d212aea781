"""Serve: every pupil of every demand unit is placed, or is unserved as the rule allows."""

from __future__ import annotations

from collections import Counter

from planner.accounts import Accounts
from planner.audit.violation import Violation, breach, unit_keys, unit_of
from planner.county.dictionary import STAGES
from planner.instance import Instance
from planner.plan import Plan
from planner.texts import text

NAME = "serve"


def violation(instance: Instance, plan: Plan, accounts: Accounts) -> list[Violation]:
    """Check that the assigned and unserved pupils of a unit are its pupils, exactly.

    With ``travel.serve: hard`` a unit may have unserved pupils only where no trip within
    the ceiling brings it to a site that may offer its stage.
    """
    del accounts
    placed: Counter[tuple[str, str, str]] = Counter()
    unserved: Counter[tuple[str, str, str]] = Counter()
    for row in plan.assignments:
        placed[unit_of(row)] += row.pupils
    for left in plan.unserved:
        unserved[unit_of(left)] += left.pupils
    hard = instance.scenario.travel.serve == "hard"
    reachable = instance.reachable
    found = []
    for u, key in enumerate(unit_keys(instance)):
        pupils = int(instance.unit_pupils[u])
        counted = placed[key] + unserved[key]
        ids = (instance.unit_village[u],)
        words = {
            "village": key[0],
            "stage": text(f"stage.{STAGES[int(instance.unit_stage[u])]}"),
            "pupils": pupils,
            "counted": counted,
        }
        if counted != pupils:
            found.append(breach(NAME, "total", ids, abs(counted - pupils), "pupils", **words))
        if hard and unserved[key] and reachable[u]:
            found.append(breach(NAME, "unserved", ids, unserved[key], "pupils", **words))
    return found
