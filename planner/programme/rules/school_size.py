"""Schools are neither too small nor too large for their kind."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from planner.county.dictionary import KINDS
from planner.instance import Instance
from planner.programme.rules.row import Row
from planner.programme.variables import Grouped, Terms, Variables, pupils_who_could_come


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield, per site j: sum of min_k kind_jk <= pupils_j <= sum of max_jk kind_jk.

    max_jk is the least of the kind's limit and the site's own. A school of today may stay as
    large as it is: max_jk is never below its pupils today.
    """
    schools = instance.scenario.schools
    kind_most = instance.site_kind_max_pupils
    for j in sorted({j for j, _ in v.kind}):
        options = groups.of_site.get(j, [])
        could_come = float(pupils_who_could_come(instance, options))
        least: Terms = []
        most: Terms = []
        binds = False
        for k, kind in enumerate(KINDS):
            if (j, k) not in v.kind:
                continue
            low = getattr(schools.min_pupils, kind)
            least.append((v.kind[j, k], -float(low or 0)))
            limit = min(could_come, float(np.floor(kind_most[j, k])))
            binds |= limit < could_come
            most.append((v.kind[j, k], -limit))
        if any(c for _, c in least):
            yield Row(f"j{j}_least", [*v.pupils(options), *least], ">=", 0.0)
        if binds:
            yield Row(f"j{j}_most", [*v.pupils(options), *most], "<=", 0.0)
