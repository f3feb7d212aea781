"""Whose staff is placed: the county's teachers table, or a synthetic staff where it has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.accounts import account
from planner.county import STAGES, County
from planner.findings import Finding
from planner.instance import Instance
from planner.plan import Plan
from planner.staffing.classes import school_classes, stream_classes
from planner.staffing.made_up import People, SchoolToday, made_up_staff
from planner.teachers.curriculum import Curriculum
from planner.teachers.instance import POSTS, StaffInstance
from planner.texts import text

if TYPE_CHECKING:
    import pandas

SEED = 46
"""Keeps these random numbers apart from others of the same run."""
GRADES = ("measured", "estimated", "synthetic")


def staff_today(
    county: County, instance: Instance, baseline: Plan, curriculum: Curriculum
) -> tuple[pandas.DataFrame, tuple[Finding, ...]]:
    """Return the teachers table, or a synthetic one, and what is to be said of it.

    A synthetic staff has today's teaching posts by school, those of the baseline's accounts, and
    is drawn with ``solver.seed``.
    """
    if county.teachers is not None:
        marked = county.teachers[county.teachers["evidence"] == "synthetic"]
        count = int(marked["count"].sum())
        said = text("staff_supply.synthetic_rows", count=count)
        note = (Finding("teachers", "note", said),) if count else ()
        return county.teachers, (*note, *_at_candidates(county, county.teachers))
    rng = np.random.default_rng([instance.scenario.solver.seed, SEED])
    schools = _schools_today(county, instance, baseline)
    table = made_up_staff(schools, curriculum, people_of(county), rng)
    message = text(
        "staff_supply.synthetic",
        persons=int(table["count"].sum()),
        teaching=int(table.loc[table["post"] == "teaching", "count"].sum()),
    )
    return table, (Finding("teachers", "warning", message),)


def supply_record(county: County, staff: StaffInstance) -> dict[str, object]:
    """Return where the staff comes from, for the manifest and the pages.

    ``source`` is ``teachers table`` or ``synthetic``, ``evidence`` the weakest grade of its rows,
    the rest persons by post.
    """
    table = county.teachers
    grades = ["synthetic"] if table is None else [str(g) for g in table["evidence"]]
    persons: dict[str, object] = {
        post: int(staff.type_count[staff.type_post == n].sum()) for n, post in enumerate(POSTS)
    }
    source = "synthetic" if table is None else "teachers table"
    return {"source": source, "evidence": max(grades, key=GRADES.index)} | persons


def people_of(county: County) -> People:
    """Return the most common language of the county's pupils, and their share of minorities."""
    villages = county.villages
    pupils = villages[[f"{stage}_pupils" for stage in STAGES]].fillna(0).sum(axis=1)
    total = float(pupils.sum())
    if "language" not in villages.columns or not total:
        return People()
    by_language = pupils.groupby(villages["language"].fillna("")).sum().to_dict()
    spoken = {str(k): n for k, n in by_language.items() if k not in ("", "mandarin") and n > 0}
    if not spoken:
        return People()
    language = min(spoken, key=lambda k: (-spoken[k], k))
    weights = pupils.to_numpy(dtype=float)
    share = np.full(len(weights), np.nan)
    if "minority_share" in villages.columns:
        share = villages["minority_share"].to_numpy(dtype=float)
    known = ~np.isnan(share)
    if not weights[known].sum():
        return People(language, float(spoken[language]) / total)
    return People(language, float(weights[known] @ share[known] / weights[known].sum()))


def _schools_today(county: County, instance: Instance, baseline: Plan) -> list[SchoolToday]:
    accounts = account(instance, baseline)
    classes = school_classes(instance, baseline, accounts.pupils)
    streams = stream_classes(county, instance, baseline, classes)
    kinds = {s.school_id: s.kind for s in baseline.sites}
    return [
        SchoolToday(
            school_id=j,
            kind=str(kinds[j]),
            posts=int(accounts.posts[n]),
            classes=tuple(int(c) for c in classes[n]),
            tongue_classes=tuple(float(c) for c in streams.classes[n].sum(axis=1)),
            carers=int(accounts.carers[n]),
        )
        for n, j in enumerate(instance.site_id)
        if accounts.open[n]
    ]


def _at_candidates(county: County, teachers: pandas.DataFrame) -> tuple[Finding, ...]:
    """Warn of staff at schools that do not stand yet: they count as from a closed school."""
    status = county.schools["status"].to_dict()
    there = [status.get(s) == "candidate" for s in teachers["school_id"]]
    count = int(teachers.loc[there, "count"].sum())
    if not count:
        return ()
    ids = tuple(sorted({str(s) for s in teachers.loc[there, "school_id"]}))
    message = text("staff_supply.candidate", count=count, schools=", ".join(ids))
    return (Finding("teachers", "warning", message, column="school_id", ids=ids),)
