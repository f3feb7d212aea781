"""A run killed at random moments: no half-written folder, the earlier run as it was.

    python -m benchmarks.kill                  50 kills of the sample county
    python -m benchmarks.kill --count 10 --seed 7 --scenario FILE

Each round starts a run on the same folder in a process of its own and ends it by SIGKILL. Half of
the moments are drawn from the whole of the run, half from the time in which it writes; one round
in five starts without an earlier run. After the kill the folder must be whole: the earlier run, byte
for byte, or the new one with the same tables; only between the two renames of the swap may it
stand beside its place. Then the next start must put it back and leave nothing else behind. The
exit code is 1 where any of this fails. The scenario must be one that ends by proof, so that its
tables do not depend on the clock.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from planner.folder import recover
from planner.sample import sample_folder

ROOT = Path(__file__).parents[1]
WITHOUT_EARLIER = 5
"""One round in so many starts without an earlier run."""


@dataclass
class Tally:
    """What became of the runs.

    Parameters
    ----------
    moments
        Rounds by when the run was killed: before it wrote, while it wrote, between the renames
        of the swap, after it.
    kept
        Rounds by what stood there afterwards: the earlier run, a new one, none.
    broken
        What should not have happened, in words.
    """

    moments: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


def main() -> int:
    """Kill runs, say what became of them and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scenario", type=Path, default=sample_folder() / "free-optimum.yaml")
    asked = parser.parse_args()
    with TemporaryDirectory() as work:
        tally = killed(asked.scenario.resolve(), asked.count, asked.seed, Path(work))
    print(f"killed: {said(tally.moments)}; left: {said(tally.kept)}; broken: {len(tally.broken)}")
    for line in tally.broken:
        print(line)
    return int(bool(tally.broken))


def said(counts: Counter[str]) -> str:
    """Return counts in words."""
    return ", ".join(f"{n} {what}" for what, n in sorted(counts.items())) or "none"


def killed(scenario: Path, count: int, seed: int, work: Path) -> Tally:
    """Kill `count` runs of a scenario in the folder `work`."""
    draw, tally = Random(seed), Tally()
    target, scratch = work / "runs" / "run", work / "scratch"
    scratch.mkdir()
    whole_s = _finished(scenario, target, work)
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    write_s = float(manifest["timings_s"]["write"])
    example = work / "example"
    shutil.copytree(target, example)
    for n in range(count):
        if n % WITHOUT_EARLIER == WITHOUT_EARLIER - 1:
            shutil.rmtree(target, ignore_errors=True)
        elif not target.exists():
            shutil.copytree(example, target)
        before = digest(target)
        writing = n % 2 == 1
        seconds = draw.random() * (1.1 * write_s if writing else whole_s)
        _kill(_start(scenario, target, work), target if writing else None, seconds)
        _judge(n, tally, target, example, before)
    _finished(scenario, target, work)
    wrong = unlike(target, example)
    if wrong:
        tally.broken.append(f"the last run is not as the first: {wrong}")
    left = sorted(p.name for p in (*target.parent.iterdir(), *scratch.iterdir()) if p != target)
    if left:
        tally.broken.append(f"left behind after the last run: {left}")
    return tally


def _judge(n: int, tally: Tally, target: Path, example: Path, before: dict[str, str]) -> None:
    """Look at what a killed run left, let the next start clean up, and look again."""
    beside = {p.name[:5] for p in target.parent.iterdir() if p != target}
    between = bool(before) and not target.exists()
    if between and ".old-" not in beside:
        tally.broken.append(f"round {n}: the earlier run is gone")
    recover(target)
    left = sorted(p.name for p in target.parent.iterdir() if p != target)
    if left:
        tally.broken.append(f"round {n}: left behind after the next start: {left}")
    after = digest(target)
    wrong = None if after in (before, {}) else unlike(target, example)
    if wrong or (before and not after):
        tally.broken.append(f"round {n}: not whole: {wrong or 'nothing there'}")
    same = after == before
    tally.kept["no run" if not after else "earlier run" if same else "new run"] += 1
    if between:
        tally.moments["between the renames"] += 1
    elif not same:
        tally.moments["after the swap"] += 1
    else:
        tally.moments["while writing" if ".new-" in beside else "before writing"] += 1


def digest(folder: Path) -> dict[str, str]:
    """Return the hash of every file, empty for no folder."""
    files = sorted(folder.rglob("*")) if folder.exists() else []
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def unlike(run: Path, example: Path) -> str | None:
    """Return in what a run differs from a whole one with the same plan, None if in nothing."""
    names = {p.name for p in run.iterdir()} ^ {p.name for p in example.iterdir()}
    if names:
        return f"files {sorted(names)}"
    for table in sorted(example.glob("*.csv")):
        if (run / table.name).read_bytes() != table.read_bytes():
            return table.name
    ends = {"map.html": b"</html>", "report.html": b"</html>", "manifest.json": b"}"}
    for name, end in ends.items():
        if not (run / name).read_bytes().rstrip().endswith(end):
            return f"{name} is cut off"
    return None


def _start(scenario: Path, target: Path, work: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(ROOT / "cli.py"), "--scenario", str(scenario), "--quiet"]
    kept = {"COUNTY_SCHOOL_PLANNER_CACHE": str(work / "cache"), "TMPDIR": str(work / "scratch")}
    return subprocess.Popen(
        [*command, "--out", str(target)],
        cwd=ROOT,
        env=os.environ | kept,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def _finished(scenario: Path, target: Path, work: Path) -> float:
    """Run to the end and return the seconds that it took."""
    began = time.perf_counter()
    child = _start(scenario, target, work)
    _, errors = child.communicate()
    if child.returncode:
        raise RuntimeError(f"{scenario} does not run: {errors.decode('utf-8', 'replace')}")
    return time.perf_counter() - began


def _kill(child: subprocess.Popen[bytes], once_writing: Path | None, seconds: float) -> None:
    """Kill a run so many seconds after its start, or after it begins to write a folder."""
    while once_writing is not None and child.poll() is None and not _writes(once_writing):
        time.sleep(0.002)
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.send_signal(signal.SIGKILL)
    child.communicate()


def _writes(target: Path) -> bool:
    return any(p.name.startswith(".new-") for p in target.parent.iterdir())


if __name__ == "__main__":
    sys.exit(main())
