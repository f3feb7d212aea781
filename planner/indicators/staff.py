"""Indicators of a staffing plan beside today's staff: lessons, posts, moves, who teaches whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from planner.county.dictionary import columns_of
from planner.indicators.table import COLUMNS
from planner.instance import Flags, Floats
from planner.teachers.counts import TEACH, Persons, moved, persons, uncovered_periods
from planner.teachers.figures import hire_yuan, qualified_at
from planner.teachers.instance import MANAGEMENT, TEACHING, StaffInstance
from planner.teachers.ledger import post_ledger
from planner.teachers.plan import StaffPlan

if TYPE_CHECKING:
    import pandas

ASSOCIATE_TITLES = ("senior", "full_senior")
"""Titles from associate professor's rank (副高) upwards."""
MAJORITY = ("汉族", "汉", "Han", "han")
"""Names of the county's majority people in the country at large; all others are minorities."""
STAFF_INDICATORS = (
    "uncovered_lesson_periods",
    "uncovered_lesson_share",
    "bilingual_coverage_share",
    "staff_moves",
    "staff_moves_other_township",
    "staff_move_minutes_mean",
    "management_at_risk_share",
    "staff_without_place",
    "staff_hires",
    "staff_hire_yuan",
    "staff_over_46_share",
    "associate_titles_per_school",
    "bachelor_degrees_per_school",
    "qualified_per_100_variation",
    "minority_representation_ratio",
    "teachers_teaching",
)
"""Names that staffing adds to indicators.csv."""
NAN = float("nan")


class Figure(NamedTuple):
    """One row of indicators.csv."""

    indicator: str
    group_kind: str
    group: str
    value: float
    unit: str
    baseline: float
    better: str


