"""Travel, timed: what docs/benchmarks-travel.md says.

    python -m benchmarks.travel                    both parts, some minutes
    python -m benchmarks.travel compare            against networkx and pandana
    python -m benchmarks.travel growth --edges 20000 60000
    python -m benchmarks.travel --from-json        the page again, from the last figures

Pandana is no part of this program: it is installed into an environment of its own in a
temporary folder, unless ``--pandana PYTHON`` names an interpreter that has it, or ``none``.
Each county is made up and its table computed in a process of its own, so that its peak memory
is its own. The exit code is 1 where two programs disagree or a process failed, not where a
target was missed.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

from benchmarks.scenarios import MAXRSS_BYTES, machine
from benchmarks.travel_page import curve, page

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "travel.json"
PAGE = ROOT / "docs" / "benchmarks-travel.md"
NODES, VILLAGES, SCHOOLS = 60_000, 300, 100
EDGES = (20_000, 60_000, 150_000, 500_000)
PANDANA = "pandana==0.8"


def main() -> int:
    """Measure, write figures, page and curve, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("part", nargs="?", choices=("compare", "growth", "one"))
    parser.add_argument("--edges", nargs="*", type=int, default=EDGES)
    parser.add_argument("--nodes", type=int, default=NODES)
    parser.add_argument("--pandana", default=None, metavar="PYTHON")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--out", type=Path, default=PAGE)
    parser.add_argument("--from-json", action="store_true")
    asked = parser.parse_args()
    if asked.part == "one":
        print(json.dumps(one(asked.edges[0])))
        return 0
    known = _stored(asked.results)
    failed = False
    if not asked.from_json:
        if asked.part in (None, "compare"):
            failed = not _compared(known, asked.nodes, asked.pandana)
            _store(known, asked.results)
        for edges in asked.edges if asked.part in (None, "growth") else ():
            failed |= not _grown(known, edges)
            _store(known, asked.results)
    asked.out.write_text(page(known), "utf-8")
    asked.out.with_suffix(".svg").write_text(curve(known.get("growth", {})), "utf-8")
    return int(failed)


def one(edges: int) -> dict[str, Any]:
    """Return seconds, memory and size of the travel table of one county, this process's own."""
    from benchmarks.mountains import ROADS_PER_NODE, mountain_county
    from planner.scenario.load import scenario_of
    from planner.travel.matrix import travel_table

    villages, schools, lines = (max(1, edges // share) for share in (100, 1_000, 10_000))
    with TemporaryDirectory() as folder:
        nodes = round(edges / ROADS_PER_NODE)
        county = mountain_county(nodes, villages, schools, Path(folder), lines=lines)
        scenario = scenario_of({"name": "benchmark", "county": "."})
        began, worked = perf_counter(), process_time()
        table = travel_table(county, scenario)
        took, cpu = perf_counter() - began, process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MAXRSS_BYTES / 1e6
    return {
        "edges": len(county.roads),
        "villages": villages,
        "schools": schools,
        "lines": lines,
        "trips": len(table.trips),
        "wall_s": round(took, 2),
        "cpu_s": round(cpu, 2),
        "peak_mb": round(peak),
    }


def _compared(known: dict[str, Any], nodes: int, python: str | None) -> bool:
    """Measure against the others and return whether all agreed."""
    from benchmarks.travel_compare import DisagreementError, compare

    with TemporaryDirectory() as name:
        folder = Path(name)
        others = _pandana(folder) if python is None else Path(python)
        try:
            found = compare(nodes, VILLAGES, SCHOOLS, folder, None if python == "none" else others)
        except DisagreementError as error:
            print(f"compare: {error}", flush=True)
            return False
    known["compare"] = found | _when()
    print(json.dumps(known["compare"]), flush=True)
    return True


def _grown(known: dict[str, Any], edges: int) -> bool:
    command = [sys.executable, "-m", "benchmarks.travel", "one", "--edges", str(edges)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        print(f"growth, {edges} edges: exit code {done.returncode}", flush=True)
        return False
    row = json.loads(done.stdout.strip().splitlines()[-1]) | _when()
    known["growth"] = dict(sorted((known.get("growth", {}) | {f"{edges:07d}": row}).items()))
    print(json.dumps(row), flush=True)
    return True


def _pandana(folder: Path) -> Path:
    """Install pandana into an environment of its own and return its interpreter."""
    import venv

    venv.create(folder / "pandana", with_pip=True)
    python = folder / "pandana" / ("Scripts" if os.name == "nt" else "bin") / "python"
    command = [str(python), "-m", "pip", "install", "--quiet", "--only-binary=:all:", PANDANA]
    subprocess.run(command, check=True)
    return python


def _when() -> dict[str, Any]:
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "load": None if busy is None else round(busy, 1),
    }


def _stored(results: Path) -> dict[str, Any]:
    if not results.exists():
        return {}
    stored: dict[str, Any] = json.loads(results.read_text("utf-8"))
    return stored


def _store(known: dict[str, Any], results: Path) -> None:
    known["machine"] = machine()
    results.parent.mkdir(parents=True, exist_ok=True)
    results.write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
