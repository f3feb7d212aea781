"""The best layout of a tiny instance by trying every plan, with no word of the programme.

Written from docs/formulation.md: every kind of every site (or closed) times every way to
place each demand unit. What a candidate comes to is counted here a second time, site by
site, and the winner's figures are then compared with `planner.accounts`; a candidate that
is found in order here and that the audit finds at fault, or the reverse among those that
are looked at, is a contradiction and raises.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from brute_tally import (
    EPSILON,
    Choice,
    Tally,
    affected_pupils,
    bus_full,
    capped,
    kept_a_bed,
    lines_in_order,
    money_of,
    objective_value,
    site_figures,
    tally_of,
)

from planner.accounts import account, tier_value
from planner.audit import violations
from planner.county.dictionary import KINDS, MODES, OFFERS, STAGES
from planner.decisions import decisions
from planner.gates import Needs
from planner.instance import BOARD, RIDE, Instance
from planner.plan import Assignment, Plan, Unserved


@dataclass(frozen=True)
class Best:
    """The best plan, its tier values in order, and how many candidates were looked at."""

    plan: Plan | None
    values: tuple[float, ...]
    candidates: int


@dataclass
class _Search:
    tally: Tally
    choices: list[list[Choice]]
    audit_every: int
    seen: int = 0
    best: tuple[float, ...] | None = None
    plan: Plan | None = None


def brute_force(instance: Instance, *, audit_every: int = 0) -> Best:
    """Return the lexicographic optimum at gap 0 and tolerance 0.

    Parameters
    ----------
    audit_every
        Every so many candidates one is shown to the audit, whether it is good or not.
    """
    search = _Search(
        tally_of(instance), [_choices(instance, u) for u in range(instance.units)], audit_every
    )
    for kinds in product(*(_kinds(instance, j) for j in range(instance.sites))):
        choices = [
            [c for c in search.choices[u] if _offered(instance, kinds, u, c)]
            for u in range(instance.units)
        ]
        if _county_kinds(instance, kinds) and all(choices):
            riders = np.zeros(len(instance.line_id), int)
            none = np.zeros((instance.sites, 4), int), np.zeros((instance.sites, 2))
            _place(search, kinds, choices, [], *none, riders)
    return Best(search.plan, search.best or (), search.seen)


def _kinds(instance: Instance, j: int) -> list[int]:
    """Return the kinds that a site may have, -1 for closed, pins kept."""
    if instance.site_must_close[j]:
        return [] if instance.site_must_open[j] else [-1]
    may = np.flatnonzero(instance.site_kinds[j]).tolist()
    return may if instance.site_must_open[j] else [-1, *may]


def _county_kinds(instance: Instance, kinds: tuple[int, ...]) -> bool:
    """Return whether so many schools may be open, in the county and in each township."""
    schools = instance.scenario.schools
    low, high = schools.open_between
    count = sum(k >= 0 for k in kinds)
    if count < (low or 0) or (high is not None and count > high):
        return False
    rule = schools.per_township
    for t, name in enumerate(instance.township):
        if rule is None or name in rule.exempt:
            continue
        here = sum(
            k >= 0 and rule.stage in OFFERS[KINDS[k]] and instance.site_township[j] == t
            for j, k in enumerate(kinds)
        )
        if here < rule.min or (rule.max is not None and here > rule.max):
            return False
    return True


def _offered(instance: Instance, kinds: tuple[int, ...], u: int, choice: Choice) -> bool:
    stage = STAGES[int(instance.unit_stage[u])]
    after = [kinds[instance.option_site[a]] for a, _ in choice[0]]
    return all(k >= 0 and stage in OFFERS[KINDS[k]] for k in after)


def _choices(instance: Instance, u: int) -> list[Choice]:
    """Return every way to place a unit, whatever is open."""
    pupils = int(instance.unit_pupils[u])
    mine = [a for a in np.flatnonzero(instance.option_unit == u).tolist() if instance.allowed[a]]
    may_stay_out = instance.scenario.travel.serve == "soft" or not instance.reachable[u]
    if not instance.scenario.schools.whole_village:
        parts = _compositions(pupils, len(mine) + may_stay_out)
        return [_choice(mine, p) for p in parts]
    whole: list[Choice] = [((), pupils)] if may_stay_out else []
    for j in sorted({int(instance.option_site[a]) for a in mine}):
        pair = [a for a in mine if instance.option_site[a] == j]
        by_bus = any(instance.option_line[a] >= 0 for a in pair)
        # More than one mode only where a bus line could be full.
        whole += [
            _choice(pair, parts)
            for parts in _compositions(pupils, len(pair))
            if by_bus or sum(n > 0 for n in parts) == 1
        ]
    return whole


def _choice(options: list[int], parts: tuple[int, ...]) -> Choice:
    placed = tuple((a, n) for a, n in zip(options, parts, strict=False) if n)
    return placed, sum(parts[len(options) :])


def _compositions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Yield every tuple of `parts` whole numbers that sum to `total`."""
    if parts == 0:
        if total == 0:
            yield ()
        return
    if parts == 1:
        yield (total,)
        return
    for first in range(total, -1, -1):
        for rest in _compositions(total - first, parts - 1):
            yield (first, *rest)


