"""Measure the staffing search: what docs/benchmarks-staffing.md says.

    python -m benchmarks.staffing                       the bundled counties and 8,000 teachers
    python -m benchmarks.staffing --only mao            one of them
    python -m benchmarks.staffing --size 300x10:5       another generated county, 5 seconds
    python -m benchmarks.staffing --from-json           the page again, from the last figures

Each county is assembled once and solved twice, one after the other: by the search and by plain
HiGHS on the same PuLP model, objective by objective, with the same time and threads, each in a
process of its own, so that peak memory is its own. Figures go to
benchmarks/results/staffing.json beside those of other counties; the page is written from that
file. The exit code is 1 where a plan fails its audit or a bound lies above another's plan, not
where a target was missed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.kept import store, stored
from benchmarks.scenarios import MAXRSS_BYTES, machine
from benchmarks.staffing.cases import ROOT, TARGETS, Case
from benchmarks.staffing.page import page, told
from benchmarks.staffing.solved import Row, Way, solved
from planner.teachers.instance import StaffInstance

RESULTS = ROOT / "benchmarks" / "results" / "staffing.json"
PAGE = ROOT / "docs" / "benchmarks-staffing.md"
INSTANCE = "staff_instance.npz"


def main(arguments: list[str] | None = None) -> int:
    """Measure what is asked for, write figures and page, and return the exit code."""
    asked = _parser().parse_args(arguments)
    if asked.one:
        row = solved(StaffInstance.load(asked.one), asked.way[0])
        asked.results.write_text(json.dumps(row), "utf-8")
        return 0
    if not asked.from_json:
        for case in cases(asked):
            with TemporaryDirectory() as scratch:
                case.instance().save(Path(scratch) / INSTANCE)
                for way in asked.way or ("ours", "highs"):
                    row = apart(case, way, Path(scratch))
                    _store(asked.results, row)
                    print(told(row), flush=True)
    data = stored(asked.results)
    asked.page.write_text(page(data), "utf-8")
    wrong = contradictions(data["rows"])
    for line in wrong:
        print(line, flush=True)
    return int(bool(wrong) or any(row["audit"] for row in data["rows"]))


def cases(asked: argparse.Namespace) -> list[Case]:
    """Return the counties to measure."""
    chosen = [t for t in TARGETS if not asked.only or t.name in asked.only]
    if asked.size:
        chosen = [_size(text) for text in asked.size]
    return [replace(c, seconds=asked.time_limit or c.seconds, seed=asked.seed) for c in chosen]


def apart(case: Case, way: Way, folder: Path) -> Row:
    """Solve the instance of a folder in a process of its own; return its row with peak memory.

    Raises
    ------
    RuntimeError
        If the process fails.
    """
    out = folder / f"{way}.json"
    command = [sys.executable, "-m", "benchmarks.staffing", "--one", str(folder / INSTANCE)]
    child = subprocess.Popen([*command, "--way", way, "--results", str(out)], cwd=ROOT)
    _, waited, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(waited)
    if child.returncode:
        raise RuntimeError(f"{case.name} by {way}: exit code {child.returncode}")
    row: Row = json.loads(out.read_text("utf-8"))
    return (
        {"case": case.name, "seed": case.seed}
        | row
        | {
            "peak_mb": round(usage.ru_maxrss * MAXRSS_BYTES / 1e6),
            "cpu_s": round(usage.ru_utime + usage.ru_stime, 1),
            "date": datetime.now(UTC).date().isoformat(),
        }
    )


def contradictions(rows: list[Row]) -> list[str]:
    """Return where a bound of the first objective lies above a plan of the same county.

    Later objectives depend on what those before came to, so only the first is compared.
    """
    found = []
    for row in rows:
        for other in rows:
            if _county(row) != _county(other) or not (row["tiers"] and other["tiers"]):
                continue
            bound, value = row["tiers"][0]["bound"], other["tiers"][0]["value"]
            if bound is None or value is None or bound <= value + 1e-6 * max(1.0, abs(value)):
                continue
            found.append(f"{_county(row)}: bound by {row['way']}, plan by {other['way']}")
    return found


def _store(results: Path, row: Row) -> None:
    names = [t.name for t in TARGETS]

    def order(r: Row) -> tuple[Any, ...]:
        place = names.index(r["case"]) if r["case"] in names else len(names)
        return (place, *_county(r), r["way"] != "ours")

    store(results, [row], key=_key, order=order, machine=machine())


def _key(row: Row) -> tuple[Any, ...]:
    return (*_county(row), row["way"])


def _county(row: Row) -> tuple[str, int]:
    return row["case"], row["seed"]


def _size(text: str) -> Case:
    size, _, seconds = text.partition(":")
    return Case(size, float(seconds or 60))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.staffing",
        description="Measure the staffing search against plain HiGHS.",
    )
    names = [t.name for t in TARGETS]
    parser.add_argument("--only", action="append", choices=names, help="of those with a target")
    parser.add_argument(
        "--size", action="append", metavar="TxS[:SECONDS]", help="generated: teachers x schools"
    )
    parser.add_argument("--way", action="append", choices=("ours", "highs"), help="default: both")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--time-limit", type=float, metavar="SECONDS", help="of each way, building included"
    )
    parser.add_argument("--from-json", action="store_true", help="the page from kept figures")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--page", type=Path, default=PAGE)
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
