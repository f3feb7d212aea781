"""A trip is used only where its stage is offered."""

from __future__ import annotations

from collections.abc import Iterator

from planner.instance import Instance
from planner.programme.rules.row import Row, minus
from planner.programme.variables import Grouped, Terms, Variables


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield, per unit u and site j: sum over modes of share_ujm <= offer_jg (the tight form)."""
    stage = instance.unit_stage.tolist()
    offers: dict[tuple[int, int], Terms] = {}
    for (u, j), options in groups.of_pair.items():
        taught = (j, stage[u])
        if taught not in offers:
            offers[taught] = minus(v.offer(*taught))
        yield Row(f"u{u}_j{j}", v.share(options) + offers[taught], "<=", 0.0)