def _place(
    search: _Search,
    kinds: tuple[int, ...],
    choices: list[list[Choice]],
    made: list[Choice],
    at: np.ndarray,
    more: np.ndarray,
    riders: np.ndarray,
) -> None:
    """Place the next unit in every way.

    `at` counts pupils by stage and boarders by site; `more` those of them who come from
    elsewhere, and the left-behind day pupils who would get a bed.
    """
    instance = search.tally.instance
    u = len(made)
    if u == instance.units:
        _look(search, kinds, made, at, more, riders)
        return
    g = int(instance.unit_stage[u])
    for choice in choices[u]:
        pupils, besides, seated = at.copy(), more.copy(), riders.copy()
        touched = set()
        for a, n in choice[0]:
            j, m = int(instance.option_site[a]), int(instance.option_mode[a])
            touched.add(j)
            pupils[j, g] += n
            pupils[j, 3] += n * (m == BOARD)
            besides[j, 0] += n * (j != int(instance.unit_site[u]))
            besides[j, 1] += n * kept_a_bed(instance, u) * (m != BOARD)
            if m == RIDE and instance.option_line[a] >= 0:
                seated[instance.option_line[a]] += n
        if (seated > instance.line_seats).any():
            continue
        if all(_figures(search, j, kinds[j], pupils, besides) is not None for j in touched):
            _place(search, kinds, choices, [*made, choice], pupils, besides, seated)


def _figures(
    search: _Search, j: int, kind: int, at: np.ndarray, more: np.ndarray
) -> tuple[float, ...] | None:
    return site_figures(search.tally, j, kind, at[j], int(more[j, 0]), float(more[j, 1]))


def _look(
    search: _Search,
    kinds: tuple[int, ...],
    made: list[Choice],
    at: np.ndarray,
    more: np.ndarray,
    riders: np.ndarray,
) -> None:
    """Compare a complete candidate with the best so far."""
    instance = search.tally.instance
    search.seen += 1
    sites = [_figures(search, j, k, at, more) for j, k in enumerate(kinds)]
    if search.audit_every and search.seen % search.audit_every == 0:
        in_order = None not in sites and _in_order(search, kinds, made, at, riders, sites)
        broken = violations(instance, _plan(instance, kinds, made, at, more))
        assert in_order == (broken == []), (kinds, made, broken)
    if None in sites:
        return
    values = _values_if_better(search, kinds, made, sites)
    if values is None or not _in_order(search, kinds, made, at, riders, sites):
        return
    plan = _plan(instance, kinds, made, at, more)
    broken = violations(instance, plan)
    assert broken == [], (kinds, made, broken)
    counted = account(instance, plan)
    for tier, value in zip(instance.scenario.objective, values, strict=True):
        official = tier_value(instance, plan, counted, tier.minimise)
        assert math.isclose(value, official, rel_tol=1e-9, abs_tol=1e-6), (tier, value, official)
    search.best, search.plan = values, plan


