"""Audit of a staffing plan: by the rules in words, without the solver."""

from __future__ import annotations

from planner.audit.proof import claim_findings
from planner.audit.staffing.form import form_findings
from planner.audit.staffing.rules import STAFF_RULES
from planner.audit.staffing.violation import Violation
from planner.findings import Finding
from planner.plan import Outcome
from planner.teachers.counts import persons
from planner.teachers.figures import staff_tier_value
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import StaffPlan

__all__ = ["STAFF_RULES", "audit_staffing", "staff_violations"]

COUNT_TIERS = ("short_posts", "without_place", "hires")
"""Objectives that are whole numbers in every plan."""


def staff_violations(instance: StaffInstance, plan: StaffPlan) -> list[Violation]:
    """Return every broken rule of a well-formed staffing plan, rule by rule."""
    people = persons(instance, plan)
    return [v for _, check in STAFF_RULES for v in check(instance, plan, people)]


def audit_staffing(
    instance: StaffInstance, plan: StaffPlan, outcome: Outcome | None = None
) -> tuple[Finding, ...]:
    """Return what is wrong with a staffing plan and with what is claimed for it.

    Parameters
    ----------
    instance
        What the plan was made for.
    plan
        Any plan: the programme's, or one made by hand.
    outcome
        What the search claims; without it only the plan is audited.

    Returns
    -------
    tuple of Finding
        Empty where nothing is wrong. A malformed plan is not counted any further.
    """
    malformed = form_findings(instance, plan)
    if malformed:
        return tuple(malformed)
    found = [v.finding() for v in staff_violations(instance, plan)]
    if outcome is not None:
        staffing = instance.scenario.staffing
        found += claim_findings(
            outcome,
            asked=[t.minimise for t in staffing.objective],
            value_of=lambda name: staff_tier_value(instance, plan, name),
            counts=COUNT_TIERS,
            mip_gap=staffing.mip_gap,
        )
    return tuple(found)
