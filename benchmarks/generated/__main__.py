"""Measure the search on generated counties: what docs/benchmarks-generated.md says.

    python -m benchmarks.generated                         the four sizes, whole and shared
    python -m benchmarks.generated --only 300x80           one of them
    python -m benchmarks.generated --size 60x12:10         another size, 10 seconds
    python -m benchmarks.generated --from-json             the page again, from the last figures

Each county is solved twice, one after the other: by the search and by plain HiGHS on the same
PuLP model, with the same time and threads, each in a process of its own, so that peak memory is
its own. Figures go to benchmarks/results/generated.json beside those of other sizes; the page is
written from that file. The exit code is 1 where a plan fails its audit or a bound lies above
another's plan, not where a target was missed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.generated.page import TARGETS, page, told
from benchmarks.generated.solved import Case, Row, Way, solved
from benchmarks.kept import store, stored
from benchmarks.scenarios import MAXRSS_BYTES, machine

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "benchmarks" / "results" / "generated.json"
PAGE = ROOT / "docs" / "benchmarks-generated.md"


def main(arguments: list[str] | None = None) -> int:
    """Measure what is asked for, write figures and page, and return the exit code."""
    asked = _parser().parse_args(arguments)
    if asked.one:
        row = solved(Case(**json.loads(asked.one)), asked.way[0])
        asked.results.write_text(json.dumps(row), "utf-8")
        return 0
    if not asked.from_json:
        for case in cases(asked):
            for way in asked.way or ("ours", "highs"):
                row = apart(case, way)
                _store(asked.results, row)
                print(told(row), flush=True)
    data = stored(asked.results)
    asked.page.write_text(page(data), "utf-8")
    return int(any(row["audit"] for row in data["rows"]) or bool(contradictions(data["rows"])))


def cases(asked: argparse.Namespace) -> list[Case]:
    """Return the counties to measure."""
    sizes = [(t.villages, t.sites, t.seconds) for t in TARGETS]
    if asked.size:
        sizes = [_size(text) for text in asked.size]
    elif asked.only:
        wanted = {_size(text)[:2] for text in asked.only}
        sizes = [size for size in sizes if size[:2] in wanted]
    villages = {"whole": (True,), "shared": (False,), "both": (True, False)}[asked.villages]
    return [
        Case(v, j, whole, asked.seed, asked.time_limit or seconds)
        for v, j, seconds in sizes
        for whole in villages
    ]


def apart(case: Case, way: Way) -> Row:
    """Solve a county in a process of its own and return its row with the peak memory.

    Raises
    ------
    RuntimeError
        If the process fails.
    """
    with TemporaryDirectory() as scratch:
        out = Path(scratch) / "row.json"
        command = [sys.executable, "-m", "benchmarks.generated", "--one", json.dumps(asdict(case))]
        child = subprocess.Popen([*command, "--way", way, "--results", str(out)], cwd=ROOT)
        _, waited, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(waited)
        if child.returncode:
            raise RuntimeError(f"{case.size} by {way}: exit code {child.returncode}")
        row: Row = json.loads(out.read_text("utf-8"))
    return row | {
        "peak_mb": round(usage.ru_maxrss * MAXRSS_BYTES / 1e6),
        "cpu_s": round(usage.ru_utime + usage.ru_stime, 1),
        "date": datetime.now(UTC).date().isoformat(),
    }


def contradictions(rows: list[Row]) -> list[str]:
    """Return where a bound lies above a plan of the same county, whichever way found either."""
    found = []
    for row in rows:
        for other in rows:
            if _county(row) != _county(other) or row["bound"] is None or other["value"] is None:
                continue
            if row["bound"] > other["value"] * (1 + 1e-6):
                found.append(f"{_county(row)}: bound by {row['way']}, plan by {other['way']}")
    return found


def _store(results: Path, row: Row) -> None:
    def key(r: Row) -> tuple[Any, ...]:
        return (*_county(r), r["way"])

    def order(r: Row) -> tuple[Any, ...]:
        return (*_county(r)[:2], not r["whole_village"], r["way"])

    store(results, [row], key=key, order=order, machine=machine())


def _county(row: Row) -> tuple[Any, ...]:
    return row["villages"], row["sites"], row["whole_village"], row["seed"]


def _size(text: str) -> tuple[int, int, float]:
    size, _, seconds = text.partition(":")
    villages, _, sites = size.partition("x")
    return int(villages), int(sites), float(seconds or 60)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.generated",
        description="Measure the search on generated counties against plain HiGHS.",
    )
    sizes = [f"{t.villages}x{t.sites}" for t in TARGETS]
    parser.add_argument("--only", action="append", choices=sizes, help="of the sizes with a target")
    parser.add_argument("--size", action="append", metavar="VxS[:SECONDS]", help="other sizes")
    parser.add_argument("--villages", choices=("whole", "shared", "both"), default="both")
    parser.add_argument("--way", action="append", choices=("ours", "highs"), help="default: both")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--time-limit", type=float, metavar="SECONDS", help="of each search, building apart"
    )
    parser.add_argument("--from-json", action="store_true", help="the page from kept figures")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--page", type=Path, default=PAGE)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
