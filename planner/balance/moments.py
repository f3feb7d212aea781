"""The moments at which balance is judged: today, after the layout, after staffing, and further.

A further moment (after money was allocated) is `planner.balance.figures.with_added` to the last
of these, or any figures of one's own.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.areas import AREA_COLUMNS
from planner.balance.figures import (
    BAND_OF_STAGE,
    BANDS,
    SITE_QUANTITIES,
    TEACHER_QUANTITIES,
    SchoolFigures,
)
from planner.balance.staff import Group, groups_after, groups_today, totals
from planner.county.dictionary import STAGES
from planner.instance import Floats, Ints
from planner.options.guessed import outside_pupils
from planner.plan import Plan, SiteDecision

if TYPE_CHECKING:
    from planner.accounts import Accounts
    from planner.balance.measures import Measures
    from planner.county import County
    from planner.instance import Instance
    from planner.teachers.instance import StaffInstance
    from planner.teachers.plan import StaffPlan

TODAY, AFTER_LAYOUT, AFTER_STAFFING, AFTER_ALLOCATION = MOMENTS = (
    "today",
    "after_layout",
    "after_staffing",
    "after_allocation",
)
"""Names of moments, in order."""


@dataclass(frozen=True, eq=False)
class Moment:
    """A moment of a plan and what the schools have then.

    Parameters
    ----------
    name
        One of `MOMENTS`.
    figures
        What they have.
    rotation
        Teachers due for rotation, those who move, the backbone among these; None where no
        staffing plan says so.
    """

    name: str
    figures: SchoolFigures
    rotation: tuple[int, int, int] | None = None


def today(county: County, instance: Instance, baseline: Plan, accounts: Accounts) -> Moment:
    """Return the schools as they are.

    Parameters
    ----------
    baseline, accounts
        Today's arrangement and its figures.
    """
    groups = groups_today(county, instance.scenario)
    return Moment(TODAY, _figures(county, instance, baseline, accounts, groups, room_m2=0.0))


def after_layout(
    county: County,
    instance: Instance,
    plan: Plan,
    accounts: Accounts,
    before: Accounts,
    measures: Measures,
) -> Moment:
    """Return the schools after a layout, as far as it is known without a staffing plan.

    Teachers of a school, or of a band of it, that teaches nobody any more are taken to follow
    its pupils in proportion; all others stay. What closed schools have is not counted on.

    Parameters
    ----------
    accounts, before
        Figures of the plan and of today.
    """
    groups = groups_today(county, instance.scenario)
    followed = None if groups is None else following(groups, instance, plan, accounts, before)
    room_m2 = measures.room_m2
    figures = _figures(county, instance, plan, accounts, followed, room_m2=room_m2)
    return Moment(AFTER_LAYOUT, figures)


def after_staffing(
    county: County,
    instance: Instance,
    plan: Plan,
    accounts: Accounts,
    staff: tuple[StaffInstance, StaffPlan],
    measures: Measures,
) -> Moment:
    """Return the schools after a layout with the teachers that a staffing plan gives them.

    Where the county has no teachers table the staff are made up, and figures of teachers stay
    not known.
    """
    from planner.balance.staff import rotation

    groups = None
    if county.teachers is not None:
        groups = groups_after(county, *staff, measures.hires_qualified_share)
    figures = _figures(
        county, instance, plan, accounts, groups, room_m2=measures.room_m2, staffed=True
    )
    return Moment(AFTER_STAFFING, figures, rotation(*staff) if groups is not None else None)


def following(
    groups: Sequence[Group], instance: Instance, plan: Plan, accounts: Accounts, before: Accounts
) -> list[Group]:
    """Return where teachers are if those whose pupils all leave follow them in proportion."""
    number = {s: j for j, s in enumerate(instance.site_id)}
    then, now = by_band(before.pupils), by_band(accounts.pupils)
    gone: dict[tuple[str, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in plan.assignments:
        band = BAND_OF_STAGE[STAGES.index(row.stage)]
        gone[row.baseline_school_id, band][row.school_id] += row.pupils
    found = []
    for group in groups:
        j = number.get(group.school)
        if j is None:
            continue
        taught = np.flatnonzero(then[j]).tolist()
        band = group.band if group.band in taught or not taught else taught[0]
        if now[j, band] > 0 or (not taught and now[j].sum() > 0):
            found.append(group)
            continue
        to = gone.get((group.school, band), {})
        whole = sum(to.values())
        found += [
            replace(group, school=s, count=group.count * n / whole) for s, n in sorted(to.items())
        ]
    return found


def by_band(pupils: Ints) -> Ints:
    """Return pupils by stage as pupils by band, shape (J, 2)."""
    found = np.zeros((len(pupils), len(BANDS)), dtype=np.int64)
    for g, band in enumerate(BAND_OF_STAGE):
        found[:, band] += pupils[:, g]
    return found


def _figures(
    county: County,
    instance: Instance,
    plan: Plan,
    accounts: Accounts,
    groups: Sequence[Group] | None,
    *,
    room_m2: float,
    staffed: bool = False,
) -> SchoolFigures:
    """Return the figures of the open schools with pupils; teachers not known without groups."""
    sites = {s.school_id: s for s in plan.sites if s.kind is not None}
    outside = _outside(county, instance)
    pupils = np.where(accounts.open[:, None], accounts.pupils + outside, 0)
    banded = by_band(pupils)
    rows = [
        (s, j, int(b))
        for s, j in sorted((s, j) for j, s in enumerate(instance.site_id) if s in sites)
        for b in np.flatnonzero(banded[j])
    ]
    bands: dict[str, list[int]] = defaultdict(list)
    for s, _, b in rows:
        bands[s].append(b)
    n = len(rows)
    at = np.array([j for _, j, _ in rows], dtype=np.int64)
    band = np.array([b for _, _, b in rows], dtype=np.int64)
    own = banded[at, band] if n else np.zeros(0, dtype=np.int64)
    school = pupils[at].sum(axis=1) if n else np.zeros(0, dtype=np.int64)
    quantity = _site_quantities(county, [s for s, _, _ in rows], sites, room_m2)
    quantity = {name: values * own / np.maximum(school, 1) for name, values in quantity.items()}
    teachers = {} if groups is None else totals(groups, bands)
    missing = 0.0 if staffed and groups is not None else math.nan
    for name in TEACHER_QUANTITIES:
        said = [teachers.get((s, b), {}).get(name, missing) for s, _, b in rows]
        quantity[name] = np.array(said, dtype=float)
    largest = [_largest_class(sites[s], pupils[j], b) for s, j, b in rows]
    return SchoolFigures(
        school_id=tuple(s for s, _, _ in rows),
        kind=tuple(str(sites[s].kind) for s, _, _ in rows),
        band=band,
        pupils=own,
        school_pupils=school,
        largest_class=np.array(largest, dtype=float),
        quantity=quantity,
    )


def _site_quantities(
    county: County, schools: Sequence[str], sites: dict[str, SiteDecision], room_m2: float
) -> dict[str, Floats]:
    frame = county.schools.reindex(columns=list(SITE_QUANTITIES)).reindex(list(schools))
    found = {name: frame[name].to_numpy(dtype=float, na_value=np.nan) for name in SITE_QUANTITIES}
    built = np.array([float(sites[s].classrooms_added) for s in schools])
    found["teaching_area_m2"] = found["teaching_area_m2"] + room_m2 * built
    # Area that the layout builds to its floors, besides what comes with these rooms.
    for a, name in enumerate(AREA_COLUMNS):
        more = [
            (sites[s].teaching_area_added_m2, sites[s].sports_area_added_m2)[a] for s in schools
        ]
        found[name] = found[name] + np.array(more, dtype=float)
    return found


def _outside(county: County, instance: Instance) -> Ints:
    """Return the pupils from outside the county by site and stage; no plan moves them."""
    found = np.zeros((instance.sites, len(STAGES)), dtype=np.int64)
    number = {str(s): n for n, s in enumerate(county.schools.index)}
    said = outside_pupils(county.schools)
    for j, s in enumerate(instance.site_id):
        if s in number:
            found[j] = said[number[s]]
    return found


def _largest_class(site: SiteDecision, pupils: Ints, band: int) -> float:
    """Return the pupils of the largest class of a band, NaN where classes are not known."""
    sizes = []
    for g, stage in enumerate(STAGES):
        if BAND_OF_STAGE[g] != band or pupils[g] == 0:
            continue
        classes = site.classes.get(stage, 0)
        sizes.append(math.ceil(int(pupils[g]) / classes) if classes else math.nan)
    return float(np.max(sizes)) if sizes else math.nan
