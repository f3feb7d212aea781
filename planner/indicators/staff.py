"""Indicators of a staffing plan beside today's staff: lessons, posts, moves, who teaches whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from planner.county.dictionary import columns_of
from planner.indicators.indicator import COUNTY, Described
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
PEOPLES = {"tibetan": "藏族", "yi": "彝族", "qiang": "羌族", "mandarin": "汉族"}
"""The people for whom a village's language stands, as the teachers table names them."""
STAFF: tuple[Described, ...] = (
    Described(
        "uncovered_lesson_periods", "periods/week", "lower", ("county", "township", "subject")
    ),
    Described("uncovered_lesson_share", "share", "lower", COUNTY),
    Described("bilingual_coverage_share", "share", "higher", COUNTY),
    Described("staff_moves", "persons", "lower", COUNTY),
    Described("staff_moves_other_township", "persons", "lower", COUNTY),
    Described("staff_move_minutes_mean", "min", "lower", COUNTY),
    Described("management_at_risk_share", "share", "lower", COUNTY),
    Described("staff_without_place", "persons", "lower", COUNTY),
    Described("staff_hires", "posts", "neutral", COUNTY),
    Described("staff_hire_yuan", "yuan/year", "lower", COUNTY),
    Described("staff_over_46_share", "share", "lower", COUNTY),
    Described("associate_titles_per_school", "persons", "higher", COUNTY),
    Described("bachelor_degrees_per_school", "persons", "higher", COUNTY),
    Described("qualified_per_100_variation", "ratio", "lower", COUNTY),
    Described("minority_representation_ratio", "ratio", "higher", COUNTY),
    Described("representation_ratio", "ratio", "neutral", ("people",)),
    Described("teachers_teaching", "persons", "neutral", COUNTY),
)
"""What staffing adds to indicators.csv."""
STAFF_INDICATORS = tuple(i.name for i in STAFF)
"""Their names."""
NAN = float("nan")


class Figure(NamedTuple):
    """One row of indicators.csv."""

    indicator: str
    group_kind: str
    group: str
    value: float
    baseline: float = NAN


def staff_indicators(
    instance: StaffInstance, plan: StaffPlan, layout: pandas.DataFrame | None = None
) -> pandas.DataFrame:
    """Return the rows that staffing adds to indicators.csv, columns `COLUMNS`.

    Lessons have no baseline: who gives which lesson today is not known. Of staff the baseline
    is today's.

    Parameters
    ----------
    layout
        The layout's rows of indicators.csv: they say how many pupils of each language there
        are, without which nobody's representation is known by people.
    """
    import pandas as pd

    people = persons(instance, plan)
    rows = [
        *_lessons(instance, plan),
        *_moves(instance, people),
        *_posts(instance, plan, people),
        *_staff(instance, people),
    ]
    if layout is not None:
        rows += _represented(instance, people, layout)
    said = {i.name: i for i in STAFF}
    table = pd.DataFrame(rows, columns=list(Figure._fields))
    return table.assign(
        unit=[said[name].unit for name in table["indicator"]],
        better=[said[name].better for name in table["indicator"]],
    )[list(COLUMNS)]


def _lessons(instance: StaffInstance, plan: StaffPlan) -> Iterator[Figure]:
    left, need = uncovered_periods(instance, plan), instance.need_periods
    name = "uncovered_lesson_periods"
    yield Figure(name, "county", "", float(left.sum()))
    for q, subject in enumerate(instance.subject_id):
        rows = instance.need_subject == q
        if need[rows].sum() > 0:
            value = float(left[rows].sum())
            yield Figure(name, "subject", subject, value)
    towns = np.array(instance.school_township)[instance.need_school]
    for town in sorted(set(towns.tolist())):
        value = float(left[towns == town].sum())
        yield Figure(name, "township", town, value)
    share = "uncovered_lesson_share"
    yield Figure(share, "county", "", _share(left.sum(), need.sum()))
    spoken = instance.need_language >= 0
    if spoken.any():
        covered = 1 - _share(left[spoken].sum(), need[spoken].sum())
        yield Figure("bilingual_coverage_share", "county", "", covered)


