"""What indicators look at: the pupils of a plan and its sites, whole or one group of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.accounts import Accounts
from planner.affected import growth_minutes, week_trips
from planner.county.dictionary import KINDS, STAGES
from planner.equity import aversion_per_minute, option_weighed_minutes
from planner.gates import stream_lost, without_bed
from planner.instance import KIND_OFFERS, Flags, Floats, Instance, Ints, excess_minutes
from planner.plan import Plan


@dataclass(frozen=True, eq=False)
class Rows:
    """Pupils of a plan: one entry for each assignment and each unserved row, shape (n,).

    Parameters
    ----------
    pupils, stage
        How many, of which stage.
    village
        Where they live.
    served
        Whether the plan brings them to a school.
    mode, site
        How they go and to which site, -1 where unserved.
    minutes, excess_minutes, week_minutes
        One way; above the norm; in a school week. NaN where unserved.
    weighed_minutes
        Minutes in which those of a long trip weigh more (planner/equity.py). NaN where
        unserved.
    trips
        One-way trips a year, 0 where unserved.
    over_norm, vehicle, affected
        Whether the trip is over the norm (the unserved are); needs a private or hired
        vehicle; makes them affected.
    has_stream, stream_lost
        Whether they are taught in or with their mother tongue today; go where they are not.
    home_minutes
        On foot from a hamlet to the village centre, NaN where unknown.
    over_norm_at_hamlet
        Whether the trip with that walk is over the norm; the walk counts nothing where it is
        not known.
    household_yuan, household_yuan_today
        Per pupil and year, 0 where there is no trip.
    mode_today, site_today
        As today, -1 where there is none.
    growth_minutes
        By how much the trip grows, one way; a daily and a weekly trip are compared by a
        tenth of their school-week minutes. NaN where there is no trip before or after.
    """

    pupils: Ints
    stage: Ints
    village: NDArray[np.str_]
    served: Flags
    mode: Ints
    site: Ints
    minutes: Floats
    excess_minutes: Floats
    week_minutes: Floats
    weighed_minutes: Floats
    trips: Floats
    over_norm: Flags
    home_minutes: Floats
    over_norm_at_hamlet: Flags
    vehicle: Flags
    affected: Flags
    has_stream: Flags
    stream_lost: Flags
    household_yuan: Floats
    household_yuan_today: Floats
    mode_today: Ints
    site_today: Ints
    growth_minutes: Floats

    def where(self, chosen: Flags) -> Rows:
        """Return the chosen rows only."""
        return Rows(**{f.name: getattr(self, f.name)[chosen] for f in fields(self)})


@dataclass(frozen=True, eq=False)
class Sites:
    """Sites of a plan, shape (j,), or (j, stages) where said.

    Parameters
    ----------
    open, closed, point
        Open after the plan; a school today that closes; open as a teaching point.
    pupils, classes, multigrade
        By stage, shape (j, stages); `multigrade` counts multi-grade classes.
    posts, capital_yuan, floor_revenue_yuan
        Teaching posts, capital spent there and small-school revenue; None for one stage
        alone, which has none of its own.
    without_bed, kept_yuan
        Left-behind day pupils for whom no bed is left, None where nobody is left behind; what
        the site costs though its school is closed. None for one stage too.
    """

    open: Flags
    closed: Flags
    point: Flags
    pupils: Ints
    classes: Ints
    multigrade: Ints
    posts: Ints | None
    capital_yuan: Floats | None
    floor_revenue_yuan: Floats | None
    without_bed: Floats | None
    kept_yuan: Floats | None

    def where(self, chosen: Flags) -> Sites:
        """Return the chosen sites only."""
        parts: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            parts[field.name] = None if value is None else value[chosen]
        return Sites(**parts)


@dataclass(frozen=True, eq=False)
class View:
    """One group of a plan.

    Parameters
    ----------
    rows
        Its pupils.
    sites
        Its sites, None where the group is one of pupils only.
    accounts
        The county's accounts, None for any smaller group.
    mode
        The mode by which all its pupils go, None where they go by any or by none.
    aversion_per_minute
        How unequal trips weigh (planner/equity.py).
    """

    rows: Rows
    sites: Sites | None = None
    accounts: Accounts | None = None
    mode: int | None = None
    aversion_per_minute: float = 0.0


def county_view(instance: Instance, plan: Plan, accounts: Accounts) -> View:
    """Return the whole county under a plan (today's arrangement is one, too)."""
    return View(
        _rows(instance, plan, accounts),
        _sites(instance, plan, accounts),
        accounts,
        aversion_per_minute=aversion_per_minute(instance.scenario),
    )


def township_view(view: View, instance: Instance, name: str, of: Mapping[str, str]) -> View:
    """Return the pupils who live in a township and the sites that lie in it.

    Parameters
    ----------
    of
        Township by village.
    """
    here = np.array([instance.township[t] == name for t in instance.site_township.tolist()])
    assert view.sites is not None
    return replace(pupils_view(view, name, of), sites=view.sites.where(here.astype(bool)))


def pupils_view(view: View, name: str, of: Mapping[str, str]) -> View:
    """Return the pupils of all villages that `of` puts into the group `name`."""
    chosen = np.array([of.get(v) == name for v in view.rows.village.tolist()], dtype=bool)
    return _part(view, chosen)


def stage_view(view: View, instance: Instance, stage: str) -> View:
    """Return the pupils of a stage and the sites that offer it, seen as that stage alone."""
    g = STAGES.index(stage)
    sites = view.sites
    assert sites is not None
    only = np.arange(len(STAGES)) == g
    offered_today = KIND_OFFERS[instance.site_kind, g]
    of_stage = replace(
        sites,
        open=sites.open & (sites.classes[:, g] > 0),
        closed=sites.closed & offered_today,
        point=sites.point & (sites.classes[:, g] > 0),
        pupils=sites.pupils * only,
        classes=sites.classes * only,
        multigrade=sites.multigrade * only,
        posts=None,
        capital_yuan=None,
        floor_revenue_yuan=None,
        without_bed=None,
        kept_yuan=None,
    )
    return replace(_part(view, view.rows.stage == g), sites=of_stage)


def mode_view(view: View, mode: int) -> View:
    """Return the pupils who go by a mode."""
    return replace(_part(view, view.rows.mode == mode), mode=mode)


def _part(view: View, chosen: Flags) -> View:
    """Return some pupils of a group, without its sites and accounts."""
    return View(view.rows.where(chosen), aversion_per_minute=view.aversion_per_minute)


def _rows(instance: Instance, plan: Plan, accounts: Accounts) -> Rows:
    known = [(r, int(a)) for r, a in zip(plan.assignments, accounts.option, strict=True) if a >= 0]
    stages = [STAGES[g] for g in instance.unit_stage.tolist()]
    keys = zip(instance.unit_village, stages, instance.unit_today, strict=True)
    units = {key: u for u, key in enumerate(keys)}
    unserved = [(units[r.village_id, r.stage, r.baseline_school_id], r) for r in plan.unserved]
    a = np.array([x for _, x in known] + [-1] * len(unserved), dtype=np.int64)
    served = a >= 0
    u = np.array([instance.option_unit[x] for _, x in known] + [x for x, _ in unserved], dtype=int)
    pupils = [r.pupils for r, _ in known] + [r.pupils for _, r in unserved]

    def of_option(values: NDArray[Any], none: Any) -> NDArray[Any]:
        found: NDArray[Any] = np.append(values, np.array([none], dtype=values.dtype))[a]
        return found

    mode, minutes = of_option(instance.option_mode, -1), of_option(instance.option_minutes, np.nan)
    mode_today, minutes_today = instance.unit_mode[u], instance.unit_minutes[u]
    home_minutes, norm = instance.unit_home_minutes[u], of_option(instance.option_norm_minutes, 0.0)
    comparable = served & (mode_today >= 0)
    grown = growth_minutes(instance.scenario, mode_today, minutes_today, mode, minutes)
    return Rows(
        pupils=np.array(pupils, dtype=np.int64),
        stage=instance.unit_stage[u],
        village=np.array([instance.unit_village[x] for x in u], dtype=str),
        served=served,
        mode=mode,
        site=of_option(instance.option_site, -1),
        minutes=minutes,
        excess_minutes=of_option(instance.option_excess_minutes, np.nan),
        week_minutes=minutes * week_trips(instance.scenario, mode),
        weighed_minutes=of_option(option_weighed_minutes(instance), np.nan),
        trips=of_option(instance.option_trips.astype(float), 0.0),
        over_norm=of_option(instance.option_excess_minutes > 0, True),
        home_minutes=home_minutes,
        over_norm_at_hamlet=~served
        | (excess_minutes(minutes + np.nan_to_num(home_minutes), norm) > 0),
        vehicle=of_option(instance.option_vehicle, False),
        affected=np.where(
            served, of_option(instance.option_affected, False), instance.loses_unserved[u]
        ),
        has_stream=instance.unit_stream[u] >= 0,
        stream_lost=of_option(stream_lost(instance), False),
        household_yuan=of_option(instance.option_household_yuan, 0.0),
        household_yuan_today=np.nan_to_num(instance.unit_household_yuan[u], nan=0.0),
        mode_today=mode_today,
        site_today=instance.unit_site[u],
        growth_minutes=np.where(comparable, grown, np.nan),
    )


def _sites(instance: Instance, plan: Plan, accounts: Accounts) -> Sites:
    decisions = {s.school_id: s for s in plan.sites}
    made = [decisions[name] for name in instance.site_id]
    shape = (instance.sites, len(STAGES))
    classes = [[s.classes.get(g, 0) for g in STAGES] for s in made]
    multigrade = [[int(g in s.multigrade) for g in STAGES] for s in made]
    return Sites(
        open=accounts.open,
        closed=instance.site_existing & ~accounts.open,
        point=np.array([s.kind == KINDS[0] for s in made], dtype=bool),
        pupils=accounts.pupils,
        classes=np.array(classes, dtype=np.int64).reshape(shape),
        multigrade=np.array(multigrade, dtype=np.int64).reshape(shape),
        posts=accounts.posts,
        capital_yuan=accounts.capital_yuan,
        floor_revenue_yuan=accounts.floor_revenue_yuan,
        without_bed=without_bed(instance, plan, accounts.option),
        kept_yuan=np.where(accounts.open, 0.0, instance.site_closed_yuan),
    )
