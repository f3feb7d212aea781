"""An open site is a school of one kind, among those it may be."""

from __future__ import annotations

from collections.abc import Iterator

from planner.instance import Instance
from planner.programme.rules.row import Row
from planner.programme.variables import Grouped, Variables


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield, per site j: sum over the kinds it may have of kind_jk <= 1."""
    for j in sorted({j for j, _ in v.kind}):
        yield Row(f"j{j}", v.open(j), "<=", 1.0)
