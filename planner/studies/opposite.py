"""What the opposite of one decision would change: solved again, and compared with the run."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from planner.accounts import Accounts, account, tier_value
from planner.findings import Finding
from planner.instance import Instance
from planner.plan import Outcome, Plan, relative_gap
from planner.programme.impossible import pupils_without_option, why_impossible
from planner.programme.nearby import best_nearby
from planner.programme.solve import search
from planner.scenario.goals import TIERS
from planner.studies.finished import Finished
from planner.studies.flip import around
from planner.studies.touched import Touched, touched

Verdict = Literal["worse", "indifferent", "better", "impossible", "undecided"]

_SOUND_GAP = 0.02
"""A gap up to this, or twice the one asked for, says enough to compare two plans."""


@dataclass(frozen=True)
class Compared:
    """One objective of the run and of its opposite.

    Parameters
    ----------
    plan, opposite
        Values.
    bound
        What no plan with the opposite decision can go below.
    plan_gap, gap
        Gaps of the two values as shares, infinite where no bound is known.
    tolerance
        By how much the scenario lets the objective grow.
    """

    name: str
    plan: float
    opposite: float
    bound: float
    plan_gap: float
    gap: float
    tolerance: float


@dataclass(frozen=True)
class Opposite:
    """What the opposite of a decision comes to.

    Parameters
    ----------
    verdict
        ``indifferent`` where no objective differs by more than gap and tolerance,
        ``impossible`` where the rules allow no such plan, ``undecided`` where the time was
        too short to tell.
    proved
        Whether a bound proves the verdict.
    tiers
        Objectives in order.
    difference
        Opposite less plan by objective, all that are on offer.
    touched
        Pupils whose day differs.
    reasons
        Why it is impossible.
    plan
        The best plan found with the opposite decision, None where there is none.
    """

    verdict: Verdict
    proved: bool
    tiers: tuple[Compared, ...] = ()
    difference: dict[str, float] | None = None
    touched: tuple[Touched, ...] = ()
    reasons: tuple[Finding, ...] = ()
    plan: Plan | None = None


def opposite(
    run: Finished, flipped: Instance, sites: set[int], seconds: float, threads: int | None = None
) -> Opposite:
    """Solve the flipped instance and compare it with the run's plan.

    First only the schools around may change, from the run's plan, which gives a plan that
    differs where the decision matters; then everything may, from that plan, which gives the
    bound and perhaps a better plan.

    Parameters
    ----------
    flipped
        The run's instance with one decision turned round.
    sites
        Sites that the decision is about.
    seconds
        Time for both searches; where there is no such plan, a fifth of it again for each rule
        without which one is looked for.
    """
    stuck = pupils_without_option(flipped)
    if stuck:
        asked = run.instance.scenario.schools.keep_catchments
        # The code under which the question itself strikes trips out is no reason.
        told = [f for f in stuck if asked or f.message.key != "impossible.catchment"]
        return Opposite("impossible", True, reasons=tuple(told))
    quick = best_nearby(flipped, run.plan, around(flipped, sites), 0.4 * seconds)
    whole = search(_timed(flipped, 0.6 * seconds, threads), start=quick or run.plan)
    if whole.outcome.status == "infeasible":
        return Opposite("impossible", True, reasons=_rules_that_bind(flipped, seconds, threads))
    best = _better(flipped, quick, whole.plan)
    if best is None:
        return Opposite("undecided", False)
    before, after = account(run.instance, run.plan), account(flipped, best)
    tiers = _compared(run, flipped, best, before, after, whole.outcome)
    verdict, proved = judged(tiers, run.instance.scenario.solver.mip_gap)
    difference: dict[str, float] = {
        name: tier_value(flipped, best, after, name)
        - tier_value(run.instance, run.plan, before, name)
        for name in TIERS
    }
    return Opposite(
        verdict, proved, tiers, difference, touched(run.instance, run.plan, best), plan=best
    )


def _rules_that_bind(flipped: Instance, seconds: float, threads: int | None) -> tuple[Finding, ...]:
    """Return the rules each of which, left out alone, would allow the opposite."""
    found = why_impossible(_timed(flipped, 0.2 * seconds, threads))
    # The question itself pins a school open, which is no reason, and in time nothing may be found.
    return tuple(f for f in found if f.check not in ("pins", "programme"))


def judged(tiers: tuple[Compared, ...], mip_gap: float) -> tuple[Verdict, bool]:
    """Return whether the opposite is worse than the plan, and whether that is proved.

    The first objective that differs by more than gap and tolerance decides.
    """
    sound = max(_SOUND_GAP, 2 * mip_gap)
    for t in tiers:
        size, rounding = abs(t.plan), 1e-6 * max(1.0, abs(t.plan))
        gap = max(t.plan_gap, min(t.gap, mip_gap))
        if t.opposite - t.plan > (t.tolerance + gap) * size + rounding:
            if t.bound > t.plan + t.tolerance * size + rounding:
                return "worse", True
            return ("worse", False) if t.gap <= sound else ("undecided", False)
        if gap > sound:
            return "undecided", False
        if t.plan - t.opposite > (t.tolerance + gap) * size + rounding:
            return "better", True
    return "indifferent", all(t.gap <= sound for t in tiers)


def _timed(instance: Instance, seconds: float, threads: int | None) -> Instance:
    solver = instance.scenario.solver
    changed = {"time_limit_s": seconds, "threads": threads or solver.threads}
    scenario = instance.scenario.model_copy(update={"solver": solver.model_copy(update=changed)})
    return replace(instance, scenario=scenario)


def _better(flipped: Instance, quick: Plan | None, whole: Plan | None) -> Plan | None:
    """Return the better plan; the one near the run's where they differ by a trifle."""
    if quick is None or whole is None:
        return quick or whole
    first, second = (account(flipped, p) for p in (quick, whole))
    for tier in flipped.scenario.objective:
        a = tier_value(flipped, quick, first, tier.minimise)
        b = tier_value(flipped, whole, second, tier.minimise)
        room = (tier.tolerance + flipped.scenario.solver.mip_gap) * abs(a) + 1e-6 * max(1.0, abs(a))
        if abs(a - b) > room:
            return quick if a < b else whole
    return quick


def _compared(
    run: Finished, flipped: Instance, best: Plan, before: Accounts, after: Accounts, found: Outcome
) -> tuple[Compared, ...]:
    bounds = {t.name: t.best_bound for t in found.tiers}
    tiers = []
    for tier in run.instance.scenario.objective:
        name = tier.minimise
        value = tier_value(flipped, best, after, name)
        bound = bounds.get(name, -math.inf)
        tiers.append(
            Compared(
                name,
                plan=tier_value(run.instance, run.plan, before, name),
                opposite=value,
                bound=bound,
                plan_gap=run.gaps.get(name, math.inf),
                gap=relative_gap(value, bound) if math.isfinite(bound) else math.inf,
                tolerance=tier.tolerance,
            )
        )
    return tuple(tiers)
