"""Whose day differs between two plans: the fewest pupils who would have to change."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from planner.accounts import key_of, option_lookup
from planner.instance import Instance
from planner.plan import Assignment, Plan

Way = tuple[str, str]
"""School and mode; both empty for pupils who have no school."""


@dataclass(frozen=True)
class Touched:
    """Pupils of a demand unit whose school or way to it differs in the opposite.

    Parameters
    ----------
    today
        Their school of today; with village and stage it names the unit.
    pupils
        Those who go the one way in the plan and the other way in the opposite; not the unit's
        others.
    """

    village: str
    stage: str
    today: str
    pupils: int
    before: Way
    after: Way
    minutes_before: float
    minutes_after: float


def touched(instance: Instance, plan: Plan, other: Plan) -> tuple[Touched, ...]:
    """Return the pupils whose school or mode differs between two plans, most first.

    Of a unit that both plans split, only as many count as would have to change at least: the
    programme knows numbers, not who is who.
    """
    lookup, minutes = option_lookup(instance), instance.option_minutes

    def trip(rows: list[Assignment], way: Way) -> float:
        # Of those on several lines, the trip that most of them have.
        mine = [r for r in rows if (r.school_id, r.mode) == way]
        most = max(mine, key=lambda r: (r.pupils, r.line_id), default=None)
        a = -1 if most is None else lookup.get(key_of(most), -1)
        return float(minutes[a]) if a >= 0 else math.nan

    before, after = _by_unit(plan), _by_unit(other)
    found = []
    for unit in sorted(set(before) | set(after)):
        old, new = before.get(unit, []), after.get(unit, [])
        for was, will, pupils in _moves(_split(old), _split(new)):
            found.append(Touched(*unit, pupils, was, will, trip(old, was), trip(new, will)))
    return tuple(sorted(found, key=lambda t: (-t.pupils, t.village, t.stage, t.before, t.after)))


def _by_unit(plan: Plan) -> dict[tuple[str, str, str], list[Assignment]]:
    units: dict[tuple[str, str, str], list[Assignment]] = {}
    for row in plan.assignments:
        key = (row.village_id, row.stage, row.baseline_school_id)
        units.setdefault(key, []).append(row)
    return units


def _split(rows: list[Assignment]) -> dict[Way, int]:
    ways: dict[Way, int] = {}
    for row in rows:
        way = (row.school_id, row.mode)
        ways[way] = ways.get(way, 0) + row.pupils
    return ways


def _moves(before: dict[Way, int], after: dict[Way, int]) -> Iterator[tuple[Way, Way, int]]:
    """Yield from, to and pupils of the fewest moves that turn one split into the other.

    Whoever can keep the school changes the mode alone.
    """
    ways = set(before) | set(after)
    over = {w: before.get(w, 0) - after.get(w, 0) for w in ways}
    # Whom one of the plans does not place has no school there.
    over["", ""] = -sum(over.values())
    leaving = {w: n for w, n in sorted(over.items(), key=lambda x: (-x[1], x[0])) if n > 0}
    coming = {w: -n for w, n in sorted(over.items(), key=lambda x: (x[1], x[0])) if n < 0}
    for same_school in (True, False):
        for was in leaving:
            for will in coming:
                pupils = min(leaving[was], coming[will])
                if pupils and (was[0] == will[0] or not same_school):
                    leaving[was] -= pupils
                    coming[will] -= pupils
                    yield was, will, pupils
