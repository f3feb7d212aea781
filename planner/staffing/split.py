"""Hand the lessons of pools and demands back to teachers and need rows.

Everybody in a pool may give every lesson of it, so that any order of filling works: weeks
that are long enough together are long enough one by one. The order is that of `_rank`: a teacher
of the subject at the school first, visitors last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import pulp

from planner.county.dictionary import STAGES
from planner.staffing.teaching import away_share
from planner.staffing.variables import StaffVariables
from planner.staffing.words import whole, words
from planner.teachers.counts import MANAGE, TEACH, Profile
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import How, Lessons

Value = Callable[[pulp.LpVariable], float]
Post = tuple[int, Profile]
_LITTLE = 1e-7


@dataclass(frozen=True)
class _Giver:
    """Somebody in a pool: `way` is teach, hire, manager or circuit."""

    way: str
    school: int
    profile: Profile


def split_lessons(instance: StaffInstance, v: StaffVariables, value: Value) -> list[Lessons]:
    """Return all lessons."""
    weeks = _weeks(instance, v, value)
    rows = _rows(v, value, instance)
    lessons: list[tuple[int, _Giver | None, float]] = []
    for g, pool in enumerate(v.teaching.pools):
        wanted = {n: rows[g, n] for d in pool.demands for n in v.teaching.demands[d].rows}
        wanted = {n: periods for n, periods in wanted.items() if periods > _LITTLE}
        givers = weeks[g]
        pairs = [(giver, n) for giver in givers for n in wanted]
        pairs.sort(key=lambda pair: _rank(instance, *pair))
        for giver, n, periods in fill(givers, wanted, pairs):
            lessons.append((n, giver, periods))
    lessons += [(n, None, value(x)) for n, x in v.online.items() if value(x) > _LITTLE]
    return _as_lessons(instance, lessons)


def fill[A: Hashable, B: Hashable](
    have: dict[A, float], want: dict[B, float], pairs: Sequence[tuple[A, B]]
) -> list[tuple[A, B, float]]:
    """Give what is wanted from what there is, pair by pair in the order given."""
    have, want = dict(have), dict(want)
    found = []
    for a, b in pairs:
        amount = min(have[a], want[b])
        if amount > _LITTLE:
            have[a] -= amount
            want[b] -= amount
            found.append((a, b, amount))
    return found


def _weeks(
    instance: StaffInstance, v: StaffVariables, value: Value
) -> dict[int, dict[_Giver, float]]:
    """Return the periods of everybody by pool."""
    staffing, load = instance.scenario.staffing, instance.load_periods
    persons: dict[_Giver, int] = defaultdict(int)
    for (s, role), arcs in v.arcs_into.items():
        for a in arcs if role in (TEACH, MANAGE) else []:
            profile = v.flows.class_profile[int(v.flows.arc_class[a])]
            way = "teach" if role == TEACH else "manager"
            persons[_Giver(way, s, profile)] += whole(value(v.arc[a]))
    for x, (s, profile) in zip(v.hire, v.teaching.hires, strict=True):
        persons[_Giver("hire", s, profile)] += whole(value(x))
    weeks: dict[int, dict[_Giver, float]] = defaultdict(dict)
    away = _visits(instance, v, value, persons, weeks)
    for giver, n in sorted(persons.items(), key=lambda pair: str(pair[0])):
        pool = v.teaching.pool_of.get((giver.school, giver.profile))
        if pool is None or n == 0:
            continue
        full = float(load[giver.profile[0]]) * n
        if giver.way == "manager":
            full *= staffing.leader_load_share
        else:
            gone = min(full, away[giver.school, giver.profile])
            away[giver.school, giver.profile] -= gone
            full -= gone
        weeks[pool][giver] = full
    return weeks


def _visits(
    instance: StaffInstance,
    v: StaffVariables,
    value: Value,
    persons: dict[_Giver, int],
    weeks: dict[int, dict[_Giver, float]],
) -> dict[Post, float]:
    """Fill in the visitors; return the periods that each profile gives away and loses.

    The first profile of a cell goes as much as it may, then the next.
    """
    road = 1.0 + instance.scenario.staffing.circuits.lost_share
    share = away_share(instance)
    away: dict[Post, float] = defaultdict(float)
    for e, cell in enumerate(v.teaching.cells):
        a = cell.school
        left = {
            p: share
            * cell.load_periods
            * (persons.get(_Giver("teach", a, p), 0) + persons.get(_Giver("hire", a, p), 0))
            for p in cell.profiles
        }
        for k, (_, pool) in enumerate(cell.visits):
            lent = value(v.lent[e, k])
            for p in cell.profiles:
                periods = min(left[p], lent)
                if periods > _LITTLE:
                    left[p] -= periods
                    lent -= periods
                    away[a, p] += road * periods
                    weeks[pool][_Giver("circuit", a, p)] = periods
    return away


def _rows(v: StaffVariables, value: Value, instance: StaffInstance) -> dict[tuple[int, int], float]:
    """Return the periods that each pool gives of each need row.

    Rows of a demand are filled in their order, after what must be shown on screens elsewhere.
    """
    found: dict[tuple[int, int], float] = defaultdict(float)
    pools: dict[int, dict[int, float]] = defaultdict(dict)
    for (g, d), x in v.given.items():
        pools[d][g] = max(0.0, value(x))
    for d, demand in enumerate(v.teaching.demands):
        total = sum(pools[d].values())
        target = {n: min(total, value(v.in_person[n])) for n in demand.rows if n in v.in_person}
        rest = total - sum(target.values())
        for n in demand.rows:
            screen = value(v.online[n]) if n in v.online else 0.0
            room = float(instance.need_periods[n]) - screen - target.get(n, 0.0)
            more = min(max(0.0, rest), max(0.0, room))
            target[n] = target.get(n, 0.0) + more
            rest -= more
        pairs = [(g, n) for n in demand.rows for g in pools[d]]
        pairs.sort(key=lambda pair: not _native(instance, v, *pair))
        for g, n, periods in fill(pools[d], target, pairs):
            found[g, n] += periods
    return found


def _native(instance: StaffInstance, v: StaffVariables, g: int, n: int) -> bool:
    subject = int(instance.need_subject[n])
    return any(q == subject for _, q, _ in v.teaching.pools[g].profiles)


def _rank(instance: StaffInstance, giver: _Giver, n: int) -> tuple[int, int]:
    order = ("teach", "hire", "manager", "circuit").index(giver.way)
    hows = ("own", "also", "generalist")
    return (hows.index(_by_subject(instance, giver.profile, n)) + 3 * (order == 3), order)


def _by_subject(instance: StaffInstance, profile: Profile, n: int) -> How:
    wanted, subject = int(instance.need_subject[n]), profile[1]
    if wanted == subject or not instance.subject_lesson[wanted]:
        return "own"
    if subject >= 0 and instance.subject_also[subject, wanted]:
        return "also"
    return "generalist"


def _how(instance: StaffInstance, giver: _Giver, n: int) -> How:
    if giver.way == "teach":
        return _by_subject(instance, giver.profile, n)
    ways: dict[str, How] = {"hire": "hire", "manager": "manager", "circuit": "circuit"}
    return ways[giver.way]


def _as_lessons(
    instance: StaffInstance, given: list[tuple[int, _Giver | None, float]]
) -> list[Lessons]:
    total: dict[tuple[int, How, int, Profile], float] = defaultdict(float)
    for n, giver, periods in given:
        if giver is None:
            total[n, "online", -1, (-1, -1, -1)] += periods
        else:
            total[n, _how(instance, giver, n), giver.school, giver.profile] += periods
    return [
        Lessons(
            instance.school_id[int(instance.need_school[n])],
            STAGES[int(instance.need_stage[n])],
            instance.subject_id[int(instance.need_subject[n])],
            words(instance, (-1, -1, int(instance.need_language[n])))[2],
            how,
            instance.school_id[a] if a >= 0 else "",
            *words(instance, profile),
            round(periods, 9),
        )
        for (n, how, a, profile), periods in sorted(total.items())
    ]
