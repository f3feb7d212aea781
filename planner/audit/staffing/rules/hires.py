"""Hires: posts are filled within the limits and the money, for lessons, at open schools."""

from __future__ import annotations

from collections import Counter

from planner.audit.staffing.violation import Violation, breach
from planner.audit.violation import exceeds
from planner.teachers.counts import Persons, index_of
from planner.teachers.figures import hire_yuan
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import StaffPlan

NAME = "hires"


def violation(instance: StaffInstance, plan: StaffPlan, people: Persons) -> list[Violation]:
    """Hires <= most_hires; by subject <= most_hires_subject; pay <= hires.budget_yuan."""
    found = []
    posts = sum(row.count for row in plan.hires)
    if posts > instance.most_hires:
        by, most = posts - instance.most_hires, instance.most_hires
        found.append(breach(NAME, "over", (), by, "posts", posts=posts, most=most))
    by_subject = Counter[str]()
    for row in plan.hires:
        by_subject[row.subject] += row.count
        ids = (row.school_id, row.subject)
        words = {"school": row.school_id, "subject": row.subject, "posts": row.count}
        if not instance.school_open[instance.school_id.index(row.school_id)]:
            found.append(breach(NAME, "closed", ids, row.count, "posts", **words))
        if not instance.subject_lesson[index_of(instance.subject_id, row.subject)]:
            found.append(breach(NAME, "no_lesson", ids, row.count, "posts", **words))
    for subject, count in sorted(by_subject.items()):
        limit = float(instance.most_hires_subject[instance.subject_id.index(subject)])
        if count > limit:
            words = {"subject": subject, "posts": count, "most": f"{limit:g}"}
            found.append(breach(NAME, "subject", (subject,), count - limit, "posts", **words))
    return found + _money(instance, plan)


def _money(instance: StaffInstance, plan: StaffPlan) -> list[Violation]:
    budget, pay = instance.scenario.staffing.hires.budget_yuan, hire_yuan(instance, plan)
    if budget is None or not exceeds(pay, budget):
        return []
    words = {"value": f"{pay:,.0f}", "limit": f"{budget:,.0f}"}
    return [breach(NAME, "budget", (), pay - budget, "yuan", **words)]
