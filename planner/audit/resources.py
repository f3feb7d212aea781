"""Audit of an allocation: every purchase and every price by the rules in words, without the solver.

Written from the plain statements of docs/resources.md.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator

from planner.allocation.figures import EXACT_TIERS, TIERS, tier_value
from planner.allocation.instance import ResourceInstance
from planner.allocation.items import (
    AREA,
    DORM,
    FIT_DORM,
    FIT_TEACHING,
    ITEMS,
    LINK,
    PER_PUPILS,
    QUANTITIES,
    RENOVATION,
    ROOMS,
    WHYS,
)
from planner.allocation.plan import Purchase, ResourcePlan
from planner.audit.proof import claim_findings
from planner.audit.resources_prices import price_findings
from planner.findings import Finding
from planner.plan import Outcome
from planner.texts import text

NAME = "resources"


def audit_resources(
    instance: ResourceInstance, plan: ResourcePlan, outcome: Outcome | None = None
) -> tuple[Finding, ...]:
    """Return what is wrong with an allocation and with what is claimed for it.

    Parameters
    ----------
    outcome
        What the search claims; without it only the plan is audited.

    Returns
    -------
    tuple of Finding
        Empty where nothing is wrong. A malformed plan is not counted any further.
    """
    malformed = list(_form(instance, plan))
    if malformed:
        return tuple(malformed)
    found = [
        *_prices(instance, plan),
        *_budget(instance, plan),
        *_tilt(instance, plan),
        *_fit_out(instance, plan),
        *_where(instance, plan),
        *price_findings(instance, plan),
    ]
    if outcome is not None:
        found += claim_findings(
            outcome,
            asked=TIERS,
            value_of=lambda name: tier_value(instance, plan, name),
            counts=EXACT_TIERS,
            mip_gap=instance.scenario.resources.mip_gap,
        )
    return tuple(found)


def said(what: str, *ids: str, **fields: object) -> Finding:
    """Return a finding whose sentence is ``resources_audit.<what>``."""
    return Finding(NAME, "error", text(f"resources_audit.{what}", **fields), ids=ids)


def _form(instance: ResourceInstance, plan: ResourcePlan) -> Iterator[Finding]:
    """Schools and items are known, quantities above 0 and whole steps, each bought once."""
    known, steps = set(instance.school_id), instance.steps.tolist()
    years = max(1, len(instance.budget_yuan))
    for p in plan.purchases:
        if p.school_id not in known or p.item not in ITEMS or p.why not in WHYS:
            yield said("unknown", p.school_id, school=p.school_id, item=p.item)
            continue
        k = ITEMS.index(p.item)
        if p.quantity < 1 or (k < len(steps) and p.quantity % steps[k]):
            yield said("quantity", p.school_id, school=p.school_id, item=p.item, n=p.quantity)
        if not 1 <= p.year <= years:
            yield said("year", p.school_id, school=p.school_id, item=p.item, year=p.year)
    for (school, item), n in Counter((p.school_id, p.item) for p in plan.purchases).items():
        if n > 1:
            yield said("twice", school, school=school, item=item)


def _prices(instance: ResourceInstance, plan: ResourcePlan) -> Iterator[Finding]:
    """Hold that a purchase costs its quantity times the price of a unit, to the yuan."""
    for p in plan.purchases:
        yuan = p.quantity * int(instance.unit_yuan[ITEMS.index(p.item)])
        if yuan != p.yuan:
            fields = {"school": p.school_id, "item": p.item, "yuan": p.yuan, "counted": yuan}
            yield said("price", p.school_id, **fields)


def _budget(instance: ResourceInstance, plan: ResourcePlan) -> Iterator[Finding]:
    """Up to the end of each year no more is spent than there was for the years so far."""
    spent = there = 0
    for y, money in enumerate(instance.budget_yuan.tolist(), 1):
        spent += sum(p.yuan for p in plan.purchases if p.year == y)
        there += int(money)
        if spent > there:
            yield said("budget", year=y, spent=spent, budget=there, by=spent - there)


def kept_for_weak_yuan(instance: ResourceInstance) -> int:
    """Return the money kept for weak schools: their share, at most all that they could use.

    What they could use: each quantity up to its goal, dormitory, renovation, room and link.
    """
    budget = instance.whole_budget_yuan
    assert budget is not None
    useful = 0
    for s in range(instance.schools):
        if instance.school_weak[s]:
            useful += sum(n * _paid(instance, k) for k, n in _useful(instance, s).items())
    share = math.ceil(instance.scenario.resources.weak_budget_share * budget - 1e-6)
    return min(share, useful)


def _useful(instance: ResourceInstance, s: int) -> dict[int, int]:
    """Return how much of each item a school could use."""
    found: dict[int, int] = {}
    parts = [r for r in range(len(instance.part_school)) if instance.part_school[r] == s]
    for k in range(len(QUANTITIES)):
        have, step = float(instance.school_have[k, s]), int(instance.steps[k])
        asked = [
            float(a[k, r])
            for r in parts
            if instance.part_counted[r] and not math.isnan(instance.part_floor[k, r])
            for a in (instance.part_floor, instance.part_threshold, instance.part_goal)
        ]
        most = max((a for a in asked if not math.isnan(a)), default=0.0)
        lack = most * float(instance.school_pupils[s]) / PER_PUPILS[k] - have
        # An unknown figure has nothing to add to.
        found[k] = 0 if math.isnan(lack) else max(0, math.ceil(lack / step - 1e-10)) * step
    rooms = float(instance.school_have[ROOMS, s])
    if instance.school_online[s] and not math.isnan(rooms):
        found[ROOMS] = max(found[ROOMS], math.ceil(1 - rooms))
        found[LINK] = 1
    lack = float(instance.dorm_needed_m2[s] - instance.school_dorm_m2[s])
    step = int(instance.steps[DORM])
    needed = float(instance.dorm_needed_m2[s]) * 1e-9
    if not math.isnan(lack) and lack > needed:
        found[DORM] = math.ceil(lack / step - 1e-10) * step
    area = float(instance.school_building_m2[s])
    if instance.unsafe[s] and not math.isnan(area):
        found[RENOVATION] = math.ceil(area - 1e-10)
    return found


def _paid(instance: ResourceInstance, item: int) -> int:
    """Return what a unit of an item costs with its fit-out."""
    with_it = {AREA: int(instance.fit_out_yuan[0]), DORM: int(instance.fit_out_yuan[1])}
    return int(instance.unit_yuan[item]) + with_it.get(item, 0)


def _tilt(instance: ResourceInstance, plan: ResourcePlan) -> Iterator[Finding]:
    """Hold that what is kept for weak schools is not spent at others."""
    if instance.whole_budget_yuan is None:
        return
    number = {school: s for s, school in enumerate(instance.school_id)}
    others = sum(p.yuan for p in plan.purchases if not instance.school_weak[number[p.school_id]])
    most = instance.whole_budget_yuan - kept_for_weak_yuan(instance)
    if others > most:
        yield said("tilt", spent=others, budget=most, by=others - most)


def _fit_out(instance: ResourceInstance, plan: ResourcePlan) -> Iterator[Finding]:
    """Area that is built brings its fit-out in the same year, and nothing else does."""
    by: dict[str, dict[str, Purchase]] = defaultdict(dict)
    for p in plan.purchases:
        by[p.school_id][p.item] = p
    for n, (area, fit) in enumerate(((AREA, FIT_TEACHING), (DORM, FIT_DORM))):
        rate = int(instance.fit_out_yuan[n])
        for school, own in by.items():
            built, fitted = own.get(ITEMS[area]), own.get(ITEMS[fit])
            due = rate * built.quantity if built else 0
            paid = fitted.quantity if fitted else 0
            late = built and fitted and built.year != fitted.year
            if due != paid or late:
                yield said("fit_out", school, school=school, item=ITEMS[area], due=due, n=paid)


def _where(instance: ResourceInstance, plan: ResourcePlan) -> Iterator[Finding]:
    """Nothing goes where a figure is not known, and only what is asked for is bought.

    Quantities that are added never lower an indicator: the number of pupils does not change.
    """
    number = {school: s for s, school in enumerate(instance.school_id)}
    for p in plan.purchases:
        s, k = number[p.school_id], ITEMS.index(p.item)
        fields = {"school": p.school_id, "item": p.item}
        unknown = {DORM: instance.school_dorm_m2[s], RENOVATION: instance.school_building_m2[s]}
        known = instance.school_have[k, s] if k < len(QUANTITIES) else unknown.get(k, 0.0)
        if math.isnan(float(known)):
            yield said("not_known", p.school_id, **fields)
            continue
        asked = _useful(instance, s).get(k, 0)
        if k < FIT_TEACHING and p.quantity > asked:
            yield said("too_much", p.school_id, n=p.quantity, most=asked, **fields)
        if k == RENOVATION and p.quantity != asked:
            yield said("part", p.school_id, n=p.quantity, most=asked, **fields)
