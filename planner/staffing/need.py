"""What an open school needs: weekly periods by subject, leaders, care and support posts."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from planner.county import OFFERS, STAGES
from planner.gates import STREAMS
from planner.instance import Floats, Ints
from planner.scenario import Scenario
from planner.staffing.classes import StreamClasses
from planner.teachers.curriculum import Curriculum

MODE1 = STREAMS.index("mode1")
CLASS_CARE = "class_care"
_HARDLY = 1e-9


@dataclass(frozen=True, eq=False)
class Need:
    """Weekly periods by school, stage, subject and language, sorted in that order, above 0 (N,).

    `language` is an index into `languages`, -1 where any teacher of the subject will do.
    """

    school: Ints
    stage: Ints
    subject: Ints
    language: Ints
    periods: Floats


def periods_needed(
    curriculum: Curriculum,
    scenario: Scenario,
    classes: Ints,
    streams: StreamClasses,
    languages: tuple[str, ...],
) -> Need:
    """Return the weekly periods that classes need.

    Every class has the curriculum's lessons and the periods of care. In a class of a stream, the
    mother tongue takes the place of the periods that it replaces, so that the weekly total stays;
    in a class of mode 1 the share ``staffing.bilingual_share`` of every subject that may be taught
    bilingually asks for a teacher of the language.

    Parameters
    ----------
    classes
        Classes by school and stage, shape (S, stages).
    streams
        Of these, those of each stream and language, of the same schools.
    languages
        Languages by number.
    """
    rows: dict[tuple[int, int, int, int], float] = {}

    def add(school: int, stage: int, subject: int, language: int, periods: float) -> None:
        key = (school, stage, subject, language)
        rows[key] = rows.get(key, 0.0) + periods

    plain = np.array([not s.replaces for s in curriculum.subjects])
    taken = _taken(curriculum)
    bilingual = curriculum.flags("bilingual") & curriculum.flags("lesson")
    share = scenario.staffing.bilingual_share
    for s, g in zip(*(at.tolist() for at in np.nonzero(classes)), strict=True):
        table, total = curriculum.periods[:, g], int(classes[s, g])
        of_group = streams.classes[s, g].tolist()
        groups = [(*k, int(c)) for k, c in zip(streams.groups, of_group, strict=True) if c]
        rest = total - sum(c for _, _, c in groups)
        for q in np.flatnonzero(plain).tolist():
            add(s, g, q, -1, rest * float(table[q]))
        for stream, tongue, count in groups:
            language = languages.index(tongue)
            lessons = np.where(plain, table - taken[:, g], 0.0)
            for q, periods in enumerate(lessons.tolist()):
                spoken = share if stream == STREAMS[MODE1] and bilingual[q] else 0.0
                add(s, g, q, language, count * periods * spoken)
                add(s, g, q, -1, count * periods * (1 - spoken))
            for q in np.flatnonzero(~plain).tolist():
                add(s, g, q, language, count * float(table[q]))
        if CLASS_CARE in curriculum.subject_ids:
            care = total * scenario.staffing.class_care_periods
            add(s, g, curriculum.index(CLASS_CARE), -1, care)
    kept = sorted((key, periods) for key, periods in rows.items() if periods > _HARDLY)
    keys = np.array([key for key, _ in kept], dtype=np.int64).reshape(-1, 4)
    weekly = np.array([p for _, p in kept], dtype=np.float64)
    return Need(keys[:, 0], keys[:, 1], keys[:, 2], keys[:, 3], weekly)


def _taken(curriculum: Curriculum) -> Floats:
    """Return the periods that other subjects take from each in a class of a stream, (Q, stages)."""
    taken = np.zeros_like(curriculum.periods)
    for q, subject in enumerate(curriculum.subjects):
        if subject.replaces:
            taken[curriculum.index(subject.replaces)] += curriculum.periods[q]
    return taken


def support_ceiling(scenario: Scenario, kind: str, pupils: Ints, posts: int) -> int:
    """Return the most support posts of an open school: a share of its teaching posts.

    The shares of primary and junior schools are weighed by the posts that the pupils of either
    ask for; by the stages it offers where it has no pupils.

    Parameters
    ----------
    pupils
        Pupils by stage, shape (stages,).
    """
    ratios = [getattr(scenario.staff.pupils_per_post, stage) for stage in STAGES]
    asked = [int(n) / ratio for n, ratio in zip(pupils, ratios, strict=True)]
    if not sum(asked):
        asked = [float(stage in OFFERS[kind]) for stage in STAGES]
    junior = asked[STAGES.index("junior")] / sum(asked)
    staffing = scenario.staffing
    share: float = (
        1 - junior
    ) * staffing.support_share_primary + junior * staffing.support_share_junior
    return math.floor(share * posts + _HARDLY)


def places(scenario: Scenario, posts: int, here: int, following: int) -> int:
    """Return the most teaching staff of an open school.

    Its posts and a spare share above them, or, where that is more, all who teach there today and
    at the closed schools whose pupils it takes.
    """
    return max(
        math.ceil(posts * (1 + scenario.staffing.spare_places_share) - _HARDLY), here + following
    )
