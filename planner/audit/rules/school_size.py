"""School size: neither too small to run nor larger than its kind may be."""

from __future__ import annotations

import math

from planner.accounts import Accounts
from planner.audit.violation import Violation, breach, decisions
from planner.instance import Instance
from planner.plan import Plan

NAME = "school_size"


def violation(instance: Instance, plan: Plan, accounts: Accounts) -> list[Violation]:
    """Least <= pupils <= most, by the kind after the plan, at every open site.

    The most is the kind's limit or the site's own, whichever is less. That of a school that
    exists is never below what it teaches today.
    """
    limits = instance.scenario.schools
    found = []
    after = decisions(plan)
    for j, name in enumerate(instance.site_id):
        kind = after[name].kind
        if kind is None:
            continue
        pupils = int(accounts.pupils[j].sum())
        least, most = getattr(limits.min_pupils, kind), getattr(limits.max_pupils, kind)
        words = {"school": name, "pupils": pupils}
        if least is not None and pupils < least:
            short = least - pupils
            found.append(breach(NAME, "small", (name,), short, "pupils", least=least, **words))
        own = float(instance.site_max_pupils[j])
        if math.isfinite(own):
            most = int(own) if most is None else min(most, int(own))
        if most is None:
            continue
        if instance.site_existing[j]:
            most = max(most, int(instance.site_pupils_today[j].sum()))
        if pupils > most:
            over = pupils - most
            found.append(breach(NAME, "large", (name,), over, "pupils", most=most, **words))
    return found
