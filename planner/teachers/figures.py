"""Figures of a staffing plan: the value of each objective, from its decisions alone.

Symbols: ``n_t`` persons of type t, ``r(t)`` their school today, ``x_ts`` those who are at
school s afterwards in whatever role, ``teach_s``, ``manage_s``, ``care_s`` the persons in that
role at s, ``h_s`` posts hired there.
"""

from __future__ import annotations

import numpy as np

from planner.instance import Flags, Floats, Ints
from planner.scenario.staffing import StaffTierName
from planner.teachers.counts import (
    CARE,
    MANAGE,
    TEACH,
    Persons,
    hired,
    indices,
    moved,
    persons,
    uncovered_periods,
)
from planner.teachers.instance import CARE as CARE_POST
from planner.teachers.instance import TEACHING, StaffInstance
from planner.teachers.plan import StaffPlan

SHORT = ("teachers", "leaders", "carers")
"""Posts that an open school should have, in the order of `short_posts`."""
FEMALE, MALE = 1, 0


def staff_tier_value(instance: StaffInstance, plan: StaffPlan, name: StaffTierName) -> float:
    """Return the value of an objective of the staffing programme.

    Raises
    ------
    KeyError
        If there is no such objective.
    """
    if name == "uncovered_priority_periods":
        return float(uncovered_periods(instance, plan)[priority_rows(instance)].sum())
    if name == "uncovered_periods":
        return float(uncovered_periods(instance, plan).sum())
    if name == "hires":
        return float(sum(row.count for row in plan.hires))
    people = persons(instance, plan)
    if name == "short_posts":
        return float(short_posts(instance, plan, people).sum())
    if name == "without_place":
        return float(people.retire.sum() + people.no_place.sum())
    if name == "move_minutes":
        return move_minutes(instance, people)
    if name == "qualified_spread":
        return qualified_spread(instance, people)
    raise KeyError(name)


def priority_rows(instance: StaffInstance) -> Flags:
    """Return whether a need row is covered first: a priority subject, or a language (N,)."""
    flags: Flags = instance.subject_priority[instance.need_subject] | (instance.need_language >= 0)
    return flags


def short_posts(instance: StaffInstance, plan: StaffPlan, people: Persons) -> Ints:
    """Return the posts that open schools should have and have not, shape (S, 3) by `SHORT`.

    Teachers: ``max(0, min_posts - teach_s - h_s)``. Leaders: ``max(0, leaders_s - manage_s)``.
    Carers: ``max(0, carers_s - care_s, [no woman], [no man])``, the last two where the school
    should have two carers or more and women and men are known among the county's carers: who
    is hired for want of a woman also fills the place that is empty, so that no post is counted
    twice.
    """
    at: Ints = people.at.sum(axis=0)
    staff = at[:, TEACH].copy()
    for (s, _), count in hired(instance, plan).items():
        staff[s] += count
    care: Ints = people.at[:, :, CARE]
    carers: Ints = np.maximum(0, instance.school_carers - at[:, CARE])
    if asks_for_both(instance):
        pairs = instance.school_carers >= 2
        for gender in (FEMALE, MALE):
            there = care[instance.type_female == gender].sum(axis=0)
            carers = np.where(pairs, np.maximum(carers, 1 - there), carers)
    teach = np.maximum(0, instance.scenario.staff.min_posts - staff)
    leaders = np.maximum(0, instance.school_leaders - at[:, MANAGE])
    short: Ints = np.column_stack([teach, leaders, carers]).astype(np.int64)
    short[~instance.school_open] = 0
    return short


def asks_for_both(instance: StaffInstance) -> bool:
    """Return whether women and men are known among those who care for boarders today."""
    known = set(instance.type_female[instance.type_post == CARE_POST].tolist())
    return {FEMALE, MALE} <= known


def move_weights(instance: StaffInstance) -> Floats:
    """Return what one person's move counts, minutes by school today and after, shape (S, S).

    ``(minutes_rs + move_minutes) weight``, with ``weight = out_of_township_weight`` where the
    schools lie in different townships, else 1; 0 on the diagonal, NaN where there is no way.
    """
    moves = instance.scenario.staffing.moves
    numbers = indices(sorted(set(instance.school_township)))
    township = np.array([numbers[name] for name in instance.school_township], dtype=np.int64)
    weight = np.where(township[:, None] == township[None, :], 1.0, moves.out_of_township_weight)
    table: Floats = (instance.minutes + moves.move_minutes) * weight
    np.fill_diagonal(table, 0.0)
    return table


def move_minutes(instance: StaffInstance, people: Persons) -> float:
    """Return ``sum_ts x_ts (minutes + move_minutes) weight`` over those who change school."""
    away = moved(instance, people)
    weights = move_weights(instance)[instance.type_school]
    return float((away * np.where(away > 0, weights, 0.0)).sum())


def qualified_at(instance: StaffInstance, people: Persons) -> Ints:
    """Return the qualified persons who teach at each school; hires are not counted (S,)."""
    there: Ints = people.at[instance.type_qualified, :, TEACH].sum(axis=0)
    return there


def qualified_spread(instance: StaffInstance, people: Persons) -> float:
    """Return ``sum_s pupils_s / P |100 Q_s / pupils_s - 100 Q / P|``, qualified per 100 pupils.

    Over the open schools with pupils: ``Q_s`` are those of `qualified_at`, ``P`` the pupils of
    these schools, and ``Q`` all qualified who have a teaching post today, a constant.
    """
    pupils = instance.school_pupils.sum(axis=1)
    counted = instance.school_open & (pupils > 0)
    if not counted.any():
        return 0.0
    here, whole = pupils[counted].astype(float), float(pupils[counted].sum())
    teaching = instance.type_qualified & (instance.type_post == TEACHING)
    mean = 100.0 * float(instance.type_count[teaching].sum()) / whole
    per_100 = 100.0 * qualified_at(instance, people)[counted] / here
    return float((here / whole * np.abs(per_100 - mean)).sum())


def hire_yuan(instance: StaffInstance, plan: StaffPlan) -> float:
    """Return the pay of all posts hired, yuan a year: posts times ``costs.teacher_yuan``."""
    return sum(row.count for row in plan.hires) * float(instance.scenario.costs.teacher_yuan)
