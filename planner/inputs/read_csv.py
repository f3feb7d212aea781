"""CSV as offices save it: UTF-8, GB18030 or UTF-16, with commas, semicolons or tabs."""

from __future__ import annotations

import codecs
import csv
import io
import re
from pathlib import Path

from planner.county import columns_of
from planner.findings import Finding
from planner.inputs.grid import Row, grid_of
from planner.inputs.guard import RefusedFileError
from planner.inputs.tables import RawTable
from planner.texts import text

SEPARATORS = (",", "\t", ";")
UTF16_ZERO_SHARE = 0.05
"""Digits, commas and line ends of UTF-16 have a zero byte each; other text has none."""
AS_TEXT = re.compile(r'="([^"]*)"')
"""What spreadsheets write to keep a code from becoming a number."""


def csv_table(path: Path, name: str, file: str) -> tuple[RawTable, tuple[Finding, ...]]:
    """Read a CSV; rows count as a spreadsheet counts them.

    Parameters
    ----------
    path
        The file.
    name
        Table of the data dictionary.
    file
        For findings.

    Raises
    ------
    RefusedFileError
        If it has an unknown encoding, is no CSV or has no heading.
    """
    source, encoding = decoded(path.read_bytes())
    try:
        lines = list(csv.reader(io.StringIO(source, newline=""), delimiter=separator(source)))
    except csv.Error as error:
        raise RefusedFileError(text("inputs.bad_csv", reason=error)) from error
    rows: list[Row] = [
        (number, [_plain(c) for c in cells])
        for number, cells in enumerate(lines, start=1)
        if any(c.strip() for c in cells)
    ]
    grid = grid_of(rows, columns_of(name), file=file, strict=True)
    findings = grid.findings
    if encoding == "gb18030":
        message = text("inputs.read_as", encoding="GB18030")
        findings = (Finding("encoding", "note", message, file), *findings)
    return RawTable(name, file, grid.cells, heading_row=grid.heading_row), findings


def decoded(content: bytes) -> tuple[str, str]:
    """Return a text and the encoding it was in, ``utf-8``, ``utf-16`` or ``gb18030``.

    Raises
    ------
    RefusedFileError
        If it is in none of them.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        tries = ["utf-16"]
    elif content[:4000].count(0) > UTF16_ZERO_SHARE * len(content[:4000]):
        # The zero is the second byte of a digit in little-endian order, else the first.
        little = content[1:4000:2].count(0) >= content[0:4000:2].count(0)
        tries = ["utf-16-le" if little else "utf-16-be"]
    else:
        tries = ["utf-8-sig", "gb18030"]
    for encoding in tries:
        try:
            text_read = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text_read:
            return text_read, encoding.removesuffix("-sig")
    raise RefusedFileError(text("inputs.not_utf8"))


def separator(source: str) -> str:
    """Return the sign between the cells of a CSV."""
    start = "\n".join(source.splitlines()[:20])
    return max(SEPARATORS, key=lambda s: (start.count(s), s == ","))


def _plain(cell: str) -> str:
    """Return a cell without what keeps spreadsheets from changing or running it."""
    wrapped = AS_TEXT.fullmatch(cell.strip())
    if wrapped:
        return wrapped[1]
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell
