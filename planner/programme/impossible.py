"""Why no plan satisfies the hard rules, as findings in people's units.

First arithmetic that needs no solver: pupils whom protection, norms or pins leave no
trip. Then bounds of what any plan needs (`planner.programme.shortfall`). Then, where the
programme itself is impossible, rules are dropped one at a time: the least budget that would
do, or the rules without which a plan exists.
"""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

import numpy as np

from planner.county.dictionary import STAGES
from planner.findings import Finding
from planner.gates import canteen_binds
from planner.instance import FORBIDDEN_BY, Instance
from planner.programme.shortfall import THOROUGH, shortfalls
from planner.programme.solve import search
from planner.programme.variables import usable
from planner.scenario import Scenario, Tier
from planner.scenario.goals import TierName
from planner.scenario.money import Budget
from planner.texts import Text, text

_PROBE_SECONDS = 30.0
_AT_ONCE_SECONDS, _AT_ONCE_SHARE = 10.0, 0.2
"""Time before a search for a proof that it is vain, and the most as a share of the search's."""


def pupils_without_option(instance: Instance) -> list[Finding]:
    """Return the pupils who must be served but whom the rules leave no trip.

    One finding for each rule that struck out a trip of theirs which no other rule forbids
    first, with the villages and the shortest such trip. That the youngest may not board, and
    that a trip is beyond the ceiling, is only named where nothing else stands in the way.
    """
    if instance.scenario.travel.serve == "soft":
        return []
    left = np.zeros(instance.units, dtype=bool)
    left[instance.option_unit[usable(instance)]] = True
    stuck = np.flatnonzero(~left & instance.reachable)
    by_rule: dict[str, list[int]] = {}
    for u in stuck.tolist():
        codes = set(instance.option_forbidden[instance.option_unit == u].tolist()) - {0}
        plain = {FORBIDDEN_BY[code] for code in codes}
        for rule in sorted(plain - {"boarding_age", "ceiling"} or plain or {"pinned"}):
            by_rule.setdefault(rule, []).append(u)
    return [_stuck(instance, rule, units) for rule, units in by_rule.items()]


def _stuck(instance: Instance, rule: str, units: list[int]) -> Finding:
    pupils = int(instance.unit_pupils[units].sum())
    villages = tuple(dict.fromkeys(instance.unit_village[u] for u in units))
    stages = sorted({int(instance.unit_stage[u]) for u in units})
    code = FORBIDDEN_BY.index(rule)
    mine = np.isin(instance.option_unit, units) & (instance.option_forbidden == code)
    shortest = float(instance.option_minutes[mine].min()) if mine.any() else float("nan")
    return Finding(
        "serve",
        "error",
        text(
            f"impossible.{rule}",
            pupils=pupils,
            villages=len(villages),
            stages=reduce(_and, [text(f"stage.{STAGES[g]}") for g in stages]),
            minutes=f"{shortest:.0f}",
        ),
        ids=villages,
    )


def _and(first: Text, second: Text) -> Text:
    return text("impossible.and", first=first, second=second)


def impossible_at_once(instance: Instance) -> list[Finding]:
    """Return what makes a plan impossible, as far as that shows without a search for plans.

    Pupils whom the rules leave no trip; a limit on yuan, posts, beds, schools or affected pupils
    below what any plan needs. The search might take all its time to prove the latter.
    """
    limit = instance.scenario.solver.time_limit_s
    seconds = min(_AT_ONCE_SECONDS, _AT_ONCE_SHARE * limit)
    found = pupils_without_option(instance) or shortfalls(instance, seconds=seconds)
    if [f.check for f in found] != ["budget"]:
        return found
    # Where the very least is soon known, it says more than a bound of it.
    exact = [_least_budget(instance, kind, seconds / 2, proved=True) for kind in _BUDGETS]
    return [f for f in exact if f is not None] or found


