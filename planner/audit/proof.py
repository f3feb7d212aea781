"""What an outcome claims: values, bounds, gaps and the word that sums them up."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from planner.accounts import Accounts, tier_value
from planner.audit.violation import RELATIVE, exceeds
from planner.findings import Finding
from planner.instance import Instance
from planner.plan import Outcome, Plan, TierResult, relative_gap
from planner.texts import text

NAME = "proof"
COUNT_TIERS = ("unserved_pupils", "pupils_over_norm", "affected_pupils", "schools_closed")
"""Objectives that are whole numbers in every plan."""


def proof_findings(
    instance: Instance, plan: Plan, accounts: Accounts, outcome: Outcome
) -> list[Finding]:
    """Return the claims of an outcome that a layout does not bear out."""
    return claim_findings(
        outcome,
        asked=[t.minimise for t in instance.scenario.objective],
        value_of=lambda name: tier_value(instance, plan, accounts, name),
        counts=COUNT_TIERS,
        mip_gap=instance.scenario.solver.mip_gap,
    )


def claim_findings(
    outcome: Outcome,
    *,
    asked: Sequence[str],
    value_of: Callable[[Any], float],
    counts: Collection[str],
    mip_gap: float,
) -> list[Finding]:
    """Return the claims of an outcome that its plan does not bear out.

    Each tier's value is that of the plan, and has not grown by more than the tolerance
    since the tier was solved; no bound lies above the value it bounds; each gap is the one
    between the value when solved and the bound; and *optimal* is said only where every
    objective of the scenario is reached, each within the gap asked for of its bound. A
    count is proved where it equals its bound rounded up.

    Parameters
    ----------
    asked
        Objectives of the scenario, in order.
    value_of
        Value of an objective, recomputed from the plan.
    counts
        Objectives that are whole numbers in every plan.
    mip_gap
        Gap asked for.
    """
    return [*_tiers(outcome, asked, value_of), *_word(outcome, asked, counts, mip_gap)]


def _finding(what: str, name: str, value: object, **fields: object) -> Finding:
    message = text(f"audit.proof.{what}", name=name, value=value, **fields)
    return Finding(NAME, "error", message, value=str(value))


def _tiers(
    outcome: Outcome, asked: Sequence[str], value_of: Callable[[Any], float]
) -> Iterator[Finding]:
    named = [t.name for t in outcome.tiers]
    if named != list(asked[: len(named)]):
        yield _finding("order", ", ".join(named), ", ".join(asked))
        return
    for tier in outcome.tiers:
        value = value_of(tier.name)
        if not math.isclose(tier.value, value, rel_tol=RELATIVE, abs_tol=1e-6):
            yield _finding("value", tier.name, tier.value, counted=value)
        reached = _reached(tier)
        if exceeds(tier.best_bound, reached):
            yield _finding("bound", tier.name, tier.best_bound, counted=reached)
        if exceeds(value, reached + tier.tolerance * abs(reached)):
            fields = {"counted": reached, "tolerance": tier.tolerance}
            yield _finding("grown", tier.name, value, **fields)
        gap = relative_gap(reached, tier.best_bound)
        if gap != tier.gap and not math.isclose(gap, tier.gap, rel_tol=1e-3, abs_tol=1e-6):
            yield _finding("gap", tier.name, tier.gap, counted=gap)


def _word(
    outcome: Outcome, asked: Sequence[str], counts: Collection[str], mip_gap: float
) -> Iterator[Finding]:
    if outcome.status in ("infeasible", "no_solution"):
        yield _finding("no_plan", "", text(f"status.{outcome.status}"))
    if outcome.status != "optimal":
        return
    for name in asked[len(outcome.tiers) :]:
        yield _finding("not_reached", name, "")
    for tier in outcome.tiers:
        if not _proved(tier, mip_gap, whole=tier.name in counts):
            yield _finding("not_optimal", tier.name, tier.gap, allowed=mip_gap)


def _proved(tier: TierResult, allowed: float, *, whole: bool) -> bool:
    reached = _reached(tier)
    if whole:
        bound = tier.best_bound
        return math.isfinite(bound) and reached <= math.ceil(bound - 1e-6) + 1e-6
    return relative_gap(reached, tier.best_bound) <= allowed + 1e-9


def _reached(tier: TierResult) -> float:
    return tier.value if tier.reached is None else tier.reached
