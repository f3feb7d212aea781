"""Solve location problems of others as counties and print what came out.

    python -m benchmarks.orlib FILE [FILE …]
    python -m benchmarks.orlib FILE … --write       figures and docs/benchmarks-orlib.md too

The format is told from the content: OR-Library p-median and capacitated p-median, facility
location in both layouts (customer by customer, or all demands and then a row per site, as
Holmberg's), SJC. The exit code is 1 where a value or a bound contradicts a published optimum or
a plan fails its audit, 2 where a file cannot be read; a target missed is no failure.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.kept import store, stored
from benchmarks.orlib.measure import Row, disagrees, measured, problems_of
from benchmarks.orlib.page import cells, page, table
from benchmarks.orlib.problem import FACILITY_READINGS
from benchmarks.orlib.read import FORMATS
from benchmarks.scenarios import machine

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "benchmarks" / "results" / "orlib.json"
PAGE = ROOT / "docs" / "benchmarks-orlib.md"


def main(arguments: list[str] | None = None) -> int:
    """Solve the files asked for and return the exit code."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if not asked.files and not asked.from_json:
        parser.error("no files given")
    if asked.from_json:
        asked.page.write_text(page(stored(asked.results)), "utf-8")
        return 0
    try:
        problems = [
            problem
            for file in asked.files
            for problem in problems_of(file, asked.format, asked.capacity, tuple(asked.reading))
        ]
        if asked.fingerprint:
            for problem in dict.fromkeys((p.name, p.fingerprint) for p in problems):
                print(*problem)
            return 0
        rows = []
        for problem in problems:
            rows.append(measured(problem, asked.time_limit, asked.threads))
            if asked.write:
                _store(asked.results, rows[-1:])
            if not asked.json:
                print(f"{'  '.join(cells(rows[-1]))}", file=sys.stderr, flush=True)
    except (OSError, ValueError) as wrong:
        print(wrong, file=sys.stderr)
        return 2
    if asked.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        print("\n".join(table([cells(row) for row in rows])))
    if asked.write:
        asked.page.write_text(page(stored(asked.results)), "utf-8")
    return int(any(disagrees(row) for row in rows))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.orlib",
        description="Solve location problems of others as counties and print what came out.",
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--format", choices=FORMATS, help="in place of what the content tells")
    parser.add_argument(
        "--reading",
        action="append",
        default=[],
        choices=FACILITY_READINGS,
        help="of facility location, again for more; by default those with a published optimum, "
        "else multi-source",
    )
    parser.add_argument(
        "--capacity", type=float, help='of every site, for files that say "capacity"'
    )
    parser.add_argument("--time-limit", type=float, default=56.0, metavar="SECONDS")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--json", action="store_true", help="the rows as JSON")
    parser.add_argument("--fingerprint", action="store_true", help="print them, solve nothing")
    parser.add_argument("--write", action="store_true", help="keep the figures and write the page")
    parser.add_argument("--from-json", action="store_true", help="the page from kept figures")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--page", type=Path, default=PAGE)
    return parser


def _store(results: Path, rows: Iterable[Row]) -> None:
    by_kind = ("p-median", "capacitated p-median", *FACILITY_READINGS)

    def key(row: Row) -> tuple[str, str]:
        return row["fingerprint"], row["reading"]

    def order(row: Row) -> tuple[Any, ...]:
        return by_kind.index(row["reading"]), row["customers"], _natural(row["file"])

    store(results, rows, key=key, order=order, machine=machine())


def _natural(name: str) -> tuple[str, int]:
    stem = Path(name).stem
    digits = "".join(c for c in stem if c.isdigit())
    return stem.rstrip("0123456789"), int(digits or 0)


if __name__ == "__main__":
    sys.exit(main())
