"""Our search against spopt's p-median on HiGHS: what docs/benchmarks-spopt.md says.

    python -m benchmarks.spopt_medians FILE [FILE …]        OR-Library p-medians
    python -m benchmarks.spopt_medians FILE … --environment FOLDER
    python -m benchmarks.spopt_medians --from-json          the page again, from the last figures

spopt 0.7 needs PuLP 3, so it gets an environment of its own, made in a temporary folder from the
package registry, or in the folder named, where the next run finds it. Each problem is solved by
one and then the other, on the same machine, with the same threads, time limit and version of
HiGHS, both asked for proof to the last unit. The exit code is 1 where the optima differ or an
audit fails, 3 where the environment cannot be made.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import venv
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.kept import Row, store
from benchmarks.markdown import last_taken, table
from benchmarks.orlib.measure import measured, problems_of
from benchmarks.orlib.problem import LocationProblem
from benchmarks.scenarios import machine

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "spopt.json"
PAGE = ROOT / "docs" / "benchmarks-spopt.md"
PACKAGES = ("spopt==0.7.0", "pulp>=3,<4")
AHEAD = 2.0
_HEADS = (
    "file", "n × m", "p", "value", "by spopt", "same optimum", "ours s", "of it build",
    "spopt s", "of it build", "spopt / ours",
)  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Measure, write figures and page, and return the exit code."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if not asked.from_json:
        if not asked.files:
            parser.error("no files given")
        with TemporaryDirectory() as scratch:
            try:
                python = environment(asked.environment or Path(scratch) / "spopt")
            except (OSError, subprocess.CalledProcessError) as error:
                print(f"no environment for spopt: {_said(error)}", file=sys.stderr)
                return 3
            for file in asked.files:
                for problem in problems_of(file, "pmed", None, ()):
                    row = compared(problem, python, asked.time_limit, asked.threads)
                    _store(asked.results, row)
                    print("  ".join(cells(row)), flush=True)
    data = json.loads(asked.results.read_text("utf-8"))
    asked.page.write_text(page(data), "utf-8")
    return int(any(row["audit"] or not same_optimum(row) for row in data["rows"]))


def environment(folder: Path) -> Path:
    """Return the Python of an environment that holds spopt, made where it is not there yet.

    Raises
    ------
    subprocess.CalledProcessError
        If the packages cannot be installed.
    """
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    wanted = [*PACKAGES, f"highspy=={version('highspy')}"]
    subprocess.run([*pip, *wanted], check=True, capture_output=True, text=True)
    return python


def compared(problem: LocationProblem, python: Path, seconds: float, threads: int) -> Row:
    """Solve a p-median by the search and by spopt, one after the other.

    Raises
    ------
    RuntimeError
        If spopt fails.
    """
    assert problem.medians is not None
    ours = measured(problem, seconds, threads)
    with TemporaryDirectory() as scratch:
        costs = Path(scratch) / "costs.npy"
        np.save(costs, problem.cost)
        worker = [str(python), str(ROOT / "benchmarks" / "spopt_worker.py"), str(costs)]
        numbers = [str(problem.medians), str(seconds), str(threads)]
        done = subprocess.run([*worker, *numbers], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{problem.name} by spopt: {done.stderr.strip().splitlines()[-1]}")
    return {
        "file": problem.name,
        "customers": problem.cost.shape[0],
        "sites": problem.cost.shape[1],
        "medians": problem.medians,
        "value": ours["value"],
        "published": ours["published"],
        "proved": ours["status"] == "optimal",
        "seconds": ours["seconds"],
        "build_s": ours["build_seconds"],
        "audit": ours["audit"],
        "date": ours["date"],
        "spopt": json.loads(done.stdout.splitlines()[-1]),
    }


def same_optimum(row: Mapping[str, Any]) -> bool:
    """Return whether both proved the same value."""
    both = row["proved"] and row["spopt"]["proved"]
    return bool(both and math.isclose(row["value"], row["spopt"]["value"], abs_tol=1e-3))


def mean_ratio(rows: list[Row]) -> float:
    """Return the geometric mean of spopt's seconds over ours."""
    logs = [math.log(row["spopt"]["seconds"] / row["seconds"]) for row in rows]
    return math.exp(sum(logs) / len(logs))


def cells(row: Mapping[str, Any]) -> list[str]:
    """Return a row of the page's table."""
    other = row["spopt"]
    return [
        row["file"],
        f"{row['customers']} × {row['sites']}",
        str(row["medians"]),
        _value(row["value"], row["proved"]),
        _value(other["value"], other["proved"]),
        "yes" if same_optimum(row) else "**no**",
        f"{row['seconds']:.2f}",
        f"{row['build_s']:.2f}",
        f"{other['seconds']:.2f}",
        f"{other['build_s']:.2f}",
        f"{other['seconds'] / row['seconds']:.2f}",
    ]


def page(data: Mapping[str, Any]) -> str:
    """Return the page.

    Parameters
    ----------
    data
        ``machine`` and ``rows`` as this command stores them.
    """
    rows = data["rows"]
    said = rows[0]["spopt"]["versions"]
    ratio, equal = mean_ratio(rows), sum(same_optimum(r) for r in rows)
    total = sum(r["seconds"] for r in rows), sum(r["spopt"]["seconds"] for r in rows)
    verdict = "met" if ratio >= AHEAD else f"**missed** by a factor of {AHEAD / ratio:.2f}"
    lines = [
        "# Against spopt",
        "",
        "Written by `python -m benchmarks.spopt_medians FILE …` from "
        "`benchmarks/results/spopt.json`; `--from-json` writes it again. Do not edit.",
        "",
        f"The p-medians of OR-Library by our search and by spopt {said['spopt']}'s `PMedian` with "
        f"PuLP {said['pulp']} on HiGHS {said['highspy']}, in an environment of its own. The same "
        "machine, one right after the other, the same threads and time limit, both asked for "
        "proof to the last unit. Seconds are of the wall clock from the matrix of distances to "
        "the result, building the model included, imports not.",
        "",
        *last_taken(data["machine"]),
        "",
        f"- spopt's seconds over ours, geometric mean of {len(rows)}: {ratio:.2f} "
        f"(asked: {AHEAD:g}) — {verdict}",
        f"- All of them: ours {total[0]:.1f} s, spopt {total[1]:.1f} s",
        f"- The same optimum proved by both: {equal} of {len(rows)}",
        "",
        *table(_HEADS, map(cells, rows)),
    ]
    return "\n".join(lines) + "\n"


def _value(value: float | None, proved: bool) -> str:
    if value is None:
        return "none"
    return f"{value:,.0f}" + ("" if proved else " (not proved)")


def _store(results: Path, row: Row) -> None:
    store(
        results,
        [row],
        key=lambda r: r["file"],
        order=lambda r: (r["customers"], r["medians"], r["file"]),
        machine=machine(),
    )


def _said(error: OSError | subprocess.CalledProcessError) -> str:
    told = str(getattr(error, "stderr", "") or "").strip().splitlines()
    return told[-1] if told else str(error)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.spopt_medians",
        description="Our search against spopt's p-median on HiGHS.",
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument(
        "--environment", type=Path, help="folder of spopt's environment, kept; default: temporary"
    )
    parser.add_argument("--time-limit", type=float, default=120.0, metavar="SECONDS")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--from-json", action="store_true", help="the page from kept figures")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--page", type=Path, default=PAGE)
    return parser


if __name__ == "__main__":
    sys.exit(main())
