"""plan.xlsx: the tables for people, headings in both languages, numbers with units."""

from __future__ import annotations

import datetime
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from planner.reports.sheets import Sheet, sheets
from planner.result import Result

if TYPE_CHECKING:
    import pandas

CREATED = datetime.datetime(2000, 1, 1)
"""Fixed, so that the same plan gives the same file."""

WIDEST, NARROWEST = 46, 8
FORMATS = {
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


def write_workbook(result: Result, path: Path) -> None:
    """Write the workbook of a finished run.

    Every text is written as text: a name that begins with ``=``, ``+``, ``-`` or ``@`` is
    never taken for a formula.
    """
    import xlsxwriter

    as_text = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
    # Parts are written beside the workbook, so that those of a killed run go with its folder.
    options = dict.fromkeys(as_text, False) | {"tmpdir": str(path.parent)}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": CREATED})
        looks = {name: book.add_format({"num_format": f}) for name, f in FORMATS.items()}
        heading = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E5E7EB", "bottom": 1}
        )
        warning = book.add_format({"bold": True, "font_color": "#B91C1C"})
        for sheet in sheets(result):
            _write_sheet(book.add_worksheet(sheet.name), sheet, looks, heading, warning)


def _write_sheet(
    page: Any, sheet: Sheet, looks: dict[str, Any], heading: Any, warning: Any
) -> None:
    top = 0
    if sheet.warning:
        page.write_string(0, 0, sheet.warning, warning)
        top = 1
    rows, columns = sheet.table.shape
    for c, column in enumerate(sheet.columns):
        values = sheet.table[column.name].tolist()
        page.write_string(top, c, "\n".join(filter(None, (column.zh, column.en))), heading)
        for r, value in enumerate(values, top + 1):
            _write_cell(page, r, c, value, looks[column.look])
        page.set_column(c, c, _width(column.zh, column.en, values))
    page.set_row(top, 48)
    page.freeze_panes(top + 1, sheet.frozen)
    if rows:
        page.autofilter(top, 0, top + rows, columns - 1)


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
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in words)
