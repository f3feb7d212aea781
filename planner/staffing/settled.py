"""A staffing plan held fast: the instance in which all work where the plan has them.

To ask what one more hire or a longer way would do for a subject, the plan is kept: nobody moves,
lessons that are given stay given, and only a stated gap may be closed. Teachers may still
exchange lessons among themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.instance import Flags, Floats
from planner.scenario.staffing import Staffing, StaffTier
from planner.staffing.flows import there_today
from planner.teachers.counts import AT_SCHOOL, need_of, need_rows, uncovered_periods
from planner.teachers.instance import BANDS, TEACHING, StaffInstance
from planner.teachers.plan import StaffPlan

ROUNDED_PERIODS = 1e-5
"""What a row that is held may lack, so that a rounded plan stays within the rules."""
TINY_PERIODS = 0.01
"""Uncovered periods of a row that count as none."""
_LEAST_PERIODS = 1e-4
Indices = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Settled:
    """An instance with the plan's staff in their places and the gap that may be closed.

    Parameters
    ----------
    instance
        Staff at their schools and in their roles after the plan, posts hired among them; needs
        cut to what is given in person, but for the rows of the gap. Nobody may move, nobody is
        hired, nothing more is shown on screens until a change says so.
    gap_periods
        What each need row may leave uncovered, 0 for rows that are held, shape (N,).
    movable
        Whether a type may be moved by a change that allows it: teachers whom the plan left at
        their school (T,).
    shown_periods, needed_periods
        Given on screens by the plan, and needed in full, by need row (N,).
    pairs
        Pairs of schools that visiting teachers may join: what the plan has, and ways into schools
        with a gap (S, S).
    """

    instance: StaffInstance
    gap_periods: Floats
    movable: Flags
    shown_periods: Floats
    needed_periods: Floats
    pairs: Flags

    @property
    def gap_schools(self) -> Indices:
        """Schools with a gap, by number."""
        return np.unique(self.instance.need_school[self.gap_periods > 0]).astype(np.int64)


def settled(
    instance: StaffInstance, plan: StaffPlan, gap: Sequence[int], *, screens: bool = False
) -> Settled:
    """Return the instance that holds a plan but for some need rows.

    Parameters
    ----------
    gap
        Need rows whose uncovered periods may be given.
    screens
        Leave the lessons that are shown on screens to be decided: else they are taken off the
        needs.
    """
    left = uncovered_periods(instance, plan)
    shown = _shown(instance, plan)
    open_gap = np.zeros(instance.needs)
    open_gap[list(gap)] = np.where(left[list(gap)] > TINY_PERIODS, left[list(gap)], 0.0)
    held = np.maximum(0.0, instance.need_periods - left)
    periods = np.where(open_gap > 0, instance.need_periods, held) - (0.0 if screens else shown)
    kept = np.flatnonzero(periods > _LEAST_PERIODS)
    pairs = _circuit_pairs(instance, plan)
    pairs[:, np.unique(instance.need_school[open_gap > 0])] = True
    staffed, movable = _staff_after(instance, plan)
    held_fast = replace(
        staffed,
        scenario=with_staffing(staffed, _still(instance.scenario.staffing)),
        need_periods=periods,
        school_places=np.maximum(instance.school_places, there_today(instance, TEACHING)),
        most_hires=0,
    )
    return Settled(
        instance=taken(held_fast, needs=kept),
        gap_periods=open_gap[kept],
        movable=movable,
        shown_periods=shown[kept],
        needed_periods=instance.need_periods[kept],
        pairs=pairs,
    )


def with_staffing(instance: StaffInstance, staffing: Staffing) -> Any:
    """Return the scenario of an instance with other staffing options."""
    return instance.scenario.model_copy(update={"staffing": staffing})


def changed(instance: StaffInstance, **sections: dict[str, Any]) -> StaffInstance:
    """Return an instance with options of the sections of ``staffing`` changed."""
    staffing = instance.scenario.staffing
    update = {k: getattr(staffing, k).model_copy(update=v) for k, v in sections.items()}
    return replace(instance, scenario=with_staffing(instance, staffing.model_copy(update=update)))


def near_only(held: Settled, circuit_minutes: float) -> Settled:
    """Return the part of a settled county that matters to its gap.

    Schools with a gap, those within the minutes of them, and all that visits join to these.
    """
    instance = held.instance
    within = instance.minutes <= circuit_minutes + 1e-6
    keep = np.zeros(instance.schools, dtype=bool)
    keep[held.gap_schools] = True
    keep |= within[:, held.gap_schools].any(axis=1)
    joined = held.pairs.copy()
    joined[:, held.gap_schools] = False
    joined = joined | joined.T
    while True:
        more = keep | joined[keep].any(axis=0)
        if (more == keep).all():
            break
        keep = more
    if keep.all():
        return held
    schools = np.flatnonzero(keep)
    needs = np.flatnonzero(keep[instance.need_school])
    types = np.flatnonzero(keep[instance.type_school])
    return Settled(
        instance=taken(instance, schools=schools, needs=needs, types=types),
        gap_periods=held.gap_periods[needs],
        movable=held.movable[types],
        shown_periods=held.shown_periods[needs],
        needed_periods=held.needed_periods[needs],
        pairs=held.pairs[np.ix_(schools, schools)],
    )


def taken(
    instance: StaffInstance,
    schools: Indices | None = None,
    needs: Indices | None = None,
    types: Indices | None = None,
) -> StaffInstance:
    """Return an instance with some of its schools, need rows and types, in the order given.

    Rows and types at schools that are left out must be left out too.
    """
    values: dict[str, Any] = {}
    for prefix, kept in (("school_", schools), ("need_", needs), ("type_", types)):
        if kept is None:
            continue
        for part in fields(instance):
            if part.name.startswith(prefix):
                values[part.name] = _rows(getattr(instance, part.name), kept)
    if schools is not None:
        number = np.full(instance.schools, -1)
        number[schools] = np.arange(len(schools))
        for name in ("minutes", "receives"):
            values[name] = getattr(instance, name)[np.ix_(schools, schools)]
        for name in ("need_school", "type_school"):
            values[name] = number[values.get(name, getattr(instance, name))]
    return replace(instance, **values)


def _rows(value: Any, kept: Indices) -> Any:
    if isinstance(value, tuple):
        return tuple(value[n] for n in kept.tolist())
    return value[kept]


def _still(staffing: Staffing) -> Staffing:
    """Return the options under which nobody moves and nobody is asked to."""
    return staffing.model_copy(
        update={
            "moves": staffing.moves.model_copy(update={"max_minutes": 0, "lodged_max_minutes": 0}),
            "hires": staffing.hires.model_copy(update={"budget_yuan": None}),
            "online": staffing.online.model_copy(update={"max_share": 0}),
            "rotation_share": 0,
            "no_forced_exit": False,
            "retirement": False,
            "objective": (StaffTier(minimise="uncovered_periods"),),
        }
    )


def _shown(instance: StaffInstance, plan: StaffPlan) -> Floats:
    rows, shown = need_rows(instance), np.zeros(instance.needs)
    for row in plan.lessons:
        if row.how == "online":
            shown[need_of(instance, rows, row)] += row.periods
    return shown


def _circuit_pairs(instance: StaffInstance, plan: StaffPlan) -> Flags:
    index = {school: s for s, school in enumerate(instance.school_id)}
    pairs = np.zeros((instance.schools, instance.schools), dtype=bool)
    for row in plan.lessons:
        if row.how == "circuit":
            pairs[index[row.from_school], index[row.school_id]] = True
    return pairs


def _staff_after(instance: StaffInstance, plan: StaffPlan) -> tuple[StaffInstance, Flags]:
    """Return the instance with everybody where the plan has them, and who may move."""
    types = {name: t for t, name in enumerate(instance.type_id)}
    index = {school: s for s, school in enumerate(instance.school_id)}
    placed = [row for row in plan.postings if row.to_school]
    hires = plan.hires
    source = np.array([types[row.type_id] for row in placed], dtype=np.int64)
    values: dict[str, Any] = {}
    for part in fields(instance):
        if part.name.startswith("type_") and part.name != "type_id":
            values[part.name] = _extended(getattr(instance, part.name)[source], len(hires))
    names = [f"{r.type_id} {r.to_school} {r.role}" for r in placed]
    names += [f"hire {n}" for n in range(len(hires))]
    values["type_id"] = tuple(names)
    here = [index[row.to_school] for row in placed] + [index[row.school_id] for row in hires]
    values["type_school"] = np.array(here, dtype=np.int64)
    posts = [AT_SCHOOL.index(row.role) for row in placed] + [TEACHING] * len(hires)
    values["type_post"] = np.array(posts, dtype=np.int64)
    counts = [row.count for row in placed] + [row.count for row in hires]
    values["type_count"] = np.array(counts, dtype=np.int64)
    for k, row in enumerate(hires, len(placed)):
        values["type_band"][k] = BANDS.index(row.band)
        values["type_subject"][k] = instance.subject_id.index(row.subject)
        if row.language:
            values["type_language"][k] = instance.language_id.index(row.language)
    stays = [r.role == "teach" and r.to_school == r.from_school for r in placed]
    return replace(instance, **values), np.array([*stays, *[False] * len(hires)], dtype=bool)


def _extended(values: Any, more: int) -> Any:
    """Return an attribute with the blanks of posts hired behind it."""
    blank: Any = False if values.dtype == bool else (np.nan if values.dtype.kind == "f" else -1)
    return np.concatenate([values, np.full(more, blank, dtype=values.dtype)])
