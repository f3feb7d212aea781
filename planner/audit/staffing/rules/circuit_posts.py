"""Circuit posts: the county shares no more posts than it may."""

from __future__ import annotations

from planner.audit.staffing.violation import Violation, breach
from planner.teachers.counts import Persons
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import StaffPlan

NAME = "circuit_posts"


def violation(instance: StaffInstance, plan: StaffPlan, people: Persons) -> list[Violation]:
    """Shared posts <= circuits.max_posts."""
    most = instance.scenario.staffing.circuits.max_posts
    posts = sum(row.count for row in plan.circuits)
    if most is None or posts <= most:
        return []
    return [breach(NAME, "over", (), posts - most, "posts", posts=posts, most=most)]
