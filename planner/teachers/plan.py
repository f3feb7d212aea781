"""A staffing plan as plain data: where each type of staff works, and who gives which lessons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["teach", "manage", "care", "support", "retire", "no_place"]
"""What staff do after the plan; `retire` by consent, `no_place` without a place."""

How = Literal["own", "also", "generalist", "manager", "circuit", "hire", "online"]
"""How lessons are covered: by a teacher of the subject; of one that goes with it; by a primary
teacher at a point; by a manager who teaches; by a teacher or hire of another school who comes for
some of the week (circuit); by a hire; on the screen."""


@dataclass(frozen=True)
class Posting:
    """Some of one type of staff and what they do after the plan; who stays has one too.

    Parameters
    ----------
    type_id
        Type of staff.
    from_school, to_school
        School today and after; `to_school` empty for `retire` and `no_place`.
    role
        What they do there.
    count
        Persons, at least 1.
    minutes
        Between the schools; 0 for who stays, NaN where there is no school to go to.
    """

    type_id: str
    from_school: str
    to_school: str
    role: Role
    count: int
    minutes: float


@dataclass(frozen=True)
class Hire:
    """Posts filled from outside: band and subject of the teacher, language besides Mandarin."""

    school_id: str
    band: str
    subject: str
    language: str
    count: int


@dataclass(frozen=True)
class Lessons:
    """Weekly periods of one need row given by one profile of teachers in one way.

    Parameters
    ----------
    school_id, stage, subject, language
        The need: where, for whom, what, in which language (empty: any).
    how
        In which way.
    from_school
        Where the teacher is posted: another school on a circuit; empty for online lessons.
    band, by_subject, by_language
        Profile of the teacher; empty for online lessons.
    periods
        A week.
    """

    school_id: str
    stage: str
    subject: str
    language: str
    how: How
    from_school: str
    band: str
    by_subject: str
    by_language: str
    periods: float


@dataclass(frozen=True)
class StaffPlan:
    """All of it; what is not covered is the need less the lessons."""

    postings: tuple[Posting, ...] = ()
    hires: tuple[Hire, ...] = ()
    lessons: tuple[Lessons, ...] = ()
