"""The finished plan under other numbers of pupils: where it overflows and where it stands empty.

Nobody is moved: each school keeps its villages, rooms, beds and bus lines as planned, and what
these pupils need is counted again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from planner.accounts import key_of, option_lookup
from planner.county.dictionary import STAGES
from planner.instance import BOARD, Floats, Instance, Ints
from planner.plan import Plan
from planner.posts import classes_in_all

FEWER, MORE = 0.7, 1.3
"""Shares of today's pupils that every plan is tried with."""

Case = Literal["fewer", "more", "in_six_years"]


@dataclass(frozen=True)
class StressedSite:
    """What an open school needs and has under another number of pupils.

    Parameters
    ----------
    pupils, pupils_planned
        Pupils who come, and as planned.
    classes, rooms
        Classes these pupils need; rooms of the plan.
    boarders, beds
        Boarders; beds of the plan.
    least_pupils
        Fewest pupils that the scenario asks of its kind, 0 for none.
    """

    school_id: str
    pupils: int
    pupils_planned: int
    classes: int
    rooms: int
    boarders: int
    beds: int
    least_pupils: int


@dataclass(frozen=True)
class StressedLine:
    """Pupils who ride on a bus line and its seats, under another number of pupils."""

    line_id: str
    pupils: int
    pupils_planned: int
    seats: int


@dataclass(frozen=True)
class Stress:
    """A plan under one case.

    Parameters
    ----------
    case
        ``fewer`` (pupils x 0.7), ``more`` (x 1.3) or ``in_six_years`` (`children_0_5` aged).
    pupils, pupils_planned
        Of the county, unserved ones with them.
    unplaced
        Pupils of villages of whose stage the plan places nobody.
    villages_unknown
        Villages whose children are not known; they keep today's pupils.
    """

    case: Case
    pupils: int
    pupils_planned: int
    unplaced: int
    villages_unknown: int
    sites: tuple[StressedSite, ...]
    lines: tuple[StressedLine, ...]


def stressed(
    instance: Instance, plan: Plan, children: Mapping[str, float] | None = None
) -> tuple[Stress, ...]:
    """Return the plan with fewer pupils, with more, and with the children of today grown up.

    In six years the children of 0 to 5 are 6 to 11: half of them in grades 1 to 3, half in 4
    to 6. Grades 7 to 9 are then those who are in grades 1 to 3 today. A village's pupils of a
    stage divide between schools and modes as in the plan.

    Parameters
    ----------
    children
        Children of 0 to 5 by village, NaN where unknown; the third case is left out where
        none is known.
    """
    cases: list[tuple[Case, _Counts]] = [
        ("fewer", _scaled(instance, plan, FEWER)),
        ("more", _scaled(instance, plan, MORE)),
    ]
    known = {v: n for v, n in (children or {}).items() if not math.isnan(n)}
    if known:
        cases.append(("in_six_years", _aged(instance, plan, known)))
    return tuple(_stress(instance, plan, case, counts) for case, counts in cases)


@dataclass(frozen=True)
class _Counts:
    """Pupils of each assignment of the plan, and of the county, in fractions."""

    rows: Floats
    total: float
    unplaced: float = 0.0
    unknown: int = 0


def _scaled(instance: Instance, plan: Plan, factor: float) -> _Counts:
    rows = factor * np.array([float(r.pupils) for r in plan.assignments])
    return _Counts(rows, factor * float(instance.unit_pupils.sum()))


def _aged(instance: Instance, plan: Plan, children: Mapping[str, float]) -> _Counts:
    today: dict[tuple[str, str], float] = {}
    for village, g, n in zip(
        instance.unit_village,
        instance.unit_stage.tolist(),
        instance.unit_pupils.tolist(),
        strict=True,
    ):
        today[village, STAGES[g]] = today.get((village, STAGES[g]), 0.0) + n
    villages = sorted({*instance.unit_village, *children})
    later: dict[tuple[str, str], float] = {}
    for village in villages:
        young = children.get(village)
        for stage in STAGES:
            before = today.get((village, stage), 0.0)
            if young is None:
                later[village, stage] = before
            elif stage == "junior":
                later[village, stage] = today.get((village, "lower"), 0.0)
            else:
                later[village, stage] = young / 2
    rows = np.array(
        [
            r.pupils / today[r.village_id, r.stage] * later[r.village_id, r.stage]
            for r in plan.assignments
        ]
    )
    placed = {(r.village_id, r.stage) for r in plan.assignments}
    unplaced = sum(n for key, n in later.items() if key not in placed)
    unknown = sum(v not in children for v in villages)
    return _Counts(rows, sum(later.values()), unplaced, unknown)


def _stress(instance: Instance, plan: Plan, case: Case, counts: _Counts) -> Stress:
    lookup = option_lookup(instance)
    option = np.array([lookup.get(key_of(r), -1) for r in plan.assignments], dtype=np.int64)
    planned = np.array([float(r.pupils) for r in plan.assignments])
    return Stress(
        case,
        pupils=_whole(counts.total),
        pupils_planned=int(instance.unit_pupils.sum()),
        unplaced=_whole(counts.unplaced),
        villages_unknown=counts.unknown,
        sites=_sites(instance, plan, option, counts.rows, planned),
        lines=_lines(instance, option, counts.rows, planned),
    )


def _sites(
    instance: Instance, plan: Plan, option: Ints, rows: Floats, planned: Floats
) -> tuple[StressedSite, ...]:
    pupils, before = (_by_site_stage(instance, option, n) for n in (rows, planned))
    boards = (option >= 0) & (instance.option_mode[option] == BOARD)
    boarders = _by_site_stage(instance, option, np.where(boards, rows, 0.0)).sum(axis=1)
    sizes, found = instance.scenario.schools.class_size, []
    index = {school: j for j, school in enumerate(instance.site_id)}
    for site in plan.sites:
        if site.kind is None:
            continue
        j = index[site.school_id]
        by_stage = [_whole(float(n)) for n in pupils[j]]
        found.append(
            StressedSite(
                site.school_id,
                pupils=sum(by_stage),
                pupils_planned=_whole(float(before[j].sum())),
                classes=classes_in_all(site.kind, by_stage, sizes),
                rooms=int(instance.site_rooms[j]) + site.classrooms_added,
                boarders=_whole(float(boarders[j])),
                beds=int(instance.site_beds[j]) + site.beds_added,
                least_pupils=int(getattr(instance.scenario.schools.min_pupils, site.kind) or 0),
            )
        )
    return tuple(sorted(found, key=lambda s: s.school_id))


def _by_site_stage(instance: Instance, option: Ints, pupils: Floats) -> Floats:
    known = option >= 0
    found = np.zeros((instance.sites, len(STAGES)))
    used = option[known]
    np.add.at(found, (instance.option_site[used], instance.option_stage[used]), pupils[known])
    return found


def _lines(
    instance: Instance, option: Ints, rows: Floats, planned: Floats
) -> tuple[StressedLine, ...]:
    known = option >= 0
    line = np.where(known, instance.option_line[option], -1)
    return tuple(
        StressedLine(
            name,
            pupils=_whole(float(rows[line == n].sum())),
            pupils_planned=_whole(float(planned[line == n].sum())),
            seats=int(instance.line_seats[n]),
        )
        for n, name in enumerate(instance.line_id)
        if (line == n).any()
    )


def _whole(pupils: float) -> int:
    """Return the nearest whole number, halves upwards."""
    return math.floor(pupils + 0.5 + 1e-9)
