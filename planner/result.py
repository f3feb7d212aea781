"""What a run came to: everything that a page, a table or a map is drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planner.accounts import Accounts
from planner.allocation.instance import ResourceInstance
from planner.allocation.plan import ResourcePlan
from planner.county import County
from planner.findings import Finding
from planner.instance import Instance
from planner.plan import Outcome, Plan
from planner.scenario import Scenario
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import StaffPlan

if TYPE_CHECKING:
    import pandas

    from planner.balance.moments import Moment


@dataclass(frozen=True)
class StaffRound:
    """One turn of the loop between layout and staffing; the first has no premium.

    Parameters
    ----------
    number
        Counted from 0, the layout alone.
    status
        Of the layout: ``optimal`` and so on; without a plan the figures are NaN and -1.
    layout_cost_yuan
        What the layout costs a year as money is counted, without the premium.
    premium_yuan
        What its open sites were charged for lessons nobody could give in earlier rounds.
    schools_open
        Schools that run after the layout.
    uncovered_priority_periods, uncovered_periods
        Weekly periods that staffing left uncovered.
    seconds
        Layout and staffing together.
    staffing_status
        Of the staffing; empty where there was none.
    kept
        Whether the plan of the run is this round's.
    why_not
        Why it is not: ``no_plan``, ``same_plan``, ``forced_exit``, ``worse_layout`` (a goal
        that stands before money), ``no_better``; empty where a later round was better yet.
    """

    number: int
    status: str
    layout_cost_yuan: float
    premium_yuan: float
    schools_open: int
    uncovered_priority_periods: float
    uncovered_periods: float
    seconds: float
    staffing_status: str = ""
    kept: bool = False
    why_not: str = ""


@dataclass(frozen=True, eq=False)
class StaffResult:
    """Who teaches where after the layout.

    Parameters
    ----------
    instance, plan
        What staffing was given and what it decided.
    outcome
        What its search can vouch for.
    findings
        What is to be said of the staff and the lessons: made-up supply, gaps.
    audit_findings
        What the audit of the staffing plan saw; empty for a plan that passes.
    rounds
        The turns of the loop with the layout, at least one.
    supply
        Where the staff come from: ``source`` (``table`` or ``synthetic``) and what else is
        to be told in the manifest.
    """

    instance: StaffInstance
    plan: StaffPlan
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    audit_findings: tuple[Finding, ...] = ()
    rounds: tuple[StaffRound, ...] = ()
    supply: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class ResourceResult:
    """What is built and bought for which school after the layout.

    Parameters
    ----------
    instance, plan
        What the allocation was given and what it decided.
    outcome
        What its search can vouch for.
    audit_findings
        What the audit of the allocation saw; empty for one that passes.
    """

    instance: ResourceInstance
    plan: ResourcePlan
    outcome: Outcome
    audit_findings: tuple[Finding, ...] = ()


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
    staffing
        Who teaches where, None where the run was not asked.
    moments
        Further moments at which balance is judged, after those of layout and staffing: what
        schools have once money was allocated.
    resources
        What is bought for schools, None where the run was not asked.
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
    staffing: StaffResult | None = None
    moments: tuple[Moment, ...] = ()
    resources: ResourceResult | None = None

    @property
    def faults(self) -> tuple[Finding, ...]:
        """What the audits of the layout, of staffing and of the allocation saw."""
        staffing = self.staffing.audit_findings if self.staffing is not None else ()
        resources = self.resources.audit_findings if self.resources is not None else ()
        return (*self.audit_findings, *staffing, *resources)
