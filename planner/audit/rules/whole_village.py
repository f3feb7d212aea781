"""Whole village: a demand unit goes to one school."""

from __future__ import annotations

from collections import defaultdict

from planner.accounts import Accounts
from planner.audit.rules.seats import line_riders
from planner.audit.violation import UnitKey, Violation, breach, in_words, unit_keys, unit_of
from planner.instance import RIDE, Instance
from planner.plan import Plan
from planner.texts import text

NAME = "whole_village"


def violation(instance: Instance, plan: Plan, accounts: Accounts) -> list[Violation]:
    """With ``schools.whole_village`` a unit goes to one school, and there in one way.

    A way is a mode, or a line that the plan funds. It may use several only where a bus line that it could use to that school is
    full. A unit is not served in part.
    """
    if not instance.scenario.schools.whole_village:
        return []
    going: dict[UnitKey, dict[str, dict[tuple[str, str], int]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for r in plan.assignments:
        going[unit_of(r)][r.school_id][r.mode, r.line_id] = r.pupils
    full = _full_lines(instance, plan, accounts)
    found = [
        breach(NAME, "part", (r.village_id,), r.pupils, "pupils", **in_words(r))
        for r in plan.unserved
        if unit_of(r) in going
    ]
    for key, schools in sorted(going.items()):
        words = {"village": key[0], "stage": text(f"stage.{key[1]}")}
        totals = [sum(modes.values()) for modes in schools.values()]
        if len(schools) > 1:
            ids, apart = (key[0], *sorted(schools)), sum(totals) - max(totals)
            named = ", ".join(sorted(schools))
            found.append(breach(NAME, "split", ids, apart, "pupils", schools=named, **words))
        for school, modes in sorted(schools.items()):
            if len(modes) > 1 and (*key, school) not in full:
                apart = sum(modes.values()) - max(modes.values())
                ids = (key[0], school)
                found.append(breach(NAME, "modes", ids, apart, "pupils", school=school, **words))
    return found


def _full_lines(
    instance: Instance, plan: Plan, accounts: Accounts
) -> set[tuple[str, str, str, str]]:
    """Return the units and schools between which a line that may be used is full."""
    riders = line_riders(instance, plan, accounts)
    keys = unit_keys(instance)
    full = set()
    rides = instance.allowed & (instance.option_mode == RIDE) & (instance.option_line >= 0)
    for a in rides.nonzero()[0].tolist():
        line = instance.option_line[a]
        if riders[line] >= instance.line_seats[line]:
            school = instance.site_id[int(instance.option_site[a])]
            full.add((*keys[int(instance.option_unit[a])], school))
    return full
