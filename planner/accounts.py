"""What a plan comes to: pupils, classes, posts and money, counted from its decisions.

Written from the plain statements of docs/formulation.md, with no word of the programme's
rows, so that a plan's figures are the same whether a solver, a person or today's county
made it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.areas import area_added_m2
from planner.county.dictionary import KINDS, MODES, STAGES
from planner.equity import option_weighed_minutes
from planner.gates import canteen_added
from planner.instance import BOARD, Floats, Instance, Ints
from planner.plan import Assignment, Plan
from planner.posts import carers_needed as carers_needed
from planner.posts import classes_needed as classes_needed
from planner.posts import post_change
from planner.posts import posts_needed as posts_needed


@dataclass(frozen=True, eq=False)
class Accounts:
    """Figures of a plan by site (arrays of shape (J,)) and for the county.

    Parameters
    ----------
    option
        Option used by each assignment of the plan, -1 where no such trip exists.
    pupils
        Pupils by site and stage, shape (J, stages).
    boarders, classes, posts, carers
        Counts by site; posts are teaching posts, carers boarding-care posts.
    open
        Whether each site is open.
    capital_yuan, annual_yuan
        By site: capital spent once; running cash a year without teachers' pay, revenue
        taken off.
    building_yuan
        The part of `capital_yuan` that is buildings.
    revenue_yuan, floor_revenue_yuan
        By site: public funds received; the part that is the small-school floor.
    riders
        Day pupils on each bus line, shape (L,); boarders' trips home do not count.
    funded
        Possible lines that anybody rides: they run, and cost (L,).
    hires, freed
        Posts above and below the posts filled today, for the county.
    running_yuan, county_capital_yuan, annual_cost_yuan, household_yuan
        County totals: running cash a year, funded lines with it; capital with surplus posts
        and vehicles; running cost and annualised capital; household cost a year.
    payroll_today_yuan
        Base payroll, constant and shown only.
    staffing_yuan
        What the goals in `STAFFED_TIERS` charge the open sites besides, no money that anybody
        pays: for lessons that the staff there is could not give.
    """

    option: Ints
    pupils: Ints
    boarders: Ints
    classes: Ints
    posts: Ints
    carers: Ints
    open: NDArray[np.bool_]
    capital_yuan: Floats
    building_yuan: Floats
    annual_yuan: Floats
    revenue_yuan: Floats
    floor_revenue_yuan: Floats
    riders: Ints
    funded: NDArray[np.bool_]
    hires: int
    freed: int
    running_yuan: float
    county_capital_yuan: float
    annual_cost_yuan: float
    household_yuan: float
    payroll_today_yuan: float
    staffing_yuan: float = 0.0


STAFFED_TIERS = (
    "running_cost_yuan",
    "annual_cost_yuan",
    "public_plus_household_cost_yuan",
    "public_plus_household_spending_yuan",
)
"""Objectives to which `Instance.site_staffing_yuan` of the open sites is added."""


def annuity(rate: float, years: float) -> float:
    """Return the yearly payment that repays one yuan over `years` at `rate`."""
    return float(1 / years if rate == 0 else rate / (1 - (1 + rate) ** -years))


def bed_yuan(instance: Instance) -> Floats:
    """Return the price of a bed added at each site, shape (J,).

    In a new boarding school the all-in place holds a classroom place and a bed; the
    classroom place is priced with the classroom, so the bed is the rest.
    """
    costs = instance.scenario.costs
    new = max(0.0, costs.boarding_place_all_in_yuan - costs.classroom_place_yuan)
    return np.where(instance.site_existing, costs.bed_yuan, new)


def option_lookup(
    instance: Instance, schools: Collection[str] | None = None
) -> dict[tuple[str, str, str, str, str, str], int]:
    """Return the option index by village, stage, today's school, school, mode and funded line.

    Parameters
    ----------
    schools
        Only the options that lead to these, all where None.
    """
    asked = np.array([schools is None or j in schools for j in instance.site_id], dtype=bool)
    among = np.flatnonzero(asked[instance.option_site])
    line = np.where(instance.option_possible, instance.option_line, -1)
    columns = (among, instance.option_unit[among], instance.option_site[among])
    keys = zip(
        *(c.tolist() for c in (*columns, instance.option_mode[among], line[among])), strict=True
    )
    stage = [STAGES[g] for g in instance.unit_stage.tolist()]
    return {
        (
            instance.unit_village[u],
            stage[u],
            instance.unit_today[u],
            instance.site_id[j],
            MODES[m],
            instance.line_id[n] if n >= 0 else "",
        ): a
        for a, u, j, m, n in keys
    }


def key_of(row: Assignment) -> tuple[str, str, str, str, str, str]:
    """Return the key of an assignment in `option_lookup`."""
    unit = (row.village_id, row.stage, row.baseline_school_id)
    return (*unit, row.school_id, row.mode, row.line_id)


def account(instance: Instance, plan: Plan) -> Accounts:
    """Count a plan.

    Assignments to trips or sites that the instance does not know count as pupils nowhere
    (`option` -1); the audit reports them.
    """
    lookup = option_lookup(instance, {r.school_id for r in plan.assignments})
    option = np.array([lookup.get(key_of(r), -1) for r in plan.assignments], dtype=np.int64)
    pupils, boarders = _pupils(instance, plan, option)
    kinds = {s.school_id: s.kind for s in plan.sites}
    kind = np.array(
        [KINDS.index(k) if (k := kinds.get(j)) else -1 for j in instance.site_id], dtype=np.int64
    )
    is_open = kind >= 0
    decisions = {s.school_id: s for s in plan.sites}
    classes = np.array(
        [sum(decisions[j].classes.values()) if j in decisions else 0 for j in instance.site_id],
        dtype=np.int64,
    )
    staff, boarding = instance.scenario.staff, instance.scenario.boarding
    posts = np.array(
        [
            posts_needed(staff, pupils[j].tolist(), int(classes[j])) if is_open[j] else 0
            for j in range(instance.sites)
        ],
        dtype=np.int64,
    )
    carers = np.array([carers_needed(boarding, int(b)) for b in boarders], dtype=np.int64)
    revenue, floor = _revenue(instance, kind, pupils, boarders)
    building, other = _capital(instance, plan, kind, boarders)
    building += canteen_added(instance, boarders) * instance.scenario.costs.canteen_place_yuan
    building += area_added_m2(instance, plan) @ instance.area_yuan
    public = np.zeros(instance.sites)
    household = 0.0
    riders = _riders(instance, plan, option)
    funded = instance.line_possible & (riders > 0)
    for row, a in zip(plan.assignments, option, strict=True):
        if a >= 0:
            public[instance.option_site[a]] += row.pupils * instance.option_public_yuan[a]
            household += row.pupils * float(instance.option_household_yuan[a])
    costs = instance.scenario.costs
    by_kind = np.append(instance.site_kind_open_yuan, np.zeros((instance.sites, 1)), axis=1)
    site_yuan = by_kind[np.arange(instance.sites), kind]
    site_yuan += np.where(is_open, 0.0, instance.site_closed_yuan)
    annual = site_yuan + carers * costs.carer_yuan + public - revenue
    change = post_change(costs, int(posts.sum()), instance.posts_today)
    running = float(annual.sum()) + change.yearly_yuan
    running += float(instance.line_yuan[funded].sum())
    vehicles = float(instance.line_vehicle_yuan[funded].sum())
    yearly = float(building.sum()) * annuity(costs.discount_rate, costs.building_years)
    once = float(other.sum()) + change.once_yuan + vehicles
    yearly += once * annuity(costs.discount_rate, costs.other_years)
    return Accounts(
        option=option,
        pupils=pupils,
        boarders=boarders,
        classes=classes,
        posts=posts,
        carers=carers,
        open=is_open,
        capital_yuan=building + other,
        building_yuan=building,
        annual_yuan=annual,
        revenue_yuan=revenue,
        floor_revenue_yuan=floor,
        riders=riders,
        funded=funded,
        hires=change.hires,
        freed=change.freed,
        running_yuan=running,
        county_capital_yuan=float((building + other).sum()) + change.once_yuan + vehicles,
        annual_cost_yuan=running + yearly,
        household_yuan=household,
        payroll_today_yuan=instance.posts_today * costs.teacher_yuan,
        staffing_yuan=float(instance.site_staffing_yuan[is_open].sum()),
    )


def tier_value(instance: Instance, plan: Plan, accounts: Accounts, name: str) -> float:
    """Return the value of one objective, in the words of docs/formulation.md."""
    used = accounts.option >= 0
    a = accounts.option[used]
    n = np.array([r.pupils for r in plan.assignments], dtype=np.float64)[used]
    unserved = sum(r.pupils for r in plan.unserved)
    if name == "unserved_pupils":
        return float(unserved)
    if name == "pupils_over_norm":
        return float(n[instance.option_excess_minutes[a] > 0].sum()) + unserved
    if name == "excess_pupil_minutes":
        return float(n @ (instance.option_excess_minutes * instance.option_trips)[a])
    if name == "worst_minutes":
        daily = instance.option_mode[a] != BOARD
        return float(instance.option_minutes[a][daily & (n > 0)].max(initial=0.0))
    if name == "running_cost_yuan":
        return accounts.running_yuan + accounts.staffing_yuan
    if name == "annual_cost_yuan":
        return accounts.annual_cost_yuan + accounts.staffing_yuan
    if name == "household_cost_yuan":
        return accounts.household_yuan
    if name == "public_plus_household_cost_yuan":
        return accounts.annual_cost_yuan + accounts.household_yuan + accounts.staffing_yuan
    if name == "public_plus_household_spending_yuan":
        received = float(accounts.revenue_yuan.sum())
        spent = accounts.annual_cost_yuan + accounts.household_yuan + received
        return spent + accounts.staffing_yuan
    if name == "capital_yuan":
        return accounts.county_capital_yuan
    if name == "pupil_minutes":
        return float(n @ (instance.option_minutes * instance.option_trips)[a])
    if name == "kolm_pollak_pupil_minutes":
        return float(n @ option_weighed_minutes(instance)[a])
    if name == "affected_pupils":
        return float(n[instance.option_affected[a]].sum()) + affected_unserved(instance, plan)
    if name == "schools_closed":
        return float((instance.site_existing & ~accounts.open).sum())
    raise KeyError(name)


def affected_unserved(instance: Instance, plan: Plan) -> int:
    """Return the unserved pupils who count as affected.

    A pupil whom no school can serve within the ceiling under any plan, or who has no trip
    today, is unserved but not affected: nothing the plan decides takes anything away.
    """
    units = zip(
        instance.unit_village, instance.unit_stage.tolist(), instance.unit_today, strict=True
    )
    index = {(v, STAGES[g], t): u for u, (v, g, t) in enumerate(units)}
    loses = instance.loses_unserved
    return sum(
        r.pupils
        for r in plan.unserved
        if (u := index.get((r.village_id, r.stage, r.baseline_school_id))) is not None and loses[u]
    )


def _pupils(instance: Instance, plan: Plan, option: Ints) -> tuple[Ints, Ints]:
    pupils = np.zeros((instance.sites, len(STAGES)), dtype=np.int64)
    boarders = np.zeros(instance.sites, dtype=np.int64)
    for row, a in zip(plan.assignments, option, strict=True):
        if a < 0:
            continue
        site = instance.option_site[a]
        pupils[site, STAGES.index(row.stage)] += row.pupils
        if instance.option_mode[a] == BOARD:
            boarders[site] += row.pupils
    return pupils, boarders


def _riders(instance: Instance, plan: Plan, option: Ints) -> Ints:
    riders = np.zeros(len(instance.line_id), dtype=np.int64)
    for row, a in zip(plan.assignments, option.tolist(), strict=True):
        if a >= 0 and row.mode == "ride" and instance.option_line[a] >= 0:
            riders[instance.option_line[a]] += row.pupils
    return riders


def _revenue(instance: Instance, kind: Ints, pupils: Ints, boarders: Ints) -> tuple[Floats, Floats]:
    costs = instance.scenario.costs
    rates = np.array(
        [costs.revenue_primary_yuan, costs.revenue_primary_yuan, costs.revenue_junior_yuan]
    )
    junior = instance.site_kind == KINDS.index("junior")
    floor_rate = np.where(junior, costs.revenue_junior_yuan, costs.revenue_primary_yuan)
    short = np.maximum(0, costs.revenue_floor_pupils - pupils.sum(axis=1))
    floor = np.where(kind >= 0, short * floor_rate, 0.0)
    return pupils @ rates + boarders * costs.revenue_boarder_yuan + floor, floor


def _capital(instance: Instance, plan: Plan, kind: Ints, boarders: Ints) -> tuple[Floats, Floats]:
    costs = instance.scenario.costs
    decisions = {s.school_id: s for s in plan.sites}
    added = np.array(
        [
            (s.classrooms_added, s.beds_added) if (s := decisions.get(j)) else (0, 0)
            for j in instance.site_id
        ],
        dtype=np.float64,
    ).reshape(-1, 2)
    converts = instance.site_existing & (instance.site_beds == 0) & (boarders > 0)
    room_yuan = costs.classroom_place_yuan * costs.places_per_classroom
    building = (
        added[:, 0] * room_yuan
        + added[:, 1] * bed_yuan(instance)
        + converts * costs.conversion_yuan
    )
    closing = np.array([getattr(costs.closing_yuan, k) for k in KINDS])[instance.site_kind]
    other = np.where(instance.site_existing & (kind < 0), closing, 0.0)
    return building, other
