"""A possible line is ridden only where the plan funds it, and not by too few."""

from __future__ import annotations

from collections.abc import Iterator

from planner.instance import Instance
from planner.programme.rules.row import Row, minus
from planner.programme.variables import Grouped, Variables


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield the rows of each possible line l, with funded_l binary.

    - share_a <= funded_l for every option a on l (the tight form)
    - riders_l <= seats_l funded_l
    - riders_l >= lines.min_riders_per_line funded_l

    so that a line runs where and only where somebody rides it.
    """
    fewest = float(instance.scenario.lines.min_riders_per_line)
    for line, funded in v.funded.items():
        options = groups.on_line[line]
        for a in options:
            yield Row(f"a{a}", [*v.share([a]), (funded, -1.0)], "<=", 0.0)
        riders, seats = v.pupils(options), float(instance.line_seats[line])
        yield Row(f"l{line}_most", [*riders, (funded, -seats)], "<=", 0.0)
        yield Row(f"l{line}_least", [(funded, fewest), *minus(riders)], "<=", 0.0)
