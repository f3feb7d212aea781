"""The data dictionary as Python data: every input table and its columns.

`columns.toml` beside this module is the one source of columns, units, bounds, headings
and meanings; checks, templates, documents and workbooks all read it from here.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Literal, cast

from planner.texts import LANGS, Lang

STAGES = ("lower", "upper", "junior")
MODES = ("walk", "ride", "board")
KINDS = ("teaching_point", "primary", "junior", "nine_year")
OFFERS: dict[str, tuple[str, ...]] = {
    "teaching_point": ("lower",),
    "primary": ("lower", "upper"),
    "junior": ("junior",),
    "nine_year": ("lower", "upper", "junior"),
}
"""Stages that a school of each kind offers."""

ColumnType = Literal["text", "int", "float", "flag", "code", "months"]


@dataclass(frozen=True)
class Column:
    """One column of an input table.

    Parameters
    ----------
    name
        Field name in files and code; units are part of it.
    type
        ``text``, ``int``, ``float``, ``flag`` (0 or 1), ``code`` or ``months`` (as
        `planner.county.months` writes them, or one of `codes`).
    unit
        Unit as people say it, empty for texts and codes.
    needed
        Whether a table without it is refused.
    low, high
        Inclusive bounds of numbers.
    codes, codes_zh
        The values a ``code`` column may hold (a ``months`` column also), and the Chinese words understood for each.
    headings
        The heading in either language.
    aka
        Other headings that are understood.
    means
        One sentence in either language.
    absent
        What counts where a file lacks the column, in either language; empty where nothing
        need be said.
    """

    name: str
    type: ColumnType
    headings: dict[Lang, str]
    means: dict[Lang, str]
    unit: str = ""
    needed: bool = False
    low: float | None = None
    high: float | None = None
    codes: tuple[str, ...] = ()
    codes_zh: tuple[str, ...] = ()
    aka: tuple[str, ...] = ()
    absent: dict[Lang, str] = field(default_factory=dict)


@cache
def tables() -> dict[str, dict[str, Column]]:
    """Return ``table -> column name -> Column`` in the order of the dictionary."""
    source = (resources.files(__package__) / "columns.toml").read_text("utf-8")
    return {
        table: {name: _column(name, entry) for name, entry in columns.items()}
        for table, columns in tomllib.loads(source).items()
    }


def columns_of(table: str) -> dict[str, Column]:
    """Return the columns of one table by name."""
    return tables()[table]


def _column(name: str, entry: dict[str, object]) -> Column:
    return Column(
        name=name,
        type=cast(ColumnType, entry["type"]),
        headings={"zh": str(entry["zh"]), "en": str(entry["en"])},
        means={"zh": str(entry["zh_means"]), "en": str(entry["en_means"])},
        unit=str(entry.get("unit", "")),
        needed=bool(entry.get("needed", False)),
        low=cast("float | None", entry.get("low")),
        high=cast("float | None", entry.get("high")),
        codes=tuple(cast("list[str]", entry.get("codes", []))),
        codes_zh=tuple(cast("list[str]", entry.get("codes_zh", []))),
        aka=tuple(cast("list[str]", entry.get("aka", []))),
        absent={lang: str(entry[key]) for lang in LANGS if (key := f"{lang}_absent") in entry},
    )
