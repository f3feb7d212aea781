"""Curriculum tables: subjects, weekly periods of a class, loads and leaders, with their documents.

A table is a TOML file: bundled in ``curricula/`` beside this module and named without its ending,
or a file of the county's own named by its path.
"""

from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path

import numpy as np
from pydantic import ValidationError

from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.instance import Flags, Floats
from planner.scenario.explain import choices, explained
from planner.teachers.curriculum_file import CurriculumFile, Document, Subject
from planner.texts import Lang, Text, text

CHECK = "curriculum"
_LANGUAGE_MANDARIN = "mandarin"
_SEVERAL = re.compile(r"[、,，/／;；|+＋&]|以及|兼|和")
_TITLES = re.compile(r"(教师|老师|任课教师|学科|课程|课|teachers?)$")
_BANDS = re.compile(r"^(小学|初中|中学|初级中学)")


@dataclass(frozen=True)
class Named:
    """What the name of a subject in a teachers table means.

    Parameters
    ----------
    subject
        Subject id, "" where the name says that no subject is taught.
    language
        Language besides Mandarin that the name tells, "" for none.
    others
        Further names in the same cell, which are not used.
    """

    subject: str
    language: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Curriculum:
    """A curriculum table ready for counting.

    Parameters
    ----------
    name
        As in ``staffing.curriculum``.
    table
        What its file says.
    """

    name: str
    table: CurriculumFile

    @property
    def title(self) -> dict[Lang, str]:
        """Its title in either language."""
        return {"zh": self.table.zh, "en": self.table.en}

    @cached_property
    def subject_ids(self) -> tuple[str, ...]:
        """Ids of subjects and duties, in the order of the table (Q,)."""
        return tuple(self.table.subjects)

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """Subjects and duties in the order of the table (Q,)."""
        return tuple(self.table.subjects.values())

    @property
    def documents(self) -> dict[str, Document]:
        """Documents by key; each number of the table names one."""
        return dict(self.table.documents)

    def subject_name(self, subject: str, lang: Lang) -> str:
        """Return the name of a subject in a language."""
        found = self.table.subjects[subject]
        return found.zh if lang == "zh" else found.en

    def index(self, subject: str) -> int:
        """Return the number of a subject, -1 for none."""
        return self.subject_ids.index(subject) if subject else -1

    def flags(self, name: str) -> Flags:
        """Return a yes-or-no property of every subject, shape (Q,)."""
        return np.array([bool(getattr(s, name)) for s in self.subjects], dtype=bool)

    @cached_property
    def periods(self) -> Floats:
        """Weekly periods of a class by subject and stage, shape (Q, stages).

        Those that replace another subject's count only in classes that have them.
        """
        return np.array([s.periods.by_stage() for s in self.subjects], dtype=np.float64)

    @cached_property
    def weekly(self) -> Floats:
        """Weekly lessons of a class in all by stage, shape (stages,)."""
        return np.array(self.table.weekly.by_stage(), dtype=np.float64)

    @cached_property
    def also(self) -> Flags:
        """Whether a teacher of the first subject may teach the second, shape (Q, Q)."""
        ids = self.subject_ids
        rows = [[i == j or j in s.also for j in ids] for i, s in self.table.subjects.items()]
        return np.array(rows, dtype=bool)

    @cached_property
    def load_periods(self) -> Floats:
        """Weekly periods of a full post, primary and junior, shape (2,)."""
        return np.array([self.table.load.primary, self.table.load.junior], dtype=np.float64)

    def leaders(self, kind: str, classes: int) -> int:
        """Return the leaders of an open school of a kind with so many classes."""
        if kind == "teaching_point":
            return self.table.leaders.teaching_point
        steps = sorted(self.table.leaders.steps, key=lambda s: s.from_classes)
        reached = [s.posts for s in steps if s.from_classes <= classes]
        return reached[-1] if reached else steps[0].posts

    def find(self, name: str) -> Named | None:
        """Return what the name of a subject means, None where it is unknown.

        Of several names in one cell the first that is known counts.
        """
        whole = self._one(name)
        if whole is not None:
            return whole
        parts = [p for p in _SEVERAL.split(unicodedata.normalize("NFKC", name)) if p.strip()]
        for part in parts if len(parts) > 1 else ():
            found = self._one(part)
            if found is not None:
                others = tuple(p.strip() for p in parts if p != part)
                return Named(found.subject, found.language, others)
        return None

    def nearest(self, name: str, lang: Lang, most: int = 3) -> list[str]:
        """Return the names of the subjects most like an unknown one, best first."""
        close = difflib.get_close_matches(_folded(name), list(self._names), 12, 0.0)
        found = [self._names[c].subject for c in close]
        named = [self.subject_name(s, lang) for s in dict.fromkeys(found) if s]
        return named[:most]

    def _one(self, name: str) -> Named | None:
        folded = _folded(name)
        bare = _TITLES.sub("", _BANDS.sub("", folded)).strip()
        return self._names.get(folded) or self._names.get(bare)

    @cached_property
    def _names(self) -> dict[str, Named]:
        names = {_folded(n): Named("") for n in self.table.none}
        for key, subject in self.table.subjects.items():
            for said in (key, subject.zh, subject.en, *subject.aka):
                names[_folded(said)] = Named(key)
            for said, language in subject.languages.items():
                names[_folded(said)] = Named(key, "" if _is_mandarin(language) else language)
        return names