def _moves(instance: StaffInstance, people: Persons) -> Iterator[Figure]:
    away = moved(instance, people)
    yield Figure("staff_moves", "county", "", float(away.sum()))
    towns = np.array(instance.school_township)
    other = towns[instance.type_school][:, None] != towns[None, :]
    far = float(away[other].sum())
    yield Figure("staff_moves_other_township", "county", "", far)
    if away.any():
        minutes = instance.minutes[instance.type_school]
        mean = float((away * np.where(away > 0, minutes, 0.0)).sum() / away.sum())
        yield Figure("staff_move_minutes_mean", "county", "", mean)


def _posts(instance: StaffInstance, plan: StaffPlan, people: Persons) -> Iterator[Figure]:
    for row in post_ledger(instance, plan):
        if row.school < 0 and row.post == MANAGEMENT and row.today:
            value = row.at_risk_share
            yield Figure("management_at_risk_share", "county", "", value)
    out = float(people.no_place.sum() + people.retire.sum())
    yield Figure("staff_without_place", "county", "", out)
    hires = float(sum(h.count for h in plan.hires))
    yield Figure("staff_hires", "county", "", hires)
    yuan = hire_yuan(instance, plan)
    yield Figure("staff_hire_yuan", "county", "", yuan)


def _staff(instance: StaffInstance, people: Persons) -> Iterator[Figure]:
    after = people.at.sum(axis=(1, 2)).astype(float)
    today = instance.type_count.astype(float)
    known = np.isfinite(instance.type_over_46)
    old = np.where(known, instance.type_over_46, 0.0)
    sure = known.astype(float)
    value, before = (_share(float(n @ old), float(n @ sure)) for n in (after, today))
    yield Figure("staff_over_46_share", "county", "", value, before)
    titles = columns_of("teachers")["title"].codes
    associate = np.isin(instance.type_title, [titles.index(t) for t in ASSOCIATE_TITLES])
    degrees = columns_of("teachers")["degree"].codes
    bachelor = instance.type_degree >= degrees.index("bachelor")
    schools = float(instance.school_open.sum()), float(len(set(instance.type_school.tolist())))
    for name, some in (("associate_titles", associate), ("bachelor_degrees", bachelor)):
        value = _share(float(after[some].sum()), schools[0])
        before = _share(float(today[some].sum()), schools[1])
        yield Figure(f"{name}_per_school", "county", "", value, before)
    pupils = instance.school_pupils.sum(axis=1).astype(float)
    per_100 = _variation(qualified_at(instance, people), pupils, instance.school_open)
    yield Figure("qualified_per_100_variation", "county", "", per_100)
    ratio = _representation(instance, after, pupils)
    if np.isfinite(ratio):
        before = _representation(instance, today, pupils)
        yield Figure("minority_representation_ratio", "county", "", ratio, before)
    there = people.at
    teaching = float(there[:, :, TEACH].sum())
    before = float(instance.type_count[instance.type_post == TEACHING].sum())
    yield Figure("teachers_teaching", "county", "", teaching, before)


def _represented(
    instance: StaffInstance, people: Persons, layout: pandas.DataFrame
) -> Iterator[Figure]:
    """Yield by people the share of the teachers over that of the pupils.

    Of teachers whose people is known, and of pupils whose village's language is known, which
    stands for their people. None where no pupil is of the people.
    """
    own = layout[(layout["indicator"] == "pupils_served") & (layout["group_kind"] == "language")]
    there = people.at
    teach = there[:, :, TEACH].sum(axis=1).astype(float)
    today = np.where(instance.type_post == TEACHING, instance.type_count, 0).astype(float)
    known = instance.type_ethnicity >= 0
    named = np.array([*instance.ethnicity_id, ""])[instance.type_ethnicity]
    ratios: dict[str, list[float]] = {code: [] for code in PEOPLES}
    for teachers, column in ((teach, "value"), (today, "baseline")):
        pupils = dict(zip(own["group"], own[column].fillna(0.0), strict=True))
        for code, name in PEOPLES.items():
            of_pupils = _share(pupils.get(code, 0.0), sum(pupils.values()))
            of_teachers = _share(float(teachers[named == name].sum()), float(teachers[known].sum()))
            ratios[code].append(_share(of_teachers, of_pupils))
    for code, (value, before) in ratios.items():
        if np.isfinite(value):
            yield Figure("representation_ratio", "people", code, value, before)


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
