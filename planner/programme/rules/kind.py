"""An open site is a school of one kind, among those it may be; none grows for nobody."""

from __future__ import annotations

from collections.abc import Iterator

from planner.county.dictionary import KINDS
from planner.instance import Instance
from planner.kinds import growth
from planner.programme.rules.row import Row
from planner.programme.variables import Grouped, Variables


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield, per site j: sum over the kinds it may have of kind_jk <= 1.

    And per kind k to which j may grow: kind_jk <= uses of the options of the stages it adds,
    and pupils who go there as part of a split unit.
    """
    for j in sorted({j for j, _ in v.kind}):
        yield Row(f"j{j}", v.open(j), "<=", 1.0)
    for (j, k), stages in growth(instance).items():
        if (j, k) in v.kind:
            options = [a for g in stages for a in groups.of_site_stage.get((j, g), [])]
            comes = [x for a in options for x in (v.use[a], v.part.get(a)) if x is not None]
            terms = [(v.kind[j, k], 1.0), *((x, -1.0) for x in comes)]
            yield Row(f"j{j}_{KINDS[k]}", terms, "<=", 0.0)
