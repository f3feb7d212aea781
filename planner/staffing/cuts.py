"""What a whole person is worth to a school: rows that whole numbers imply, fractions do not.

Half a teacher is worth half a load in fractions. A whole teacher is worth no more than the
lessons that the school has for them: a school with five periods of English has five for the first
teacher of English, none for the second. For any set D of a school's demands, with
``worth_x = min(what x gives in a week, the periods of D that x may give)`` for every teacher and
manager x:

    sum of worth_x persons_x + given by visitors + on the screen + uncovered in D >= need of D

and the same rounded to whole persons of each load. Who gives lessons elsewhere gives at home no
more than ``load persons - (1 + lost_share) lessons away``; where that is less than their worth it
stands in its place. These rows cut no plan off; those that a relaxation breaks are added to it,
which brings its bound near the truth.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from planner.instance import Flags, Floats, Ints
from planner.programme.highs import Loaded
from planner.staffing.flows import NO_PROFILE
from planner.staffing.variables import StaffVariables
from planner.teachers.counts import MANAGE
from planner.teachers.instance import StaffInstance

_LOADS = 6.0
"""Sets that need more loads than so many gain next to nothing from being rounded."""
_EVERY = 11
"""Schools with no more demands than this have all sets looked at."""
_A_SCHOOL = 8
"""Rows added for one school at a time."""


@dataclass(frozen=True, eq=False)
class Side:
    """One school as its rows see it.

    Parameters
    ----------
    need, uncovered
        Periods of each demand, and the column of what is uncovered (D,).
    screen
        Columns of lessons on the screen by demand.
    able
        Whether each person may give each demand (X, D).
    people, week
        Columns of whole persons and the most that one gives in a week (X,).
    lent
        Of each: columns of the periods that they give at other schools.
    road
        What a period away takes of a week.
    visits
        Columns of the periods that visitors give here, by pool.
    visits_able
        Whether each pool's visitors may give each demand (G, D).
    """

    need: Floats
    uncovered: Ints
    screen: tuple[Ints, ...]
    able: Flags
    people: Ints
    week: Floats
    lent: tuple[Ints, ...]
    road: float
    visits: tuple[Ints, ...]
    visits_able: Flags


Found = tuple[float, int, Floats, float, bool, Flags | None]
"""How far broken, set, worths, bound, with screens, and who is counted the other way."""


@dataclass(frozen=True, eq=False)
class Cut:
    """A row ``values @ columns >= bound``."""

    columns: Ints
    values: Floats
    bound: float
    broken: float


def sides(instance: StaffInstance, v: StaffVariables, loaded: Loaded) -> list[Side]:
    """Return all schools with demands and somebody who may give them."""
    column = loaded.column
    people, visits = _people(instance, v, column), _visits(v, column)
    at: dict[int, list[int]] = defaultdict(list)
    for d, demand in enumerate(v.teaching.demands):
        at[demand.school].append(d)
    pools: dict[int, list[int]] = defaultdict(list)
    for g, pool in enumerate(v.teaching.pools):
        pools[pool.school].append(g)
    found = []
    for s, here in sorted(at.items()):
        given = {g: [d in v.teaching.pools[g].demands for d in here] for g in pools[s]}
        mine = [(person, given[g]) for g in pools[s] for person in people[g]]
        coming = [g for g in pools[s] if visits[g]]
        screens = [
            np.array(
                [column[v.online[n].id] for n in v.teaching.demands[d].rows if n in v.online],
                dtype=np.int64,
            )
            for d in here
        ]
        found.append(
            Side(
                need=np.array([v.teaching.demands[d].periods for d in here]),
                uncovered=np.array([column[v.uncovered[d].id] for d in here], dtype=np.int64),
                screen=tuple(screens),
                able=np.array([a for _, a in mine], dtype=bool).reshape(len(mine), len(here)),
                people=np.array([p.column for p, _ in mine], dtype=np.int64),
                week=np.array([p.week for p, _ in mine]),
                lent=tuple(p.lent for p, _ in mine),
                road=1.0 + instance.scenario.staffing.circuits.lost_share,
                visits=tuple(np.array(visits[g], dtype=np.int64) for g in coming),
                visits_able=np.array([given[g] for g in coming], dtype=bool).reshape(
                    len(coming), len(here)
                ),
            )
        )
    return found


def broken_cuts(side: Side, values: Floats, upper: Floats, counted: Flags) -> list[Cut]:
    """Return the rows of a school that values break most.

    Parameters
    ----------
    values, upper
        By column.
    counted
        Demands of the school that the objective counts; sets are made of these (D,).
    """
    inside = np.flatnonzero(counted)
    if len(inside) == 0 or len(side.people) == 0:
        return []
    sets = _sets(side, inside)
    need = sets @ side.need
    most = (sets * side.need) @ side.able.T
    screen_now = np.array([values[c].sum() for c in side.screen])
    screen_most = np.array([upper[c].sum() for c in side.screen])
    left = sets @ values[side.uncovered]
    left += (sets @ side.visits_able.T > 0) @ np.array([values[c].sum() for c in side.visits])
    persons = values[side.people]
    lent = np.array([values[c].sum() for c in side.lent])
    found: list[Found] = []
    for shown, bound in ((True, need), (False, need - sets @ screen_most)):
        if not shown and not screen_most.any():
            continue
        slack = left + (sets @ screen_now if shown else 0.0)
        worth = np.minimum(np.minimum(side.week, most), np.maximum(bound, 0.0)[:, None])
        found += _most_broken(worth, bound, slack, persons, shown)
        found += _otherwise(side, worth, bound, slack, persons, lent, shown)
        for load in sorted(set(side.week[side.week >= 1].tolist())):
            rounded, least = _round(worth, bound, float(load))
            found += _most_broken(rounded, least, slack, persons, shown)
    found.sort(key=lambda row: (-row[0], row[1]))
    return [
        _cut(side, sets[k], worth, bound, shown, far, other)
        for far, k, worth, bound, shown, other in found[:_A_SCHOOL]
    ]


def _most_broken(
    worth: Floats, bound: Floats, slack: Floats, persons: Floats, shown: bool
) -> list[Found]:
    far = bound - slack - worth @ persons
    size = np.sqrt((worth**2).sum(axis=1) + 1.0)
    order = np.argsort(-far / size, kind="stable")[:3]
    return [
        (float(far[k] / size[k]), int(k), worth[k], float(bound[k]), shown, None)
        for k in order.tolist()
        if far[k] > 1e-3 * max(1.0, bound[k])
    ]


def _otherwise(
    side: Side,
    worth: Floats,
    bound: Floats,
    slack: Floats,
    persons: Floats,
    lent: Floats,
    shown: bool,
) -> list[Found]:
    """Count those who visit other schools by what is left of their weeks, where that is less."""
    plain = worth * persons
    after = (side.week * persons - side.road * lent)[None, :]
    chosen = (after < plain - 1e-9) & (lent > 1e-9)[None, :]
    give = np.where(chosen, after, plain).sum(axis=1)
    far = bound - slack - give
    size = np.sqrt((worth**2).sum(axis=1) + 1.0)
    order = np.argsort(-far / size, kind="stable")[:3]
    return [
        (float(far[k] / size[k]), int(k), worth[k], float(bound[k]), shown, chosen[k])
        for k in order.tolist()
        if far[k] > 1e-3 * max(1.0, bound[k]) and chosen[k].any()
    ]


def _round(worth: Floats, bound: Floats, load: float) -> tuple[Floats, Floats]:
    """Round rows to whole persons of a load; rows that gain nothing get a bound of minus one."""
    part = bound / load - np.floor(bound / load + 1e-9)
    gains = (bound > load) & (bound <= _LOADS * load) & (part > 1e-3)
    ratio = worth / load
    full = np.floor(ratio + 1e-9)
    rest = np.clip(ratio - full, 0.0, None)
    rounded: Floats = load * (part[:, None] * full + np.minimum(part[:, None], rest))
    least: Floats = np.where(gains, load * part * np.ceil(bound / load - 1e-9), -1.0)
    return rounded, least


def _cut(
    side: Side,
    chosen: Flags,
    worth: Floats,
    bound: float,
    shown: bool,
    far: float,
    other: Flags | None,
) -> Cut:
    at = np.flatnonzero(chosen)
    rest = [side.uncovered[at]]
    if shown:
        rest += [side.screen[d] for d in at.tolist()]
    rest += [c for c, able in zip(side.visits, side.visits_able, strict=True) if able[at].any()]
    terms: dict[int, float] = defaultdict(float)
    for i, (column, value) in enumerate(zip(side.people.tolist(), worth.tolist(), strict=True)):
        if other is None or not other[i]:
            terms[column] += value
        else:
            terms[column] += float(side.week[i])
            for c in side.lent[i].tolist():
                terms[c] -= side.road
    for c in np.concatenate(rest).tolist():
        terms[c] += 1.0
    kept = {c: x for c, x in terms.items() if abs(x) > 1e-9}
    columns = np.array(sorted(kept), dtype=np.int64)
    return Cut(columns, np.array([kept[c] for c in columns.tolist()]), bound, far)


def _sets(side: Side, inside: Ints) -> Floats:
    """Return sets of demands as rows of ones and noughts."""
    n = len(side.need)
    if len(inside) <= _EVERY:
        numbers = np.arange(1, 2 ** len(inside))
        bits = (numbers[:, None] >> np.arange(len(inside))) & 1
        found = np.zeros((len(numbers), n))
        found[:, inside] = bits
        return found
    groups = {tuple(row) for row in side.able[:, inside].astype(int).tolist()}
    groups |= {tuple(row) for row in np.eye(len(inside), dtype=int).tolist()}
    for a, b in combinations(sorted(groups), 2):
        groups.add(tuple(max(x, y) for x, y in zip(a, b, strict=True)))
    groups.add((1,) * len(inside))
    table = np.array(sorted(g for g in groups if any(g)), dtype=float)
    found = np.zeros((len(table), n))
    found[:, inside] = table
    return found


@dataclass(frozen=True, eq=False)
class _Person:
    column: int
    week: float
    lent: Ints


def _people(
    instance: StaffInstance, v: StaffVariables, column: dict[int, int]
) -> dict[int, list[_Person]]:
    """Return the whole numbers of each pool with the most that one gives in a week."""
    found: dict[int, list[_Person]] = defaultdict(list)
    for e, cell in enumerate(v.teaching.cells):
        if cell.pool >= 0:
            lent = [column[v.lent[e, k].id] for k in range(len(cell.visits))]
            found[cell.pool].append(
                _Person(column[v.teachers[e].id], cell.load_periods, np.array(lent, dtype=np.int64))
            )
    share = instance.scenario.staffing.leader_load_share
    for (s, profile), arcs in _managers(v):
        week = share * float(instance.load_periods[profile[0]])
        if (s, profile) in v.teaching.pool_of and week > 0:
            found[v.teaching.pool_of[s, profile]] += [
                _Person(column[v.arc[a].id], week, np.zeros(0, dtype=np.int64)) for a in arcs
            ]
    return found


def _visits(v: StaffVariables, column: dict[int, int]) -> dict[int, list[int]]:
    """Return the columns of what visitors give, by pool visited."""
    found: dict[int, list[int]] = defaultdict(list)
    for e, cell in enumerate(v.teaching.cells):
        for k, (_, pool) in enumerate(cell.visits):
            found[pool].append(column[v.lent[e, k].id])
    return found


def _managers(v: StaffVariables) -> Iterator[tuple[tuple[int, tuple[int, int, int]], list[int]]]:
    for (s, role), arcs in v.arcs_into.items():
        for a in arcs if role == MANAGE else []:
            profile = v.flows.class_profile[int(v.flows.arc_class[a])]
            if profile != NO_PROFILE:
                yield (s, profile), [a]


def add_cuts(loaded: Loaded, cuts: list[Cut]) -> None:
    """Add rows to the loaded model."""
    for cut in cuts:
        at = cut.columns.astype(np.int32)
        loaded.highs.addRow(cut.bound, np.inf, len(at), at, cut.values)
