"""Which quantities anything depends on; the programme holds no variable for the others.

A scenario that counts no money needs no posts, one whose rooms hold everyone who could come
needs no classes. What is left out changes no plan: `planner.accounts` counts it afterwards
from the decisions.
"""

from __future__ import annotations

import numpy as np

from planner.accounts import classes_needed
from planner.areas import AREAS, area_short_m2
from planner.county.dictionary import KINDS, STAGES
from planner.instance import KIND_OFFERS, Flags, Floats, Instance

_SPENDING = "public_plus_household_spending_yuan"
_PAID = {"annual_cost_yuan", "public_plus_household_cost_yuan"}
_RUNNING = _PAID | {"running_cost_yuan", _SPENDING}
_CAPITAL = _PAID | {"capital_yuan", _SPENDING}


def running_counts(instance: Instance) -> bool:
    """Return whether an objective or a budget asks what the county pays in a year."""
    tiers = {t.minimise for t in instance.scenario.objective}
    return bool(tiers & _RUNNING) or instance.scenario.budget.annual_yuan is not None


def capital_counts(instance: Instance) -> bool:
    """Return whether an objective or a budget asks what is spent once."""
    tiers = {t.minimise for t in instance.scenario.objective}
    return bool(tiers & _CAPITAL) or instance.scenario.budget.capital_yuan is not None


def canteen_counts(instance: Instance) -> bool:
    """Return whether canteen places added cost anything that counts."""
    boarding, costs = instance.scenario.boarding, instance.scenario.costs
    priced = costs.canteen_place_yuan > 0 and boarding.canteen_places_per_boarder > 0
    return priced and capital_counts(instance)


def posts_count(instance: Instance) -> bool:
    """Return whether anything depends on teaching posts: a limit of posts, or their pay."""
    costs = instance.scenario.costs
    if instance.scenario.staff.establishment_posts is not None:
        return True
    if costs.teacher_yuan == 0:
        return False
    surplus = costs.freed_posts_cash_share * costs.surplus_post_salaries
    return running_counts(instance) or (surplus > 0 and capital_counts(instance))


def most_posts(instance: Instance) -> float:
    """Return more teaching posts than any layout of the county could need.

    Every site open with all stages, every post and class rounded up on its own.
    """
    staff, sizes = instance.scenario.staff, instance.scenario.schools.class_size
    pupils = float(instance.unit_pupils.sum())
    ratio = min(getattr(staff.pupils_per_post, stage) for stage in STAGES)
    size = min((getattr(sizes, stage) or np.inf) for stage in STAGES)
    classes = 4 * len(STAGES) * instance.sites + (pupils / size if size > 0 else pupils)
    whole = (staff.min_posts + 2) * instance.sites
    return float(whole + pupils / ratio + staff.posts_per_class * classes)


def floor_counts(instance: Instance) -> bool:
    """Return whether the revenue floor of small schools counts."""
    costs = instance.scenario.costs
    paid = costs.revenue_primary_yuan > 0 or costs.revenue_junior_yuan > 0
    tiers = {t.minimise for t in instance.scenario.objective}
    received = bool(tiers & (_RUNNING - {_SPENDING}))
    received |= instance.scenario.budget.annual_yuan is not None
    return costs.revenue_floor_pupils > 0 and paid and received


def area_lacking_m2(instance: Instance, could_come: Flags) -> Floats:
    """Return the most area that sites may come to be short of, shape (J, areas).

    0 where all who could come have it, or where whatever is built for it costs nothing that
    counts.

    Parameters
    ----------
    could_come
        Options that lead to the site, shape (A,).
    """
    if instance.scenario.schools.area_floors == "build" and not capital_counts(instance):
        return np.zeros((instance.sites, len(AREAS)))
    pupils = np.zeros((instance.sites, len(STAGES)), dtype=np.int64)
    pairs = np.unique(
        np.stack([instance.option_unit[could_come], instance.option_site[could_come]]), axis=1
    )
    np.add.at(pupils, (pairs[1], instance.unit_stage[pairs[0]]), instance.unit_pupils[pairs[0]])
    return area_short_m2(instance, pupils)


def sites_short_of_rooms(instance: Instance, could_come: Flags) -> Flags:
    """Return the sites whose classes may be too many for the rooms there, shape (J,).

    Parameters
    ----------
    could_come
        Options that lead to the site, shape (A,).
    """
    sizes = instance.scenario.schools.class_size
    needs = np.zeros((instance.sites, len(KINDS)), dtype=np.int64)
    for g, stage in enumerate(STAGES):
        size = getattr(sizes, stage)
        pupils = np.zeros(instance.sites, dtype=np.int64)
        mine = could_come & (instance.option_stage == g)
        pairs = np.unique(
            np.stack([instance.option_unit[mine], instance.option_site[mine]]), axis=1
        )
        np.add.at(pupils, pairs[1], instance.unit_pupils[pairs[0]])
        most = [classes_needed(n, size, sizes.multigrade)[0] for n in pupils.tolist()]
        needs += np.array(most, dtype=np.int64)[:, None] * KIND_OFFERS[None, :, g]
    worst = np.where(instance.site_kinds, needs, 0).max(axis=1, initial=0)
    short: Flags = worst > instance.site_rooms - instance.site_rooms_short
    return short
