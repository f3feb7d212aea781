"""A bus line carries no more pupils than it seats."""

from __future__ import annotations

from collections.abc import Iterator

from planner.instance import Instance
from planner.programme.rules.row import Row
from planner.programme.variables import Grouped, Variables


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield, per line l of today: riders on l <= seats_l (on its morning run).

    Those of lines that a plan may fund stand with `planner.programme.rules.line`.
    """
    for line, options in groups.on_line.items():
        if line in v.funded:
            continue
        seats = int(instance.line_seats[line])
        if int(instance.option_pupils[options].sum()) > seats:
            yield Row(f"l{line}", v.pupils(options), "<=", float(seats))
