"""Who teaches where, as the measures count them: today, after a layout, after staffing.

Persons who teach are counted, those in management are not. A degree is above the required one for
the stage in which it is counted. Who moves between schools in the week stays with their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.balance.figures import BANDS, TEACHER_QUANTITIES
from planner.county import columns_of
from planner.instance import Flags, Ints
from planner.staffing.supply import ABOVE_REQUIRED, staff_types
from planner.teachers.counts import TEACH, Persons, index_of, persons
from planner.teachers.curriculum import load_curriculum
from planner.teachers.instance import POSTS, TEACHING, StaffInstance
from planner.teachers.plan import StaffPlan

if TYPE_CHECKING:
    from planner.county import County
    from planner.scenario import Scenario

ARTS_PE = ("pe", "music", "art")
"""Subjects of the curriculum that count as physical education and arts."""
TITLED = ("first", "senior", "full_senior")
"""Titles from the intermediate one on."""
Totals = Mapping[tuple[str, int], Mapping[str, float]]
"""By school and band: persons by name of `TEACHER_QUANTITIES`, NaN where not known."""


@dataclass(frozen=True)
class Group:
    """Some persons alike who teach at a school.

    Parameters
    ----------
    school
        Where they teach.
    band
        Index into `BANDS` by which they qualify.
    count
        Persons; a part of a person where they are shared out.
    degree
        Code of the data dictionary, "" for not known.
    title
        Likewise.
    backbone
        1, 0 or NaN for not known.
    subject
        Id of the curriculum, "" for none.
    above_share
        Part of them whose degree is above the required one, for persons who are not there yet;
        NaN where their degree says it.
    """

    school: str
    band: int
    count: float
    degree: str
    title: str
    backbone: float
    subject: str
    above_share: float = float("nan")


def groups_today(county: County, scenario: Scenario) -> list[Group] | None:
    """Return the teaching staff of the teachers table, None without a table."""
    if county.teachers is None:
        return None
    curriculum = load_curriculum(scenario.staffing.curriculum)
    schools = tuple(sorted({str(s) for s in county.teachers["school_id"]}))
    types = staff_types(county.teachers, curriculum, scenario, schools)
    unknown = _backbone_unknown(county)
    return [
        Group(
            school=schools[key.school],
            band=max(key.band, 0),
            count=float(n),
            degree=_code("degree", key.degree),
            title=_code("title", key.title),
            backbone=float("nan") if schools[key.school] in unknown else float(key.backbone),
            subject=curriculum.subject_ids[key.subject] if key.subject >= 0 else "",
        )
        for key, n in zip(types.keys, types.count.tolist(), strict=True)
        if key.post == TEACHING
    ]


def groups_after(
    county: County, instance: StaffInstance, plan: StaffPlan, hires_above_share: float
) -> list[Group]:
    """Return the teaching staff of a staffing plan, hires among them.

    Parameters
    ----------
    hires_above_share
        Part of those hired whose degree is above the required one; none is backbone yet, and
        their title is not counted as intermediate.
    """
    unknown = _backbone_unknown(county)
    at = _teaching(persons(instance, plan))
    found = []
    for t, s in zip(*(n.tolist() for n in np.nonzero(at)), strict=True):
        home = instance.school_id[int(instance.type_school[t])]
        subject = int(instance.type_subject[t])
        found.append(
            Group(
                school=instance.school_id[s],
                band=max(int(instance.type_band[t]), 0),
                count=float(at[t, s]),
                degree=_code("degree", int(instance.type_degree[t])),
                title=_code("title", int(instance.type_title[t])),
                backbone=float("nan") if home in unknown else float(instance.type_backbone[t]),
                subject=instance.subject_id[subject] if subject >= 0 else "",
            )
        )
    found += [
        Group(
            school=h.school_id,
            band=max(index_of(BANDS, h.band), 0),
            count=float(h.count),
            degree="",
            title="none",
            backbone=0.0,
            subject=h.subject,
            above_share=hires_above_share,
        )
        for h in plan.hires
    ]
    return found


def totals(groups: Sequence[Group], bands: Mapping[str, Sequence[int]]) -> Totals:
    """Return what teachers each school has in each band.

    Parameters
    ----------
    groups
        Persons who teach.
    bands
        Bands that each school teaches. In a school of one band all teach that one; in a
        nine-year school each the one by which they qualify.
    """
    found: dict[tuple[str, int], dict[str, float]] = {}
    for group in groups:
        taught = bands.get(group.school, ())
        if not taught:
            continue
        band = group.band if group.band in taught else taught[0]
        own = found.setdefault((group.school, band), dict.fromkeys(TEACHER_QUANTITIES, 0.0))
        own["teachers"] += group.count
        own["qualified_teachers"] += group.count * _above(group, band)
        own["backbone_teachers"] += group.count * group.backbone
        own["arts_pe_teachers"] += group.count * (group.subject in ARTS_PE)
        known = group.title != ""
        own["titled_teachers"] += group.count * (group.title in TITLED if known else float("nan"))
    return found


def rotation(instance: StaffInstance, plan: StaffPlan) -> tuple[int, int, int]:
    """Return the teachers due for rotation, those of them who move, and the backbone among these."""
    due: Flags = instance.type_rotates & (instance.type_post == POSTS.index("teaching"))
    teaching = _teaching(persons(instance, plan))
    at_home = teaching[np.arange(instance.types), instance.type_school]
    away = teaching.sum(axis=1) - at_home
    movers, leading = away[due].sum(), away[due & instance.type_backbone].sum()
    return int(instance.type_count[due].sum()), int(movers), int(leading)


def _teaching(people: Persons) -> Ints:
    """Return who teaches, by type and school (T, S)."""
    return people.at[:, :, TEACH]


def _above(group: Group, band: int) -> float:
    if group.above_share == group.above_share:
        return group.above_share
    return float(group.degree in ABOVE_REQUIRED[band]) if group.degree else float("nan")


def _backbone_unknown(county: County) -> set[str]:
    """Return the schools where it is not known who is a backbone teacher.

    Where the table marks none but those who are, a blank is a no; where it says 0 anywhere, or
    nothing at all, a blank is not known.
    """
    teachers = county.teachers
    if teachers is None:
        return set()
    said = teachers.get("backbone")
    if said is None:
        return {str(s) for s in teachers["school_id"]}
    blank = said.isna()
    marks_only = bool((said == 1).any()) and not bool((said == 0).any())
    if marks_only or not blank.any():
        return set()
    teaching = teachers["post"].isin(["teaching", ""]) | teachers["post"].isna()
    return {str(s) for s in teachers.loc[blank & teaching, "school_id"]}


def _code(name: str, code: int) -> str:
    return columns_of("teachers")[name].codes[code] if code >= 0 else ""
