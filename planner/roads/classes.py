"""The table of classes: what each word of a layer counts as, for people to edit.

`plan roads` writes it beside the road layer: a row for each value of the columns that say
class and surface. People mend it in a spreadsheet and give it back with ``--classes``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.county import Column, columns_of
from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.inputs.headings import fold
from planner.texts import Lang, Text, text

LEFT_OUT = "leave_out"
LEFT_OUT_ZH = "不用"
"""In place of a class: lines of this value are left out."""

COLUMNS: dict[str, dict[Lang, str]] = {
    "column": {"zh": "字段", "en": "column"},
    "value": {"zh": "取值", "en": "value"},
    "lines": {"zh": "条数", "en": "lines"},
    "km": {"zh": "公里", "en": "km"},
    "road_class": {"zh": "道路等级", "en": "road_class"},
    "surface": {"zh": "路面", "en": "surface"},
}
"""Columns of the table, headed in the language of the terminal; both are understood."""

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be run by a spreadsheet; an apostrophe is set before it."""


@dataclass(frozen=True)
class Meaning:
    """What a value of a column counts as.

    Parameters
    ----------
    column, value
        In the layer.
    road_class
        Class, `LEFT_OUT`, or empty where this value says none.
    surface
        Surface, or empty.
    lines, km
        How much of the layer has the value; kilometres None where not counted.
    """

    column: str
    value: str
    road_class: str = ""
    surface: str = ""
    lines: int = 0
    km: float | None = None


def write_table(meanings: Sequence[Meaning], path: Path, lang: Lang) -> None:
    """Write the table as CSV with classes and surfaces in words of the language."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([said[lang] for said in COLUMNS.values()])
    for row in meanings:
        writer.writerow(
            [
                _safe(row.column),
                _safe(row.value),
                row.lines,
                "" if row.km is None else f"{row.km:.1f}",
                _said(row.road_class, columns_of("roads")["road_class"], lang),
                _said(row.surface, columns_of("roads")["surface"], lang),
            ]
        )
    path.write_text(out.getvalue(), "utf-8-sig", newline="")


def read_table(path: Path) -> tuple[Meaning, ...]:
    """Read a table of classes, in the order of its rows.

    Raises
    ------
    InvalidInputError
        With every cell that is no class or surface, and columns that are missing.
    """
    try:
        source = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise _refused(path, [(None, "", "", text("roads.unreadable", reason=reason))]) from error
    rows = list(csv.reader(io.StringIO(_decoded(source, path), newline="")))
    headings = [fold(h) for h in rows[0]] if rows else []
    at = {
        name: headings.index(h)
        for name, said in COLUMNS.items()
        for h in {fold(said["zh"]), fold(said["en"])} & set(headings)
    }
    missing = [n for n in ("column", "value", "road_class", "surface") if n not in at]
    if missing:
        names = ", ".join(COLUMNS[n]["zh"] + " " + n for n in missing)
        raise _refused(path, [(1, "", "", text("roads.table_columns", names=names))])
    wrong: list[tuple[int | None, str, str, Text]] = []
    found: list[Meaning] = []
    for number, cells in enumerate(rows[1:], start=2):
        cell = {n: cells[k].strip() if k < len(cells) else "" for n, k in at.items()}
        if not any(cell.values()):
            continue
        codes = {}
        for name in ("road_class", "surface"):
            code = _code(cell[name], name)
            if code is None:
                allowed = _allowed(name)
                message = text("roads.table_code", value=cell[name], allowed=allowed)
                wrong.append((number, name, cell[name], message))
            codes[name] = code or ""
        column, value = _unsafe(cell["column"]), _unsafe(cell["value"])
        found.append(Meaning(column, value, codes["road_class"], codes["surface"]))
    if wrong:
        raise _refused(path, wrong)
    return tuple(found)


def overlaid(guessed: Iterable[Meaning], said: Iterable[Meaning]) -> tuple[Meaning, ...]:
    """Return the meanings found in a layer as the table says, as guessed where it is silent."""
    table = {(m.column, m.value): m for m in said}
    return tuple(
        Meaning(g.column, g.value, m.road_class, m.surface, g.lines, g.km)
        for g in guessed
        for m in [table.get((g.column, g.value), g)]
    )


def _decoded(source: bytes, path: Path) -> str:
    """Return the text of a CSV as a spreadsheet saves it: UTF-8, or GB18030 on Chinese Windows."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return source.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused(path, [(None, "", "", text("roads.table_encoding"))])


def _code(said: str, name: str) -> str | None:
    """Return the code of a cell, empty for a blank one, None where it is none."""
    column = columns_of("roads")[name]
    pairs = zip(column.codes, column.codes_zh, strict=True)
    known = {fold(word): code for code, zh in pairs for word in (code, zh)} | {"": ""}
    if name == "road_class":
        known |= {fold(LEFT_OUT): LEFT_OUT, fold(LEFT_OUT_ZH): LEFT_OUT}
    return known.get(fold(said))


def _said(code: str, column: Column, lang: Lang) -> str:
    if lang == "en" or not code:
        return code
    return dict(zip(column.codes, column.codes_zh, strict=True)).get(code, LEFT_OUT_ZH)


def _allowed(name: str) -> str:
    column = columns_of("roads")[name]
    words = [f"{c} ({z})" for c, z in zip(column.codes, column.codes_zh, strict=True)]
    return ", ".join([*words, f"{LEFT_OUT} ({LEFT_OUT_ZH})"] if name == "road_class" else words)


def _refused(path: Path, wrong: Sequence[tuple[int | None, str, str, Text]]) -> InvalidInputError:
    findings = [
        Finding("classes", "error", message, path.name, row=row, column=column, value=value)
        for row, column, value, message in wrong
    ]
    return InvalidInputError(text("roads.refused", file=path.name), findings)


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(RISKY) else cell


def _unsafe(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(RISKY) else cell
