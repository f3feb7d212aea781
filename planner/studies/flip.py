"""One decision turned round: the instance in which the opposite is forced."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.county.dictionary import KINDS, STAGES
from planner.instance import FORBIDDEN_BY, Flags, Instance
from planner.plan import Plan
from planner.programme.release import release

HELD = FORBIDDEN_BY.index("catchment")
"""Code under which trips are struck out that a question rules out."""

_NEIGHBOURS = 14
"""Schools that may change with the one asked about, in the last step of the quick answer."""


def flip_school(instance: Instance, plan: Plan, j: int) -> Instance:
    """Return the instance in which site `j` is the opposite of what the plan makes it.

    A school that closes stays; one that the plan reduces or lets grow stays what it is today;
    one that is kept or opens closes. Pins of the scenario on this school give way.
    """
    kind = {s.school_id: s.kind for s in plan.sites}.get(instance.site_id[j])
    this = np.arange(instance.sites) == j
    today = KINDS[int(instance.site_kind[j])] if instance.site_existing[j] else None
    becomes = kind is not None and today is not None and kind != today
    if kind is not None and not becomes:
        return replace(
            instance,
            site_must_open=instance.site_must_open & ~this,
            site_must_close=instance.site_must_close | this,
        )
    freed = release(instance, this & instance.site_must_close)
    kinds = freed.site_kinds.copy()
    if becomes:
        kinds[j] = np.arange(len(KINDS)) == int(instance.site_kind[j])
    return replace(freed, site_kinds=kinds, site_must_open=freed.site_must_open | this)


def flip_unit(instance: Instance, plan: Plan, u: int) -> Instance:
    """Return the instance in which unit `u` does the opposite of what the plan makes it do.

    Pupils who change school stay at today's, which stays open for them; pupils who stay go
    anywhere else.
    """
    mine = instance.option_unit == u
    today = int(instance.unit_site[u])
    at_today = mine & (instance.option_site == today)
    stays = _goes_to(instance, plan, u) == {today}
    struck = (mine & ~at_today) if not stays and today >= 0 else (at_today if stays else mine)
    codes = np.where(struck & (instance.option_forbidden == 0), HELD, instance.option_forbidden)
    changed = replace(instance, option_forbidden=codes)
    if stays or today < 0:
        return changed
    this = np.arange(instance.sites) == today
    freed = release(changed, this & changed.site_must_close)
    return replace(freed, site_must_open=freed.site_must_open | this)


def around(instance: Instance, sites: set[int]) -> list[Flags]:
    """Return the sites alone, then with ever more of those that the same pupils could go to.

    Each of shape (J,), the last with `_NEIGHBOURS` sites in all.
    """
    could = instance.allowed
    touched = np.isin(instance.unit_site, sorted(sites))
    touched[instance.option_unit[could & np.isin(instance.option_site, sorted(sites))]] = True
    mine = could & touched[instance.option_unit]
    pupils = np.zeros(instance.sites)
    np.add.at(pupils, instance.option_site[mine], instance.option_pupils[mine])
    order = sorted(range(instance.sites), key=lambda j: (j not in sites, -pupils[j], j))
    steps = []
    for most in (len(sites), len(sites) + 3, _NEIGHBOURS):
        free = np.zeros(instance.sites, dtype=bool)
        free[[j for j in order[:most] if pupils[j] > 0 or j in sites]] = True
        steps.append(free)
    return steps


def units_of(instance: Instance, village: str) -> list[int]:
    """Return the demand units of a village."""
    return [u for u, v in enumerate(instance.unit_village) if v == village]


def _goes_to(instance: Instance, plan: Plan, u: int) -> set[int]:
    index = {school: j for j, school in enumerate(instance.site_id)}
    key = (
        instance.unit_village[u],
        STAGES[int(instance.unit_stage[u])],
        instance.unit_today[u],
    )
    return {
        index[r.school_id]
        for r in plan.assignments
        if (r.village_id, r.stage, r.baseline_school_id) == key
    }
