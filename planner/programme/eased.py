"""Answers of the ordinary search with one thing eased: trips that limits strike out, a budget."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from planner.accounts import key_of, option_lookup
from planner.instance import Flags, Instance
from planner.plan import Plan
from planner.programme.concession import Concession, Remedy, remedy, struck_trip
from planner.programme.prices import PRICES, YUAN_PER_UNIT, conceded, grave, trip_price
from planner.programme.solve import search
from planner.scenario import Scenario, Tier
from planner.scenario.money import Budget


def _struck(instance: Instance) -> Flags:
    """Return the options that a limit strikes out and that may be conceded, shape (A,)."""
    pinned_shut = instance.site_must_close[instance.option_site]
    struck: Flags = (instance.option_forbidden > 0) & (conceded(instance) == 0) & ~pinned_shut
    return struck


def _trips_of(instance: Instance, plan: Plan, struck: Flags) -> tuple[list[Concession], float]:
    """Return the struck trips of a plan, and their price."""
    lookup, each = option_lookup(instance), trip_price(instance)
    used = [(lookup[key_of(row)], row.pupils) for row in plan.assignments]
    conceding = [(a, n) for a, n in used if struck[a]]
    codes = instance.option_forbidden
    price = sum(float(each[a]) * n for a, n in conceding)
    return [struck_trip(instance, codes, a, n) for a, n in conceding], price


def only_trips(instance: Instance, seconds: float) -> list[Remedy]:
    """Return the answer in which the fewest pupils take a trip that a limit strikes out."""
    if instance.scenario.concern.max_affected_share is not None:
        return []
    every = _struck(instance)
    light = every & ~grave(instance)
    found = _fewest(instance, light, seconds) if light.any() else None
    if found is None and every.any():
        found = _fewest(instance, every, seconds)
    return found or []


def _fewest(instance: Instance, struck: Flags, seconds: float) -> list[Remedy] | None:
    """Return the answer, none where time ran out, None where there is none."""
    # A struck trip counts as affected here, so that the search makes such pupils few.
    eased = replace(
        _asking(instance, Tier(minimise="affected_pupils"), seconds, instance.scenario.budget),
        option_forbidden=np.where(struck, 0, instance.option_forbidden),
        option_affected=struck,
    )
    found = search(eased)
    if found.plan is None:
        return None if found.outcome.status == "infeasible" else []
    trips, price = _trips_of(instance, found.plan, struck)
    return [remedy(trips, price, found.outcome.status == "optimal")]


def only_one_budget(instance: Instance, seconds: float, *, trips: bool) -> list[Remedy]:
    """Return the answer in which the one budget grows, where there is only one.

    Parameters
    ----------
    trips
        Limits on trips give way too, as far as that saves money.
    """
    budget, struck = instance.scenario.budget, _struck(instance)
    if (budget.capital_yuan is None) == (budget.annual_yuan is None) or (
        trips and not struck.any()
    ):
        return []
    rule = "budget_annual" if budget.capital_yuan is None else "budget_capital"
    limit = budget.annual_yuan if budget.capital_yuan is None else budget.capital_yuan
    assert limit is not None
    tier = Tier(minimise="running_cost_yuan" if rule == "budget_annual" else "capital_yuan")
    asked = _asking(instance, tier, seconds, Budget())
    if trips:
        codes = np.where(struck, 0, instance.option_forbidden)
        asked = replace(asked, option_forbidden=codes)
    found = search(asked)
    if found.plan is None:
        return []
    conceding, price = _trips_of(instance, found.plan, struck)
    more = math.ceil((found.outcome.tiers[0].value - limit) / 1000 - 1e-6) * 1000.0
    if more > 0:
        conceding.append(Concession(rule, more))
        price += PRICES[rule].once + PRICES[rule].each * more / YUAN_PER_UNIT
    return [remedy(conceding, price, found.outcome.status == "optimal")]


def _asking(instance: Instance, tier: Tier, seconds: float, budget: Budget) -> Instance:
    scenario = instance.scenario
    solver = scenario.solver.model_copy(update={"time_limit_s": seconds})
    asked: Scenario = scenario.model_copy(
        update={"objective": (tier,), "solver": solver, "budget": budget}
    )
    return replace(instance, scenario=asked)
