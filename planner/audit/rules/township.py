"""Township: how many schools of each township offer the named stage."""

from __future__ import annotations

from planner.accounts import Accounts
from planner.audit.violation import Violation, breach, decisions
from planner.county.dictionary import OFFERS
from planner.instance import Instance
from planner.plan import Plan
from planner.texts import text

NAME = "township"


def violation(instance: Instance, plan: Plan, accounts: Accounts) -> list[Violation]:
    """Fewest <= open sites of the township that offer the stage <= most, unless exempt."""
    del accounts
    rule = instance.scenario.schools.per_township
    if rule is None:
        return []
    after = decisions(plan)
    counts = dict.fromkeys(instance.township, 0)
    for j, name in enumerate(instance.site_id):
        if rule.stage in OFFERS.get(after[name].kind or "", ()):
            counts[instance.township[int(instance.site_township[j])]] += 1
    found = []
    for township, count in counts.items():
        if township in rule.exempt:
            continue
        words = {"township": township, "count": count, "stage": text(f"stage.{rule.stage}")}
        ids = (township,)
        if count < rule.min:
            by = rule.min - count
            found.append(breach(NAME, "few", ids, by, "schools", least=rule.min, **words))
        if rule.max is not None and count > rule.max:
            by = count - rule.max
            found.append(breach(NAME, "many", ids, by, "schools", most=rule.max, **words))
    return found
