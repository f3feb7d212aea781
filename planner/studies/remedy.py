"""A remedy for lessons that nobody gives: what it is, and how a change is judged.

The run's plan is held (`planner.staffing.settled`): everybody stays where it has them, and no
lesson that is given is lost. Each remedy changes one thing and is checked by the audit's rules.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from planner.audit.staffing import audit_staffing
from planner.instance import Floats
from planner.programme.highs import Stop
from planner.staffing.again import EQUAL_PERIODS, Again
from planner.staffing.settled import TINY_PERIODS, Settled, changed, settled
from planner.teachers.capacity import posts_away
from planner.teachers.counts import uncovered_periods
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import StaffPlan

LONGEST_CIRCUIT_MINUTES = 120
"""Ways beyond which nobody teaches at another school, whatever the limit."""
LONGEST_MOVE_MINUTES = 240
"""Ways beyond which nobody is moved, whatever the limit."""

Kind = Literal["redivide", "online", "circuits", "training", "moves", "hires"]
KINDS: tuple[Kind, ...] = ("redivide", "online", "circuits", "training", "moves", "hires")
"""Remedies, the easiest first; only hires have a price."""
_STEPS: dict[Kind, float] = {"online": 0.001, "circuits": 0.005, "redivide": 0.005}
"""How near to its bound an amount that is no whole number is the least."""
Result = Literal["closes", "part", "nothing", "cannot", "undecided"]


@dataclass(frozen=True)
class Where:
    """A part of a remedy: where, of which band, subject and language, and how much.

    Parameters
    ----------
    count
        Posts or persons; 0 where only lessons are given at another school.
    minutes
        Between the schools.
    periods
        Given at the other school, a week.
    """

    school_id: str
    to_school_id: str
    band: str
    subject: str
    language: str
    count: int
    minutes: float = math.nan
    periods: float = math.nan


@dataclass(frozen=True)
class Remedy:
    """One way to close a gap.

    Parameters
    ----------
    kind
        Of `KINDS`.
    result
        Whether it closes the gap, a part of it or nothing; ``cannot`` where it makes no sense
        here, ``undecided`` where time did not suffice.
    why
        Code of why it cannot.
    left_periods, left_bound
        Still uncovered, a week, and the proved least.
    amount, amount_bound
        Posts hired, posts' worth of periods given at other schools, persons trained or moved,
        share of the lessons on the screen; and the proved least. Periods given at other schools
        count those of the plan too.
    limit, limit_before
        Minutes of `circuits` or `moves`, or share of `online`, that it needs and the run had.
    least_limit
        Whether smaller limits are proved to do less.
    yuan
        A year; None where there is no price.
    shared_posts
        Posts' worth of periods given at other schools beyond those of the plan.
    where
        Posts, persons and lessons at other schools.
    verified
        Whether the plan of this remedy passes every rule of the audit and closes what is said.
    seconds
        That it took.
    """

    kind: Kind
    result: Result
    why: str = ""
    left_periods: float = math.nan
    left_bound: float = math.nan
    amount: float = math.nan
    amount_bound: float = math.nan
    limit: float = math.nan
    limit_before: float = math.nan
    least_limit: bool = True
    yuan: float | None = None
    shared_posts: float = 0.0
    where: tuple[Where, ...] = ()
    verified: bool = False
    seconds: float = 0.0

    @property
    def proved(self) -> bool:
        """Whether neither less can stay uncovered, nor fewer nor a smaller limit do it."""
        least = self.left_periods - self.left_bound <= EQUAL_PERIODS
        step = _STEPS.get(self.kind, 1 - 1e-6)
        return least and self.least_limit and self.amount - self.amount_bound < step + 1e-9


@dataclass(frozen=True, eq=False)
class Question:
    """A gap in a subject of a staffed run.

    Parameters
    ----------
    instance, plan
        Of the run.
    subject
        By number.
    rows
        Need rows that are not covered.
    seconds
        For each remedy.
    """

    instance: StaffInstance
    plan: StaffPlan
    subject: int
    rows: tuple[int, ...]
    seconds: float
    stop: Stop

    @property
    def periods(self) -> float:
        """Uncovered periods a week."""
        return float(uncovered_periods(self.instance, self.plan)[list(self.rows)].sum())


def judged(
    kind: Kind, asked: Question, held: Settled, found: Again | None, without: float
) -> Remedy:
    """Return what a change came to, checked by the audit's rules."""
    if found is None:
        return Remedy(kind, "undecided")
    marks = (held.gap_periods > 0) & (held.gap_periods <= TINY_PERIODS)
    counted = float(uncovered_periods(held.instance, found.plan)[~marks].sum())
    near = abs(counted - found.left_periods) <= 2 * EQUAL_PERIODS
    result: Result = "part"
    if found.left_periods <= 2 * EQUAL_PERIODS:
        result = "closes"
    elif found.left_periods > without - EQUAL_PERIODS:
        sure = found.left_bound > without - EQUAL_PERIODS
        result = "nothing" if sure else "undecided"
    return Remedy(
        kind,
        result,
        left_periods=found.left_periods,
        left_bound=found.left_bound,
        amount=round(found.amount, 6),
        amount_bound=found.amount_bound,
        shared_posts=_more_shared(asked, held.instance, found.plan),
        verified=near and not audit_staffing(held.instance, found.plan),
    )


def held_plan(asked: Question) -> Settled:
    """Return the instance that holds the plan but for the gap."""
    return settled(asked.instance, asked.plan, asked.rows)


def circuit_minutes(asked: Question) -> float:
    """Return the longest way to a school taught at in the run."""
    return float(asked.instance.scenario.staffing.circuits.max_minutes)


def joined(held: Settled, minutes: float | None = None) -> Settled:
    """Return the instance with ways along the plan's pairs alone, and another limit for them.

    Another limit lifts the limit on the posts' worth of periods too.
    """
    instance = held.instance
    ways: Floats = np.where(held.pairs, instance.minutes, np.nan)
    np.fill_diagonal(ways, 0.0)
    if minutes is not None and minutes != instance.scenario.staffing.circuits.max_minutes:
        instance = changed(instance, circuits={"max_minutes": minutes, "max_posts": None})
    return replace(held, instance=replace(instance, minutes=ways))


def _more_shared(asked: Question, part: StaffInstance, plan: StaffPlan) -> float:
    here = set(part.school_id)
    lessons = tuple(
        row
        for row in asked.plan.lessons
        if row.how == "circuit" and {row.from_school, row.school_id} <= here
    )
    before = posts_away(asked.instance, StaffPlan(lessons=lessons))
    return round(posts_away(part, plan) - before, 6)
