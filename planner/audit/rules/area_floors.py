"""Area floors: no school is fuller than its area allows, or what it lacks is built."""

from __future__ import annotations

import math

from planner.accounts import Accounts
from planner.audit.violation import Violation, breach, decisions, exceeds
from planner.instance import Instance
from planner.plan import Plan
from planner.texts import text

NAME = "area_floors"
KINDS = ("teaching", "sports")


def violation(instance: Instance, plan: Plan, accounts: Accounts) -> list[Violation]:
    """Floors x pupils <= the area there, or what today's pupils need if more, + what is added.

    A classroom added brings teaching area with it. Square metres are added under ``build`` only.
    Schools whose area is not known, and new ones, are not bound.
    """
    asked = instance.scenario.schools.area_floors
    if asked == "off":
        return []
    found = []
    after_plan = decisions(plan)
    for j, name in enumerate(instance.site_id):
        site = after_plan[name]
        added_m2 = (site.teaching_area_added_m2, site.sports_area_added_m2)
        for a, kind in enumerate(KINDS):
            there, floors = float(instance.site_area_m2[j, a]), instance.area_floor_m2[a].tolist()
            words = {"school": name, "area": text(f"audit.area_floors.kind_{kind}")}
            if asked == "hold" and added_m2[a] > 0:
                by = added_m2[a]
                found.append(breach(NAME, "built", (name,), by, "m2", **words, built=by))
            if math.isnan(there):
                continue
            after, today = accounts.pupils[j].tolist(), instance.site_pupils_today[j].tolist()
            need = sum(m2 * n for m2, n in zip(floors, after, strict=True))
            allowed = max(there, sum(m2 * n for m2, n in zip(floors, today, strict=True)))
            allowed += site.classrooms_added * float(instance.area_room_m2[a]) + added_m2[a]
            if exceeds(need, allowed):
                words |= {"pupils": sum(after), "need": need, "allowed": allowed}
                found.append(breach(NAME, "short", (name,), need - allowed, "m2", **words))
    return found
