"""From the solver's values to a plan."""

from __future__ import annotations

import numpy as np

from planner.county.dictionary import KINDS, MODES, STAGES
from planner.decisions import decisions, site_counts
from planner.gates import needs_of
from planner.instance import Instance
from planner.plan import Assignment, Mode, Plan, Unserved
from planner.programme.highs import Floats, Loaded
from planner.programme.implied import whole_vertex
from planner.programme.variables import Variables

_INTEGRALITY = 1e-4


def extract(instance: Instance, v: Variables, loaded: Loaded, values: Floats) -> Plan:
    """Return the plan that the values stand for.

    Sites and assignments are read; classes, rooms, beds and posts are then the least that
    these need, which is never worse in any objective.

    Raises
    ------
    ArithmeticError
        If a whole number came back as a fraction.
    """
    values = whole_vertex(loaded, v, values)
    kinds: list[str | None] = [None] * instance.sites
    for (j, k), variable in v.kind.items():
        if _whole(loaded.value(variable, values)) == 1:
            kinds[j] = KINDS[k]
    pupils = {a: _whole(loaded.value(x, values)) * v.pupils_per_use[a] for a, x in v.use.items()}
    for a, x in v.part.items():
        pupils[a] += _whole(loaded.value(x, values))
    used = np.array([a for a, n in pupils.items() if n > 0], dtype=np.int64)
    count = np.array([pupils[a] for a in used.tolist()], dtype=np.int64)
    names = np.array([*instance.line_id, ""], dtype=object)
    by_line = names[np.where(instance.option_possible, instance.option_line, -1)].tolist()
    assignments = []
    for a, n in zip(used.tolist(), count.tolist(), strict=True):
        u, j = int(instance.option_unit[a]), int(instance.option_site[a])
        mode: Mode = MODES[int(instance.option_mode[a])]  # type: ignore[assignment]
        assignments.append(
            Assignment(
                instance.unit_village[u],
                STAGES[int(instance.unit_stage[u])],
                instance.unit_today[u],
                instance.site_id[j],
                mode,
                n,
                by_line[a],
            )
        )
    unserved = [
        Unserved(
            instance.unit_village[u],
            STAGES[int(instance.unit_stage[u])],
            instance.unit_today[u],
            n,
        )
        for u, variable in v.unserved.items()
        if (n := _whole(loaded.value(variable, values)) * v.pupils_per_unserved[u]) > 0
    ]
    by_stage, boarders = site_counts(instance, used, count)
    return Plan(
        sites=decisions(instance, kinds, by_stage, boarders, needs_of(instance, used, count)),
        assignments=tuple(sorted(assignments)),
        unserved=tuple(sorted(unserved)),
    )


def _whole(value: float) -> int:
    nearest = round(value)
    if abs(value - nearest) > _INTEGRALITY:
        raise ArithmeticError(f"the solver returned {value} for a whole number")
    return nearest
