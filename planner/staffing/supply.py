"""The staff there is: the teachers table as types, every attribute told apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.county import columns_of
from planner.findings import Finding
from planner.instance import Flags, Floats, Ints
from planner.scenario import Scenario
from planner.teachers.curriculum import Curriculum, Named
from planner.teachers.instance import BANDS, JUNIOR, POSTS, PRIMARY
from planner.teachers.subjects import Row, SubjectNames, cell, number

if TYPE_CHECKING:
    import pandas

OVER_46 = {"under_30": 0.0, "30_39": 0.0, "40_49": 0.3, "50_54": 1.0, "55_plus": 1.0}
"""Share of an age band over 46. Ages within 40-49 are taken as even: 47, 48 and 49 are three of ten."""
ABOVE_REQUIRED = {PRIMARY: ("college", "bachelor", "master"), JUNIOR: ("bachelor", "master")}
"""Degrees above the one required, as the 2017 measures count them: the teachers' law asks for
secondary normal school in primary and college in junior schools."""


@dataclass(frozen=True, order=True)
class TypeKey:
    """What tells types of staff apart; codes are indices, -1 unknown or none."""

    school: int
    post: int
    band: int
    subject: int
    language: int
    female: int
    backbone: int
    rotates: int
    degree: int
    title: int
    age: int
    contract: int
    ethnicity: str


@dataclass(frozen=True, eq=False)
class Supply:
    """Types of staff as arrays (T,), named as in `StaffInstance`, and what was found.

    Sorted by `TypeKey`.
    """

    languages: tuple[str, ...]
    ethnicities: tuple[str, ...]
    keys: tuple[TypeKey, ...]
    count: Ints
    findings: tuple[Finding, ...]

    def ints(self, name: str) -> Ints:
        """Return a code of every type, shape (T,)."""
        return np.array([int(getattr(k, name)) for k in self.keys], dtype=np.int64)

    def ids(self, school_id: Sequence[str], curriculum: Curriculum) -> tuple[str, ...]:
        """Return keys that are the same from run to run and whatever other rows there are."""
        return tuple(self._id(k, school_id, curriculum) for k in self.keys)

    def _id(self, key: TypeKey, school_id: Sequence[str], curriculum: Curriculum) -> str:
        codes = {name: _codes(name) for name in ("degree", "title", "age_band", "contract")}
        parts = [
            school_id[key.school],
            POSTS[key.post],
            _named(BANDS, key.band),
            _named(curriculum.subject_ids, key.subject),
            _named(self.languages, key.language),
            _named(("male", "female"), key.female),
            "backbone" if key.backbone else "-",
            "rotates" if key.rotates else "-",
            _named(codes["degree"], key.degree),
            _named(codes["title"], key.title),
            _named(codes["age_band"], key.age),
            _named(codes["contract"], key.contract),
            key.ethnicity or "-",
        ]
        return ".".join(parts)

    @property
    def qualified(self) -> Flags:
        """Whether the degree is above the required one; an unknown degree is not (T,)."""
        degrees = _codes("degree")
        return _flags(
            k.degree >= 0 and degrees[k.degree] in ABOVE_REQUIRED.get(k.band, ()) for k in self.keys
        )

    @property
    def may_retire(self) -> Flags:
        """Whether within five years of the age of retirement: women from 50, men from 55 (T,)."""
        ages = _codes("age_band")
        last, before = ages.index("55_plus"), ages.index("50_54")
        return _flags(k.age == last or (k.age == before and k.female == 1) for k in self.keys)

    @property
    def over_46(self) -> Floats:
        """Share of the type over 46, NaN where the age is unknown (T,)."""
        ages = _codes("age_band")
        return np.array([OVER_46[ages[k.age]] if k.age >= 0 else np.nan for k in self.keys])


def staff_types(
    teachers: pandas.DataFrame,
    curriculum: Curriculum,
    scenario: Scenario,
    school_id: Sequence[str],
    languages_needed: Sequence[str] = (),
) -> Supply:
    """Return the types of a teachers table.

    Rows alike in every attribute are one type. Years at the school count only as far as rotation
    is due. Boarding-care and support staff teach nothing. A blank post is a teaching post.

    Parameters
    ----------
    teachers
        Columns of the data dictionary, any order of rows.
    school_id
        Schools by number; those of all rows are in it.
    languages_needed
        Languages that classes ask for; those of teachers are added.
    """
    index = {s: n for n, s in enumerate(school_id)}
    read = SubjectNames(curriculum)
    kept = teachers[teachers["count"] > 0]
    records: list[Row] = [{str(k): v for k, v in r.items()} for r in kept.to_dict("records")]
    named = [read.of(r) for r in records]
    spoken = {n.language for n in named if n.language}
    languages = tuple(sorted({*languages_needed, *spoken}))
    counts: dict[TypeKey, int] = {}
    for row, name in zip(records, named, strict=True):
        key = _key(row, name, index[str(row["school_id"])], curriculum, scenario, languages)
        counts[key] = counts.get(key, 0) + int(number(row, "count"))
    keys = tuple(sorted(counts))
    ethnicities = tuple(sorted({k.ethnicity for k in keys if k.ethnicity}))
    count = np.array([counts[k] for k in keys], dtype=np.int64)
    return Supply(languages, ethnicities, keys, count, read.findings())


def _key(
    row: Row,
    name: Named,
    school: int,
    curriculum: Curriculum,
    scenario: Scenario,
    languages: tuple[str, ...],
) -> TypeKey:
    post = POSTS.index(cell(row, "post") or "teaching")
    teaches = POSTS[post] in ("teaching", "management")
    band = JUNIOR if cell(row, "stage") == "junior" else PRIMARY
    years = number(row, "years_at_school")
    return TypeKey(
        school=school,
        post=post,
        band=band if teaches else -1,
        subject=curriculum.index(name.subject) if teaches else -1,
        language=languages.index(name.language) if name.language else -1,
        female={"female": 1, "male": 0}.get(cell(row, "gender"), -1),
        backbone=int(number(row, "backbone") == 1),
        rotates=int(years >= scenario.staffing.rotation_years),
        degree=_code(row, "degree"),
        title=_code(row, "title"),
        age=_code(row, "age_band"),
        contract=_code(row, "contract"),
        ethnicity=_people(cell(row, "ethnicity")),
    )


def _codes(name: str) -> tuple[str, ...]:
    return columns_of("teachers")[name].codes


def _code(row: Row, name: str) -> int:
    said = cell(row, name)
    return _codes(name).index(said) if said else -1


def _people(said: str) -> str:
    """Return the name of an ethnicity in its full form: 藏 is 藏族."""
    plain = said.strip()
    if plain in ("未知", "不详", "无", "-"):
        return ""
    short = plain.isalpha() and not plain.isascii() and not plain.endswith("族")
    return f"{plain}族" if short and plain not in ("其他", "其它") else plain


def _named(names: Sequence[str], code: int) -> str:
    return names[code] if code >= 0 else "-"


def _flags(values: Iterable[bool]) -> Flags:
    return np.fromiter(values, dtype=np.bool_)
