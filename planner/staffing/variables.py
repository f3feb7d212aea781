"""Variables of the staffing programme, named ``what__key``.

Keys: ``c`` flow class, ``s`` school, ``r`` role, ``n`` need row, ``d`` demand, ``g`` pool,
``h`` hire, ``e`` cell.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pulp

from planner.programme.variables import Terms
from planner.staffing.flows import Flows, flows, most_in_role
from planner.staffing.teaching import Teaching, most_hires, stage_rows, teaching
from planner.teachers.figures import SHORT
from planner.teachers.instance import StaffInstance

Key = tuple[int, ...]


@dataclass(eq=False)
class StaffVariables:
    """Everything that is decided.

    Parameters
    ----------
    arc
        Persons on each arc of `flows`.
    out
        Persons who retire or are without a place, by class that may.
    teachers
        Teachers and hires by cell.
    hire
        Posts hired, in the order of `teaching.hires`.
    given
        Periods by pool and demand.
    lent
        Periods given elsewhere, by cell and place in its list of visits.
    online, in_person
        Periods by need row: on the screen; in person, for rows that may be shown elsewhere.
    uncovered
        Periods by demand.
    short
        Posts by school and sort of `SHORT`.
    spread
        Distance in persons, by school.
    cut
        What of the rotation cannot be: of the movers, of the backbone.
    """

    problem: pulp.LpProblem
    flows: Flows
    teaching: Teaching
    arc: list[pulp.LpVariable] = field(default_factory=list)
    out: dict[int, pulp.LpVariable] = field(default_factory=dict)
    teachers: list[pulp.LpVariable] = field(default_factory=list)
    hire: list[pulp.LpVariable] = field(default_factory=list)
    given: dict[Key, pulp.LpVariable] = field(default_factory=dict)
    lent: dict[Key, pulp.LpVariable] = field(default_factory=dict)
    online: dict[int, pulp.LpVariable] = field(default_factory=dict)
    in_person: dict[int, pulp.LpVariable] = field(default_factory=dict)
    uncovered: list[pulp.LpVariable] = field(default_factory=list)
    short: dict[Key, pulp.LpVariable] = field(default_factory=dict)
    spread: dict[int, pulp.LpVariable] = field(default_factory=dict)
    cut: list[pulp.LpVariable] = field(default_factory=list)
    arcs_of_class: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    arcs_into: dict[Key, list[int]] = field(default_factory=lambda: defaultdict(list))

    def into(self, school: int, role: int) -> Terms:
        """Return the persons in a role at a school."""
        return [(self.arc[a], 1.0) for a in self.arcs_into.get((school, role), [])]

    def hired_at(self, school: int) -> Terms:
        """Return the posts hired at a school."""
        hires = self.teaching.hires
        return [(x, 1.0) for x, (s, _) in zip(self.hire, hires, strict=True) if s == school]


def make_variables(instance: StaffInstance, problem: pulp.LpProblem) -> StaffVariables:
    """Add all variables to a problem.

    Flows are whole numbers. Of each class one arc is left as it is, since the others and the
    count make it whole: to be without a place where that may be, to stay otherwise.
    """
    moving = flows(instance)
    v = StaffVariables(problem, moving, teaching(instance, moving))
    _arcs(instance, v)
    _lessons(instance, v)
    staffing = instance.scenario.staffing
    for s in np.flatnonzero(instance.school_open).tolist():
        most = (instance.scenario.staff.min_posts, instance.school_leaders[s])
        for k, posts in enumerate((*most, instance.school_carers[s])):
            if posts > 0:
                v.short[s, k] = problem.add_variable(f"short__s{s}_{SHORT[k]}", 0, float(posts))
    if any(t.minimise == "qualified_spread" for t in staffing.objective):
        pupils = instance.school_pupils.sum(axis=1)
        for s in np.flatnonzero(instance.school_open & (pupils > 0)).tolist():
            v.spread[s] = problem.add_variable(f"spread__s{s}", 0)
    if staffing.rotation_share > 0:
        v.cut = [problem.add_variable(f"cut__{name}", 0) for name in ("movers", "backbone")]
    return v


def _arcs(instance: StaffInstance, v: StaffVariables) -> None:
    problem, of = v.problem, v.flows
    most = most_in_role(instance)
    count, home = of.class_count.tolist(), of.class_school.tolist()
    seen: set[int] = set()
    columns = (of.arc_class, of.arc_school, of.arc_role, of.arc_lodged)
    rows = zip(*(c.tolist() for c in columns), strict=True)
    for a, (c, s, role, lodged) in enumerate(rows):
        implied = not of.class_leaves[c] and s == home[c] and c not in seen
        if implied:
            seen.add(c)
        room = int(instance.school_staff_rooms[s]) if lodged else count[c]
        high = min(count[c], room, int(most[role][s]))
        name = f"go__c{c}_s{s}_r{role}"
        kind: Literal["Continuous", "Integer"] = "Continuous" if implied else "Integer"
        v.arc.append(problem.add_variable(name, 0, high, kind))
        v.arcs_of_class[c].append(a)
        v.arcs_into[s, role].append(a)
    for c in np.flatnonzero(of.class_leaves).tolist():
        v.out[c] = problem.add_variable(f"out__c{c}", 0, count[c])


def _lessons(instance: StaffInstance, v: StaffVariables) -> None:
    problem, of = v.problem, v.teaching
    most = float(most_hires(instance))
    for h, (_, (_, q, _)) in enumerate(of.hires):
        high = min(most, float(instance.most_hires_subject[q]))
        v.hire.append(problem.add_variable(f"hire__h{h}", 0, np.floor(high), "Integer"))
    for d, demand in enumerate(of.demands):
        v.uncovered.append(problem.add_variable(f"uncovered__d{d}", 0, demand.periods))
    for g, pool in enumerate(of.pools):
        for d in pool.demands:
            high = of.demands[d].periods
            v.given[g, d] = problem.add_variable(f"given__g{g}_d{d}", 0, high)
    for e, cell in enumerate(of.cells):
        v.teachers.append(problem.add_variable(f"teachers__e{e}", 0, None, "Integer"))
        for k, (_, g) in enumerate(cell.visits):
            wanted = sum(of.demands[d].periods for d in of.pools[g].demands)
            v.lent[e, k] = problem.add_variable(f"lent__e{e}_{k}", 0, wanted)
    online = instance.scenario.staffing.online
    for takers, givers in stage_rows(instance).values():
        for n in takers.tolist():
            high = online.max_share * float(instance.need_periods[n])
            v.online[n] = problem.add_variable(f"online__n{n}", 0, high)
        for n in givers.tolist():
            high = float(instance.need_periods[n])
            v.in_person[n] = problem.add_variable(f"in_person__n{n}", 0, high)
