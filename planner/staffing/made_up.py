"""A synthetic staff for a county without a teachers table, with the structure of the survey.

Teaching posts of every school are those of today's arrangement; who fills them follows
`planner.staffing.survey`. The same schools and random numbers give the same rows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from planner.county import STAGES
from planner.staffing import survey
from planner.staffing.quotas import drawn, filled, picked, quota, shared
from planner.teachers.curriculum import Curriculum

if TYPE_CHECKING:
    import pandas

JUNIOR_STAGE = STAGES.index("junior")
MOTHER_TONGUE = "mother_tongue"
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SchoolToday:
    """A school of today as far as its staff depends on it.

    Parameters
    ----------
    school_id, kind
        As in the schools table.
    posts
        Teaching posts that its pupils and classes ask for.
    classes, tongue_classes
        Classes by stage; those with the mother tongue (stages,).
    carers
        Boarding-care posts that its boarders ask for.
    """

    school_id: str
    kind: str
    posts: int
    classes: tuple[int, ...]
    tongue_classes: tuple[float, ...]
    carers: int


@dataclass(frozen=True)
class People:
    """Who lives in a county.

    Parameters
    ----------
    language
        Of the mother-tongue stream, "" for none.
    pupils_share
        Share of pupils who belong to its people, 0 to 1.
    """

    language: str = ""
    pupils_share: float = 0.0

    def ethnicities(self) -> dict[str, float]:
        """Return the shares of teachers by ethnicity.

        With a language known, its people have the survey's ratio of their pupils' share, and the
        others what is left in the survey's proportions; else the survey's pooled shares.
        """
        pooled = {e: n / sum(survey.ETHNICITY.values()) for e, n in survey.ETHNICITY.items()}
        if self.language not in survey.PEOPLE_OF:
            return pooled
        people, ratio = survey.PEOPLE_OF[self.language]
        minorities = [p for p, _ in survey.PEOPLE_OF.values()]
        others = {e: s for e, s in pooled.items() if e not in minorities}
        share = ratio * self.pupils_share
        rest = (1 - share) / sum(others.values())
        return {people: share} | {e: s * rest for e, s in others.items()}


def made_up_staff(
    schools: Sequence[SchoolToday],
    curriculum: Curriculum,
    people: People,
    rng: np.random.Generator,
) -> pandas.DataFrame:
    """Return a teachers table, one row a person, marked synthetic.

    Every school has as many persons in teaching posts as posts. Management, boarding-care and
    support staff come on top.
    """
    import pandas as pd

    schools = sorted(schools, key=lambda s: s.school_id)
    rows = _teaching(schools, curriculum, rng)
    for school in schools:
        rows += _others(school, curriculum, rng)
    made = pd.DataFrame(_described(rows, curriculum, people, rng))
    made["count"] = 1
    made["evidence"] = "synthetic"
    columns = ["school_id", "subject", "stage", "count", "bilingual_language", "gender"]
    columns += ["backbone", "years_at_school", "degree", "title", "age_band", "post", "contract"]
    return made[[*columns, "ethnicity", "evidence"]]


def _teaching(
    schools: Sequence[SchoolToday], curriculum: Curriculum, rng: np.random.Generator
) -> list[dict[str, Any]]:
    """Return one row for each teaching post: school, post, stage and subject id."""
    carried: dict[str, Floats] = {}
    rows = []
    for school in schools:
        asked = _asked(school, curriculum)
        by_band = shared(school.posts, [asked[g].sum() for g in ("primary", "junior")])
        for band, posts in zip(("primary", "junior"), by_band, strict=True):
            pool = "point" if school.kind == "teaching_point" else band
            weights = _at_point(school, curriculum) if pool == "point" else asked[band]
            carry = carried.get(pool, np.zeros(len(weights)))
            scarce = curriculum.flags("priority") & (pool != "point")
            exact = filled(posts, weights, scarce)
            jitter = rng.normal(0.0, 0.3, len(weights))
            taken = picked(posts, exact + carry, np.where(weights > 0, jitter, -np.inf))
            carried[pool] = carry + exact - taken
            for q, count in enumerate(taken.tolist()):
                for _ in range(int(count)):
                    stage = _stage(school, band, rng)
                    subject = curriculum.subject_ids[q]
                    rows.append(_row(school, "teaching", stage, subject))
    return rows


def _asked(school: SchoolToday, curriculum: Curriculum) -> dict[str, Floats]:
    """Return the posts by band and subject: as many as lessons ask for, weighed as covered."""
    covered = np.array([survey.COVERED.get(q, 1.0) for q in curriculum.subject_ids])
    own = np.array([not s.replaces for s in curriculum.subjects])
    classes = np.where(
        own[:, None], np.array(school.classes)[None, :], np.array(school.tongue_classes)[None, :]
    )
    periods = curriculum.periods * classes * covered[:, None]
    lower = periods[:, :JUNIOR_STAGE].sum(axis=1) / curriculum.load_periods[0]
    return {"primary": lower, "junior": periods[:, JUNIOR_STAGE] / curriculum.load_periods[1]}


def _at_point(school: SchoolToday, curriculum: Curriculum) -> Floats:
    shares = dict(survey.AT_POINT)
    if any(school.tongue_classes) and MOTHER_TONGUE in curriculum.subject_ids:
        shares[MOTHER_TONGUE] = 0.12
    known = [shares.get(q, 0.0) for q in curriculum.subject_ids]
    return np.array(known if any(known) else [1.0] * len(known))


def _others(
    school: SchoolToday, curriculum: Curriculum, rng: np.random.Generator
) -> list[dict[str, Any]]:
    """Return the rows of management, boarding-care and support staff."""
    classes = sum(school.classes)
    leaders = curriculum.leaders(school.kind, classes)
    leaders += int(classes >= 6 and rng.random() < survey.EXTRA_MANAGER_SHARE)
    band = "junior" if school.classes[JUNIOR_STAGE] * 2 > classes else "primary"
    manages = {q: s for q, s in survey.MANAGES.items() if q in curriculum.subject_ids}
    manages[""] = 1 - sum(manages.values())
    carers = math.floor(school.carers * survey.CARERS_THERE_SHARE + rng.random())
    support = math.floor(school.posts * survey.SUPPORT_SHARE[band] + rng.random() / 2)
    rows = []
    for post, count in (("management", leaders), ("boarding_care", carers), ("support", support)):
        for _ in range(count):
            stage = _stage(school, band, rng)
            subject = drawn(manages, rng) if post == "management" else ""
            rows.append(_row(school, post, stage, subject))
    return rows


def _row(school: SchoolToday, post: str, stage: str, subject: str) -> dict[str, Any]:
    return {"school_id": school.school_id, "post": post, "stage": stage, "subject": subject}


def _described(
    rows: list[dict[str, Any]], curriculum: Curriculum, people: People, rng: np.random.Generator
) -> list[dict[str, Any]]:
    """Give persons their attributes; ethnicity and years of teaching by the survey's quotas."""
    years = quota({k: float(n) for k, n in survey.TEACHING_YEARS.items()}, len(rows), rng)
    speakers = [n for n, row in enumerate(rows) if row["subject"] == MOTHER_TONGUE]
    ethnicities = quota(people.ethnicities(), len(rows), rng)
    main = survey.PEOPLE_OF.get(people.language, ("", 0.0))[0]
    if main:
        _give(ethnicities, speakers, main)
    none = curriculum.table.none[0] if curriculum.table.none else ""
    made = []
    for row, worked, ethnicity in zip(rows, years, ethnicities, strict=True):
        if row["post"] == "management" and worked == "0_5":
            worked = "over_10"
        band = "junior" if row["stage"] == "junior" else "primary"
        low, high = survey.YEARS_BETWEEN[worked]
        language = people.language if row["subject"] == MOTHER_TONGUE else ""
        able = survey.SPEAKS.get(people.language, 0.0)
        if ethnicity == main and row["post"] == "teaching" and not language:
            language = people.language if rng.random() < able else ""
        taught = row["post"] in ("teaching", "management")
        backbone = taught and worked != "0_5" and rng.random() < survey.BACKBONE_SHARE
        made.append(
            row
            | {
                "subject": curriculum.subject_name(row["subject"], "zh")
                if row["subject"]
                else none,
                "bilingual_language": language,
                "gender": "female" if rng.random() < survey.FEMALE[row["post"]] else "male",
                "backbone": int(backbone),
                "years_at_school": float(rng.integers(low, high + 1)),
                "degree": drawn(survey.DEGREE[band], rng) if taught else "secondary",
                "title": drawn(survey.TITLE[worked], rng) if taught else "none",
                "age_band": drawn(survey.AGE[worked], rng),
                "contract": drawn(survey.CONTRACT[worked], rng) if taught else "contract",
                "ethnicity": ethnicity,
            }
        )
    return made


def _give(labels: list[str], wanted: Sequence[int], label: str) -> None:
    """Swap labels so that those wanted have one, as far as there are enough of it."""
    spare = [n for n, has in enumerate(labels) if has == label and n not in set(wanted)]
    for n in wanted:
        if labels[n] != label and spare:
            other = spare.pop()
            labels[n], labels[other] = labels[other], labels[n]


def _stage(school: SchoolToday, band: str, rng: np.random.Generator) -> str:
    if band == "junior":
        return "junior"
    lower, upper = school.classes[:JUNIOR_STAGE]
    return "lower" if rng.random() * max(lower + upper, 1) < lower or not upper else "upper"
