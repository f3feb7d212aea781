"""Layout and staffing in turn: lessons that nobody can give come back to the layout as a price.

After staffing each open site is charged the pay of the posts that its uncovered lessons would
fill (`planner.teachers.premium`), the layout is solved again from the plan it had, and staffed
again. A site keeps what it was charged when it closes, so that the layout does not run in a
circle. The round with the least uncovered lessons is kept, those of priority first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from planner.accounts import STAFFED_TIERS, Accounts
from planner.findings import Finding
from planner.instance import Floats, Instance
from planner.plan import Outcome, Plan
from planner.result import StaffRound
from planner.staffing.forced import Forced
from planner.teachers.counts import uncovered_periods
from planner.teachers.figures import priority_rows
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import StaffPlan
from planner.teachers.premium import site_premium_yuan

ROUNDING = 1e-6
"""Periods and yuan by which two figures may differ and be equal."""


@dataclass(frozen=True, eq=False)
class Laid:
    """A layout: what was asked, what was found, and what it comes to."""

    instance: Instance
    plan: Plan
    outcome: Outcome
    accounts: Accounts


@dataclass(frozen=True, eq=False)
class Staffed:
    """The staffing of a layout; without a plan where somebody would be forced out."""

    instance: StaffInstance
    plan: StaffPlan | None
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    forced: Forced | None = None


@dataclass(frozen=True, eq=False)
class Joined:
    """The round that is kept, and what each of them came to."""

    laid: Laid
    staffed: Staffed
    rounds: tuple[StaffRound, ...]


LayOut = Callable[[Instance, Plan], "Laid | Outcome"]
"""Solves a layout from a plan; gives the outcome alone where it found none."""
PutStaff = Callable[[Laid], Staffed]
"""Staffs a layout."""


def join(first: Laid, staff: PutStaff, lay_out: LayOut) -> Joined:
    """Staff a layout and, while lessons stay uncovered, price and solve it again.

    At most ``staffing.rounds`` times, and not at all where the layout counts no money, where
    either search was interrupted, or where the last round was no better than the one before.

    Parameters
    ----------
    first
        The layout as it was asked.
    staff, lay_out
        The two searches.
    """
    began = perf_counter()
    staffed = staff(first)
    kept, people, premium = first, staffed, first.instance.site_staffing_yuan
    spent = sum(first.outcome.timings_s.values()) + perf_counter() - began
    rounds = [_told(0, first, staffed, spent)]
    best = 0
    while len(rounds) <= first.instance.scenario.staffing.rounds:
        dearer = _dearer(kept, people, premium)
        if dearer is None:
            break
        premium, began = dearer, perf_counter()
        asked = replace(first.instance, site_staffing_yuan=premium)
        laid = lay_out(asked, kept.plan)
        if isinstance(laid, Outcome):
            rounds.append(_without(len(rounds), laid.status, "no_plan", perf_counter() - began))
            break
        same = laid.plan == kept.plan
        staffed = people if same else staff(laid)
        told = _told(len(rounds), laid, staffed, perf_counter() - began)
        why = "same_plan" if same else _why_not(first, laid, staffed, told, rounds[best])
        rounds.append(replace(told, why_not=why))
        if why:
            break
        kept, people, best = laid, staffed, told.number
    rounds[best] = replace(rounds[best], kept=True)
    return Joined(kept, people, tuple(rounds))


def _dearer(laid: Laid, staffed: Staffed, premium: Floats) -> Floats | None:
    """Return the premiums of the next round, None where there is no use in one."""
    stopped = "interrupt" in (laid.outcome.ended_by, staffed.outcome.ended_by)
    goals = {tier.minimise for tier in laid.instance.scenario.objective}
    if staffed.plan is None or stopped or not goals & set(STAFFED_TIERS):
        return None
    pay = laid.instance.scenario.costs.teacher_yuan
    site_id = laid.instance.site_id
    new = np.maximum(premium, site_premium_yuan(staffed.instance, staffed.plan, site_id, pay))
    return new if bool((new > premium + ROUNDING).any()) else None


def _why_not(first: Laid, laid: Laid, staffed: Staffed, told: StaffRound, best: StaffRound) -> str:
    """Return why a round is not kept, empty where it is better than the best so far."""
    if staffed.plan is None:
        return "forced_exit"
    if _worse_before_money(first, laid):
        return "worse_layout"
    now = told.uncovered_priority_periods, told.uncovered_periods
    before = best.uncovered_priority_periods, best.uncovered_periods
    for mine, theirs in zip(now, before, strict=True):
        if abs(mine - theirs) > ROUNDING * max(1.0, abs(theirs)):
            return "" if mine < theirs else "no_better"
    return "no_better"


def _worse_before_money(first: Laid, laid: Laid) -> bool:
    """Return whether a goal that stands before money is reached less well than at first.

    Beyond what tolerance and gap allow. A price must not buy lessons with pupils' trips; only
    a search that ran out of time could.
    """
    gap = first.instance.scenario.solver.mip_gap
    for was, now in zip(first.outcome.tiers, laid.outcome.tiers, strict=False):
        if was.name in STAFFED_TIERS:
            return False
        reached = was.value if was.reached is None else was.reached
        room = (was.tolerance + gap) * abs(reached) + ROUNDING * max(1.0, abs(reached))
        if now.value > reached + room:
            return True
    return len(laid.outcome.tiers) < len(first.outcome.tiers)


def _told(number: int, laid: Laid, staffed: Staffed, seconds: float) -> StaffRound:
    """Return the figures of a round."""
    priority = total = float("nan")
    if staffed.plan is not None:
        left = uncovered_periods(staffed.instance, staffed.plan)
        priority, total = float(left[priority_rows(staffed.instance)].sum()), float(left.sum())
    return StaffRound(
        number=number,
        status=laid.outcome.status,
        layout_cost_yuan=laid.accounts.annual_cost_yuan,
        premium_yuan=laid.accounts.staffing_yuan,
        schools_open=int(laid.accounts.open.sum()),
        uncovered_priority_periods=priority,
        uncovered_periods=total,
        seconds=seconds,
        staffing_status=staffed.outcome.status,
    )


def _without(number: int, status: str, why: str, seconds: float) -> StaffRound:
    nothing = float("nan")
    return StaffRound(number, status, nothing, nothing, -1, nothing, nothing, seconds, why_not=why)
