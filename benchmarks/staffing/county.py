"""A generated county as a staffing instance: schools along valleys, teachers, lessons.

Everything is drawn from one seed. A tenth of the schools are closed by the layout; a part of the
teachers is posted where the subject is short, since subjects are drawn with the survey's
lacks: fewer teachers of mathematics, English, science, mental health and of the village
language than lessons ask for.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.county.dictionary import STAGES
from planner.instance import Floats, Ints
from planner.scenario import Scenario
from planner.teachers.instance import (
    BANDS,
    CARE,
    MANAGEMENT,
    POSTS,
    SUPPORT,
    TEACHING,
    StaffInstance,
)

_KPH = 25.0
_LOAD = (17.0, 13.0)
# Weekly periods of a class by subject: grades 1-3, 4-6, 7-9; share of teachers over share of
# lessons; covered first; generalist at a point; on the screen.
_SUBJECTS: dict[str, tuple[float, float, float, float, bool, bool, bool]] = {
    "chinese": (8, 7, 6, 1.25, False, True, False),
    "maths": (5, 5, 5, 0.85, True, True, False),
    "english": (1, 3, 5, 0.75, True, False, True),
    "science": (1, 2, 0, 0.7, True, True, True),
    "morality": (2, 2, 3, 1.2, False, True, False),
    "pe": (3, 3, 3, 0.9, False, True, False),
    "music": (2, 2, 1, 0.8, False, True, True),
    "art": (2, 2, 1, 0.8, False, True, True),
    "labour": (1, 2, 1, 1.0, False, True, False),
    "mental_health": (0.5, 0.5, 0.5, 0.5, True, False, True),
    "physics_chemistry": (0, 0, 4, 0.8, False, False, False),
    "history_geography": (0, 0, 5, 1.1, False, False, False),
}
_ALSO = (
    ("chinese", "morality"),
    ("chinese", "labour"),
    ("maths", "science"),
    ("music", "art"),
    ("art", "music"),
    ("morality", "mental_health"),
    ("physics_chemistry", "science"),
    ("history_geography", "morality"),
    ("physics_chemistry", "maths"),
)
_CARE_PERIODS = 2.0
"""A class a week, a duty of any teacher."""


def generated_staff(
    teachers: int, schools: int, *, seed: int = 1, staffing: dict[str, Any] | None = None
) -> StaffInstance:
    """Return a county of about that many teaching posts and so many schools, 12 subjects.

    Parameters
    ----------
    staffing
        Options of the staffing programme, over its defaults.
    """
    rng = np.random.default_rng(seed)
    scenario = Scenario.model_validate(
        {"name": "generated", "county": ".", "staffing": staffing or {}}
    )
    minutes, township = _land(schools, rng)
    kind = rng.choice(4, size=schools, p=(0.3, 0.35, 0.15, 0.2))
    closed = rng.random(schools) < 0.1
    size = rng.lognormal(0, 0.7, schools) * np.array([0.15, 1.0, 1.6, 1.8])[kind]
    per_stage = np.array([[1, 0, 0], [1, 1, 0], [0, 0, 1], [1, 1, 1]])[kind]
    names = tuple(_SUBJECTS)
    table = np.array([_SUBJECTS[q][:3] for q in names])
    # Classes so that lessons over loads come to the teachers asked for.
    week = (per_stage @ (table.sum(axis=0) + _CARE_PERIODS)) / 15.5
    classes = np.maximum(1, np.round(size * 1.02 * teachers / (size * week).sum()))
    grades = np.where(kind == 0, 1, 3)
    before = np.maximum(classes, grades)[:, None].astype(np.int64) * per_stage
    after, receives = _merged(before, closed, minutes)
    bilingual = rng.random(schools) < 0.35
    need = _needs(after, bilingual, table, scenario.staffing.bilingual_share)
    staff = _staff(before, table, teachers, bilingual, rng)
    points = (kind == 0) & ~closed
    today = np.bincount(
        staff["type_school"],
        weights=staff["type_count"] * (staff["type_post"] == TEACHING),
        minlength=schools,
    ).astype(np.int64)
    moved_in = receives.T.astype(np.int64) @ today
    also = np.eye(len(names) + 1, dtype=bool)
    for a, b in _ALSO:
        also[names.index(a), names.index(b)] = True
    flags = np.array([[*_SUBJECTS[q][4:]] for q in names] + [[False, False, False]])
    pupils = after * np.array([28, 34, 42])
    boarders = (pupils[:, 1:].sum(axis=1) * rng.uniform(0, 0.6, schools)).astype(np.int64)
    return StaffInstance(
        scenario=scenario,
        school_id=tuple(f"s{n:04d}" for n in range(schools)),
        school_name=tuple(f"School {n}" for n in range(schools)),
        school_township=tuple(f"t{n:03d}" for n in township),
        school_open=~closed,
        school_pupils=pupils,
        school_boarders=boarders,
        school_classes=after,
        school_point=points,
        school_posts=today,
        school_places=np.where(closed, 0, np.ceil(1.1 * today).astype(np.int64) + moved_in),
        school_leaders=np.where(closed, 0, np.where(points, 0, 1 + after.sum(axis=1) // 9)),
        school_carers=np.where(closed, 0, -(-boarders // 50)),
        school_support=np.where(closed, 0, (0.09 * today).astype(np.int64)),
        school_staff_rooms=np.where(closed, 0, rng.integers(0, 4, schools)),
        minutes=minutes,
        receives=receives,
        subject_id=(*names, "class_care"),
        subject_priority=flags[:, 0],
        subject_generalist=flags[:, 1],
        subject_online=flags[:, 2],
        subject_lesson=np.array([True] * len(names) + [False]),
        subject_also=also,
        language_id=("local",),
        load_periods=np.array(_LOAD),
        ethnicity_id=(),
        school_ethnic_pupils_share=np.full(schools, np.nan),
        most_hires=teachers // 100,
        most_hires_subject=np.full(len(names) + 1, np.inf),
        **need,
        **staff,
    )


def _land(schools: int, rng: np.random.Generator) -> tuple[Floats, Ints]:
    """Return minutes between schools strewn along valleys, and their townships."""
    valleys = max(3, schools // 8)
    heart = rng.uniform(0, np.sqrt(schools * 18.0), (valleys, 2))
    valley = np.sort(rng.integers(0, valleys, schools))
    place = heart[valley] + rng.normal(0, 2.5, (schools, 2))
    km = np.hypot(*(place[:, None] - place[None, :]).transpose(2, 0, 1)) * 1.4
    ridge = np.where(valley[:, None] == valley[None, :], 1.0, 1.5)
    minutes = np.round(km * ridge / _KPH * 60, 1)
    np.fill_diagonal(minutes, 0.0)
    return minutes, valley


def _merged(before: Ints, closed: Any, minutes: Floats) -> tuple[Ints, Any]:
    """Send the classes of closed schools to the nearest open school."""
    after = np.where(closed[:, None], 0, before)
    receives = np.zeros(minutes.shape, dtype=bool)
    for s in np.flatnonzero(closed):
        to = int(np.argmin(np.where(closed, np.inf, minutes[s])))
        after[to] += (before[s] + 1) // 2
        receives[s, to] = True
    return after, receives


def _needs(after: Ints, bilingual: Any, table: Floats, share: float) -> dict[str, Any]:
    rows: list[tuple[int, int, int, int, float]] = []
    care = len(table)
    for s, per_stage in enumerate(after):
        for g in range(len(STAGES)):
            n = float(per_stage[g])
            for q, weekly in enumerate(table[:, g]):
                local = n * weekly * share if bilingual[s] and q in (1, 3, 4) else 0.0
                rows += [(s, g, q, -1, n * weekly - local), (s, g, q, 0, local)]
            rows.append((s, g, care, -1, n * _CARE_PERIODS))
    kept = [row for row in sorted(rows) if row[4] > 0]
    columns = ("school", "stage", "subject", "language")
    found: dict[str, Any] = {
        f"need_{name}": np.array([row[k] for row in kept], dtype=np.int64)
        for k, name in enumerate(columns)
    }
    return found | {"need_periods": np.array([row[4] for row in kept])}


def _staff(
    before: Ints, table: Floats, teachers: int, bilingual: Any, rng: np.random.Generator
) -> dict[str, Any]:
    """Draw persons school by school and count them by type."""
    lack = np.array([v[3] for v in _SUBJECTS.values()])
    week = before @ (table.T + _CARE_PERIODS / len(table))
    posts = week.sum(axis=1) / 15.5
    posts = np.maximum(1, np.round(posts * teachers / posts.sum())).astype(np.int64)
    found: dict[tuple[int, ...], int] = {}
    for s, n in enumerate(posts.tolist()):
        weight = week[s] * lack
        junior = before[s, 2] * 1.25 / max(1e-9, before[s].sum() + 0.25 * before[s, 2])
        extra = ((MANAGEMENT, 1 + n // 15), (CARE, n // 20), (SUPPORT, n // 14))
        drawn = [(TEACHING, n), *extra]
        for post, count in drawn:
            for _ in range(count):
                teaches = post == TEACHING or (post == MANAGEMENT and rng.random() < 0.6)
                key = (
                    s,
                    post,
                    int(rng.random() < junior) if teaches else -1,
                    int(rng.choice(len(table), p=weight / weight.sum())) if teaches else -1,
                    0 if rng.random() < (0.45 if bilingual[s] else 0.1) else -1,
                    int(rng.integers(0, 2)),
                    int(rng.random() < 0.08),
                    int(rng.random() < 0.55),
                    int(rng.random() < 0.4),
                    int(rng.random() < 0.1),
                )
                found[key] = found.get(key, 0) + 1
    keys = sorted(found)
    names = ("school", "post", "band", "subject", "language", "female")
    marks = ("backbone", "qualified", "rotates", "may_retire")
    columns: dict[str, Any] = {
        f"type_{name}": np.array([k[i] for k in keys], dtype=np.int64)
        for i, name in enumerate(names)
    }
    for i, name in enumerate(marks, len(names)):
        columns[f"type_{name}"] = np.array([k[i] for k in keys], dtype=bool)
    unknown = np.full(len(keys), -1, dtype=np.int64)
    for name in ("degree", "title", "age", "ethnicity", "contract"):
        columns[f"type_{name}"] = unknown.copy()
    label = [f"{POSTS[k[1]]}-{BANDS[k[2]] if k[2] >= 0 else 'none'}" for k in keys]
    columns["type_id"] = tuple(f"{name}-{n:05d}" for n, name in enumerate(label))
    columns["type_count"] = np.array([found[k] for k in keys], dtype=np.int64)
    columns["type_over_46"] = np.full(len(keys), np.nan)
    return columns
