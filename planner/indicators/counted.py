"""From a plan and its accounts to the pupils and sites that indicators look at."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.accounts import Accounts
from planner.affected import growth_minutes, week_trips
from planner.county.dictionary import KINDS, STAGES
from planner.equity import aversion_per_minute, option_weighed_minutes
from planner.gates import left_behind_share, stream_lost, without_bed
from planner.indicators.view import Rows, Sites, View
from planner.instance import BOARD, KIND_OFFERS, Flags, Floats, Instance, excess_minutes
from planner.plan import Plan


def county_view(instance: Instance, plan: Plan, accounts: Accounts) -> View:
    """Return the whole county under a plan (today's arrangement is one, too)."""
    return View(
        _rows(instance, plan, accounts),
        _sites(instance, plan, accounts),
        accounts,
        aversion_per_minute=aversion_per_minute(instance.scenario),
    )


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
        school_lost=_school_lost(instance, plan)[u],
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
        **_left_behind(instance, plan, accounts),
        kept_yuan=np.where(accounts.open, 0.0, instance.site_closed_yuan),
    )


def _school_lost(instance: Instance, plan: Plan) -> Flags:
    """Return the units whose school of today does not teach their stage after the plan, (U,)."""
    after = {s.school_id: s.kind for s in plan.sites}
    kinds = [after.get(school) for school in instance.site_id]
    offers = np.array([KIND_OFFERS[KINDS.index(k)] if k else [False] * len(STAGES) for k in kinds])
    taught = offers.reshape(-1, len(STAGES))[instance.unit_site, instance.unit_stage]
    lost: Flags = (instance.unit_site >= 0) & ~taught
    return lost


def _left_behind(instance: Instance, plan: Plan, accounts: Accounts) -> dict[str, Floats | None]:
    """Return `left_behind`, `without_bed` and `with_bed` of the sites, None where nobody is."""
    if not (instance.unit_left_behind > 0).any():
        return {"left_behind": None, "without_bed": None, "with_bed": None}
    share = left_behind_share(instance)
    board, day = np.zeros(instance.sites), np.zeros(instance.sites)
    for row, a in zip(plan.assignments, accounts.option.tolist(), strict=True):
        if a >= 0:
            at = board if instance.option_mode[a] == BOARD else day
            at[instance.option_site[a]] += row.pupils * share[instance.option_unit[a]]
    added = {site.school_id: site.beds_added for site in plan.sites}
    beds = instance.site_beds + np.array([added.get(school, 0) for school in instance.site_id])
    free = np.where(accounts.open, np.clip(beds - accounts.boarders, 0, None), 0)
    return {
        "left_behind": board + day,
        "without_bed": without_bed(instance, plan, accounts.option),
        "with_bed": board + np.minimum(day, free),
    }
