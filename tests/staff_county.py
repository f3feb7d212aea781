"""A county with teachers and a layout of it by hand, for need, supply and assembly.

    county = staff_county(
        villages={"V1": dict(language="tibetan", stream="mode1")},
        schools={"A": dict(kind="nine_year"), "B": dict(kind="teaching_point")},
        teachers=[dict(school_id="A", subject="数学", count=2)],
    )

No geometry, no files; what is not said is blank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from worlds import tiny_instance, tiny_plan

from planner.county import County, columns_of
from planner.instance import Instance
from planner.plan import Plan

VILLAGE: dict[str, Any] = {
    "language": "",
    "stream": "",
    "minority_share": np.nan,
    "lower_pupils": 0,
    "upper_pupils": 0,
    "junior_pupils": 0,
}
SCHOOL: dict[str, Any] = {
    "name": "",
    "township": "T1",
    "kind": "primary",
    "status": "existing",
    "stream": "",
    "staff_rooms": np.nan,
}
TEACHER: dict[str, Any] = {
    name: "" if column.type in ("text", "code") else np.nan
    for name, column in columns_of("teachers").items()
    if name != "provenance"
} | {"stage": "lower", "count": 1, "subject": "语文", "evidence": "measured"}


def teachers_table(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Return a teachers table of the County with some columns said."""
    return pd.DataFrame([TEACHER | dict(r) for r in rows], columns=list(TEACHER))


def staff_county(
    villages: Mapping[str, Mapping[str, Any]],
    schools: Mapping[str, Mapping[str, Any]],
    teachers: Sequence[Mapping[str, Any]] | None = None,
) -> County:
    """Return the county."""
    return County(
        county_id="small",
        name={"zh": "小县", "en": "Small"},
        crs="EPSG:4542",
        villages=_frame({v: VILLAGE | dict(s) for v, s in villages.items()}, "village_id"),
        schools=_frame({j: SCHOOL | dict(s) for j, s in schools.items()}, "school_id"),
        roads=pd.DataFrame(),
        boundary=None,
        teachers=None if teachers is None else teachers_table(teachers),
    )


def _frame(rows: Mapping[str, Mapping[str, Any]], index: str) -> pd.DataFrame:
    return pd.DataFrame.from_dict(dict(rows), orient="index").sort_index().rename_axis(index)


VALLEY_VILLAGES = {
    "V1": {"language": "tibetan", "stream": "mode1", "minority_share": 1.0},
    "V2": {"language": "tibetan", "stream": "mode2", "minority_share": 0.8},
    "V3": {"language": "mandarin", "stream": "mandarin", "minority_share": 0.1},
}
VALLEY_SCHOOLS = {
    "A": {"name": "甲校", "kind": "nine_year", "staff_rooms": 3.0},
    "B": {"name": "乙点", "kind": "teaching_point", "township": "T2"},
    "C": {"name": "丙校", "kind": "primary", "township": "T2"},
    "D": {"name": "丁校", "kind": "primary", "status": "candidate"},
}
VALLEY_UNITS = [
    ("V1", "lower", 30, "A"),
    ("V2", "lower", 30, "A"),
    ("V3", "lower", 30, "A"),
    ("V1", "upper", 20, "A"),
    ("V3", "junior", 60, "A"),
    ("V2", "lower", 10, "B"),
    ("V3", "lower", 8, "C"),
]
VALLEY_STAFF: list[dict[str, Any]] = [
    {"school_id": "A", "subject": "数学", "count": 3, "stage": "junior", "degree": "bachelor"},
    {"school_id": "A", "subject": "语文", "count": 2},
    {"school_id": "B", "subject": "全科", "count": 1},
    {"school_id": "C", "subject": "语文", "count": 4, "bilingual_language": "tibetan"},
    {"school_id": "C", "subject": "数学", "post": "management"},
    {"school_id": "C", "subject": "无", "post": "support"},
]


def valley(
    teachers: Sequence[Mapping[str, Any]] | None = VALLEY_STAFF, **scenario: Any
) -> tuple[County, Instance, Plan, Plan]:
    """Return a county, its instance, today, and a layout that closes C and sends it to B.

    Pupils after it::

        A nine-year   lower 90 = V1 30 (mode 1) + V2 30 (mode 2) + V3 30   3 classes
                      upper 20 = V1 (mode 1)                               1 multi-grade
                      junior 60 = V3                                       3 classes
        B point       lower 18 = V2 10 (mode 2) + V3 8 from C              1 multi-grade
    """
    county = staff_county(VALLEY_VILLAGES, VALLEY_SCHOOLS, teachers)
    world = tiny_instance(
        units=[(*u, "walk") for u in VALLEY_UNITS],
        sites=[
            {"id": j}
            | {k: v for k, v in s.items() if k in ("kind", "township")}
            | {"existing": s.get("status") != "candidate"}
            for j, s in VALLEY_SCHOOLS.items()
        ],
        trips={(v, j, "walk"): 20 for v in VALLEY_VILLAGES for j in VALLEY_SCHOOLS},
        scenario=scenario,
        stream={"V1": "mode1", "V2": "mode2"},
    )
    plan = tiny_plan(world, go={("V3", "lower", "C"): ("B", "walk")}, kinds={"C": None})
    return county, world, tiny_plan(world), plan
