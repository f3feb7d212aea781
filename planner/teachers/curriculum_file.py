"""What a curriculum table may say: the closed model of its TOML file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Periods = Annotated[float, Field(ge=0, le=60)]
Posts = Annotated[int, Field(ge=0, le=20)]
GRADE_GROUPS = ("grades_1_2", "grades_3_6", "grades_7_9")


class _Closed(BaseModel):
    """A closed, frozen part of the table."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Document(_Closed):
    """Where numbers stand, in either language, and how certain that is."""

    zh: str
    en: str
    certainty: Literal["source", "default"]


class ByGrades(_Closed):
    """Weekly periods of a class by grade group, and the document that they stand in."""

    grades_1_2: Periods
    grades_3_6: Periods
    grades_7_9: Periods
    document: str

    def by_stage(self) -> tuple[float, float, float]:
        """Return the mean of a class of each stage; grade 3 belongs to the lower stage."""
        lower = (2 * self.grades_1_2 + self.grades_3_6) / 3
        return lower, self.grades_3_6, self.grades_7_9


class Load(_Closed):
    """Weekly periods of a full teaching post by band."""

    primary: Annotated[float, Field(gt=0, le=60)]
    junior: Annotated[float, Field(gt=0, le=60)]
    document: str


class LeaderStep(_Closed):
    """Leaders of a school from so many classes on."""

    from_classes: Annotated[int, Field(ge=0)]
    posts: Posts


class Leaders(_Closed):
    """Leaders of a teaching point, and of other schools by their classes."""

    teaching_point: Posts
    steps: Annotated[tuple[LeaderStep, ...], Field(min_length=1)]
    document: str


class Subject(_Closed):
    """One subject or duty.

    Parameters
    ----------
    zh, en
        Its name.
    aka
        Other names that teachers tables use.
    languages
        Names that tell the language of teaching too, and that language.
    periods
        Weekly periods of a class.
    replaces
        Subject whose periods it takes in the classes that have it, "" for none.
    lesson
        False for a duty that is no lesson.
    priority, generalist, online
        Covered first; taught by any primary teacher at a teaching point; may come on the screen.
    bilingual
        Whether a mother-tongue stream has a part of it in its language.
    also
        Other subjects that its teachers may teach.
    """

    zh: str
    en: str
    aka: tuple[str, ...] = ()
    languages: Mapping[str, str] = Field(default_factory=dict)
    periods: ByGrades
    replaces: str = ""
    lesson: bool = True
    priority: bool = False
    generalist: bool = False
    online: bool = False
    bilingual: bool = True
    also: tuple[str, ...] = ()


class CurriculumFile(_Closed):
    """The whole table."""

    zh: str
    en: str
    none: tuple[str, ...] = ()
    documents: Mapping[str, Document]
    weekly: ByGrades
    load: Load
    leaders: Leaders
    subjects: Annotated[Mapping[str, Subject], Field(min_length=1)]

    @model_validator(mode="after")
    def _holds_together(self) -> CurriculumFile:
        """Refuse names that stand nowhere and lessons that miss the weekly total."""
        subjects = self.subjects
        documents = {self.weekly.document, self.load.document, self.leaders.document}
        if (documents | {s.periods.document for s in subjects.values()}) - set(self.documents):
            raise ValueError("curriculum.why.document")
        named = {n for s in subjects.values() for n in (*s.also, *filter(None, [s.replaces]))}
        if named - set(subjects) or any(s.replaces == i for i, s in subjects.items()):
            raise ValueError("curriculum.why.subject")
        if {v for s in subjects.values() for v in s.languages.values()} - _languages():
            raise ValueError("curriculum.why.language")
        if [s for s in subjects.values() if not s.lesson and any(s.periods.by_stage())]:
            raise ValueError("curriculum.why.duty")
        for group in GRADE_GROUPS:
            plain = [s for s in subjects.values() if not s.replaces]
            total = sum(getattr(s.periods, group) for s in plain)
            if abs(total - getattr(self.weekly, group)) > 1e-9:
                raise ValueError(f"curriculum.why.total_{group}")
            taken: dict[str, float] = {}
            for subject in (s for s in subjects.values() if s.replaces):
                asked = taken.get(subject.replaces, 0.0) + getattr(subject.periods, group)
                taken[subject.replaces] = asked
            if any(n > getattr(subjects[i].periods, group) for i, n in taken.items()):
                raise ValueError("curriculum.why.replaces")
        return self


def _languages() -> set[str]:
    from planner.county.dictionary import columns_of

    return set(columns_of("teachers")["bilingual_language"].codes)
