"""What a whole person is worth to a school: rows that whole numbers imply, fractions do not.

Half a teacher is worth half a load in fractions. A whole teacher is worth no more than the
lessons that the school has for them: a school with five periods of English has five for the first
teacher of English, none for the second. These rows say so, set of demands by set; they cut no plan
off, and bring the bound of the relaxation near the truth.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pulp

from planner.staffing.flows import NO_PROFILE
from planner.staffing.rules.row import Row
from planner.staffing.variables import StaffVariables
from planner.teachers.counts import MANAGE
from planner.teachers.instance import StaffInstance

_LOADS = 6.0
"""Sets that need more loads than so many gain next to nothing from being rounded."""


def rows(instance: StaffInstance, v: StaffVariables) -> Iterator[Row]:
    """Yield rows for sets D of demands of each school s.

    With worth_x = min(what x gives in a week, the periods of D that x may give) for every cell,
    visitor and manager x:

    - sum of worth_x persons_x + on the screen in D + uncovered in D >= need of D
    - the same rounded to whole persons of each load
    """
    of = v.teaching
    people = _people(instance, v)
    at: dict[int, list[int]] = defaultdict(list)
    for d, demand in enumerate(of.demands):
        at[demand.school].append(d)
    pools: dict[int, list[int]] = defaultdict(list)
    for g, pool in enumerate(of.pools):
        pools[pool.school].append(g)
    number = 0
    for s, here in sorted(at.items()):
        for chosen in _sets(v, here, pools[s]):
            for terms, rest, bound in _rounded(instance, v, chosen, pools[s], people):
                yield Row(f"w{number}_s{s}", [*terms, *rest], ">=", bound)
                number += 1


def _people(
    instance: StaffInstance, v: StaffVariables
) -> dict[int, list[tuple[pulp.LpVariable, float]]]:
    """Return the whole numbers of each pool with the most that one gives in a week."""
    staffing = instance.scenario.staffing
    found: dict[int, list[tuple[pulp.LpVariable, float]]] = defaultdict(list)
    for e, cell in enumerate(v.teaching.cells):
        if cell.pool >= 0:
            found[cell.pool].append((v.teachers[e], cell.load_periods))
    for (pool, load), x in v.visitors.items():
        found[pool].append((x, staffing.circuits.away_share * load))
    for (s, role), arcs in v.arcs_into.items():
        for a in arcs if role == MANAGE else []:
            profile = v.flows.class_profile[int(v.flows.arc_class[a])]
            if profile != NO_PROFILE and (s, profile) in v.teaching.pool_of:
                week = staffing.leader_load_share * float(instance.load_periods[profile[0]])
                found[v.teaching.pool_of[s, profile]].append((v.arc[a], week))
    return found


def _sets(v: StaffVariables, here: list[int], pools: list[int]) -> list[tuple[int, ...]]:
    """Return the sets of demands worth a row: each alone, those of a pool, those covered first."""
    demands = v.teaching.demands
    found: dict[tuple[int, ...], None] = {}
    whole = [tuple(here), *(v.teaching.pools[g].demands for g in pools), *((d,) for d in here)]
    for chosen in whole:
        for kept in (chosen, tuple(d for d in chosen if demands[d].first)):
            if kept:
                found[tuple(sorted(kept))] = None
    return list(found)


def _rounded(
    instance: StaffInstance,
    v: StaffVariables,
    chosen: tuple[int, ...],
    pools: list[int],
    people: dict[int, list[tuple[pulp.LpVariable, float]]],
) -> Iterator[
    tuple[list[tuple[pulp.LpVariable, float]], list[tuple[pulp.LpVariable, float]], float]
]:
    demands, inside = v.teaching.demands, set(chosen)
    need = sum(demands[d].periods for d in chosen)
    terms: list[tuple[pulp.LpVariable, float]] = []
    for g in pools:
        most = sum(demands[d].periods for d in v.teaching.pools[g].demands if d in inside)
        if most > 0:
            terms += [(x, min(week, most)) for x, week in people[g]]
    rest = [(v.uncovered[d], 1.0) for d in chosen]
    screens = [v.online[n] for d in chosen for n in demands[d].rows if n in v.online]
    less = sum(float(x.upBound or 0) for x in screens)
    ways = [([*rest, *((x, 1.0) for x in screens)], need)]
    if screens:
        ways.append((rest, need - less))
    loads = sorted({c for _, c in terms if c >= 1})
    for outside, bound in ways:
        if bound <= 1e-9:
            continue
        short = [(x, min(c, bound)) for x, c in terms]
        yield short, outside, bound
        for load in loads:
            # Rounding: bound / load in whole persons, the last of whom is worth what remains.
            part = bound / load - np.floor(bound / load + 1e-9)
            if bound <= load or bound > _LOADS * load or part < 1e-6:
                continue
            rounded = []
            for x, c in terms:
                f = c / load - np.floor(c / load + 1e-9)
                rounded.append((x, load * (part * np.floor(c / load + 1e-9) + min(part, f))))
            yield rounded, outside, load * part * float(np.ceil(bound / load - 1e-9))
