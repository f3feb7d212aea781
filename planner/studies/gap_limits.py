"""Which limits of a staffed run keep others from giving the lessons that a school lacks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.instance import Floats
from planner.staffing.teaching import most_hires
from planner.teachers.capacity import posts_away
from planner.teachers.files import HOWS
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import StaffPlan


@dataclass(frozen=True)
class Limit:
    """A limit that binds.

    Parameters
    ----------
    code
        `no_hires`, `hires_used`, `subject_hires_used`, `no_circuits`, `circuit_posts_used`,
        `not_online` (the subject), `no_point` (the school), `online_share_used`,
        `nothing_to_show`.
    value
        Of the option, in its unit.
    """

    code: str
    value: float = np.nan


def limits_of(
    instance: StaffInstance, plan: StaffPlan, s: int, q: int, rows: list[int], given: Floats
) -> tuple[Limit, ...]:
    """Return the limits of hires, circuits and screens that bind at a school.

    Parameters
    ----------
    s, q, rows
        School, subject and its uncovered need rows.
    given
        Weekly periods by need row and way, shape (N, ways).
    """
    found = [*_hires(instance, plan, q), *_circuits(instance, plan)]
    return (*found, *_online(instance, s, q, rows, given))


def _hires(instance: StaffInstance, plan: StaffPlan, q: int) -> list[Limit]:
    most, hired = most_hires(instance), sum(h.count for h in plan.hires)
    if most <= 0:
        return [Limit("no_hires", 0)]
    own = sum(h.count for h in plan.hires if h.subject == instance.subject_id[q])
    if own >= instance.most_hires_subject[q]:
        return [Limit("subject_hires_used", float(instance.most_hires_subject[q]))]
    return [Limit("hires_used", most)] if hired >= most else []


def _circuits(instance: StaffInstance, plan: StaffPlan) -> list[Limit]:
    circuits = instance.scenario.staffing.circuits
    if circuits.max_minutes <= 0 or circuits.away_share <= 0:
        return [Limit("no_circuits")]
    most = circuits.max_posts
    if most is not None and posts_away(instance, plan) >= most - 1e-6:
        return [Limit("circuit_posts_used", most)]
    return []


def _online(instance: StaffInstance, s: int, q: int, rows: list[int], given: Floats) -> list[Limit]:
    online = instance.scenario.staffing.online
    plain = [n for n in rows if instance.need_language[n] < 0]
    if not plain or not instance.subject_lesson[q]:
        return []
    if not instance.school_point[s]:
        return [Limit("no_point")]
    if not instance.subject_online[q]:
        return [Limit("not_online")]
    shown = given[:, HOWS.index("online")]
    full = online.max_share * instance.need_periods
    if all(shown[n] >= full[n] - 1e-6 for n in plain):
        return [Limit("online_share_used", online.max_share)]
    return [Limit("nothing_to_show", online.rooms_per_lesson)]
