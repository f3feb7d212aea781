"""Teachers of other subjects qualified for one more, as a change of a settled instance.

Each band and subject that is trained becomes a subject of its own, "art+mathematics", that may
give both. Whoever could be trained is; what is counted are the loads that the new lessons need.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from planner.instance import Flags, Ints
from planner.programme.objective import Expression
from planner.programme.variables import Terms
from planner.staffing.again import add_at_most
from planner.staffing.build import StaffProgramme
from planner.staffing.settled import Settled
from planner.staffing.teaching import away_share
from planner.teachers.counts import Place, index_of, need_of, need_rows, type_profile
from planner.teachers.instance import BANDS, TEACHING, StaffInstance
from planner.teachers.plan import StaffPlan

_MARK_PERIODS = 1e-3
"""A row that nobody but the trained may give keeps them apart from other teachers."""


@dataclass(frozen=True, eq=False)
class Training:
    """A settled instance in which some are trained.

    Parameters
    ----------
    held
        The instance.
    subject
        Number of the subject that they are trained for.
    before
        Band and subject of today by the subject that stands for it and the new one.
    """

    held: Settled
    subject: int
    before: dict[int, tuple[int, int]]


def trainable(held: Settled, subject: int, schools: Flags) -> Flags:
    """Return whether a type could be trained: a teacher there who could then close some gap (T,)."""
    instance = held.instance
    gap = np.flatnonzero(held.gap_periods > 0).tolist()
    found: Flags = (instance.type_post == TEACHING) & schools[instance.type_school]
    for t in np.flatnonzero(found).tolist():
        band, own, language = type_profile(instance, t)
        could = any(
            instance.may_teach(band, subject, language, n)
            and not instance.may_teach(band, own, language, n)
            for n in gap
        )
        found[t] = could
    return found


def train(held: Settled, subject: int, who: Flags) -> Training:
    """Return the instance in which all of some types are qualified for one more subject."""
    instance = held.instance
    types = np.flatnonzero(who).tolist()
    kinds = sorted({(int(instance.type_band[t]), int(instance.type_subject[t])) for t in types})
    old = len(instance.subject_id)
    new = {kind: old + 2 * k for k, kind in enumerate(kinds)}
    also = np.zeros((old + 2 * len(kinds),) * 2, dtype=bool)
    np.fill_diagonal(also, True)
    also[:old, :old] = instance.subject_also
    names = list(instance.subject_id)
    for (band, own), q in new.items():
        if own >= 0:
            also[q, :old] = instance.subject_also[own]
        also[q, [subject, q + 1]] = True
        named = instance.subject_id[own] if own >= 0 else ""
        names += [f"{named}+{instance.subject_id[subject]} {BANDS[band]}", f"mark {q}"]
    values: dict[str, Any] = {"subject_id": tuple(names), "subject_also": also}
    for name, blank in (
        ("subject_priority", False),
        ("subject_generalist", False),
        ("subject_online", False),
        ("subject_lesson", True),
        ("most_hires_subject", 0.0),
    ):
        before = getattr(instance, name)
        more = np.full(2 * len(kinds), blank, dtype=before.dtype)
        values[name] = np.concatenate([before, more])
    subjects = instance.type_subject.copy()
    for t in types:
        subjects[t] = new[int(instance.type_band[t]), int(instance.type_subject[t])]
    marks = sorted(
        (b, q + 1)
        for q in new.values()
        for b in np.flatnonzero(_reached(held, instance.type_school[subjects == q])).tolist()
    )
    trained = replace(instance, type_subject=subjects, **values)
    grown = _with_marks(held, trained, marks)
    return Training(grown, subject, {q: kind for kind, q in new.items()})


def _reached(held: Settled, homes: Ints) -> Flags:
    """Return the schools where some teachers work or could be shared (S,)."""
    circuits = held.instance.scenario.staffing.circuits
    found = np.zeros(held.instance.schools, dtype=bool)
    found[homes] = True
    if circuits.max_minutes > 0:
        within = held.instance.minutes <= circuits.max_minutes + 1e-6
        found |= (held.pairs & within)[np.unique(homes)].any(axis=0)
    return found


def _with_marks(held: Settled, instance: StaffInstance, marks: list[tuple[int, int]]) -> Settled:
    """Return the settled instance with a tiny row for each school and subject of the trained."""
    count = len(marks)
    school = np.array([s for s, _ in marks], dtype=np.int64)
    subject = np.array([q for _, q in marks], dtype=np.int64)
    rows = {
        "need_school": (instance.need_school, school),
        "need_stage": (instance.need_stage, np.zeros(count, dtype=np.int64)),
        "need_subject": (instance.need_subject, subject),
        "need_language": (instance.need_language, np.full(count, -1)),
        "need_periods": (instance.need_periods, np.full(count, _MARK_PERIODS)),
    }
    joined: dict[str, Any] = {name: np.concatenate(pair) for name, pair in rows.items()}
    tiny, nothing = np.full(count, _MARK_PERIODS), np.zeros(count)
    return replace(
        held,
        instance=replace(instance, **joined),
        gap_periods=np.concatenate([held.gap_periods, tiny]),
        shown_periods=np.concatenate([held.shown_periods, nothing]),
        needed_periods=np.concatenate([held.needed_periods, tiny]),
    )


def persons_trained(training: Training, programme: StaffProgramme) -> list[Expression]:
    """Add the persons trained to a programme; return their sum.

    With fresh lessons, those that a pool g could not give before, at home and away by cell e:

    - sum of fresh lessons of g <= sum of home_e + sum of away_ek of the visits into g
    - away_ek <= lent_ek
    - sum over k of away_ek <= min(away_share, 1 / (1 + lost_share)) load trained_e
    - home_e + (1 + lost_share) sum over k of away_ek <= load trained_e
    """
    instance = training.held.instance
    share, road = away_share(instance), 1.0 + instance.scenario.staffing.circuits.lost_share
    problem, v = programme.problem, programme.variables
    fresh = _fresh_demands(training, programme)
    into: dict[int, Terms] = defaultdict(list)
    everybody: Terms = []
    for e, cell in enumerate(v.teaching.cells):
        visits = [(k, g) for k, (_, g) in enumerate(cell.visits) if fresh.get(g)]
        if not any(p[1] in training.before for p in cell.profiles) or not (
            visits or fresh.get(cell.pool)
        ):
            continue
        load = cell.load_periods
        persons = problem.add_variable(f"trained__e{e}", 0, None, "Integer")
        home = problem.add_variable(f"fresh__e{e}", 0, None)
        into[cell.pool].append((home, -1.0))
        week: Terms = [(home, 1.0), (persons, -load)]
        going: Terms = [(persons, -share * load)]
        for k, g in visits:
            away = problem.add_variable(f"fresh__e{e}_{k}", 0, None)
            into[g].append((away, -1.0))
            week.append((away, road))
            going.append((away, 1.0))
            lent: Terms = [(away, 1.0), (v.lent[e, k], -1.0)]
            add_at_most(programme, f"fresh__lent_e{e}_{k}", lent, 0.0)
        add_at_most(programme, f"fresh__week_e{e}", week, 0.0)
        add_at_most(programme, f"fresh__going_e{e}", going, 0.0)
        everybody.append((persons, 1.0))
    for g, demands in fresh.items():
        given: Terms = [(v.given[g, d], 1.0) for d in demands]
        add_at_most(programme, f"fresh__g{g}", [*given, *into[g]], 0.0)
    return [Expression(everybody)]


def _fresh_demands(training: Training, programme: StaffProgramme) -> dict[int, list[int]]:
    """Return the demands that each pool of trained teachers could not give before."""
    of = programme.variables.teaching
    found: dict[int, list[int]] = {}
    for g, pool in enumerate(of.pools):
        mine = [
            d
            for d in pool.demands
            if any(_fresh(training, p, n) for p in pool.profiles for n in of.demands[d].rows)
        ]
        if mine:
            found[g] = mine
    return found


def _fresh(training: Training, profile: tuple[int, int, int], n: int) -> bool:
    """Return whether trained staff may give a row that they could not give before."""
    instance = training.held.instance
    if int(instance.need_subject[n]) != training.subject or profile[1] not in training.before:
        return False
    band, own = training.before[profile[1]]
    return not instance.may_teach(band, own, profile[2], n)


def chosen(training: Training, plan: StaffPlan) -> dict[Place, int]:
    """Return whom a plan needs trained: persons by school and profile of today."""
    instance = training.held.instance
    share, road = away_share(instance), 1.0 + instance.scenario.staffing.circuits.lost_share
    rows = need_rows(instance)
    names = {instance.subject_id[q]: q for q in training.before}
    periods: dict[tuple[Place, str], float] = defaultdict(float)
    for row in plan.lessons:
        q = names.get(row.by_subject)
        if q is None:
            continue
        language = index_of(instance.language_id, row.by_language)
        profile = (BANDS.index(row.band), q, language)
        if _fresh(training, profile, need_of(instance, rows, row)):
            place = (instance.school_id.index(row.from_school), (*training.before[q], language))
            periods[place, row.school_id] += row.periods
    found: dict[Place, int] = {}
    for place in sorted({place for place, _ in periods}):
        load = float(instance.load_periods[place[1][0]])
        home, week, away = instance.school_id[place[0]], 0.0, 0.0
        for (other, school), given in periods.items():
            if other == place and given > _MARK_PERIODS:
                week += given if school == home else road * given
                away += 0.0 if school == home else given
        if week > 0:
            posts = max(week / load, away / (share * load) if away else 0.0)
            found[place] = int(np.ceil(posts - 1e-6))
    return found


def set_apart(held: Settled, persons: Mapping[Place, int]) -> tuple[Settled, Flags]:
    """Return the instance with so many teachers in types of their own, and which these are."""
    instance = held.instance
    left = dict(persons)
    source, count, mine = [], [], []
    for t in range(instance.types):
        n = int(instance.type_count[t])
        key = (int(instance.type_school[t]), type_profile(instance, t))
        teaches = int(instance.type_post[t]) == TEACHING
        k = min(n, left.get(key, 0)) if teaches else 0
        if k:
            left[key] -= k
        for size, apart in ((n - k, False), (k, True)):
            if size:
                source.append(t)
                count.append(size)
                mine.append(apart)
    order = np.array(source, dtype=np.int64)
    values: dict[str, Any] = {
        name: getattr(instance, name)[order]
        for name in instance.__dataclass_fields__
        if name.startswith("type_") and name not in ("type_id", "type_count")
    }
    values["type_id"] = tuple(
        f"{instance.type_id[t]}{' trained' if apart else ''}"
        for t, apart in zip(source, mine, strict=True)
    )
    values["type_count"] = np.array(count, dtype=np.int64)
    divided = replace(held, instance=replace(instance, **values), movable=held.movable[order])
    return divided, np.array(mine, dtype=bool)
