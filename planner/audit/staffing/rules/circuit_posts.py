"""Circuit posts: the county gives away no more posts' worth of periods than it may."""

from __future__ import annotations

from planner.audit.staffing.violation import Violation, breach
from planner.audit.violation import exceeds
from planner.teachers.capacity import posts_away
from planner.teachers.counts import Persons
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import StaffPlan

NAME = "circuit_posts"


def violation(instance: StaffInstance, plan: StaffPlan, people: Persons) -> list[Violation]:
    """Periods given at other schools, over the load of their band, <= circuits.max_posts."""
    most = instance.scenario.staffing.circuits.max_posts
    posts = posts_away(instance, plan)
    if most is None or not exceeds(posts, most):
        return []
    return [breach(NAME, "over", (), posts - most, "posts", posts=f"{posts:g}", most=most)]
