"""What the papers of a run say, read from page and tables."""

from __future__ import annotations

import csv
from html.parser import HTMLParser
from pathlib import Path

import cli
from planner.studies.closing import EXPLAIN_COLUMNS, write_rows


def plan(*arguments: object) -> int:
    return cli._guarded([str(a) for a in arguments])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def rewrite(path: Path, change) -> None:
    """Write a table again, each row as `change` leaves it."""
    told = rows(path)
    for row in told:
        change(row)
    write_rows(told, list(dict.fromkeys(k for r in told for k in r)), path)


def told_explanation(school: str, verdict: str) -> dict[str, object]:
    return dict.fromkeys(EXPLAIN_COLUMNS, "") | {
        "school_id": school,
        "decision": "close",
        "reasons": "too_few_pupils;worse",
        "verdict": verdict,
        "proved": 0,
        "capital_yuan_difference": 5_248_000.0,
        "villages_touched": 2,
        "pupils_touched": 15,
    }


class Cells(HTMLParser):
    """The rows of the tables of one class, as lists of cells of lines."""

    def __init__(self, page: str, table: str) -> None:
        super().__init__()
        self.rows: list[list[list[str]]] = []
        self._table, self._inside = table, False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self._inside = ("class", self._table) in attrs
        elif self._inside and tag == "tr":
            self.rows.append([])
        elif self._inside and tag == "td":
            self.rows[-1].append([])

    def handle_data(self, data):
        if self._inside and data.strip() and self.rows and self.rows[-1]:
            self.rows[-1][-1].append(data)


def shown(pupils: int) -> str:
    return "<3" if 0 < pupils < 3 else str(pupils)


def known(count: dict[str, int], true: int, *, hidden: bool) -> bool:
    return count["low"] <= true <= count["high"] and (count["low"] == count["high"]) != hidden


def leaving(made: Path, school: str) -> list[dict[str, str]]:
    return [
        r
        for r in rows(made / "run" / "assignments.csv")
        if r["baseline_school_id"] == school != r["school_id"]
    ]
