"""Each demand unit is assigned in full."""

from __future__ import annotations

from collections.abc import Iterator

from planner.instance import Instance
from planner.programme.rules.row import Row
from planner.programme.variables import Grouped, Variables


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield, per unit u: pupils over all its options + unserved_u = n_u.

    A unit may be unserved only where no trip within the ceiling reaches any site that may
    offer its stage (``travel.serve: hard``), or freely (``soft``).
    """
    for u, pupils in enumerate(instance.unit_pupils.tolist()):
        terms = v.pupils(groups.of_unit.get(u, []))
        if u in v.unserved:
            terms.append((v.unserved[u], float(v.pupils_per_unserved[u])))
        yield Row(f"u{u}", terms, "==", float(pupils))
