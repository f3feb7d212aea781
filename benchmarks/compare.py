"""How long a comparison takes to write and to open, and how large it is.

    python -m benchmarks.compare RUN RUN …           prints the figures
    python -m benchmarks.compare RUN RUN … --times 3 the slowest of three

Written: the whole command ``plan compare`` as a process of its own, both languages. Open: until
the page's scripts have run in headless Chromium, counted by the browser. Leaves with 1 where a
limit is missed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
WRITTEN_MOST_S, OPEN_MOST_S, SIZE_MOST_MB = 15.0, 5.0, 5.0
READY = "return performance.getEntriesByType('navigation')[0].loadEventEnd;"
MEGABYTE = 1e6


@dataclass(frozen=True)
class Figures:
    """Seconds to write, seconds to open (None without a browser), sizes."""

    written_s: float
    open_s: float | None
    page_mb: float
    book_mb: float

    def missed(self) -> list[str]:
        """Return the limits that are missed."""
        found = []
        if self.written_s > WRITTEN_MOST_S:
            found.append(f"written in {self.written_s:.1f} s, at most {WRITTEN_MOST_S:.0f}")
        if self.open_s is not None and self.open_s > OPEN_MOST_S:
            found.append(f"open after {self.open_s:.1f} s, at most {OPEN_MOST_S:.0f}")
        if self.page_mb > SIZE_MOST_MB:
            found.append(f"page of {self.page_mb:.1f} MB, at most {SIZE_MOST_MB:.0f}")
        return found


def measured(runs: Sequence[Path], folder: Path) -> Figures:
    """Write a comparison of the runs into a folder, open it, and return the figures.

    Raises
    ------
    subprocess.CalledProcessError
        If the runs cannot be compared.
    """
    page = folder / "compare.html"
    command = [sys.executable, "-m", "cli", "compare", *map(str, runs), "--out", str(page)]
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    written = time.perf_counter() - began
    sizes = [p.stat().st_size / MEGABYTE for p in (page, page.with_suffix(".xlsx"))]
    return Figures(written, opened(page, folder), *sizes)


def opened(page: Path, folder: Path) -> float | None:
    """Return the seconds until a page's scripts have run; None where there is no browser."""
    sys.path.insert(0, str(ROOT / "tests"))
    import chrome_driver

    if chrome_driver.missing():
        return None
    with chrome_driver.browser(folder / "profile") as window:
        window.resize(1440, 900)
        window.open(page)
        return float(window.run(READY)) / 1000.0


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("runs", nargs="+", type=Path)
    parser.add_argument("--times", type=int, default=1)
    given = parser.parse_args(arguments)
    found = []
    for _ in range(given.times):
        with TemporaryDirectory(prefix="compare-") as folder:
            runs = [run.resolve() for run in given.runs]
            found.append(measured(runs, Path(folder)))
    slowest = max(found, key=lambda f: f.written_s)
    print(json.dumps({"runs": len(given.runs)} | vars(slowest), indent=2))
    missed = [limit for one in found for limit in one.missed()]
    for limit in missed:
        print(f"missed: {limit}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
