"""Answers of the ordinary search with one thing eased: trips that limits strike out, a budget."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

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


def eased(instance: Instance, seconds: float, tell: Callable[[str], None]) -> list[Remedy]:
    """Return the answers in which only trips, only the one budget, or both give way.

    Each search starts from the plan of the one before.

    Parameters
    ----------
    seconds
        Time for all of them.
    tell
        Hears of each.
    """
    found: list[_Eased] = []

    def last() -> Plan | None:
        return found[-1].plan if found else None

    budget, share = instance.scenario.budget, seconds
    if (budget.capital_yuan is None) != (budget.annual_yuan is None):
        tell("money")
        share = seconds / 3
        found += _one_budget(instance, share, trips=False, start=None)
        found += _one_budget(instance, share, trips=True, start=last())
    tell("trips")
    found += _only_trips(instance, share, last())
    return [answer.remedy for answer in found]


@dataclass(frozen=True)
class _Eased:
    """An answer with its plan."""

    remedy: Remedy
    plan: Plan


def _only_trips(instance: Instance, seconds: float, start: Plan | None) -> list[_Eased]:
    """Return the answer in which the fewest pupils take a trip that a limit strikes out."""
    if instance.scenario.concern.max_affected_share is not None:
        return []
    every = _struck(instance)
    light = every & ~grave(instance)
    found = _fewest(instance, light, seconds, start) if light.any() else None
    if found is None and every.any():
        found = _fewest(instance, every, seconds, start)
    return found or []


def _fewest(
    instance: Instance, struck: Flags, seconds: float, start: Plan | None
) -> list[_Eased] | None:
    """Return the answer, none where time ran out, None where there is none."""
    # A struck trip counts as affected here, so that the search makes such pupils few.
    asked = replace(
        _asking(instance, Tier(minimise="affected_pupils"), seconds, instance.scenario.budget),
        option_forbidden=np.where(struck, 0, instance.option_forbidden),
        option_affected=struck,
    )
    found = search(asked, start=start)
    if found.plan is None:
        return None if found.outcome.status == "infeasible" else []
    trips, price = _trips_of(instance, found.plan, struck)
    answer = remedy(trips, price, found.outcome.status == "optimal")
    return [_Eased(answer, found.plan)]


def _one_budget(
    instance: Instance, seconds: float, *, trips: bool, start: Plan | None
) -> list[_Eased]:
    """Return the answer in which the only budget grows.

    Parameters
    ----------
    trips
        Limits on trips give way too, as far as that saves money.
    start
        Plan to start from.
    """
    budget, struck = instance.scenario.budget, _struck(instance)
    if trips and not struck.any():
        return []
    rule = "budget_annual" if budget.capital_yuan is None else "budget_capital"
    limit = budget.annual_yuan if budget.capital_yuan is None else budget.capital_yuan
    assert limit is not None
    tier = Tier(minimise="running_cost_yuan" if rule == "budget_annual" else "capital_yuan")
    asked = _asking(instance, tier, seconds, Budget())
    if trips:
        codes = np.where(struck, 0, instance.option_forbidden)
        asked = replace(asked, option_forbidden=codes)
    found = search(asked, start=start)
    if found.plan is None:
        return []
    conceding, price = _trips_of(instance, found.plan, struck)
    more = math.ceil((found.outcome.tiers[0].value - limit) / 1000 - 1e-6) * 1000.0
    if more > 0:
        conceding.append(Concession(rule, more))
        price += PRICES[rule].once + PRICES[rule].each * more / YUAN_PER_UNIT
    # The cheapest plan is not the one with the fewest trips beyond a limit.
    proved = found.outcome.status == "optimal" and not trips
    return [_Eased(remedy(conceding, price, proved), found.plan)]


def _asking(instance: Instance, tier: Tier, seconds: float, budget: Budget) -> Instance:
    scenario = instance.scenario
    solver = scenario.solver.model_copy(update={"time_limit_s": seconds})
    asked: Scenario = scenario.model_copy(
        update={"objective": (tier,), "solver": solver, "budget": budget}
    )
    return replace(instance, scenario=asked, site_staffing_yuan=np.zeros(0))