def curriculum_names() -> list[str]:
    """Return the names of the bundled tables."""
    folder = resources.files(__package__) / "curricula"
    return sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if _is_table(f.name))


def load_curriculum(name: str) -> Curriculum:
    """Return a bundled table by its name, or the one of a file by its path.

    Raises
    ------
    InvalidInputError
        If there is no such table, or with everything that is wrong with it.
    """
    if name in curriculum_names():
        source = resources.files(__package__) / "curricula" / f"{name}.toml"
        return _read(name, source.read_text("utf-8"))
    path = Path(name)
    if not is_path(name) or not path.is_file():
        close = difflib.get_close_matches(name, curriculum_names(), 1) or curriculum_names()
        message = text("curriculum.unknown", value=name, allowed=choices(close))
        raise _refused(name, [_finding(message, column="staffing.curriculum", value=name)])
    try:
        return _read(name, path.read_text("utf-8-sig"))
    except UnicodeDecodeError as error:
        message = text("curriculum.not_utf8")
        raise _refused(name, [_finding(message, file=path.name)]) from error


def is_path(name: str) -> bool:
    """Return whether ``staffing.curriculum`` names a file, not a bundled table."""
    return name not in curriculum_names() and (_is_table(name) or "/" in name or "\\" in name)


def _read(name: str, said: str) -> Curriculum:
    file = Path(name).name
    try:
        table = CurriculumFile.model_validate(tomllib.loads(said))
    except tomllib.TOMLDecodeError as error:
        message = text("curriculum.not_toml", reason=str(error))
        raise _refused(name, [_finding(message, file=file)]) from error
    except ValidationError as error:
        found = explained(CurriculumFile, error, {}, check=CHECK)
        placed = [
            Finding(CHECK, "error", f.message, file, "", None, f.column, f.value) for f in found
        ]
        raise _refused(name, placed) from error
    return Curriculum(name, table)


def _finding(message: Text, file: str = "", column: str = "", value: str = "") -> Finding:
    return Finding(CHECK, "error", message, file=file, column=column, value=value)


def _refused(name: str, findings: Iterable[Finding]) -> InvalidInputError:
    return InvalidInputError(text("curriculum.refused", name=Path(name).name), tuple(findings))


def _folded(name: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", name)).strip().casefold()


def _is_table(name: str) -> bool:
    return name.endswith(".toml")


def _is_mandarin(language: str) -> bool:
    return language == _LANGUAGE_MANDARIN
