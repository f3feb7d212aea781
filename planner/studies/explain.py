"""Why a school closes or stays, why a village goes where it goes, and what else it could be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from planner.accounts import key_of, option_lookup
from planner.county.dictionary import KINDS, OFFERS, STAGES
from planner.errors import UsageError
from planner.instance import BOARD, Instance
from planner.plan import Plan
from planner.studies.finished import Finished
from planner.studies.flip import flip_school, flip_unit, units_of
from planner.studies.opposite import Opposite, opposite
from planner.texts import text

CODES = (
    "pinned",
    "condition",
    "no_pupils",
    "indifferent",
    "needed",
    "township_limit",
    "too_few_pupils",
    "receiver_beyond_norm",
    "receiver_boards",
    "receiver_grows",
    "receiver_spare",
    "school_closed",
    "better",
    "worse",
    "undecided",
)
"""Reason codes, the most telling first."""

Decision = Literal[
    "close",
    "reduce_to_teaching_point",
    "reduce_to_primary",
    "grow_to_primary",
    "grow_to_nine_year",
    "keep",
    "open",
    "not_opened",
    "moves",
    "stays",
]


@dataclass(frozen=True)
class Explanation:
    """Why one thing is as the plan has it.

    Parameters
    ----------
    what
        ``school`` or ``village``.
    stage
        Of a village's pupils; empty for a school.
    codes
        Reason codes, the most telling first; at least one.
    pupils
        Pupils today.
    opposite
        What the opposite decision would change.
    """

    what: str
    id: str
    stage: str
    decision: Decision
    codes: tuple[str, ...]
    pupils: int
    opposite: Opposite


def explain_school(
    run: Finished, school: str, seconds: float, threads: int | None = None
) -> Explanation:
    """Explain what a run does with a school.

    Parameters
    ----------
    seconds
        Time for solving the opposite.

    Raises
    ------
    UsageError
        If the run has no such school.
    """
    if school not in run.instance.site_id:
        raise UsageError(text("studies.no_school", school=school, folder=run.folder))
    j = run.instance.site_id.index(school)
    decision = decision_of(run.instance, run.plan, j)
    flipped = flip_school(run.instance, run.plan, j)
    found = opposite(run, flipped, {j}, seconds, threads)
    pupils = int(run.instance.site_pupils_today[j].sum())
    codes = _school_codes(run, j, decision, found)
    return Explanation("school", school, "", decision, codes, pupils, found)


def explain_village(run: Finished, village: str, seconds: float) -> list[Explanation]:
    """Explain where a run sends the pupils of a village, one answer by stage and school of today.

    Raises
    ------
    UsageError
        If the run has no such village.
    """
    instance = run.instance
    units = units_of(instance, village)
    if not units:
        raise UsageError(text("studies.no_village", village=village, folder=run.folder))
    index = {school: j for j, school in enumerate(instance.site_id)}
    found = []
    for u in units:
        today = int(instance.unit_site[u])
        going = {
            index[r.school_id]
            for r in run.plan.assignments
            if (r.village_id, r.stage, r.baseline_school_id)
            == (village, STAGES[int(instance.unit_stage[u])], instance.unit_today[u])
        }
        decision: Decision = "stays" if going == {today} else "moves"
        flipped = flip_unit(instance, run.plan, u)
        sites = going | ({today} if today >= 0 else set())
        other = opposite(run, flipped, sites, seconds / len(units))
        codes = []
        shut = today >= 0 and decision_of(instance, run.plan, today) in _LEAVING
        if decision == "moves" and shut:
            codes.append("school_closed")
        codes.append(_verdict_code(other))
        stage = STAGES[int(instance.unit_stage[u])]
        pupils = int(instance.unit_pupils[u])
        found.append(Explanation("village", village, stage, decision, tuple(codes), pupils, other))
    return found


_LEAVING = ("close", "reduce_to_teaching_point", "reduce_to_primary")


def closures(run: Finished) -> list[str]:
    """Return the schools that a run closes or reduces, by id."""
    return [
        school
        for j, school in enumerate(run.instance.site_id)
        if decision_of(run.instance, run.plan, j) in _LEAVING
    ]


def decision_of(instance: Instance, plan: Plan, j: int) -> Decision:
    """Return what a plan does with site `j`, as far as its opposite is concerned."""
    kind = {s.school_id: s.kind for s in plan.sites}.get(instance.site_id[j])
    if not instance.site_existing[j]:
        return "not_opened" if kind is None else "open"
    if kind is None:
        return "close"
    before = KINDS[int(instance.site_kind[j])]
    if kind == before:
        return "keep"
    if kind == "primary":
        return "reduce_to_primary" if before == "nine_year" else "grow_to_primary"
    return "reduce_to_teaching_point" if kind == "teaching_point" else "grow_to_nine_year"


def _school_codes(run: Finished, j: int, decision: Decision, found: Opposite) -> tuple[str, ...]:
    instance, codes = run.instance, {_verdict_code(found)}
    if decision in _LEAVING:
        if instance.site_must_close[j]:
            codes.add("pinned")
        if not instance.site_receives[j]:
            codes.add("condition")
        pupils = instance.site_pupils_today[j]
        if pupils.sum() == 0:
            codes.add("no_pupils")
        elif _too_few(instance, j):
            codes.add("too_few_pupils")
        if _township_is_full(instance, j):
            codes.add("township_limit")
        if pupils.sum() > 0:
            codes |= _receivers(instance, run.plan, j)
    elif instance.site_must_open[j]:
        codes.add("pinned")
    return tuple(code for code in CODES if code in codes)


def _verdict_code(found: Opposite) -> str:
    return "needed" if found.verdict == "impossible" else found.verdict


def _too_few(instance: Instance, j: int) -> bool:
    """Return whether every stage of a school fits into one multi-grade class."""
    sizes = instance.scenario.schools.class_size
    kind = KINDS[int(instance.site_kind[j])]
    pupils = [int(instance.site_pupils_today[j, STAGES.index(g)]) for g in OFFERS[kind]]
    least = getattr(instance.scenario.schools.min_pupils, kind) or 0
    return sum(pupils) < least or all(n <= sizes.multigrade for n in pupils)


def _township_is_full(instance: Instance, j: int) -> bool:
    rule, township = instance.scenario.schools.per_township, int(instance.site_township[j])
    if rule is None or rule.max is None or instance.township[township] in rule.exempt:
        return False
    offering = [
        i
        for i in np.flatnonzero(instance.site_existing & (instance.site_township == township))
        if rule.stage in OFFERS[KINDS[int(instance.site_kind[i])]]
    ]
    return j in offering and len(offering) > rule.max


def _receivers(instance: Instance, plan: Plan, j: int) -> set[str]:
    """Return codes for those who take the pupils in."""
    lookup = option_lookup(instance)
    school = instance.site_id[j]
    leaving = [r for r in plan.assignments if r.baseline_school_id == school != r.school_id]
    used = [lookup[key_of(r)] for r in leaving]
    codes = set()
    if (instance.option_excess_minutes[used] > 0).any():
        codes.add("receiver_beyond_norm")
    before = instance.unit_mode[instance.option_unit[used]]
    if ((instance.option_mode[used] == BOARD) & (before != BOARD)).any():
        codes.add("receiver_boards")
    taking = {r.school_id for r in leaving}
    built = any(
        s.classrooms_added or s.beds_added or s.teaching_area_added_m2 or s.sports_area_added_m2
        for s in plan.sites
        if s.school_id in taking
    )
    if leaving and built:
        codes.add("receiver_grows")
    if leaving and not codes:
        codes.add("receiver_spare")
    return codes
