"""Schools are neither too small nor too large for their kind."""

from __future__ import annotations

from collections.abc import Iterator

from planner.county.dictionary import KINDS
from planner.instance import Instance
from planner.programme.rules.row import Row
from planner.programme.variables import Grouped, Terms, Variables, pupils_who_could_come


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield, per site j: sum of min_k kind_jk <= pupils_j <= sum of max_jk kind_jk.

    A school of today may stay as large as it is: max_jk is never below its pupils today.
    """
    schools = instance.scenario.schools
    today = instance.site_pupils_today.sum(axis=1).tolist()
    for j in sorted({j for j, _ in v.kind}):
        options = groups.of_site.get(j, [])
        pupils = v.pupils(options)
        could_come = float(pupils_who_could_come(instance, options))
        least: Terms = []
        most: Terms = []
        binds = False
        for k, kind in enumerate(KINDS):
            if (j, k) not in v.kind:
                continue
            low, high = getattr(schools.min_pupils, kind), getattr(schools.max_pupils, kind)
            least.append((v.kind[j, k], -float(low or 0)))
            limit = could_come if high is None else min(could_come, max(float(high), today[j]))
            binds |= limit < could_come
            most.append((v.kind[j, k], -limit))
        if any(c for _, c in least):
            yield Row(f"j{j}_least", [*pupils, *least], ">=", 0.0)
        if binds:
            yield Row(f"j{j}_most", [*pupils, *most], "<=", 0.0)
