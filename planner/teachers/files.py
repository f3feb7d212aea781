"""A staffing plan read back from the tables of a run folder."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.kept import table_rows
from planner.teachers.plan import Hire, How, Lessons, Posting, Role, StaffPlan
from planner.texts import text

HIRE = "hire"
"""Role of the rows of teachers.csv that are posts filled from outside."""
HOWS: tuple[How, ...] = ("own", "also", "generalist", "manager", "circuit", "hire", "online")
"""The ways of covering lessons, in the order of coverage.csv."""
ATTRIBUTES = (
    "gender",
    "backbone",
    "degree",
    "title",
    "age_band",
    "contract",
    "ethnicity",
    "qualified",
)

COLUMNS: dict[str, tuple[str, ...]] = {
    "teachers": (
        "from_school_id",
        "from_school",
        "to_school_id",
        "to_school",
        "township_from",
        "township_to",
        "post",
        "role",
        "band",
        "subject",
        "language",
        "count",
        "minutes",
        "moved",
        "reason",
        *ATTRIBUTES,
        "type_id",
    ),
    "coverage": (
        "school_id",
        "name",
        "township",
        "stage",
        "subject",
        "language",
        "periods_needed",
        *HOWS,
        "uncovered",
        "priority",
        "why",
    ),
    "lessons": (
        "school_id",
        "stage",
        "subject",
        "language",
        "how",
        "from_school_id",
        "band",
        "by_subject",
        "by_language",
        "periods",
    ),
    "circuits": (
        "from_school_id",
        "from_school",
        "to_school_id",
        "to_school",
        "band",
        "subject",
        "language",
        "periods",
        "posts",
        "minutes",
    ),
    "posts": (
        "school_id",
        "name",
        "post",
        "today",
        "kept",
        "teach",
        "moved",
        "retire",
        "without_place",
        "at_risk_share",
        "survey_share",
    ),
}
"""Columns of the tables of a staffing plan, by file name without its ending."""

Row = dict[str, str]
Rows = dict[str, list[Row]]


def read_staff_plan(folder: Path) -> StaffPlan:
    """Return the plan of teachers.csv and lessons.csv; the other tables follow from these.

    Raises
    ------
    InvalidInputError
        If a table or a column is missing, or a cell that should hold a number does not.
    """
    return plan_of_rows(read_staff_rows(folder, ("teachers", "lessons")))


def read_staff_rows(folder: Path, names: tuple[str, ...] = tuple(COLUMNS)) -> Rows:
    """Return the rows of the tables as they stand, by table.

    Raises
    ------
    InvalidInputError
        If a table or a column is missing.
    """
    found: list[Finding] = []
    rows = {name: _table(folder / f"{name}.csv", COLUMNS[name], found) for name in names}
    _raise(found)
    return rows


def plan_of_rows(rows: Rows) -> StaffPlan:
    """Return the plan that the rows of teachers and lessons stand for.

    Raises
    ------
    InvalidInputError
        If a cell that should hold a number does not.
    """
    found: list[Finding] = []
    hires, postings = [], []
    for n, row in enumerate(rows["teachers"], 2):
        count = _count(row, "teachers", n, found)
        if row["role"] == HIRE:
            words = (row["band"], row["subject"], row["language"])
            hires.append(Hire(row["to_school_id"], *words, count))
        else:
            ends = (row["from_school_id"], row["to_school_id"])
            role = cast("Role", row["role"])
            minutes = _number(row, "minutes", "teachers", n, found)
            postings.append(Posting(row["type_id"], *ends, role, count, minutes))
    lessons = [
        Lessons(
            row["school_id"],
            row["stage"],
            row["subject"],
            row["language"],
            cast("How", row["how"]),
            row["from_school_id"],
            row["band"],
            row["by_subject"],
            row["by_language"],
            _number(row, "periods", "lessons", n, found),
        )
        for n, row in enumerate(rows["lessons"], 2)
    ]
    _raise(found)
    return StaffPlan(tuple(postings), tuple(hires), tuple(lessons))


def _table(path: Path, columns: tuple[str, ...], found: list[Finding]) -> list[Row]:
    try:
        heading, rows = table_rows(path)
    except FileNotFoundError:
        found.append(_wrong("missing", path.name, name=path.name))
        return []
    found += [_wrong("columns", path.name, name=c) for c in columns if c not in heading]
    return rows


def _wrong(
    what: str, file: str, row: int | None = None, column: str = "", **fields: object
) -> Finding:
    message = text(f"audit.files.{what}", **fields)
    value = str(fields.get("value", ""))
    return Finding("staff_files", "error", message, file=file, row=row, column=column, value=value)


def _raise(found: list[Finding]) -> None:
    if found:
        raise InvalidInputError(found[0].message, found)


def _count(row: Row, table: str, n: int, found: list[Finding]) -> int:
    """Return a whole number."""
    try:
        return int(row["count"])
    except ValueError:
        value, file = row["count"], f"{table}.csv"
        found.append(_wrong("number", file, n, "count", value=value, name="count"))
        return 0


def _number(row: Row, column: str, table: str, n: int, found: list[Finding]) -> float:
    """Return a number, NaN where the cell is empty."""
    try:
        return float(row[column]) if row[column] else float("nan")
    except ValueError:
        value, file = row[column], f"{table}.csv"
        found.append(_wrong("number", file, n, column, value=value, name=column))
        return float("nan")
