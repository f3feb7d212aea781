"""What a run came to: everything that a page, a table or a map is drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planner.accounts import Accounts
from planner.county import County
from planner.findings import Finding
from planner.instance import Instance
from planner.plan import Outcome, Plan
from planner.scenario import Scenario

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, eq=False)
class Result:
    """One finished run.

    Parameters
    ----------
    county, scenario, instance
        What was asked of what.
    baseline, plan
        Today's arrangement and the plan, both as `Plan`.
    accounts, baseline_accounts
        Their figures by site and for the county.
    outcome
        What the search can vouch for.
    indicators
        Tidy frame: ``indicator, group_kind, group, value, unit, baseline, better``.
    findings
        What the checks of the inputs and the travel network saw.
    audit_findings
        What the audit of the plan saw; empty for a plan that passes.
    basis
        How today's flows of each stage are known: ``attendance``, ``fitted`` or ``assumed``.
    trips
        One row of the travel table for each trip that could be planned, None where they are
        not known: then maps draw straight lines.
    """

    county: County
    scenario: Scenario
    instance: Instance
    baseline: Plan
    plan: Plan
    accounts: Accounts
    baseline_accounts: Accounts
    outcome: Outcome
    indicators: pandas.DataFrame
    findings: tuple[Finding, ...] = ()
    audit_findings: tuple[Finding, ...] = ()
    basis: Mapping[str, str] = field(default_factory=dict)
    trips: pandas.DataFrame | None = None
