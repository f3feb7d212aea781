"""Workbooks as offices have them: titles, merged cells, several sheets, formulas."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from planner.county import columns_of
from planner.findings import Finding
from planner.inputs.grid import Grid, Row, grid_of
from planner.inputs.guard import RefusedFileError, safe_archive
from planner.inputs.headings import fold
from planner.inputs.tables import RawTable
from planner.texts import Text, catalogue, text

NOT_A_WORKBOOK = (
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    # What either XML reader raises, lxml where it is installed.
    SyntaxError,
    OSError,
    EOFError,
    OverflowError,
    AssertionError,
)
"""What openpyxl raises on files that are none, or are damaged."""
EXACT_BELOW = 1e15
"""Numbers from here on have lost digits in the spreadsheet."""
LONGEST_NAMED = 12

Cells = dict[tuple[int, int], Any]
Books = dict[tuple[Path, bool], Any]
"""Workbooks that are open, by path and whether they show values of formulas."""


def xlsx_table(
    path: Path, name: str, file: str, sheet: str | None, books: Books
) -> tuple[RawTable, tuple[Finding, ...]]:
    """Read the sheet of a workbook that holds a table.

    Parameters
    ----------
    path
        The workbook.
    name
        Table of the data dictionary.
    file
        For findings.
    sheet
        Its sheet; without one, that whose name or headings tell.
    books
        Workbooks that were opened for other tables; this one is added.

    Raises
    ------
    RefusedFileError
        If it is no workbook, is harmful, or no sheet or several could be meant.
    """
    if (path, False) not in books:
        safe_archive(path)
    book = _opened(path, books, values=False)
    titles = [ws.title for ws in book.worksheets if ws.sheet_state == "visible"]
    if sheet is not None and sheet not in [ws.title for ws in book.worksheets]:
        raise RefusedFileError(text("inputs.no_sheet", sheet=sheet, sheets="、".join(titles)))
    if not titles and sheet is None:
        raise RefusedFileError(text("inputs.no_heading"))
    found: dict[str, tuple[Grid, tuple[Finding, ...]]] = {}
    for title in [sheet] if sheet is not None else titles:
        rows, findings = _rows(book[title], path, file, books)
        if rows or sheet is not None or len(titles) == 1:
            grid = grid_of(rows, columns_of(name), file=file, sheet=title, strict=False)
            found[title] = (grid, findings)
    title = sheet if sheet is not None else _chosen(found, name)
    grid, findings = found[title]
    raw = RawTable(name, file, grid.cells, sheet=title, heading_row=grid.heading_row)
    return raw, (*findings, *grid.findings)


def _opened(path: Path, books: Books, *, values: bool) -> Any:
    import openpyxl

    if (path, values) in books:
        return books[path, values]
    try:
        with warnings.catch_warnings():
            # What openpyxl does not keep (drawings, lists) is of no use here.
            warnings.simplefilter("ignore")
            books[path, values] = openpyxl.load_workbook(path, data_only=values)
    except NOT_A_WORKBOOK as error:
        raise RefusedFileError(text("inputs.bad_workbook", reason=str(error).strip())) from error
    return books[path, values]


def _chosen(found: dict[str, tuple[Grid, tuple[Finding, ...]]], name: str) -> str:
    """Return the sheet that is named like the table, or whose headings fit it alone."""
    if len(found) == 1:
        return next(iter(found))
    named = {fold(name), *(fold(said) for said in _titles(name))}
    by_name = [title for title in found if fold(title) in named]
    if len(by_name) == 1:
        return by_name[0]
    needed = {c.name for c in columns_of(name).values() if c.needed}
    score = {t: (len(g.matched & needed), len(g.matched)) for t, (g, _) in found.items()}
    best = max(score.values(), default=(0, 0))
    fitting = [title for title, reached in score.items() if reached == best]
    if len(fitting) != 1 or not best[1]:
        sheets = "、".join(list(found)[:LONGEST_NAMED])
        raise RefusedFileError(text("inputs.which_sheet", sheets=sheets, table=name))
    return fitting[0]


def _titles(name: str) -> Sequence[str]:
    said = catalogue().get(f"inputs.table.{name}")
    return list(said.values()) if said else []


def _rows(ws: Any, path: Path, file: str, books: Books) -> tuple[list[Row], tuple[Finding, ...]]:
    """Return the rows of a sheet that are not blank, and what of it could not be taken."""
    # Asking for cells by row makes every blank one between; a stray cell in the last row
    # and column of a sheet would make 17 thousand million. These are the ones that exist.
    cells: Cells = ws._cells
    texts = {place: _text(cell) for place, cell in cells.items()}
    findings: list[Finding] = []
    formulas = [place for place, cell in cells.items() if cell.data_type == "f"]
    if formulas:
        computed: Cells = _opened(path, books, values=True)[ws.title]._cells
        lost = []
        for place in formulas:
            texts[place] = _text(computed[place]) if place in computed else ""
            if not texts[place]:
                lost.append(place)
        findings += _formula_findings(ws, file, len(formulas) - len(lost), sorted(lost))
    errors = sorted(p for p, t in texts.items() if cells[p].data_type == "e" and t)
    findings += [_cell_error(ws, file, place, texts[place]) for place in errors]
    for merged in ws.merged_cells.ranges:
        first = texts.get((merged.min_row, merged.min_col), "")
        if not first or merged.size["rows"] * merged.size["columns"] > 100_000:
            continue
        for row in range(merged.min_row, merged.max_row + 1):
            for column in range(merged.min_col, merged.max_col + 1):
                texts[row, column] = first
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), said in texts.items():
        if said.strip():
            by_row.setdefault(row, {})[column] = said
    rows: list[Row] = []
    for number in sorted(by_row):
        filled = by_row[number]
        rows.append((number, [filled.get(c, "") for c in range(1, max(filled) + 1)]))
    return rows, tuple(findings)


def _text(cell: Any) -> str:
    """Return a cell as people see it: codes keep their zeros, numbers no binary noise."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float):
        if isinstance(value, float) and not value.is_integer():
            return f"{value:.15g}"
        if abs(value) >= EXACT_BELOW:
            return f"{value:.5E}"
        whole = str(int(value))
        zeros = str(cell.number_format)
        return whole.zfill(len(zeros)) if re.fullmatch("0+", zeros) and value >= 0 else whole
    return str(value).strip()


def _formula_findings(
    ws: Any, file: str, computed: int, lost: Sequence[tuple[int, int]]
) -> list[Finding]:
    """Say that values of formulas are used, or that a program saved none.

    Where some have a value, those without show a blank, as in ``=IF(A2="", "", …)``.
    """
    if computed:
        message = text("inputs.formulas", cells=computed + len(lost))
        return [Finding("formula", "note", message, file, ws.title)]
    message = text("inputs.formula_without_value", cells=len(lost))
    return [_at(ws, file, lost[0], "error", message)]


def _cell_error(ws: Any, file: str, place: tuple[int, int], said: str) -> Finding:
    return _at(ws, file, place, "error", text("inputs.cell_error", value=said), said)


def _at(
    ws: Any, file: str, place: tuple[int, int], severity: Any, message: Text, value: str = ""
) -> Finding:
    from openpyxl.utils import get_column_letter

    column = get_column_letter(place[1])
    return Finding("formula", severity, message, file, ws.title, place[0], column, value)
