"""plan.xlsx: the tables of a run for people."""

from __future__ import annotations

from pathlib import Path

from planner.reports.sheet_writer import write_book
from planner.reports.sheets import sheets
from planner.result import Result


def write_workbook(result: Result, path: Path) -> None:
    """Write the workbook of a finished run."""
    write_book(path, sheets(result))
