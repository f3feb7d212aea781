"""Tiny staffing worlds by hand: a StaffInstance in six lines, and plans for it.

    world = tiny_staff(
        schools=[dict(id="A"), dict(id="B", open=False, township="T2")],
        staff=[("A", "maths", 2), dict(id="hand", school="B", subject="art", band="junior")],
        needs=[("A", "lower", "maths", 20), ("A", "upper", "art", 3, "tibetan")],
        minutes={("A", "B"): 25},
        subjects={"maths": dict(priority=True)},
    )
    plan = tiny_staff_plan(
        world,
        go=[("A.maths", "A", "teach", 2), ("hand", "A", "teach", 1)],
        lessons=[(("A", "lower", "maths"), "own", "A.maths", 20)],
    )

Everything not said has a default that binds nothing: all schools open with 20 pupils, 99
places and no posts asked for; no hires, circuits, online lessons, rotation or least posts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from planner.county.dictionary import STAGES, columns_of
from planner.scenario import Scenario
from planner.teachers.instance import BANDS, POSTS, StaffInstance
from planner.teachers.plan import Hire, Lessons, Posting, StaffPlan

SCHOOL_DEFAULTS: dict[str, Any] = {
    "name": None,
    "township": "T1",
    "open": True,
    "pupils": (20, 0, 0),
    "boarders": 0,
    "classes": (1, 0, 0),
    "point": False,
    "posts": 0,
    "places": 99,
    "leaders": 0,
    "carers": 0,
    "support": 0,
    "rooms": 0,
    "ethnic": np.nan,
}
STAFF_DEFAULTS: dict[str, Any] = {
    "id": None,
    "post": "teaching",
    "band": "primary",
    "subject": "",
    "language": "",
    "count": 1,
    "female": -1,
    "backbone": False,
    "qualified": False,
    "rotates": False,
    "may_retire": False,
    "over_46": np.nan,
    "degree": "",
    "title": "",
    "age": "",
    "ethnicity": "",
    "contract": "",
}
SUBJECT_DEFAULTS: dict[str, Any] = {
    "priority": False,
    "generalist": False,
    "online": False,
    "lesson": True,
    "also": (),
    "most_hires": np.inf,
}
SCENARIO_DEFAULTS: dict[str, Any] = {
    "name": "tiny",
    "county": ".",
    "staff": {"min_posts": 0},
    "staffing": {
        "circuits": {"max_minutes": 0},
        "moves": {"lodged_max_minutes": 180},
        "mip_gap": 0,
    },
}


def tiny_staff(
    schools: Iterable[Mapping[str, Any]],
    staff: Iterable[Sequence[Any] | Mapping[str, Any]] = (),
    needs: Iterable[Sequence[Any]] = (),
    minutes: Mapping[tuple[str, str], float] | None = None,
    subjects: Mapping[str, Mapping[str, Any]] | None = None,
    scenario: Mapping[str, Any] | None = None,
    *,
    receives: Iterable[tuple[str, str]] = (),
    load_periods: Sequence[float] = (16.0, 12.0),
    most_hires: int = 0,
    **overrides: Any,
) -> StaffInstance:
    """Build a StaffInstance.

    Parameters
    ----------
    schools
        ``id`` and any of `SCHOOL_DEFAULTS`; pupils and classes by stage.
    staff
        ``(school, subject)`` or ``(school, subject, count)`` of primary teachers, or `school`
        and any of `STAFF_DEFAULTS`; band and attributes in words. The id is by default
        ``school.subject``, or ``school.post`` where there is no subject; who is no teacher
        and has no subject has no band.
    needs
        ``(school, stage, subject, periods)``, and a language where the row asks for one.
    minutes
        Between two schools, both ways; missing pairs are not joined.
    subjects
        Any of `SUBJECT_DEFAULTS`; those not named stand after these, sorted.
    scenario
        Options as a nested mapping, over `SCENARIO_DEFAULTS`.
    receives
        Pairs of schools: pupils of the first go to the second.
    **overrides
        Fields of the StaffInstance as they are.
    """
    places = sorted(({**SCHOOL_DEFAULTS, **s} for s in schools), key=lambda s: s["id"])
    school_id = tuple(s["id"] for s in places)
    types = sorted((_type(entry) for entry in staff), key=lambda t: t["id"])
    rows = [(*tuple(n), "")[:5] for n in needs]
    named = {t["subject"] for t in types} | {n[2] for n in rows}
    known = dict(subjects or {})
    subject_id = (*known, *sorted(named - set(known) - {""}))
    about = [{**SUBJECT_DEFAULTS, **known.get(q, {})} for q in subject_id]
    spoken = {t["language"] for t in types} | {n[4] for n in rows}
    language_id = tuple(overrides.pop("language_id", sorted(spoken - {""})))
    ethnicity_id = tuple(sorted({t["ethnicity"] for t in types} - {""}))
    rows.sort(
        key=lambda n: (
            school_id.index(n[0]),
            STAGES.index(n[1]),
            subject_id.index(n[2]),
            _index(language_id, n[4]),
        )
    )
    fields: dict[str, Any] = {
        "scenario": Scenario.model_validate(merged(SCENARIO_DEFAULTS, scenario or {})),
        "school_id": school_id,
        "school_name": tuple(s["name"] or f"School {s['id']}" for s in places),
        "school_township": tuple(s["township"] for s in places),
        "school_open": _flags(s["open"] for s in places),
        "school_pupils": _ints([s["pupils"] if s["open"] else (0, 0, 0) for s in places]),
        "school_boarders": _ints(s["boarders"] for s in places),
        "school_classes": _ints([s["classes"] if s["open"] else (0, 0, 0) for s in places]),
        "school_point": _flags(s["point"] for s in places),
        "school_posts": _ints(s["posts"] for s in places),
        "school_places": _ints(s["places"] if s["open"] else 0 for s in places),
        "school_leaders": _ints(s["leaders"] for s in places),
        "school_carers": _ints(s["carers"] for s in places),
        "school_support": _ints(s["support"] for s in places),
        "school_staff_rooms": _ints(s["rooms"] for s in places),
        "school_ethnic_pupils_share": _floats(s["ethnic"] for s in places),
        "minutes": _minutes(school_id, minutes or {}),
        "receives": np.array([[(a, b) in set(receives) for b in school_id] for a in school_id]),
        "subject_id": subject_id,
        "subject_also": _also(subject_id, about),
        "language_id": language_id,
        "load_periods": _floats(load_periods),
        "need_school": _ints(school_id.index(n[0]) for n in rows),
        "need_stage": _ints(STAGES.index(n[1]) for n in rows),
        "need_subject": _ints(subject_id.index(n[2]) for n in rows),
        "need_language": _ints(_index(language_id, n[4]) for n in rows),
        "need_periods": _floats(n[3] for n in rows),
        "type_id": tuple(t["id"] for t in types),
        "type_school": _ints(school_id.index(t["school"]) for t in types),
        "type_post": _ints(POSTS.index(t["post"]) for t in types),
        "type_band": _ints(_index(BANDS, t["band"]) for t in types),
        "type_subject": _ints(_index(subject_id, t["subject"]) for t in types),
        "type_language": _ints(_index(language_id, t["language"]) for t in types),
        "type_ethnicity": _ints(_index(ethnicity_id, t["ethnicity"]) for t in types),
        "ethnicity_id": ethnicity_id,
        "most_hires": most_hires,
        "most_hires_subject": _floats(a["most_hires"] for a in about),
    }
    for name in ("priority", "generalist", "online", "lesson"):
        fields[f"subject_{name}"] = _flags(a[name] for a in about)
    for name in ("count", "female"):
        fields[f"type_{name}"] = _ints(t[name] for t in types)
    for name in ("backbone", "qualified", "rotates", "may_retire"):
        fields[f"type_{name}"] = _flags(t[name] for t in types)
    fields["type_over_46"] = _floats(t["over_46"] for t in types)
    for name, column in (("degree",) * 2, ("title",) * 2, ("age", "age_band"), ("contract",) * 2):
        codes = columns_of("teachers")[column].codes
        fields[f"type_{name}"] = _ints(_index(codes, t[name]) for t in types)
    return StaffInstance(**(fields | overrides))


def tiny_staff_plan(
    world: StaffInstance,
    go: Iterable[tuple[Any, ...]] = (),
    lessons: Iterable[tuple[Any, ...]] = (),
    hires: Iterable[tuple[Any, ...]] = (),
) -> StaffPlan:
    """Build a plan; types of which `go` says nothing stay where they are, as they are.

    Parameters
    ----------
    go
        ``(type, school, role, count)``; the school is empty for `retire` and `no_place`.
    lessons
        ``((school, stage, subject[, language]), how, type, periods)``; the type's school of
        today and profile give them. Who teaches elsewhere, or is hired, is said as
        ``(school, band, subject, language)`` in its place; online lessons have None.
    hires
        ``(school, band, subject, language, count)``.
    """
    said = list(go)
    stays = ("teach", "manage", "care", "support")
    for t, name in enumerate(world.type_id):
        if name not in {g[0] for g in said}:
            home = world.school_id[int(world.type_school[t])]
            role = stays[int(world.type_post[t])]
            said.append((name, home, role, int(world.type_count[t])))
    return StaffPlan(
        postings=tuple(_posting(world, *g) for g in said),
        hires=tuple(Hire(*h) for h in hires),
        lessons=tuple(_lessons(world, *row) for row in lessons),
    )


def between(world: StaffInstance, a: str, b: str) -> float:
    """Return the minutes between two schools by id."""
    return float(world.minutes[world.school_id.index(a), world.school_id.index(b)])


def merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return nested options with those of `over` on top."""
    both = dict(under)
    for key, value in over.items():
        deep = isinstance(value, Mapping) and isinstance(both.get(key), Mapping)
        both[key] = merged(both[key], value) if deep else value
    return both


def _posting(world: StaffInstance, name: str, school: str, role: Any, count: int) -> Posting:
    home = world.school_id[int(world.type_school[world.type_id.index(name)])]
    way = between(world, home, school) if school else np.nan
    return Posting(name, home, school, role, count, way)


def _lessons(
    world: StaffInstance, need: tuple[str, ...], how: Any, by: Any, periods: float
) -> Lessons:
    school, stage, subject, language = (*need, "")[:4]
    giver = ("", "", "", "")
    if isinstance(by, str):
        t = world.type_id.index(by)
        giver = (
            world.school_id[int(world.type_school[t])],
            _word(BANDS, int(world.type_band[t])),
            _word(world.subject_id, int(world.type_subject[t])),
            _word(world.language_id, int(world.type_language[t])),
        )
    elif by is not None:
        giver = by
    return Lessons(school, stage, subject, language, how, *giver, float(periods))


def _type(entry: Sequence[Any] | Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(entry, Mapping):
        entry = dict(zip(("school", "subject", "count"), entry, strict=False))
    full = {**STAFF_DEFAULTS, **entry}
    if full["post"] != "teaching" and not full["subject"] and "band" not in entry:
        full["band"] = ""
    full["id"] = full["id"] or f"{full['school']}.{full['subject'] or full['post']}"
    return full


def _minutes(school_id: tuple[str, ...], said: Mapping[tuple[str, str], float]) -> Any:
    table = np.full((len(school_id), len(school_id)), np.nan)
    np.fill_diagonal(table, 0.0)
    for (a, b), value in said.items():
        i, j = school_id.index(a), school_id.index(b)
        table[i, j] = table[j, i] = value
    return table


def _also(subject_id: tuple[str, ...], about: list[dict[str, Any]]) -> Any:
    rows = [
        [q == p or q in a["also"] for q in subject_id]
        for p, a in zip(subject_id, about, strict=True)
    ]
    return np.array(rows, dtype=bool).reshape(len(subject_id), len(subject_id))


def _index(words: Sequence[str], word: str) -> int:
    return list(words).index(word) if word else -1


def _word(words: Sequence[str], index: int) -> str:
    return words[index] if index >= 0 else ""


def _ints(values: Iterable[Any]) -> Any:
    return np.array(list(values), dtype=np.int64)


def _floats(values: Iterable[Any]) -> Any:
    return np.array(list(values), dtype=float)


def _flags(values: Iterable[Any]) -> Any:
    return np.array(list(values), dtype=bool)
