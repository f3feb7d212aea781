"""The programme against every plan of random tiny counties.

    python -m benchmarks.brute_force --count 200

Each seed makes a county of up to five sites and six demand units with some of the rules and
costs switched on, solves it by the programme at gap 0 and by trying every plan, and compares
status, tier values and audit. Prints one line for each difference and a summary; the exit
code is 1 where anything differs.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter

from planner.accounts import account
from planner.instance import BOARD, Instance
from planner.plan import Plan

_TESTS = Path(__file__).parents[1] / "tests"


def main() -> int:
    """Run the comparison and return the exit code."""
    sys.path[:0] = [str(_TESTS), str(_TESTS / "property")]
    from differences import compare
    from gated_worlds import with_gates
    from random_worlds import random_world
    from worlds_with_lines import with_possible_lines

    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--count", type=int, default=200)
    arguments.add_argument("--first", type=int, default=0)
    asked = arguments.parse_args()
    status: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    wrong, candidates = 0, 0
    began = perf_counter()
    for seed in range(asked.first, asked.first + asked.count):
        # One in five may fund bus lines; it is smaller, since there are more ways to try. One in
        # five has streams, canteens, left-behind pupils and receivers short of rooms; in one in
        # five schools may grow.
        if seed % 5 == 4:
            world = with_possible_lines(seed, sites=3, units=4)
        elif seed % 5 == 3:
            world = with_gates(seed, sites=4, units=5)
        elif seed % 5 == 2:
            world = random_world(seed, sites=4, units=5, grows=True)
        else:
            world = random_world(seed)
        found = compare(world)
        status[found.status] += 1
        candidates += found.candidates
        if found.plan is not None:
            shown.update(_features(world, found.plan))
        if found.differences:
            wrong += 1
            print(f"seed {seed}: " + "; ".join(found.differences))
    print(
        f"{asked.count} counties, {candidates} plans tried in {perf_counter() - began:.0f} s: "
        + ", ".join(f"{n} {word}" for word, n in sorted(status.items()))
    )
    print("best plans with " + ", ".join(f"{word} {n}" for word, n in sorted(shown.items())))
    print(f"{wrong} differ")
    return int(wrong > 0)


def _features(world: Instance, plan: Plan) -> list[str]:
    """Return what the best plan makes use of, to see that the counties try everything."""
    counted = account(world, plan)
    modes = {(r.village_id, r.stage, r.school_id) for r in plan.assignments}
    present = {
        "unserved pupils": bool(plan.unserved),
        "boarders": bool((world.option_mode[counted.option] == BOARD).any()),
        "bus riders": bool((counted.riders > 0).any()),
        "funded lines": bool(counted.funded.any()),
        "split modes": len(modes) < len(plan.assignments),
        "graded stages": any(n > 1 for s in plan.sites for n in s.classes.values()),
        "schools closed": bool((world.site_existing & ~counted.open).any()),
        "candidates opened": bool((~world.site_existing & counted.open).any()),
        "rooms added": any(s.classrooms_added for s in plan.sites),
        "beds added": any(s.beds_added for s in plan.sites),
        "posts freed": counted.freed > 0,
        "posts hired": counted.hires > 0,
        "affected pupils": bool(world.option_affected[counted.option].any()),
    }
    return [word for word, is_so in present.items() if is_so]


if __name__ == "__main__":
    sys.exit(main())
