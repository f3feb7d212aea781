"""The programme and the exhaustive search, side by side."""

from __future__ import annotations

import math
from dataclasses import dataclass

from brute import brute_force

from planner.audit import audit_plan
from planner.instance import Instance
from planner.plan import Plan
from planner.programme.solve import search

_AUDIT_EVERY = 97
"""One of so many candidates of the exhaustive search is shown to the audit."""


@dataclass(frozen=True)
class Compared:
    """What the programme said, what it did otherwise than the exhaustive search, and its plan."""

    status: str
    differences: tuple[str, ...]
    plan: Plan | None
    candidates: int


def compare(world: Instance, start: Plan | None = None) -> Compared:
    """Solve a world both ways, the programme from a start if given."""
    best = brute_force(world, audit_every=_AUDIT_EVERY)
    found = search(world, start=start)
    outcome = found.outcome
    differences = []
    expected = "infeasible" if best.plan is None else "optimal"
    if outcome.status != expected:
        differences.append(f"status {outcome.status}, expected {expected}")
    reached = [t.value if t.reached is None else t.reached for t in outcome.tiers]
    names = [t.minimise for t in world.scenario.objective]
    if best.plan is not None and not (
        len(reached) == len(best.values)
        and all(
            math.isclose(r, b, rel_tol=1e-6, abs_tol=1e-6)
            for r, b in zip(reached, best.values, strict=True)
        )
    ):
        differences.append(f"{names}: {reached}, expected {best.values}")
    if found.plan is not None:
        differences += [str(f.message) for f in audit_plan(world, found.plan, outcome)]
    return Compared(outcome.status, tuple(differences), found.plan, best.candidates)
