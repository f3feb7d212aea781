"""Kind: a site becomes only what it may become."""

from __future__ import annotations

from planner.accounts import Accounts
from planner.audit.violation import Violation, breach, decisions
from planner.county.dictionary import KINDS
from planner.instance import Instance
from planner.plan import Plan
from planner.texts import text

NAME = "kind"


def violation(instance: Instance, plan: Plan, accounts: Accounts) -> list[Violation]:
    """Check that the kind of an open site is one of those that it may have."""
    del accounts
    found = []
    after = decisions(plan)
    for j, name in enumerate(instance.site_id):
        kind = after[name].kind
        if kind is not None and not instance.site_kinds[j, KINDS.index(kind)]:
            word = text(f"kind.{kind}")
            found.append(breach(NAME, "kind", (name,), 1, "schools", school=name, kind=word))
    return found
