"""Who may give what: lessons and profiles that the programme cannot tell apart, merged.

Need rows of one school that the same profiles may give are one **demand**; profiles that may
give the same demands of a school share one **pool** of periods there. Both are exact: a
plan for the merged rows can always be split, and nothing that the objectives read is lost.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from planner.county.dictionary import STAGES
from planner.instance import Flags, Ints
from planner.staffing.flows import MINUTES_SLACK, NO_PROFILE, Flows
from planner.teachers.counts import MANAGE, TEACH, Profile
from planner.teachers.figures import priority_rows
from planner.teachers.instance import BANDS, JUNIOR, StaffInstance


@dataclass(frozen=True)
class Demand:
    """Need rows of a school that the same profiles may give.

    Parameters
    ----------
    school, rows
        Where, and numbers of the need rows.
    periods
        Their sum, a week.
    first
        Whether they are covered first.
    """

    school: int
    rows: tuple[int, ...]
    periods: float
    first: bool


@dataclass(frozen=True)
class Pool:
    """Profiles that may give the same demands of a school."""

    school: int
    profiles: tuple[Profile, ...]
    demands: tuple[int, ...]


@dataclass(frozen=True)
class Cell:
    """Profiles of teachers at a school that no lesson and no circuit can tell apart.

    Parameters
    ----------
    school, profiles
        Where they are posted, and who.
    load_periods
        Of one post.
    pool
        The pool that they belong to, -1 where they may give nothing there.
    visits
        Schools that they may visit, with the pool that they give lessons from there.
    """

    school: int
    profiles: tuple[Profile, ...]
    load_periods: float
    pool: int
    visits: tuple[tuple[int, int], ...]


@dataclass(frozen=True, eq=False)
class Teaching:
    """Demands, pools, hires and cells of an instance."""

    demands: tuple[Demand, ...]
    pools: tuple[Pool, ...]
    pool_of: dict[tuple[int, Profile], int]
    hires: tuple[tuple[int, Profile], ...]
    cells: tuple[Cell, ...]
    cell_of: dict[tuple[int, Profile], int]


def teaching(instance: StaffInstance, flows: Flows) -> Teaching:
    """Return what may be taught by whom, where staff can be."""
    profiles = _profiles(instance, flows)
    number = {p: i for i, p in enumerate(profiles)}
    may = may_teach(instance, profiles)
    near = circuits_within(instance)
    posted, managing = _posted(instance, flows, number)
    hires = _hires(instance, profiles, may, near)
    for s, p in hires:
        posted[s, number[p]] = True
    visits = (near.T.astype(np.int64) @ posted.astype(np.int64)) > 0
    here = posted | managing | visits
    demands, pools = _merged(instance, profiles, may, here)
    pool_of = {(pool.school, p): g for g, pool in enumerate(pools) for p in pool.profiles}
    cells = _cells(instance, profiles, posted, near, pool_of)
    cell_of = {(cell.school, p): e for e, cell in enumerate(cells) for p in cell.profiles}
    return Teaching(demands, pools, pool_of, hires, cells, cell_of)


def may_teach(instance: StaffInstance, profiles: tuple[Profile, ...]) -> Flags:
    """Return `StaffInstance.may_teach` of all profiles and need rows at once, shape (P, N)."""
    band, subject, language = np.array(profiles, dtype=np.int64).reshape(-1, 3).T
    wanted, asked = instance.need_subject, instance.need_language
    junior = instance.need_stage == STAGES.index("junior")
    able = (band[:, None] == JUNIOR) | ((band[:, None] >= 0) & ~junior)
    able &= (asked < 0) | (language[:, None] == asked)
    also = instance.subject_also[:, wanted][subject] & (subject >= 0)[:, None]
    generalist = instance.school_point[instance.need_school] & instance.subject_generalist[wanted]
    found: Flags = able & (~instance.subject_lesson[wanted] | also | generalist)
    return found


def away_share(instance: StaffInstance) -> float:
    """Return the most of a week that may be given elsewhere: the way has to fit in it too."""
    circuits = instance.scenario.staffing.circuits
    return min(circuits.away_share, 1.0 / (1.0 + circuits.lost_share))


def circuits_within(instance: StaffInstance) -> Flags:
    """Return whether teachers of the first school may visit the second, shape (S, S)."""
    circuits = instance.scenario.staffing.circuits
    if circuits.max_minutes <= 0 or circuits.away_share <= 0 or circuits.max_posts == 0:
        return np.zeros((instance.schools, instance.schools), dtype=bool)
    near: Flags = instance.minutes <= circuits.max_minutes + MINUTES_SLACK
    near = near & instance.school_open[:, None] & instance.school_open[None, :]
    np.fill_diagonal(near, False)
    return near


def most_hires(instance: StaffInstance) -> int:
    """Return the most posts that limit and budget allow."""
    budget = instance.scenario.staffing.hires.budget_yuan
    price = float(instance.scenario.costs.teacher_yuan)
    if budget is None or price <= 0:
        return int(instance.most_hires)
    return min(int(instance.most_hires), int(np.floor(budget / price + 1e-9)))


def _profiles(instance: StaffInstance, flows: Flows) -> tuple[Profile, ...]:
    found = {p for p in flows.class_profile if p != NO_PROFILE}
    if most_hires(instance) > 0:
        for q in np.flatnonzero(instance.subject_lesson & (instance.most_hires_subject >= 1)):
            for band in range(len(BANDS)):
                found |= {(band, int(q), k) for k in range(-1, len(instance.language_id))}
    return tuple(sorted(found))


def _posted(
    instance: StaffInstance, flows: Flows, number: dict[Profile, int]
) -> tuple[Flags, Flags]:
    """Return which profiles may be posted at a school as teachers, as managers (S, P)."""
    of_class = np.array([number.get(p, -1) for p in flows.class_profile], dtype=np.int64)
    profile = of_class[flows.arc_class]
    found = []
    for role in (TEACH, MANAGE):
        table = np.zeros((instance.schools, len(number)), dtype=bool)
        mine = (flows.arc_role == role) & (profile >= 0)
        table[flows.arc_school[mine], profile[mine]] = True
        found.append(table)
    return found[0], found[1]


def _hires(
    instance: StaffInstance, profiles: tuple[Profile, ...], may: Flags, near: Flags
) -> tuple[tuple[int, Profile], ...]:
    """Return the hires worth a variable: of one subject at one school, those not dominated.

    Another hire of the same subject that may give all the same lessons, there and on circuit,
    and has no smaller load, can take its place in every plan without changing any objective
    or limit.
    """
    if most_hires(instance) <= 0:
        return ()
    by_subject: dict[int, list[int]] = defaultdict(list)
    for i, (_, q, _) in enumerate(profiles):
        if q >= 0 and instance.subject_lesson[q] and instance.most_hires_subject[q] >= 1:
            by_subject[q].append(i)
    found: list[tuple[int, Profile]] = []
    for s in np.flatnonzero(instance.school_open).tolist():
        rows = np.flatnonzero((near[s] | (np.arange(instance.schools) == s))[instance.need_school])
        for same in by_subject.values():
            # The plainest first: it wins where two are equal.
            order = sorted(same, key=lambda i: (profiles[i][2] >= 0, profiles[i]))
            able = may[:, rows]
            kept = [
                i
                for i in order
                if not any(_dominates(instance, profiles, able, j, i, order) for j in order)
            ]
            found += [(s, profiles[i]) for i in sorted(kept)]
    return tuple(found)


def _dominates(
    instance: StaffInstance,
    profiles: tuple[Profile, ...],
    may: Flags,
    better: int,
    worse: int,
    order: list[int],
) -> bool:
    if better == worse:
        return False
    load = instance.load_periods
    more, less = float(load[profiles[better][0]]), float(load[profiles[worse][0]])
    if more < less or (may[worse] & ~may[better]).any():
        return False
    equal = more == less and bool((may[better] == may[worse]).all())
    return not equal or order.index(better) < order.index(worse)


def _merged(
    instance: StaffInstance, profiles: tuple[Profile, ...], may: Flags, here: Flags
) -> tuple[tuple[Demand, ...], tuple[Pool, ...]]:
    demands: list[Demand] = []
    pools: list[Pool] = []
    first = priority_rows(instance)
    for s in range(instance.schools):
        rows = np.flatnonzero(instance.need_school == s)
        able = np.flatnonzero(here[s])
        alike: dict[tuple[bytes, bool], list[int]] = defaultdict(list)
        for n in rows.tolist():
            alike[may[able, n].tobytes(), bool(first[n])].append(n)
        numbers = []
        for (_, priority), members in alike.items():
            numbers.append(len(demands))
            periods = float(instance.need_periods[members].sum())
            demands.append(Demand(s, tuple(members), periods, priority))
        heads = [demands[m].rows[0] for m in numbers]
        together: dict[bytes, list[int]] = defaultdict(list)
        for i in able.tolist():
            together[may[i, heads].tobytes()].append(i)
        for members in together.values():
            given = [m for m, n in zip(numbers, heads, strict=True) if may[members[0], n]]
            if given:
                pools.append(Pool(s, tuple(profiles[i] for i in members), tuple(given)))
    return tuple(demands), tuple(pools)


def _cells(
    instance: StaffInstance,
    profiles: tuple[Profile, ...],
    posted: Flags,
    near: Flags,
    pool_of: dict[tuple[int, Profile], int],
) -> tuple[Cell, ...]:
    found: list[Cell] = []
    for a in range(instance.schools):
        there = np.flatnonzero(near[a]).tolist()
        alike: dict[tuple[float, int, tuple[tuple[int, int], ...]], list[Profile]]
        alike = defaultdict(list)
        for i in np.flatnonzero(posted[a]).tolist():
            p = profiles[i]
            visits = tuple((b, pool_of[b, p]) for b in there if (b, p) in pool_of)
            load = float(instance.load_periods[p[0]])
            alike[load, pool_of.get((a, p), -1), visits].append(p)
        for (load, pool, visits), members in alike.items():
            if pool >= 0 or visits:
                found.append(Cell(a, tuple(members), load, pool, visits))
    return tuple(found)


def stage_rows(instance: StaffInstance) -> dict[tuple[int, int], tuple[Ints, Ints]]:
    """Return the rows that may be taught on the screen, and those that may give them.

    By stage and subject: rows without a language at teaching points, and at other open schools.
    """
    online = instance.scenario.staffing.online
    found: dict[tuple[int, int], tuple[Ints, Ints]] = {}
    if online.max_share <= 0 or online.rooms_per_lesson <= 0:
        return found
    plain = (instance.need_language < 0) & instance.subject_online[instance.need_subject]
    plain &= instance.subject_lesson[instance.need_subject]
    point = instance.school_point[instance.need_school]
    keys = sorted(
        set(
            zip(
                instance.need_stage[plain].tolist(),
                instance.need_subject[plain].tolist(),
                strict=True,
            )
        )
    )
    for stage, subject in keys:
        mine = plain & (instance.need_stage == stage) & (instance.need_subject == subject)
        takers, givers = np.flatnonzero(mine & point), np.flatnonzero(mine & ~point)
        if len(takers) and len(givers):
            found[stage, subject] = (takers, givers)
    return found