def _in_order(
    search: _Search,
    kinds: tuple[int, ...],
    made: list[Choice],
    at: np.ndarray,
    riders: np.ndarray,
    sites: list[tuple[float, ...]],
) -> bool:
    instance, scenario = search.tally.instance, search.tally.instance.scenario
    if not lines_in_order(instance, riders):
        return False
    for j, k in enumerate(kinds):
        today = OFFERS[KINDS[instance.site_kind[j]]] if instance.site_existing[j] else STAGES
        adds = [STAGES.index(g) for g in OFFERS[KINDS[k]] if g not in today] if k >= 0 else []
        if adds and at[j, adds].sum() == 0:
            return False
        least = getattr(scenario.schools.min_pupils, KINDS[k]) if k >= 0 else None
        if least is not None and at[j, :3].sum() < least:
            return False
    if scenario.schools.whole_village and any(
        len(placed) > 1 and not bus_full(instance, u, placed, riders)
        for u, (placed, _) in enumerate(made)
    ):
        return False
    limits = [
        (scenario.boarding.max_new_beds, sum(s[0] for s in sites)),
        (scenario.staff.establishment_posts, sum(s[1] for s in sites)),
    ]
    budget = scenario.budget
    if budget.capital_yuan is not None or budget.annual_yuan is not None:
        money = money_of(instance, made, sites)
        limits.append((budget.capital_yuan, money["capital_yuan"]))
        limits.append((budget.annual_yuan, money["running_cost_yuan"]))
    share = scenario.concern.max_affected_share
    if share is not None:
        weight = capped(instance)
        most = share * sum(n * w for n, w in zip(instance.unit_pupils, weight, strict=True))
        limits.append((most, affected_pupils(search.tally, made, weight)))
    return all(
        most is None or value <= most + EPSILON * max(1.0, abs(value), abs(most))
        for most, value in limits
    )


def _values_if_better(
    search: _Search, kinds: tuple[int, ...], made: list[Choice], sites: list[tuple[float, ...]]
) -> tuple[float, ...] | None:
    """Return the tier values of a candidate, None where it is no better than the best."""
    values: list[float] = []
    ahead = search.best is None
    for n, tier in enumerate(search.tally.instance.scenario.objective):
        value = objective_value(search.tally, tier.minimise, kinds, made, sites)
        values.append(value)
        if not ahead and not math.isclose(value, search.best[n], rel_tol=1e-9, abs_tol=1e-6):
            if value > search.best[n]:
                return None
            ahead = True
    return tuple(values) if ahead else None


def _plan(
    instance: Instance,
    kinds: tuple[int, ...],
    made: list[Choice],
    at: np.ndarray,
    more: np.ndarray,
) -> Plan:
    rows, unserved = [], []
    for u, (placed, out) in enumerate(made):
        unit = (
            instance.unit_village[u],
            STAGES[int(instance.unit_stage[u])],
            instance.unit_today[u],
        )
        for a, n in placed:
            j, m = int(instance.option_site[a]), int(instance.option_mode[a])
            line = instance.line_id[instance.option_line[a]] if instance.option_possible[a] else ""
            rows.append(Assignment(*unit, instance.site_id[j], MODES[m], n, line))
        if out:
            unserved.append(Unserved(*unit, out))
    named = [KINDS[k] if k >= 0 else None for k in kinds]
    first = instance.scenario.boarding.left_behind_first
    kept = np.where((at[:, 3] > 0) & first, more[:, 1], 0.0)
    sites = decisions(instance, named, at[:, :3], at[:, 3], Needs(kept, more[:, 0] > 0))
    return Plan(sites, tuple(sorted(rows)), tuple(sorted(unserved)))
