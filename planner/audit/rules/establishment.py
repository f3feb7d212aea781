"""Establishment: the county employs no more teachers than it may."""

from __future__ import annotations

from planner.accounts import Accounts
from planner.audit.violation import Violation, breach
from planner.instance import Instance
from planner.plan import Plan

NAME = "establishment"


def violation(instance: Instance, plan: Plan, accounts: Accounts) -> list[Violation]:
    """Teaching posts of all open sites <= the establishment, where set."""
    del plan
    most = instance.scenario.staff.establishment_posts
    posts = int(accounts.posts.sum())
    if most is None or posts <= most:
        return []
    return [breach(NAME, "posts", (), posts - most, "posts", posts=posts, most=most)]
