"""The staffing programme against every plan of random tiny worlds.

    python -m benchmarks.staffing.brute_force --count 200
    python -m benchmarks.staffing.brute_force --count 200 --large    by the search of large counties

Each seed makes two or three schools with up to five persons and three subjects, some of the
rules and objectives switched on, solves it at gap 0 and by trying every plan, and compares
values, bounds and audit. Prints one line for each difference and a summary; the exit code is
1 where anything differs.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from time import perf_counter

from planner.staffing import tier

_TESTS = Path(__file__).parents[2] / "tests"


def main() -> int:
    """Run the comparison and return the exit code."""
    sys.path[:0] = [str(_TESTS), str(_TESTS / "property")]
    from random_staff import random_staff
    from staff_differences import staff_differences

    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--count", type=int, default=200)
    arguments.add_argument("--first", type=int, default=0)
    arguments.add_argument("--large", action="store_true")
    asked = arguments.parse_args()
    if asked.large:
        tier.DIRECT_COLUMNS = -1
    began, wrong = perf_counter(), 0
    for seed in range(asked.first, asked.first + asked.count):
        differences = staff_differences(random_staff(seed))
        if differences:
            wrong += 1
            print(f"seed {seed}: " + "; ".join(differences))
    seconds = perf_counter() - began
    print(f"{asked.count} worlds in {seconds:.0f} s, {wrong} with differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