def why_no_plan(instance: Instance, *, proved: bool) -> list[Finding]:
    """Return why a search ended without a plan; nothing where that cannot be told.

    Parameters
    ----------
    proved
        Whether the search has proved that there is none. Where it has not, a limit below what
        any plan needs is a proof.
    """
    seconds = min(_PROBE_SECONDS, instance.scenario.solver.time_limit_s)
    found = shortfalls(instance, seconds=seconds, rules=THOROUGH)
    return found or (why_impossible(instance) if proved else [])


def why_impossible(instance: Instance) -> list[Finding]:
    """Return what makes the programme impossible, with the least remedy found.

    Each probe solves the programme with one rule dropped, for at most half a minute.
    """
    found = pupils_without_option(instance)
    if found:
        return found
    for kind in _BUDGETS:
        finding = _least_budget(instance, kind)
        if finding is not None:
            found.append(finding)
    if found:
        return found
    for rule in _rules_in_force(instance):
        probe = search(_asking(instance, ()), without=(rule,))
        if probe.plan is not None:
            found.append(Finding(rule, "error", text(f"impossible.rule_{rule}")))
    return found or [Finding("programme", "error", text("impossible.together"))]


_BUDGETS: dict[str, TierName] = {"capital": "capital_yuan", "annual": "running_cost_yuan"}
"""The objective that each budget limits."""


def _least_budget(
    instance: Instance, kind: str, seconds: float = _PROBE_SECONDS, *, proved: bool = False
) -> Finding | None:
    """Return the finding for one budget if it alone makes the programme impossible.

    Parameters
    ----------
    proved
        Only where the least that would do is proved to be the least.
    """
    budget = instance.scenario.budget
    given = budget.capital_yuan if kind == "capital" else budget.annual_yuan
    if given is None:
        return None
    field = {"capital": "capital_yuan", "annual": "annual_yuan"}[kind]
    freed = Budget.model_validate(budget.model_dump() | {field: None})
    probe = search(_asking(instance, (Tier(minimise=_BUDGETS[kind]),), freed, seconds))
    if probe.plan is None or (proved and probe.outcome.status != "optimal"):
        return None
    tier_found = probe.outcome.tiers[0]
    return Finding(
        "budget",
        "error",
        text(
            f"impossible.budget_{kind}",
            given=f"{given:,.0f}",
            least=f"{tier_found.value:,.0f}",
            bound=f"{tier_found.best_bound:,.0f}",
        ),
        column=f"budget.{field}",
        value=f"{given:.0f}",
    )


def _asking(
    instance: Instance,
    tiers: tuple[Tier, ...],
    budget: Budget | None = None,
    seconds: float = _PROBE_SECONDS,
) -> Instance:
    """Return the instance with other objectives, a short clock and, if given, a budget."""
    scenario = instance.scenario
    solver = scenario.solver.model_copy(
        update={"time_limit_s": min(seconds, scenario.solver.time_limit_s)}
    )
    first = (Tier(minimise="unserved_pupils"),)
    asked: Scenario = scenario.model_copy(
        update={
            "objective": tiers or first,
            "solver": solver,
            "budget": budget or scenario.budget,
        }
    )
    return replace(instance, scenario=asked, site_staffing_yuan=np.zeros(0))


def _rules_in_force(instance: Instance) -> list[str]:
    """Return the rules that a scenario may set and that could make it impossible."""
    scenario = instance.scenario
    rules = ["classrooms", "beds", "seats", "school_size"]
    if (instance.site_rooms_short > 0).any():
        rules.append("receiver")
    if scenario.schools.area_floors == "hold":
        rules.append("area_floors")
    if canteen_binds(instance).any():
        rules.append("canteen")
    if scenario.boarding.left_behind_first:
        rules.append("left_behind")
    if instance.line_possible.any():
        rules.append("line")
    if scenario.schools.per_township is not None:
        rules.append("township")
    if scenario.schools.open_between != (None, None):
        rules.append("open_between")
    if instance.site_must_open.any():
        rules.append("pins")
    if scenario.staff.establishment_posts is not None:
        rules.append("establishment")
    if scenario.concern.max_affected_share is not None:
        rules.append("harm")
    if scenario.budget != Budget():
        rules.append("budget")
    return rules
