"""A survey's file as texts by row, from CSV or a workbook."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.inputs.cell import cell_text
from planner.inputs.guard import RefusedFileError, safe_archive
from planner.inputs.read_csv import decoded, separator
from planner.texts import Text, text

FORMATS = (".csv", ".xlsx")
SHEETS = ("survey", "问卷")
"""Sheets that are read where a workbook has several."""


@dataclass(frozen=True)
class Cells:
    """The cells of a table as texts.

    Parameters
    ----------
    file, sheet
        Where they stand; no sheet for CSV.
    headings
        The first row.
    rows
        Number as a spreadsheet counts it, heading 1, and the cells; empty rows left out.
    """

    file: str
    sheet: str
    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_cells(path: Path) -> Cells:
    """Read a CSV file (UTF-8, GB18030 or UTF-16) or a workbook.

    Raises
    ------
    InvalidInputError
        If there is no such file, or it cannot be read as either.
    """
    if not path.is_file():
        raise refused(path.name, text("survey.no_file", path=path.as_posix()))
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        message = text("survey.format", format=suffix or path.name, read=", ".join(FORMATS))
        raise refused(path.name, message)
    sheet, lines = _workbook(path) if suffix == ".xlsx" else ("", _csv(path))
    headings = tuple(h.strip() for h in lines[0]) if lines else ()
    if not any(headings):
        raise refused(path.name, text("survey.no_heading"), sheet, 1)
    rows = []
    for number, cells in enumerate(lines[1:], start=2):
        if not any(c.strip() for c in cells):
            continue
        if any(c.strip() for c in cells[len(headings) :]):
            message = text("survey.ragged", cells=len(cells), columns=len(headings))
            raise refused(path.name, message, sheet, number)
        padded = [*cells, *[""] * (len(headings) - len(cells))]
        rows.append((number, tuple(c.strip() for c in padded[: len(headings)])))
    if not rows:
        raise refused(path.name, text("survey.empty"), sheet)
    return Cells(path.name, sheet, headings, tuple(rows))


def refused(file: str, message: Text, sheet: str = "", row: int | None = None) -> InvalidInputError:
    """Return the error of a file that cannot be used, with its one finding."""
    finding = Finding("survey", "error", message, file, sheet, row)
    return InvalidInputError(text("survey.refused", file=file), [finding])


def _csv(path: Path) -> list[list[str]]:
    try:
        source, _ = decoded(path.read_bytes())
    except RefusedFileError as error:
        raise refused(path.name, error.message) from error
    try:
        lines = io.StringIO(source, newline="")
        return list(csv.reader(lines, delimiter=separator(source), strict=True))
    except csv.Error as error:
        raise refused(path.name, text("survey.bad_csv", reason=error)) from error


def _workbook(path: Path) -> tuple[str, list[list[str]]]:
    """Return the name and the cells of the one sheet, or of the sheet named for a survey."""
    import zipfile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        safe_archive(path)
        book = load_workbook(path, read_only=True, data_only=True)
    except RefusedFileError as error:
        raise refused(path.name, error.message) from error
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise refused(path.name, text("survey.bad_workbook", reason=error)) from error
    try:
        shown = [s for s in book.worksheets if s.sheet_state == "visible"]
        named = [s for s in shown if s.title.strip().lower() in SHEETS]
        chosen = named if len(shown) > 1 else shown
        if len(chosen) != 1:
            sheets = ", ".join(s.title for s in shown)
            raise refused(path.name, text("survey.which_sheet", sheets=sheets))
        rows = [[cell_text(v) for v in row] for row in chosen[0].iter_rows(values_only=True)]
        return chosen[0].title, rows
    finally:
        book.close()
