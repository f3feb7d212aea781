"""A school whose classes lack rooms today takes nobody from elsewhere before it has them."""

from __future__ import annotations

from collections.abc import Iterator

from planner.instance import Instance
from planner.programme.rules.classrooms import class_terms
from planner.programme.rules.row import Row, minus
from planner.programme.variables import Grouped, Variables


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield the rows of each site j that lacks short_j rooms for the classes of today.

    - share of any unit u from elsewhere <= takes_j
    - classes_j <= rooms_j open_j - short_j takes_j + rooms added

    rooms_j counts the rooms that are lacking, so that today's pupils may stay; who takes in
    others must have real rooms for all. That a building of condition D takes nobody strikes
    options out and needs no row.
    """
    for j, takes in v.takes.items():
        for u in dict.fromkeys(instance.option_unit[groups.of_site.get(j, [])].tolist()):
            if int(instance.unit_site[u]) != j:
                share = v.share(groups.of_pair[u, j])
                yield Row(f"u{u}_j{j}", [*share, (takes, -1.0)], "<=", 0.0)
        room = minus(v.open(j), float(instance.site_rooms[j]))
        room.append((takes, float(instance.site_rooms_short[j])))
        if j in v.rooms:
            room.append((v.rooms[j], -1.0))
        yield Row(f"j{j}", [*class_terms(v, j), *room], "<=", 0.0)
