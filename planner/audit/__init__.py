"""Audit: is a plan what it says it is, by the rules in words and without the solver."""

from __future__ import annotations

from planner.accounts import account
from planner.audit.form import form_findings
from planner.audit.proof import proof_findings
from planner.audit.rules import RULES
from planner.audit.violation import Violation
from planner.findings import Finding
from planner.instance import Instance
from planner.plan import Outcome, Plan

__all__ = ["RULES", "Violation", "audit_plan", "violations"]


def violations(instance: Instance, plan: Plan) -> list[Violation]:
    """Return every broken rule of a well-formed plan, rule by rule."""
    accounts = account(instance, plan)
    return [v for _, check in RULES for v in check(instance, plan, accounts)]


def audit_plan(
    instance: Instance, plan: Plan, outcome: Outcome | None = None
) -> tuple[Finding, ...]:
    """Return what is wrong with a plan and with what is claimed for it.

    Parameters
    ----------
    instance
        What the plan was made for.
    plan
        Any plan: the programme's, today's, or one made by hand.
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
    found = [v.finding() for v in violations(instance, plan)]
    if outcome is not None:
        found += proof_findings(instance, plan, account(instance, plan), outcome)
    return tuple(found)
