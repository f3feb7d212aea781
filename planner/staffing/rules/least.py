"""Every open school has its least posts; what lacks is short."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from planner.programme.variables import Terms
from planner.staffing.rules.row import Row
from planner.staffing.variables import Key, StaffVariables
from planner.teachers.counts import CARE, MANAGE, TEACH
from planner.teachers.figures import FEMALE, MALE, SHORT, asks_for_both
from planner.teachers.instance import StaffInstance


def rows(instance: StaffInstance, v: StaffVariables) -> Iterator[Row]:
    """Yield the rows of each open school s.

    - teachers_s + hires_s + short >= min_posts; managers_s + short >= leaders_s
    - carers_s + short >= carers' posts_s; where both are asked for and s has two posts or
      more: women_s + short >= 1, men_s + short >= 1
    """
    hires: dict[int, Terms] = defaultdict(list)
    for x, (s, _) in zip(v.hire, v.teaching.hires, strict=True):
        hires[s].append((x, 1.0))
    both = asks_for_both(instance)
    for (s, k), short in v.short.items():
        here = v.into(s, (TEACH, MANAGE, CARE)[k])
        if k == 0:
            here += hires[s]
        yield Row(f"s{s}_{SHORT[k]}", [*here, (short, 1.0)], ">=", float(short.upBound or 0))
        if k == 2 and both and instance.school_carers[s] >= 2:
            for gender in (FEMALE, MALE):
                yield Row(
                    f"s{s}_sex{gender}", [*_of(v, (s, CARE), gender), (short, 1.0)], ">=", 1.0
                )


def _of(v: StaffVariables, key: Key, gender: int) -> Terms:
    female = v.flows.class_female[v.flows.arc_class]
    return [(v.arc[a], 1.0) for a in v.arcs_into.get(key, []) if female[a] == gender]
