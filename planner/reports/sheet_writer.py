"""Workbooks for people: sheets of tables, headings in both languages, numbers with units.

What is written here holds for every workbook of the program: text is never run as a formula, the
heading stays in view and has a filter, a number is shown rounded and kept whole, a figure that
matters is marked by a sign and not by colour alone, and the same tables give the same bytes.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from unicodedata import east_asian_width

if TYPE_CHECKING:
    import pandas

Look = Literal["count", "minutes", "yuan", "share", "degrees", "number", "text", "general"]

CREATED = datetime.datetime(2000, 1, 1)
"""Fixed, so that the same plan gives the same file."""

WIDEST, NARROWEST, HEADING_HIGH = 46, 8, 48
FORMATS: dict[str, str] = {
    "count": "#,##0",
    "minutes": "#,##0.0",
    "yuan": "#,##0",
    "share": "0.0%",
    "degrees": "0.00000",
    "number": "#,##0.##",
    "text": "@",
    "general": "General",
}
"""Number formats: what people read is rounded, what the cell holds is not."""

SIGN = "▲"
"""Stands before a marked number, so that the mark is not of colour alone."""


@dataclass(frozen=True)
class Column:
    """A column: its name in the table, its headings and how its numbers are shown.

    Parameters
    ----------
    name, zh, en, look
        As above.
    unit, means, source
        What a sheet that explains columns says of it: unit (a key of ``column_unit``), meaning
        in both languages, origin (a key of ``column_source``); empty where nothing is said.
    """

    name: str
    zh: str
    en: str
    look: Look = "general"
    unit: str = ""
    means: Mapping[str, str] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True)
class Mark:
    """Cells to be marked in a column: bold, on a tint, numbers with `SIGN` before them.

    Parameters
    ----------
    column
        Name of the column.
    rule
        When a row's cell is marked: a formula of the workbook in which ``{name}`` stands for
        the row's cell in a column. A blank cell equals 0, so ask ``ISNUMBER`` where 0 counts.
    """

    column: str
    rule: str


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet.

    Parameters
    ----------
    name
        Name of the sheet.
    table
        Its rows.
    columns
        Its columns in order.
    frozen
        Columns that stay in view.
    warning
        A line above the table, on data that is not measured.
    marks
        Which numbers are marked.
    """

    name: str
    table: pandas.DataFrame
    columns: tuple[Column, ...]
    frozen: int = 0
    warning: str = ""
    marks: tuple[Mark, ...] = ()

    @property
    def heading_row(self) -> int:
        """Row of the headings, counted from 0."""
        return 1 if self.warning else 0


def write_book(path: Path, sheets: Iterable[Sheet]) -> None:
    """Write a workbook.

    Every text is written as text: a name that begins with ``=``, ``+``, ``-`` or ``@`` is
    never taken for a formula.

    Parameters
    ----------
    path
        Where to; overwritten if there.
    sheets
        Its sheets in order.
    """
    import xlsxwriter

    as_text = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
    # Parts are written beside the workbook, so that those of a killed run go with its folder.
    options = dict.fromkeys(as_text, False) | {"tmpdir": str(path.parent)}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": CREATED})
        looks = _Looks(book)
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, looks)


class _Looks:
    """The cell formats of one workbook."""

    def __init__(self, book: Any) -> None:
        self.of = {name: book.add_format({"num_format": f}) for name, f in FORMATS.items()}
        tint = {"bold": True, "font_color": "#7F1D1D", "bg_color": "#FEE2E2"}
        self.marked = {
            name: book.add_format(tint | {"num_format": f'"{SIGN} "{f}'})
            for name, f in FORMATS.items()
        }
        self.heading = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E5E7EB", "bottom": 1}
        )
        self.warning = book.add_format({"bold": True, "font_color": "#B91C1C"})


def _write_sheet(page: Any, sheet: Sheet, looks: _Looks) -> None:
    top = sheet.heading_row
    if sheet.warning:
        page.write_string(0, 0, sheet.warning, looks.warning)
    rows, columns = sheet.table.shape
    for c, column in enumerate(sheet.columns):
        values = sheet.table[column.name].to_numpy().tolist()
        page.write_string(top, c, "\n".join(filter(None, (column.zh, column.en))), looks.heading)
        for r, value in enumerate(values, top + 1):
            _write_cell(page, r, c, value, looks.of[column.look])
        page.set_column(c, c, _width(column.zh, column.en, values))
    page.set_row(top, HEADING_HIGH)
    page.freeze_panes(top + 1, sheet.frozen)
    # On paper a sheet is as wide as A4 lying, its headings on every page.
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    if rows:
        page.autofilter(top, 0, top + rows, columns - 1)
        _write_marks(page, sheet, looks)


def _write_marks(page: Any, sheet: Sheet, looks: _Looks) -> None:
    from xlsxwriter.utility import xl_col_to_name

    first, last = sheet.heading_row + 1, sheet.heading_row + len(sheet.table)
    place = {column.name: c for c, column in enumerate(sheet.columns)}
    cells = {name: f"${xl_col_to_name(c)}{first + 1}" for name, c in place.items()}
    for mark in sheet.marks:
        c = place[mark.column]
        rule = {
            "type": "formula",
            "criteria": f"={mark.rule.format(**cells)}",
            "format": looks.marked[sheet.columns[c].look],
        }
        page.conditional_format(first, c, last, c, rule)


def _write_cell(page: Any, row: int, column: int, value: Any, look: Any) -> None:
    if (
        value is None
        or value is _missing()
        or (isinstance(value, float) and not math.isfinite(value))
    ):
        return
    if isinstance(value, bool | int | float):
        page.write_number(row, column, value, look)
    elif str(value):
        page.write_string(row, column, str(value))


def _missing() -> pandas.api.typing.NAType:
    import pandas as pd

    return pd.NA


def _width(zh: str, en: str, values: list[Any]) -> float:
    # Headings wrap, so that half of the English one is enough.
    heading = max(_cells(zh), math.ceil(_cells(en) / 2))
    longest = max((_cells(str(v)) for v in values[:300] if isinstance(v, str)), default=0)
    return min(WIDEST, max(NARROWEST, heading + 3, longest + 1))


def _cells(words: str) -> int:
    if words.isascii():
        return len(words)
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in words)
