"""The tables of a staffing plan, as a run folder holds them; read back by planner.teachers."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.county.dictionary import STAGES, columns_of
from planner.teachers.capacity import Visit, posts_worth, visits
from planner.teachers.counts import Profile, need_of, need_rows, type_profile, uncovered_periods
from planner.teachers.figures import priority_rows
from planner.teachers.files import COLUMNS, HIRE, HOWS
from planner.teachers.instance import BANDS, POSTS, StaffInstance
from planner.teachers.ledger import post_ledger
from planner.teachers.plan import Hire, Lessons, Posting, StaffPlan
from planner.teachers.reasons import reason, why_uncovered

if TYPE_CHECKING:
    import pandas

Cells = dict[str, Any]


def staff_tables(instance: StaffInstance, plan: StaffPlan) -> dict[str, pandas.DataFrame]:
    """Return the tables of a staffing plan by file name without its ending.

    `teachers`: everybody, who stays too, by type and school; hires last. `coverage`: each need
    row and how it is covered, weekly periods. `lessons`: the rows of the plan. `circuits`: the
    lessons given at other schools, summed by both schools and who gives them. `posts`: what
    becomes of the posts of today, by school, then in the county.
    """
    import pandas as pd

    rows = {
        "teachers": [
            *(_teacher(instance, row) for row in plan.postings),
            *(_hire(instance, row) for row in plan.hires),
        ],
        "coverage": _coverage(instance, plan),
        "lessons": [_lessons(row) for row in plan.lessons],
        "circuits": [_circuit(instance, *item) for item in visits(instance, plan).items()],
        "posts": _posts(instance, plan),
    }
    tables = {n: pd.DataFrame(r, columns=list(COLUMNS[n]), dtype=object) for n, r in rows.items()}
    whole = ["count", "moved"]
    tables["teachers"][whole] = tables["teachers"][whole].astype("int64")
    return {name: table.infer_objects() for name, table in tables.items()}


def _teacher(instance: StaffInstance, row: Posting) -> Cells:
    t = instance.type_id.index(row.type_id)
    return {
        **_ends(instance, row.from_school, row.to_school),
        "post": POSTS[int(instance.type_post[t])],
        "role": row.role,
        **_profile(instance, type_profile(instance, t)),
        "count": row.count,
        "minutes": None if np.isnan(row.minutes) else row.minutes,
        "moved": int(bool(row.to_school) and row.to_school != row.from_school),
        "reason": reason(instance, row),
        **_attributes(instance, t),
        "type_id": row.type_id,
    }


def _hire(instance: StaffInstance, row: Hire) -> Cells:
    profile = {"band": row.band, "subject": row.subject, "language": row.language}
    ends = _ends(instance, "", row.school_id)
    said = {"role": HIRE, "count": row.count, "moved": 0, "reason": HIRE}
    nothing: Cells = dict.fromkeys(COLUMNS["teachers"], "")
    return nothing | ends | profile | said | {"minutes": None}


def _ends(instance: StaffInstance, start: str, end: str) -> Cells:
    found: Cells = {}
    for side, school in (("from", start), ("to", end)):
        s = instance.school_id.index(school) if school else -1
        found[f"{side}_school_id"] = school
        found[f"{side}_school"] = instance.school_name[s] if s >= 0 else ""
        found[f"township_{side}"] = instance.school_township[s] if s >= 0 else ""
    return found


def _profile(instance: StaffInstance, profile: Profile) -> Cells:
    band, subject, language = profile
    return {
        "band": [*BANDS, ""][band],
        "subject": [*instance.subject_id, ""][subject],
        "language": [*instance.language_id, ""][language],
    }


def _attributes(instance: StaffInstance, t: int) -> Cells:
    def word(column: str, value: int) -> str:
        return [*columns_of("teachers")[column].codes, ""][value]

    return {
        "gender": ("male", "female", "")[int(instance.type_female[t])],
        "backbone": int(instance.type_backbone[t]),
        "degree": word("degree", int(instance.type_degree[t])),
        "title": word("title", int(instance.type_title[t])),
        "age_band": word("age_band", int(instance.type_age[t])),
        "contract": word("contract", int(instance.type_contract[t])),
        "ethnicity": [*instance.ethnicity_id, ""][int(instance.type_ethnicity[t])],
        "qualified": int(instance.type_qualified[t]),
    }


def _coverage(instance: StaffInstance, plan: StaffPlan) -> list[Cells]:
    rows, first = need_rows(instance), priority_rows(instance)
    by_how: dict[tuple[int, str], float] = defaultdict(float)
    for row in plan.lessons:
        by_how[need_of(instance, rows, row), row.how] += row.periods
    left = uncovered_periods(instance, plan)
    found = []
    for n in range(instance.needs):
        s = int(instance.need_school[n])
        given: Cells = {how: by_how[n, how] for how in HOWS}
        found.append(
            {
                "school_id": instance.school_id[s],
                "name": instance.school_name[s],
                "township": instance.school_township[s],
                "stage": STAGES[int(instance.need_stage[n])],
                "subject": instance.subject_id[int(instance.need_subject[n])],
                "language": [*instance.language_id, ""][int(instance.need_language[n])],
                "periods_needed": float(instance.need_periods[n]),
                **given,
                "uncovered": float(left[n]),
                "priority": int(first[n]),
                "why": why_uncovered(instance, n) if left[n] > 0 else "",
            }
        )
    return found


def _lessons(row: Lessons) -> Cells:
    return {
        "school_id": row.school_id,
        "stage": row.stage,
        "subject": row.subject,
        "language": row.language,
        "how": row.how,
        "from_school_id": row.from_school,
        "band": row.band,
        "by_subject": row.by_subject,
        "by_language": row.by_language,
        "periods": row.periods,
    }


def _circuit(instance: StaffInstance, visit: Visit, periods: float) -> Cells:
    a, b, profile = visit
    ends = _ends(instance, instance.school_id[a], instance.school_id[b])
    return {
        **{c: v for c, v in ends.items() if not c.startswith("township")},
        **_profile(instance, profile),
        "periods": periods,
        "posts": posts_worth(instance, visit, periods),
        "minutes": float(instance.minutes[a, b]),
    }


def _posts(instance: StaffInstance, plan: StaffPlan) -> list[Cells]:
    ids, names = (*instance.school_id, ""), (*instance.school_name, "")
    return [
        {
            "school_id": ids[row.school],
            "name": names[row.school],
            "post": POSTS[row.post],
            "today": row.today,
            "kept": row.kept,
            "teach": row.teach,
            "moved": row.moved,
            "retire": row.retire,
            "without_place": row.without_place,
            "at_risk_share": row.at_risk_share,
            "survey_share": row.survey_share if row.school < 0 else None,
        }
        for row in post_ledger(instance, plan)
    ]
