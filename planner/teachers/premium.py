"""What lessons that nobody can give are worth, school by school: the price put on the layout."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.county.dictionary import STAGES
from planner.instance import Floats
from planner.teachers.counts import uncovered_periods
from planner.teachers.figures import priority_rows
from planner.teachers.instance import JUNIOR, PRIMARY, StaffInstance
from planner.teachers.plan import StaffPlan


def site_premium_yuan(
    instance: StaffInstance, plan: StaffPlan, site_id: Sequence[str], teacher_yuan: float
) -> Floats:
    """Return what each site would be charged a year for its uncovered lessons, shape (J,).

    ``premium_factor x teacher_yuan x sum_n weight_n uncovered_n / load`` over the need rows of
    the school, with the load of the stage's band and weight 1 for rows that are covered first,
    ``premium_other_share`` for the rest: the pay of the posts that these lessons would fill.

    Parameters
    ----------
    instance, plan
        What staffing was given and what it decided.
    site_id
        Sites of the layout; one without lessons is charged nothing.
    teacher_yuan
        Yearly pay of a post.
    """
    staffing = instance.scenario.staffing
    junior = instance.need_stage == STAGES.index("junior")
    load = instance.load_periods[np.where(junior, JUNIOR, PRIMARY)]
    weight = np.where(priority_rows(instance), 1.0, staffing.premium_other_share)
    posts = weight * uncovered_periods(instance, plan) / load
    by_school = np.bincount(instance.need_school, weights=posts, minlength=instance.schools)
    number = {school: s for s, school in enumerate(instance.school_id)}
    found = [by_school[number[site]] if site in number else 0.0 for site in site_id]
    return np.array(found, dtype=float) * teacher_yuan * staffing.premium_factor
