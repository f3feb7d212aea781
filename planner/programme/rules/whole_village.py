"""A unit goes to one school; modes differ only where the bus is full."""

from __future__ import annotations

from collections.abc import Iterator

import pulp

from planner.instance import RIDE, Instance
from planner.programme.rules.row import Row
from planner.programme.variables import Grouped, Terms, Variables


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield the rows of the pairs (u, j) that may be split; a whole unit is one binary.

    A unit takes one option whole, or is split over the modes of one school:

    - sum over m of part_ujm = n_u split_uj
    - split_uj <= sum over the pair's lines l of full_l, riders_l >= seats_l full_l

    so that a second mode at the same school asks for a line of the pair without a seat left.
    """
    line, mode = instance.option_line.tolist(), instance.option_mode.tolist()
    full: dict[int, pulp.LpVariable] = {}
    for (u, j), split in v.split.items():
        options = groups.of_pair[u, j]
        pupils = float(instance.unit_pupils[u])
        parts: Terms = [(v.part[a], 1.0) for a in options]
        yield Row(f"u{u}_j{j}", [*parts, (split, -pupils)], "==", 0.0)
        gates: Terms = [(split, 1.0)]
        for n in sorted({line[a] for a in options if line[a] >= 0 and mode[a] == RIDE}):
            if n not in full:
                full[n] = v.problem.add_variable(f"full__l{n}", 0, 1, "Integer")
                seats = float(instance.line_seats[n])
                riders = v.pupils(groups.on_line[n])
                yield Row(f"l{n}_full", [*riders, (full[n], -seats)], ">=", 0.0)
            gates.append((full[n], -1.0))
        yield Row(f"u{u}_j{j}_full", gates, "<=", 0.0)
