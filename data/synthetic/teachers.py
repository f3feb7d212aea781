"""The teachers of today: posts as today's pupils ask for, and the structure of the survey."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.posts import carers_needed, classes_by_stage, posts_needed
from planner.scenario.schools import Boarding, ClassSize, Staff
from planner.staffing.made_up import People, SchoolToday, made_up_staff
from planner.teachers.curriculum import load_curriculum

from .model import County
from .people import STAGES

CURRICULUM = "sichuan-rural"
MIXED_SHARE = 0.5
"""Share of classes with the mother tongue at a school that records no single stream."""
TONGUE = {"tibetan": "藏语文", "yi": "彝语文", "qiang": "羌语"}
JUNIOR_NAMES = {
    "科学": (("物理", 0.4), ("化学", 0.25), ("生物", 0.35)),
    "历史与地理": (("历史", 0.55), ("地理", 0.45)),
}
NAMES = {"体育与健康": "体育", "劳动、综合实践与地方校本": "劳动"}
"""Names as county tables have them."""


def schools_today(schools: pd.DataFrame) -> list[SchoolToday]:
    """Return the standing schools with the posts that their enrolment asks for."""
    found = []
    for row in schools[schools["status"] == "existing"].to_dict("records"):
        pupils = [int(row[f"{stage}_enrolled"]) for stage in STAGES]
        offered = classes_by_stage(row["kind"], pupils, ClassSize())
        classes = tuple(
            offered[stage][0] if n and stage in offered else 0
            for stage, n in zip(STAGES, pupils, strict=True)
        )
        share = {"mode1": 1.0, "mode2": 1.0, "mandarin": 0.0}.get(row["stream"], MIXED_SHARE)
        found.append(
            SchoolToday(
                school_id=row["school_id"],
                kind=row["kind"],
                posts=posts_needed(Staff(), pupils, sum(n for n, _ in offered.values())),
                classes=classes,
                tongue_classes=tuple(share * n for n in classes),
                carers=carers_needed(Boarding(), int(row["boarders"])),
            )
        )
    return found


def make_teachers(
    county: County, villages: pd.DataFrame, schools: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Return the teachers table, one row a person."""
    pupils = villages[[f"{stage}_pupils" for stage in STAGES]].sum(axis=1)
    share = float((pupils * villages["minority_share"]).sum() / pupils.sum())
    curriculum = load_curriculum(CURRICULUM)
    people = People(county.rates.language, share)
    table = made_up_staff(schools_today(schools), curriculum, people, rng)
    tongue = curriculum.subject_name("mother_tongue", "zh")
    names = []
    for said, stage in zip(table["subject"], table["stage"], strict=True):
        if said == tongue:
            names.append(TONGUE[county.rates.language])
        elif stage == "junior" and said in JUNIOR_NAMES:
            options, odds = zip(*JUNIOR_NAMES[said], strict=True)
            names.append(str(rng.choice(options, p=odds)))
        else:
            names.append(NAMES.get(said, said))
    table["subject"] = names
    table["years_at_school"] = table["years_at_school"].astype(int)
    table = table.rename(columns={"evidence": "provenance"})
    order = ["school_id", "post", "stage", "subject"]
    return table.sort_values(order, kind="stable", ignore_index=True)
