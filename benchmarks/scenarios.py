"""Every shipped scenario, timed: what docs/benchmarks.md says.

    python -m benchmarks.scenarios                        all of them, one after another
    python -m benchmarks.scenarios scenarios/dege/today.yaml
    python -m benchmarks.scenarios --from-json            the page again, from the last figures

Each scenario runs in a process of its own, as a user would run it, so that its peak memory is
its own. Figures go to benchmarks/results/scenarios.json, where those of scenarios not run this
time stay as they were; the page is written from that file. The exit code is 1 where a run
failed, not where a target was missed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from benchmarks.page import page

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "scenarios.json"
PAGE = ROOT / "docs" / "benchmarks.md"
LEH = "data/leh/county is not there: the source is not in this repository (see data/leh/README.md)"
MAXRSS_BYTES = 1 if sys.platform == "darwin" else 1024
"""Unit in which the system counts peak memory."""


def main() -> int:
    """Measure, write figures and page, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--out", type=Path, default=PAGE)
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--from-json", action="store_true")
    asked = parser.parse_args()
    known = _stored(asked.results)
    if not asked.from_json:
        rows = dict(known.get("runs", {}))
        for file in asked.files or shipped():
            rows[named(file)] = row = measured_or_skipped(file)
            print(f"{named(file)}: {_told(row)}", flush=True)
            known = {"machine": machine(), "runs": dict(sorted(rows.items()))}
            asked.results.parent.mkdir(parents=True, exist_ok=True)
            asked.results.write_text(
                json.dumps(known, ensure_ascii=False, indent=1) + "\n", "utf-8"
            )
    asked.out.write_text(page(known), "utf-8")
    return int(any(row["outcome"] == "failed" for row in known["runs"].values()))


def shipped() -> list[Path]:
    """Return every scenario of the repository that is no base of others."""
    files = (ROOT / "scenarios").glob("*/*.yaml")
    return sorted(f for f in files if f.stem != "base")


def named(file: Path) -> str:
    """Return ``county/scenario``."""
    return f"{file.parent.name}/{file.stem}"


def measured_or_skipped(file: Path) -> dict[str, Any]:
    """Return the figures of one scenario, or why it was left out."""
    if file.parent.name == "leh" and not (ROOT / "data/leh/county/county.yaml").exists():
        return {"outcome": "skipped", "reason": LEH}
    return measured(file)


def measured(file: Path) -> dict[str, Any]:
    """Run one scenario in a process of its own and return its figures."""
    with TemporaryDirectory() as scratch:
        out, errors = Path(scratch) / "run", Path(scratch) / "errors"
        command = [sys.executable, str(ROOT / "cli.py"), "--scenario", str(file)]
        began = perf_counter()
        with errors.open("wb") as log:
            child = subprocess.Popen(
                [*command, "--out", str(out), "--lang", "both", "--quiet"],
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd=ROOT,
            )
            _, waited, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(waited)
        row: dict[str, Any] = {
            "date": datetime.now(UTC).date().isoformat(),
            "exit_code": child.returncode,
            "wall_s": round(perf_counter() - began, 2),
            "peak_mb": round(usage.ru_maxrss * MAXRSS_BYTES / 1e6),
        }
        if not (out / "manifest.json").exists():
            said = errors.read_text("utf-8", "replace").strip().splitlines()
            return row | {"outcome": "failed", "reason": said[-1] if said else ""}
        return row | figures(json.loads((out / "manifest.json").read_text("utf-8")))


def figures(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the page needs of a run's manifest."""
    passed = manifest["audit"]["passed"]
    return {
        "outcome": "measured" if passed else "failed",
        "reason": "" if passed else "the audit found faults",
        "status": manifest["status"],
        "ended_by": manifest["ended_by"],
        "gap": manifest["gap"],
        "gap_asked": manifest["mip_gap_asked"],
        "timings_s": manifest["timings_s"],
        "size": manifest["size"],
    }


def machine() -> dict[str, Any]:
    """Return on what the figures were taken, and when."""
    import importlib.metadata

    return {
        "date": datetime.now(UTC).date().isoformat(),
        "system": platform.platform(terse=True),
        "cpu": _cpu(),
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "python": platform.python_version(),
        "highs": importlib.metadata.version("highspy"),
    }


def _cpu() -> str:
    file = Path("/proc/cpuinfo")
    lines: Iterator[str] = iter(file.read_text("utf-8").splitlines() if file.exists() else ())
    models = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.processor() or platform.machine())


def _stored(results: Path) -> dict[str, Any]:
    if not results.exists():
        return {"machine": {}, "runs": {}}
    stored: dict[str, Any] = json.loads(results.read_text("utf-8"))
    return stored


def _told(row: Mapping[str, Any]) -> str:
    if row["outcome"] != "measured":
        return f"{row['outcome']} ({row['reason']})"
    gap = "no gap" if row["gap"] is None else f"gap {100 * row['gap']:.2f} %"
    return f"{row['status']}, {gap}, {row['wall_s']:.0f} s, {row['peak_mb']} MB"


if __name__ == "__main__":
    sys.exit(main())
