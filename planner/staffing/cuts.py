"""What a whole person is worth to a school: rows that whole numbers imply, fractions do not.

Half a teacher is worth half a load in fractions. A whole teacher is worth no more than the
lessons that the school has for them: a school with five periods of English has five for the first
teacher of English, none for the second. For any set D of a school's demands, with
``worth_x = min(what x gives in a week, the periods of D that x may give)`` for every teacher, visitor
and manager x:

    sum of worth_x persons_x + on the screen in D + uncovered in D >= need of D

and the same rounded to whole persons of each load. These rows cut no plan off; those that a
relaxation breaks are added to it, which brings its bound near the truth.
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
    shared, lent
        Of each: columns of posts that they share with other schools and of the periods that they
        give there; for visitors, of the periods that they give here.
    left
        Of each: what a shared post leaves of a load, the periods away still in it; nan for
        who has none (X,).
    visits
        Whether each is a visitor (X,).
    """

    need: Floats
    uncovered: Ints
    screen: tuple[Ints, ...]
    able: Flags
    people: Ints
    week: Floats
    shared: tuple[Ints, ...]
    lent: tuple[Ints, ...]
    left: Floats
    visits: Flags


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
    people = _people(instance, v, column)
    at: dict[int, list[int]] = defaultdict(list)
    for d, demand in enumerate(v.teaching.demands):
        at[demand.school].append(d)
    pools: dict[int, list[int]] = defaultdict(list)
    for g, pool in enumerate(v.teaching.pools):
        pools[pool.school].append(g)
    found = []
    for s, here in sorted(at.items()):
        able: list[list[bool]] = []
        mine: list[_Person] = []
        for g in pools[s]:
            given = set(v.teaching.pools[g].demands)
            for person in people[g]:
                able.append([d in given for d in here])
                mine.append(person)
        screens = [
            np.array(
                [column[v.online[n].id] for n in v.teaching.demands[d].rows if n in v.online],
                dtype=np.int64,
            )
            for d in here
        ]
        found.append(
            Side(
                np.array([v.teaching.demands[d].periods for d in here]),
                np.array([column[v.uncovered[d].id] for d in here], dtype=np.int64),
                tuple(screens),
                np.array(able, dtype=bool).reshape(len(mine), len(here)),
                np.array([p.column for p in mine], dtype=np.int64),
                np.array([p.week for p in mine]),
                tuple(p.shared for p in mine),
                tuple(p.lent for p in mine),
                np.array([p.left for p in mine]),
                np.array([p.visits for p in mine], dtype=bool),
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
    persons = values[side.people]
    shared = np.array([values[c].sum() for c in side.shared])
    lent = np.array([values[c].sum() for c in side.lent])
    found: list[Found] = []
    for shown, bound in ((True, need), (False, need - sets @ screen_most)):
        if not shown and not screen_most.any():
            continue
        slack = left + (sets @ screen_now if shown else 0.0)
        worth = np.minimum(np.minimum(side.week, most), np.maximum(bound, 0.0)[:, None])
        found += _most_broken(worth, bound, slack, persons, shown)
        found += _otherwise(side, worth, bound, slack, persons, shared, lent, shown)
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
    shared: Floats,
    lent: Floats,
    shown: bool,
) -> list[Found]:
    """Count visitors by their periods, and who is shared by what they leave, where that is less.

    - a visitor gives no more than the periods lent
    - teachers of a cell give no more than worth (persons - shared) + left shared - lent, with
      left = load - lost_periods: who is not shared gives their worth, who is gives what is left
    """
    plain = worth * persons
    with np.errstate(invalid="ignore"):
        after = worth * (persons - shared) + side.left * shared - lent
    other = np.where(side.visits, lent, np.where(np.isnan(side.left), np.inf, after))
    chosen = other < plain - 1e-9
    give = np.where(chosen, other, plain).sum(axis=1)
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
    terms: dict[int, float] = defaultdict(float)
    for i, (column, value) in enumerate(zip(side.people.tolist(), worth.tolist(), strict=True)):
        if other is None or not other[i]:
            terms[column] += value
        elif side.visits[i]:
            for c in side.lent[i].tolist():
                terms[c] += 1.0
        else:
            terms[column] += value
            for c in side.shared[i].tolist():
                terms[c] += float(side.left[i]) - value
            for c in side.lent[i].tolist():
                terms[c] -= 1.0
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
    shared: Ints
    lent: Ints
    left: float
    visits: bool


def _people(
    instance: StaffInstance, v: StaffVariables, column: dict[int, int]
) -> dict[int, list[_Person]]:
    """Return the whole numbers of each pool with the most that one gives in a week."""
    staffing = instance.scenario.staffing
    circuits = staffing.circuits
    found: dict[int, list[_Person]] = defaultdict(list)
    into: dict[tuple[int, float], list[int]] = defaultdict(list)
    none = np.zeros(0, dtype=np.int64)
    for e, cell in enumerate(v.teaching.cells):
        for k, (_, pool) in enumerate(cell.visits):
            into[pool, cell.load_periods].append(column[v.lent[e, k].id])
        if cell.pool >= 0:
            shared = [column[v.shared[e, k].id] for k in range(len(cell.visits))]
            lent = [column[v.lent[e, k].id] for k in range(len(cell.visits))]
            left = cell.load_periods - circuits.lost_periods
            # Only where a shared post's week is its own load.
            own = circuits.away_share * cell.load_periods <= left and bool(shared)
            found[cell.pool].append(
                _Person(
                    column[v.teachers[e].id],
                    cell.load_periods,
                    np.array(shared, dtype=np.int64),
                    np.array(lent, dtype=np.int64),
                    left if own else np.nan,
                    False,
                )
            )
    for (pool, load), x in v.visitors.items():
        lent_here = np.array(into[pool, load], dtype=np.int64)
        week = circuits.away_share * load
        found[pool].append(_Person(column[x.id], week, none, lent_here, np.nan, True))
    for (s, profile), arcs in _managers(v):
        week = staffing.leader_load_share * float(instance.load_periods[profile[0]])
        if (s, profile) in v.teaching.pool_of and week > 0:
            found[v.teaching.pool_of[s, profile]] += [
                _Person(column[v.arc[a].id], week, none, none, np.nan, False) for a in arcs
            ]
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
