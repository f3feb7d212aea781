"""The staffing programme beside brute force: what they differ in."""

from __future__ import annotations

from staff_brute import brute_staff

from planner.audit.staffing import audit_staffing
from planner.staffing.solve import staff_search
from planner.teachers.figures import staff_tier_value
from planner.teachers.instance import StaffInstance


def staff_differences(world: StaffInstance) -> list[str]:
    """Return what the programme says otherwise than brute force, and what the audit finds."""
    best, found = brute_staff(world), staff_search(world)
    if best is None or found.plan is None:
        said = (best is None, found.plan is None, found.outcome.status)
        return [] if said == (True, True, "infeasible") else [f"impossible: {said}"]
    names = [t.minimise for t in world.scenario.staffing.objective]
    counted = [staff_tier_value(world, found.plan, name) for name in names]
    tiers = [t.value for t in found.outcome.tiers]
    held = zip(found.outcome.tiers, best.values, strict=False)
    reached = [t.value if t.reached is None else t.reached for t, _ in held]
    # Holding an objective leaves the solver a millionth, which a screen may multiply.
    differing = [
        f"{t.name}: {r:g} with a bound of {t.best_bound:g}"
        for t, r in zip(found.outcome.tiers, reached, strict=True)
        if r - t.best_bound > 1e-5 * max(1.0, abs(r))
    ]
    for name, ours, theirs in zip(names, reached, best.values, strict=False):
        if abs(ours - theirs) > 1e-5 * max(1.0, abs(theirs)):
            differing.append(f"{name}: programme {ours:g}, brute force {theirs:g}")
    if len(tiers) != len(names):
        differing.append(f"objectives reached: {len(tiers)}")
    if any(abs(a - b) > 1e-5 * max(1.0, abs(a)) for a, b in zip(counted, tiers, strict=False)):
        differing.append(f"values {tiers} counted {counted}")
    audit = audit_staffing(world, found.plan, found.outcome)
    return differing + [f"audit {f.check}: {f.message.say('en')}" for f in audit]