def staff_indicators(instance: StaffInstance, plan: StaffPlan) -> pandas.DataFrame:
    """Return the rows that staffing adds to indicators.csv, columns `COLUMNS`.

    Lessons have no baseline: who gives which lesson today is not known. Of staff the baseline
    is today's.
    """
    import pandas as pd

    people = persons(instance, plan)
    rows = [
        *_lessons(instance, plan),
        *_moves(instance, people),
        *_posts(instance, plan, people),
        *_staff(instance, people),
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _lessons(instance: StaffInstance, plan: StaffPlan) -> Iterator[Figure]:
    left, need = uncovered_periods(instance, plan), instance.need_periods
    name = "uncovered_lesson_periods"
    yield Figure(name, "county", "", float(left.sum()), "periods/week", NAN, "lower")
    for q, subject in enumerate(instance.subject_id):
        rows = instance.need_subject == q
        if need[rows].sum() > 0:
            value = float(left[rows].sum())
            yield Figure(name, "subject", subject, value, "periods/week", NAN, "lower")
    towns = np.array(instance.school_township)[instance.need_school]
    for town in sorted(set(towns.tolist())):
        value = float(left[towns == town].sum())
        yield Figure(name, "township", town, value, "periods/week", NAN, "lower")
    share = "uncovered_lesson_share"
    yield Figure(share, "county", "", _share(left.sum(), need.sum()), "share", NAN, "lower")
    spoken = instance.need_language >= 0
    if spoken.any():
        covered = 1 - _share(left[spoken].sum(), need[spoken].sum())
        yield Figure("bilingual_coverage_share", "county", "", covered, "share", NAN, "higher")


def _moves(instance: StaffInstance, people: Persons) -> Iterator[Figure]:
    away = moved(instance, people)
    yield Figure("staff_moves", "county", "", float(away.sum()), "persons", NAN, "lower")
    towns = np.array(instance.school_township)
    other = towns[instance.type_school][:, None] != towns[None, :]
    far = float(away[other].sum())
    yield Figure("staff_moves_other_township", "county", "", far, "persons", NAN, "lower")
    if away.any():
        minutes = instance.minutes[instance.type_school]
        mean = float((away * np.where(away > 0, minutes, 0.0)).sum() / away.sum())
        yield Figure("staff_move_minutes_mean", "county", "", mean, "min", NAN, "lower")


def _posts(instance: StaffInstance, plan: StaffPlan, people: Persons) -> Iterator[Figure]:
    for row in post_ledger(instance, plan):
        if row.school < 0 and row.post == MANAGEMENT and row.today:
            value = row.at_risk_share
            yield Figure("management_at_risk_share", "county", "", value, "share", NAN, "lower")
    out = float(people.no_place.sum() + people.retire.sum())
    yield Figure("staff_without_place", "county", "", out, "persons", NAN, "lower")
    hires = float(sum(h.count for h in plan.hires))
    yield Figure("staff_hires", "county", "", hires, "posts", NAN, "neutral")
    yuan = hire_yuan(instance, plan)
    yield Figure("staff_hire_yuan", "county", "", yuan, "yuan/year", NAN, "lower")


def _staff(instance: StaffInstance, people: Persons) -> Iterator[Figure]:
    after = people.at.sum(axis=(1, 2)).astype(float)
    today = instance.type_count.astype(float)
    known = np.isfinite(instance.type_over_46)
    old = np.where(known, instance.type_over_46, 0.0)
    sure = known.astype(float)
    value, before = (_share(float(n @ old), float(n @ sure)) for n in (after, today))
    yield Figure("staff_over_46_share", "county", "", value, "share", before, "lower")
    titles = columns_of("teachers")["title"].codes
    associate = np.isin(instance.type_title, [titles.index(t) for t in ASSOCIATE_TITLES])
    degrees = columns_of("teachers")["degree"].codes
    bachelor = instance.type_degree >= degrees.index("bachelor")
    schools = float(instance.school_open.sum()), float(len(set(instance.type_school.tolist())))
    for name, some in (("associate_titles", associate), ("bachelor_degrees", bachelor)):
        value = _share(float(after[some].sum()), schools[0])
        before = _share(float(today[some].sum()), schools[1])
        yield Figure(f"{name}_per_school", "county", "", value, "persons", before, "higher")
    pupils = instance.school_pupils.sum(axis=1).astype(float)
    per_100 = _variation(qualified_at(instance, people), pupils, instance.school_open)
    yield Figure("qualified_per_100_variation", "county", "", per_100, "ratio", NAN, "lower")
    ratio = _representation(instance, after, pupils)
    if np.isfinite(ratio):
        before = _representation(instance, today, pupils)
        yield Figure(
            "minority_representation_ratio", "county", "", ratio, "ratio", before, "higher"
        )
    there = people.at
    teaching = float(there[:, :, TEACH].sum())
    before = float(instance.type_count[instance.type_post == TEACHING].sum())
    yield Figure("teachers_teaching", "county", "", teaching, "persons", before, "neutral")


def _variation(qualified: np.ndarray, pupils: Floats, chosen: Flags) -> float:
    """Return the coefficient of variation of qualified teachers per 100 pupils, by pupils.

    ``x_i = Q_i / P_i``, ``mean = sum Q / sum P``, ``S = sqrt(sum (P_i / P) (x_i - mean)^2)``,
    the result is ``S / mean`` (the 2012 and 2017 measures of balance).
    """
    some = chosen & (pupils > 0)
    if not some.any() or not qualified[some].sum():
        return NAN
    own, here = qualified[some].astype(float), pupils[some]
    mean = own.sum() / here.sum()
    spread = np.sqrt(float((here / here.sum() * (own / here - mean) ** 2).sum()))
    return float(spread / mean)


def _representation(instance: StaffInstance, staff: Floats, pupils: Floats) -> float:
    """Return the minority share of the staff over that of the pupils; 1 is as many as pupils."""
    known = instance.type_ethnicity >= 0
    majority = np.array([name in MAJORITY for name in (*instance.ethnicity_id, "")], dtype=bool)
    minority: Flags = known & ~majority[instance.type_ethnicity]
    share = instance.school_ethnic_pupils_share
    some = np.isfinite(share) & (pupils > 0)
    if not known.any() or not some.any():
        return NAN
    of_pupils = _share(float(share[some] @ pupils[some]), float(pupils[some].sum()))
    of_staff = _share(float(staff[minority].sum()), float(staff[known].sum()))
    return _share(of_staff, of_pupils)


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else NAN
