"""The figures of the staffing tables, recomputed cell by cell from the plan in them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from planner.audit.violation import RELATIVE
from planner.county.dictionary import STAGES
from planner.findings import Finding
from planner.teachers.counts import need_of, need_rows, type_profile
from planner.teachers.files import HIRE, HOWS, Row, Rows
from planner.teachers.instance import BANDS, MANAGEMENT, POSTS, StaffInstance
from planner.teachers.plan import StaffPlan
from planner.texts import text

NAME = "staff_files"
GOES_ON = {"teaching": "teach", "management": "manage", "boarding_care": "care"}


def claim(
    what: str, file: str, row: int | None = None, column: str = "", **fields: object
) -> Finding:
    """Return a finding about one file, row and column."""
    message = text(f"audit.files.{what}", **fields)
    value = str(fields.get("value", ""))
    return Finding(NAME, "error", message, file=file, row=row, column=column, value=value)


def figure_findings(instance: StaffInstance, plan: StaffPlan, rows: Rows) -> list[Finding]:
    """Return the cells that the plan of the same files does not come to."""
    return [
        *_teachers(instance, rows["teachers"]),
        *_circuits(instance, plan, rows["circuits"]),
        *_coverage(instance, plan, rows["coverage"]),
        *_posts(instance, plan, rows["posts"]),
    ]


def _teachers(instance: StaffInstance, rows: list[Row]) -> Iterator[Finding]:
    for n, row in enumerate(rows, 2):
        home, after = row["from_school_id"], row["to_school_id"]
        expected: dict[str, Any] = {"moved": int(bool(home and after) and home != after)}
        if row["role"] != HIRE:
            t = instance.type_id.index(row["type_id"])
            band, subject, language = type_profile(instance, t)
            expected |= {
                "post": POSTS[int(instance.type_post[t])],
                "band": [*BANDS, ""][band],
                "subject": [*instance.subject_id, ""][subject],
                "language": [*instance.language_id, ""][language],
                "gender": ("male", "female", "")[int(instance.type_female[t])],
                "backbone": int(instance.type_backbone[t]),
                "qualified": int(instance.type_qualified[t]),
                "minutes": _minutes(instance, home, after),
            }
        yield from _compare("teachers.csv", n, row, expected)


def _circuits(instance: StaffInstance, plan: StaffPlan, rows: list[Row]) -> Iterator[Finding]:
    """Each school, school taught at and profile of the circuit lessons is there once."""
    columns = ("from_school_id", "to_school_id", "band", "subject", "language")
    given: dict[tuple[str, ...], float] = defaultdict(float)
    for lessons in plan.lessons:
        if lessons.how == "circuit":
            by = (lessons.band, lessons.by_subject, lessons.by_language)
            given[lessons.from_school, lessons.school_id, *by] += lessons.periods
    for n, row in enumerate(rows, 2):
        key = tuple(row[c] for c in columns)
        if key not in given:
            fields: dict[str, Any] = {"value": " ".join(key), "name": columns[0], "counted": ""}
            yield claim("figure", "circuits.csv", n, columns[0], **fields)
            continue
        periods = given.pop(key)
        load = float(instance.load_periods[BANDS.index(row["band"])])
        figures = {"periods": periods, "posts": periods / load}
        yield from _compare("circuits.csv", n, row, figures)
        minutes = {"minutes": _minutes(instance, key[0], key[1])}
        yield from _compare("circuits.csv", n, row, minutes)
    for key, periods in given.items():
        fields = {"value": "", "name": " ".join(k for k in key if k), "counted": periods}
        yield claim("figure", "circuits.csv", None, "periods", **fields)


def _minutes(instance: StaffInstance, start: str, end: str) -> float | None:
    if not start or not end:
        return None
    minutes = float(
        instance.minutes[instance.school_id.index(start), instance.school_id.index(end)]
    )
    return None if np.isnan(minutes) and start != end else (0.0 if start == end else minutes)


def _coverage(instance: StaffInstance, plan: StaffPlan, rows: list[Row]) -> Iterator[Finding]:
    """Each need row is there once, and covered as lessons.csv says."""
    numbers = need_rows(instance)
    by_how: dict[tuple[int, str], float] = defaultdict(float)
    for lessons in plan.lessons:
        by_how[need_of(instance, numbers, lessons), lessons.how] += lessons.periods
    met: Counter[int] = Counter()
    for n, row in enumerate(rows, 2):
        k = _need(instance, numbers, row)
        met[k] += 1
        if k < 0 or met[k] > 1:
            value = " ".join(row[c] for c in ("school_id", "stage", "subject", "language"))
            fields: dict[str, Any] = {"value": value, "name": "school_id", "counted": ""}
            yield claim("figure", "coverage.csv", n, "school_id", **fields)
            continue
        need = float(instance.need_periods[k])
        given: dict[str, float] = {how: by_how[k, how] for how in HOWS}
        left = max(0.0, need - sum(given.values()))
        first = (
            instance.subject_priority[instance.need_subject[k]] or instance.need_language[k] >= 0
        )
        figures = {"periods_needed": need, **given, "uncovered": left, "priority": int(first)}
        yield from _compare("coverage.csv", n, row, figures)
    missing = instance.needs - len([k for k in met if k >= 0])
    if missing:
        said = {"value": len(rows), "name": "coverage.csv", "counted": instance.needs}
        yield claim("figure", "coverage.csv", None, "", **said)


def _need(
    instance: StaffInstance, numbers: Mapping[tuple[int, int, int, int], int], row: Row
) -> int:
    words = (instance.school_id, STAGES, instance.subject_id, (*instance.language_id, ""))
    cells = [row[c] for c in ("school_id", "stage", "subject", "language")]
    if any(cell not in known for cell, known in zip(cells, words, strict=True)):
        return -1
    school, stage, subject, language = (
        list(known).index(cell) for cell, known in zip(cells, words, strict=True)
    )
    spoken = language if language < len(instance.language_id) else -1
    return numbers.get((school, stage, subject, spoken), -1)


def _posts(instance: StaffInstance, plan: StaffPlan, rows: list[Row]) -> Iterator[Finding]:
    """Each post of each school with staff today, and of the county, with what becomes of it."""
    fates = ("kept", "teach", "moved", "retire", "without_place")
    counted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for posting in plan.postings:
        t = instance.type_id.index(posting.type_id)
        post = POSTS[int(instance.type_post[t])]
        stays = posting.to_school == posting.from_school
        if posting.role == "no_place":
            word = "without_place"
        elif posting.role == "retire":
            word = "retire"
        elif posting.role != GOES_ON.get(post, "support"):
            word = "teach"
        else:
            word = "kept" if stays else "moved"
        for school in (posting.from_school, ""):
            counted[school, post][word] += posting.count
    for n, row in enumerate(rows, 2):
        count = counted.pop((row["school_id"], row["post"]), Counter())
        today = count.total()
        lost = today - count["kept"] - count["moved"]
        figures: dict[str, Any] = {"today": today} | {word: count[word] for word in fates}
        figures["at_risk_share"] = lost / today if today else None
        county = not row["school_id"] and row["post"] == POSTS[MANAGEMENT]
        figures["survey_share"] = 0.61 if county else None
        yield from _compare("posts.csv", n, row, figures)
    for (school, post), count in counted.items():
        fields = {"value": "", "name": f"{school} {post}".strip(), "counted": count.total()}
        yield claim("figure", "posts.csv", None, "today", **fields)


def _compare(file: str, n: int, row: Row, expected: Mapping[str, Any]) -> Iterator[Finding]:
    for column, value in expected.items():
        cell = row[column]
        same = cell == value if isinstance(value, str) else _same_number(cell, value)
        if not same:
            counted = "" if value is None else value
            fields = {"value": cell, "name": column, "counted": counted}
            yield claim("figure", file, n, column, **fields)


def _same_number(cell: str, value: float | None) -> bool:
    try:
        number = float(cell) if cell else None
    except ValueError:
        return False
    if number is None or value is None:
        return number is None and value is None
    return math.isclose(number, value, rel_tol=RELATIVE, abs_tol=1e-6)
