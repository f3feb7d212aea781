"""A county, a layout and minutes between schools to the instance of the staffing programme."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.accounts import Accounts
from planner.county import KINDS, County
from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.instance import Flags, Floats, Instance, Ints
from planner.plan import Plan
from planner.scenario import Scenario
from planner.staffing.classes import StreamClasses, school_classes, stream_classes
from planner.staffing.need import periods_needed, places, support_ceiling
from planner.staffing.supply import Supply, staff_types
from planner.staffing.today import staff_today
from planner.teachers.curriculum import Curriculum, load_curriculum
from planner.teachers.instance import TEACHING, StaffInstance
from planner.texts import text

if TYPE_CHECKING:
    import pandas

_TYPE_CODES = (
    *("school", "post", "band", "subject", "language"),
    *("female", "degree", "title", "age", "contract"),
)
"""Fields of types that are codes, named alike in `TypeKey` and the instance."""


def assemble_staffing(
    county: County,
    instance: Instance,
    baseline: Plan,
    plan: Plan,
    accounts: Accounts,
    minutes: Floats,
) -> tuple[StaffInstance, tuple[Finding, ...]]:
    """Return what the staffing programme is given for a layout.

    Parameters
    ----------
    county
        Villages with streams and languages, schools, and the teachers table where there is one;
        else a synthetic staff takes its place.
    instance
        Of the layout.
    baseline, plan
        Today's arrangement, and the layout that staff are placed in.
    accounts
        Of `plan`.
    minutes
        Between the sites of `instance`, in its order, NaN where there is no way, shape (J, J).

    Raises
    ------
    InvalidInputError
        If the curriculum cannot be used, or hires are limited for a subject it does not have.
    """
    scenario = instance.scenario
    curriculum = load_curriculum(scenario.staffing.curriculum)
    most_hires_subject = _hires_by_subject(scenario, curriculum)
    classes = school_classes(instance, plan, accounts.pupils)
    streams = stream_classes(county, instance, plan, classes)
    teachers, said = staff_today(county, instance, baseline, curriculum)
    site_index = {j: n for n, j in enumerate(instance.site_id)}
    staffed = {str(s) for s in teachers.loc[teachers["count"] > 0, "school_id"]}
    kept = sorted({j for j in instance.site_id if accounts.open[site_index[j]]} | staffed)
    sites = np.array([site_index[j] for j in kept], dtype=np.int64)
    spoken = tuple(sorted({tongue for _, tongue in streams.groups}))
    supply = staff_types(teachers, curriculum, scenario, kept, spoken)
    here = StreamClasses(streams.groups, streams.classes[sites], ())
    need = periods_needed(curriculum, scenario, classes[sites], here, supply.languages)
    parts: dict[str, Any] = {
        "classes": classes[sites],
        "pupils": accounts.pupils[sites],
        "open": accounts.open[sites],
        "posts": accounts.posts[sites],
        "boarders": accounts.boarders[sites],
        "carers": accounts.carers[sites],
    }
    receives = _receives(plan, kept)
    hires = scenario.staffing.hires.max_posts
    schools = county.schools.loc[kept]
    made = StaffInstance(
        scenario=scenario,
        school_id=tuple(kept),
        school_name=tuple(str(n) for n in schools["name"]),
        school_township=tuple(str(n) for n in schools["township"]),
        school_open=parts["open"],
        school_pupils=parts["pupils"],
        school_boarders=parts["boarders"],
        school_classes=parts["classes"],
        school_posts=parts["posts"],
        school_carers=parts["carers"],
        **_posts(scenario, curriculum, plan, tuple(kept), parts, supply, receives),
        school_staff_rooms=_staff_rooms(schools),
        minutes=minutes[np.ix_(sites, sites)],
        receives=receives,
        subject_id=curriculum.subject_ids,
        subject_priority=curriculum.flags("priority"),
        subject_generalist=curriculum.flags("generalist"),
        subject_online=curriculum.flags("online"),
        subject_lesson=curriculum.flags("lesson"),
        subject_also=curriculum.also,
        language_id=supply.languages,
        load_periods=curriculum.load_periods,
        need_school=need.school,
        need_stage=need.stage,
        need_subject=need.subject,
        need_language=need.language,
        need_periods=need.periods,
        **_types(supply, kept, curriculum),
        school_ethnic_pupils_share=_ethnic_share(county, plan, kept),
        most_hires=accounts.hires if hires is None else hires,
        most_hires_subject=most_hires_subject,
    )
    return made, (*said, *streams.findings, *supply.findings)


def _posts(
    scenario: Scenario,
    curriculum: Curriculum,
    plan: Plan,
    kept: tuple[str, ...],
    parts: dict[str, Any],
    supply: Supply,
    receives: Flags,
) -> dict[str, Any]:
    """Return the fields on points, places, leaders and support posts."""
    kinds = {s.school_id: s.kind for s in plan.sites}
    kind = [kinds.get(j) for j in kept]
    teaching = np.zeros(len(kept), dtype=np.int64)
    at = supply.ints("post") == TEACHING
    np.add.at(teaching, supply.ints("school")[at], supply.count[at])
    from_closed = receives & ~parts["open"][:, None]
    following = from_closed.T.astype(np.int64) @ teaching
    leaders, support, most = (np.zeros(len(kept), dtype=np.int64) for _ in range(3))
    for s, school_kind in enumerate(kind):
        if school_kind is None or not parts["open"][s]:
            continue
        posts = int(parts["posts"][s])
        leaders[s] = curriculum.leaders(school_kind, int(parts["classes"][s].sum()))
        support[s] = support_ceiling(scenario, school_kind, parts["pupils"][s], posts)
        most[s] = places(scenario, posts, int(teaching[s]), int(following[s]))
    return {
        "school_point": np.array([k == KINDS[0] for k in kind], dtype=bool),
        "school_places": most,
        "school_leaders": leaders,
        "school_support": support,
    }


def _types(supply: Supply, kept: list[str], curriculum: Curriculum) -> dict[str, Any]:
    people = {e: n for n, e in enumerate(supply.ethnicities)}
    return {
        "type_id": supply.ids(kept, curriculum),
        **{f"type_{name}": supply.ints(name) for name in _TYPE_CODES},
        "type_count": supply.count,
        "type_backbone": supply.ints("backbone") == 1,
        "type_rotates": supply.ints("rotates") == 1,
        "type_qualified": supply.qualified,
        "type_may_retire": supply.may_retire,
        "type_over_46": supply.over_46,
        "type_ethnicity": np.array(
            [people.get(k.ethnicity, -1) for k in supply.keys], dtype=np.int64
        ),
        "ethnicity_id": supply.ethnicities,
    }


def _receives(plan: Plan, kept: list[str]) -> Flags:
    index = {j: n for n, j in enumerate(kept)}
    receives = np.zeros((len(kept), len(kept)), dtype=bool)
    for row in plan.assignments:
        before, after = index.get(row.baseline_school_id), index.get(row.school_id)
        if before is not None and after is not None and before != after:
            receives[before, after] = True
    return receives


def _staff_rooms(schools: pandas.DataFrame) -> Ints:
    if "staff_rooms" not in schools.columns:
        return np.zeros(len(schools), dtype=np.int64)
    rooms: Ints = schools["staff_rooms"].fillna(0).to_numpy(dtype=np.int64)
    return rooms


def _ethnic_share(county: County, plan: Plan, kept: list[str]) -> Floats:
    """Return the minority share of each school's pupils, as in their villages; NaN unknown."""
    if "minority_share" not in county.villages.columns:
        return np.full(len(kept), np.nan)
    share = {str(k): float(v) for k, v in county.villages["minority_share"].items()}
    index = {j: n for n, j in enumerate(kept)}
    pupils, minority = np.zeros(len(kept)), np.zeros(len(kept))
    for row in plan.assignments:
        of_village = share.get(row.village_id, float("nan"))
        if row.school_id in index and not np.isnan(of_village):
            pupils[index[row.school_id]] += row.pupils
            minority[index[row.school_id]] += row.pupils * of_village
    shares: Floats = np.full(len(kept), np.nan)
    np.divide(minority, pupils, out=shares, where=pupils > 0)
    return shares


def _hires_by_subject(scenario: Scenario, curriculum: Curriculum) -> Floats:
    """Return the most hires by subject (Q,); refuse subjects that the curriculum does not have."""
    most = np.full(len(curriculum.subject_ids), np.inf)
    findings = []
    for subject, posts in scenario.staffing.hires.by_subject.items():
        if subject in curriculum.subject_ids:
            most[curriculum.index(subject)] = posts
            continue
        close = difflib.get_close_matches(subject, curriculum.subject_ids, 1, 0.0)
        message = text(
            "staff_supply.hires_subject",
            value=subject,
            curriculum=text("say.both", **curriculum.title),
            nearest=close[0],
        )
        key = f"staffing.hires.by_subject.{subject}"
        findings.append(Finding("staffing", "error", message, column=key, value=subject))
    if findings:
        raise InvalidInputError(text("staff_supply.refused"), findings)
    return most
