"""Budget: money spent once and money spent a year stay within their ceilings."""

from __future__ import annotations

from planner.accounts import Accounts
from planner.audit.violation import Violation, breach, exceeds
from planner.instance import Instance
from planner.plan import Plan

NAME = "budget"


def violation(instance: Instance, plan: Plan, accounts: Accounts) -> list[Violation]:
    """Capital of the county <= its ceiling; running cash a year <= its ceiling."""
    del plan
    budget = instance.scenario.budget
    sums = (
        ("capital", accounts.county_capital_yuan, budget.capital_yuan),
        ("annual", accounts.running_yuan, budget.annual_yuan),
    )
    return [
        breach(NAME, what, (), value - most, "yuan", value=value, most=most)
        for what, value, most in sums
        if most is not None and exceeds(value, most)
    ]
