"""From a layout and its figures to the instance of the allocation programme."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from planner.allocation.instance import ResourceInstance
from planner.allocation.items import PER_PUPILS, QUANTITIES
from planner.allocation.prices import fit_out_yuan, unit_yuan
from planner.balance.audit import FAILS, NOT_KNOWN, PASSES, balance
from planner.balance.figures import BANDS, SchoolFigures
from planner.balance.measures import Measures
from planner.instance import Flags, Floats, Ints
from planner.resources.levels import level_for

if TYPE_CHECKING:
    from planner.accounts import Accounts
    from planner.county import County
    from planner.instance import Instance
    from planner.plan import Plan
    from planner.scenario import Scenario


def assemble_resources(
    county: County,
    layout: Instance,
    plan: Plan,
    accounts: Accounts,
    figures: SchoolFigures,
    measures: Measures,
    online: Collection[str] = (),
) -> ResourceInstance:
    """Return what the allocation programme is given.

    Parameters
    ----------
    layout, plan, accounts
        The layout and its figures by site.
    figures
        What the schools have after it, and after staffing where there is any.
    measures
        That judge them.
    online
        Schools at which online lessons are given.
    """
    site = {school: j for j, school in enumerate(layout.site_id)}
    beds = {s.school_id: s.beds_added for s in plan.sites}
    schools = tuple(sorted(set(figures.school_id)))
    names = ["dorm_area_m2", "teaching_area_m2", "condition", "status"]
    frame = county.schools.reindex(columns=names).reindex(list(schools))
    dorm, teaching = (frame[n].to_numpy(dtype=float, na_value=np.nan) for n in names[:2])
    built = np.array([beds.get(s, 0) for s in schools], dtype=float)
    boarders = [int(accounts.boarders[site[s]]) if s in site else 0 for s in schools]
    # Who has no dormitory and boards nobody today has none; a bed that is built has its area.
    area = dorm + built * float(layout.scenario.boarding.min_m2_per_bed)
    grades = [c if isinstance(c, str) else "" for c in frame["condition"]]
    return given(
        layout.scenario,
        figures,
        measures,
        boarders=np.array(boarders, dtype=np.int64),
        dorm_m2=area,
        building_m2=teaching + np.nan_to_num(dorm),
        condition=tuple(grades),
        online=online,
    )


def given(
    scenario: Scenario,
    figures: SchoolFigures,
    measures: Measures,
    *,
    boarders: Ints | None = None,
    dorm_m2: Floats | None = None,
    building_m2: Floats | None = None,
    condition: tuple[str, ...] = (),
    online: Collection[str] = (),
) -> ResourceInstance:
    """Return the instance of schools with these figures, in the order of their ids.

    Parameters
    ----------
    boarders, dorm_m2, building_m2, condition
        By school: boarders, dormitory area, area to renovate, grade of the building; without
        them nobody boards and no building is known.
    """
    schools = tuple(sorted(set(figures.school_id)))
    number = {school: s for s, school in enumerate(schools)}
    of = np.array([number[s] for s in figures.school_id], dtype=np.int64)
    judged = balance(figures, measures)
    bought = {i.quantity: n for n, i in enumerate(measures.indicators)}
    others = [n for n, i in enumerate(measures.indicators) if i.quantity not in QUANTITIES]
    have = np.array([_by_school(figures.quantity[q], of, len(schools)) for q in QUANTITIES])
    asked = scenario.resources
    counted = ~judged.small | asked.small_points
    threshold, floor = (
        np.array(
            [
                source[bought[q]] if q in bought else np.full(figures.rows, np.nan)
                for q in QUANTITIES
            ]
        ).reshape(len(QUANTITIES), figures.rows)
        for source in (judged.threshold, judged.floor)
    )
    pupils = np.zeros(len(schools), dtype=np.int64)
    pupils[of] = figures.school_pupils
    kind = dict(zip(figures.school_id, figures.kind, strict=True))
    limits = measures.cv_limit if not measures.composite else (math.inf, math.inf)
    unknown = np.full(len(schools), np.nan)
    steps = np.array([asked.area_step_m2, asked.area_step_m2, asked.equipment_step_yuan, 1])
    goal = _goals(figures, of, pupils, have, threshold, ~judged.small, limits, steps)
    return ResourceInstance(
        scenario=scenario,
        school_id=schools,
        school_kind=tuple(kind[s] for s in schools),
        school_condition=condition or ("",) * len(schools),
        school_pupils=pupils,
        school_boarders=np.zeros(len(schools), dtype=np.int64) if boarders is None else boarders,
        school_have=have,
        school_dorm_m2=unknown if dorm_m2 is None else dorm_m2,
        school_building_m2=unknown if building_m2 is None else building_m2,
        school_online=np.array([s in online for s in schools], dtype=bool),
        school_weak=weak_schools(
            pupils, of, figures.pupils, have, threshold, counted, asked.weak_schools_share
        ),
        part_school=of,
        part_band=figures.band.astype(np.int64),
        part_pupils=figures.pupils.astype(np.int64),
        part_counted=counted,
        part_in_scope=~judged.small,
        part_threshold=threshold,
        part_floor=floor,
        part_goal=goal,
        part_other_met=(judged.meets[others] == PASSES).sum(axis=0),
        part_other_low=(judged.above_floor[others] == FAILS).sum(axis=0),
        part_other_unknown=(judged.meets[others] == NOT_KNOWN).sum(axis=0),
        cv_limit=np.array(limits, dtype=float),
        meets_at_least=measures.meets_at_least,
        indicators=len(measures.indicators),
        unit_yuan=unit_yuan(asked),
        fit_out_yuan=fit_out_yuan(asked),
        budget_yuan=np.array(asked.budget_yuan, dtype=np.int64),
    )


def weak_schools(
    pupils: Ints,
    of: Ints,
    part_pupils: Ints,
    have: Floats,
    threshold: Floats,
    counted: Flags,
    share: float,
) -> Flags:
    """Return the weak schools: lowest in the mean of their levels, as far as these are known.

    A level is an indicator over its threshold, 1 at most; a school in which all that is known is
    1 is not weak, one of which nothing is known is not ranked.

    Parameters
    ----------
    pupils, have
        By school (S,), (4, S).
    of, part_pupils, threshold, counted
        By part (R,), (R,), (4, R), (R,).
    share
        Of the schools ranked, rounded up.
    """
    per = np.array(PER_PUPILS, dtype=float)[:, None]
    level = np.minimum(1.0, per * have[:, of] / pupils[of] / threshold)
    known = ~np.isnan(level) & counted
    weight = np.where(known, part_pupils, 0)
    whole = np.bincount(of, weight.sum(axis=0), minlength=len(pupils))
    summed = np.bincount(of, np.where(known, level * part_pupils, 0).sum(axis=0), len(pupils))
    ranked = np.flatnonzero(whole > 0)
    mean = summed[ranked] / whole[ranked]
    weak = np.zeros(len(pupils), dtype=bool)
    most = math.ceil(share * len(ranked) - 1e-9)
    for n in np.argsort(np.round(mean, 9), kind="stable")[:most].tolist():
        weak[ranked[n]] = mean[n] < 1 - 1e-9
    return weak


def _goals(
    figures: SchoolFigures,
    of: Ints,
    pupils: Ints,
    have: Floats,
    threshold: Floats,
    in_scope: Flags,
    limits: tuple[float, float],
    steps: Ints,
) -> Floats:
    """Return the level to which the lowest are raised, shape (4, R).

    The threshold; where the coefficient of a band lies above its limit even then, the least
    level at which it does not.
    """
    goal = threshold.copy()
    for k in range(len(QUANTITIES)):
        for band in range(len(BANDS)):
            own = figures.band == band
            rows = np.flatnonzero(own & in_scope & ~np.isnan(have[k, of]))
            if len(rows) == 0 or math.isinf(limits[band]) or np.isnan(threshold[k, rows]).any():
                continue
            there, all_pupils = have[k, of[rows]], pupils[of[rows]]
            share = figures.pupils[rows] / all_pupils
            least, step = float(threshold[k, rows[0]]), int(steps[k])
            level = level_for(there, all_pupils, share, k, step, limits[band], least)
            if not math.isnan(level):
                goal[k, own] = max(least, level)
    return goal


def _by_school(quantity: Floats, of: Ints, schools: int) -> Floats:
    found = np.zeros(schools)
    np.add.at(found, of, quantity)
    return found
