"""A unit goes to one school; modes differ only where the bus is full."""

from __future__ import annotations

from collections.abc import Iterator

from planner.instance import Instance
from planner.programme.rules.row import Row
from planner.programme.variables import Grouped, Terms, Variables


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield the rows of pairs (u, j) that a bus line serves; other pairs are whole already.

    - takes_uj binary: pupils of u at j = n_u takes_uj
    - share_ujm <= takes_ujm binary, sum over m of takes_ujm <= takes_uj + split_uj (once a
      further mode), split_uj <= full_l, riders_l >= seats_l full_l

    so that a second mode at the same school asks for a line l of the pair without a seat
    left.
    """
    if not instance.scenario.schools.whole_village:
        return
    line = instance.option_line.tolist()
    full = {}
    for (u, j), options in groups.of_pair.items():
        lines = sorted({line[a] for a in options if line[a] >= 0})
        if len(options) < 2 or not lines:
            continue
        pupils = float(instance.unit_pupils[u])
        takes = v.problem.add_variable(f"takes__u{u}_j{j}", 0, 1, "Integer")
        yield Row(f"u{u}_j{j}", [*v.pupils(options), (takes, -pupils)], "==", 0.0)
        modes: Terms = []
        for a in options:
            by = v.problem.add_variable(f"takes__u{u}_j{j}_a{a}", 0, 1, "Integer")
            yield Row(f"a{a}", [*v.share(instance, [a]), (by, -1.0)], "<=", 0.0)
            modes.append((by, 1.0))
        split = v.problem.add_variable(f"split__u{u}_j{j}", 0, len(options) - 1, "Integer")
        yield Row(f"u{u}_j{j}_modes", [*modes, (takes, -1.0), (split, -1.0)], "<=", 0.0)
        gates: Terms = [(split, 1.0)]
        for n in lines:
            if n not in full:
                full[n] = v.problem.add_variable(f"full__l{n}", 0, 1, "Integer")
                seats = float(instance.line_seats[n])
                riders = v.pupils(groups.on_line[n])
                yield Row(f"l{n}_full", [*riders, (full[n], -seats)], ">=", 0.0)
            gates.append((full[n], -float(len(options) - 1)))
        yield Row(f"u{u}_j{j}_full", gates, "<=", 0.0)
