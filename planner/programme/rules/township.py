"""Each township has so many schools that offer a stage, one for instance."""

from __future__ import annotations

from collections.abc import Iterator

from planner.county.dictionary import STAGES
from planner.instance import Instance
from planner.programme.rules.row import Row
from planner.programme.variables import Grouped, Variables


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield, per township that is not exempt: min <= sum over its sites of offer_jg <= max."""
    rule = instance.scenario.schools.per_township
    if rule is None:
        return
    g = STAGES.index(rule.stage)
    sites = sorted({j for j, _ in v.kind})
    for t, name in enumerate(instance.township):
        if name in rule.exempt:
            continue
        terms = [term for j in sites if instance.site_township[j] == t for term in v.offer(j, g)]
        yield Row(f"t{t}_least", terms, ">=", float(rule.min))
        if rule.max is not None:
            yield Row(f"t{t}_most", terms, "<=", float(rule.max))
