"""The county's figures in indicators.csv that a run aims at or limits, recomputed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from planner.accounts import STAFFED_TIERS, account, tier_value
from planner.audit.figures import claim, same_number
from planner.equity import aversion_per_minute, ede_minutes
from planner.findings import Finding
from planner.instance import Instance
from planner.plan import Plan

FILE = "indicators.csv"
OBJECTIVES = {
    "unserved_pupils": "unserved_pupils",
    "pupils_over_norm": "pupils_over_norm",
    "excess_pupil_minutes": "excess_pupil_minutes",
    "daily_minutes_worst": "worst_minutes",
    "running_yuan": "running_cost_yuan",
    "annual_cost_yuan": "annual_cost_yuan",
    "household_cost_yuan": "household_cost_yuan",
    "public_plus_household_cost_yuan": "public_plus_household_cost_yuan",
    "public_plus_household_spending_yuan": "public_plus_household_spending_yuan",
    "capital_yuan": "capital_yuan",
    "affected_pupils": "affected_pupils",
    "schools_closed": "schools_closed",
}
"""Objective by the indicator that shows it. What objectives charge for lessons without a teacher
is no part of the indicator."""


def indicator_findings(
    instance: Instance, plan: Plan, rows: Iterable[Mapping[str, str]]
) -> list[Finding]:
    """Return the county's cells of indicators.csv that the plan does not come to."""
    expected = county_totals(instance, plan)
    found = []
    for n, row in enumerate(rows, 2):
        name = row["indicator"]
        if row["group_kind"] != "county" or name not in expected:
            continue
        if not same_number(row["value"], expected[name], None):
            fields = {"value": row["value"], "name": name, "counted": expected[name]}
            found.append(claim("figure", FILE, n, "value", **fields))
    return found


def county_totals(instance: Instance, plan: Plan) -> dict[str, float | None]:
    """Return the county's value of every indicator that an objective or a limit is about."""
    accounts = account(instance, plan)
    charged = accounts.staffing_yuan
    totals: dict[str, float | None] = {
        name: tier_value(instance, plan, accounts, tier) - charged * (tier in STAFFED_TIERS)
        for name, tier in OBJECTIVES.items()
    }
    placed = sum(r.pupils for r in plan.assignments)
    pupils = placed + sum(r.pupils for r in plan.unserved)
    weighed = tier_value(instance, plan, accounts, "kolm_pollak_pupil_minutes")
    aversion = aversion_per_minute(instance.scenario)
    affected = totals["affected_pupils"] or 0.0
    return totals | {
        "pupils_served": float(placed),
        "schools_open": float(accounts.open.sum()),
        "boarders": float(accounts.boarders.sum()),
        "posts_needed": float(accounts.posts.sum()),
        "affected_share": affected / pupils if pupils else None,
        "kolm_pollak_ede_minutes": ede_minutes(weighed / placed, aversion) if placed else None,
    }
