"""Every class has a room; rooms are added only where the site can grow."""

from __future__ import annotations

from collections.abc import Iterator

from planner.county.dictionary import STAGES
from planner.instance import Instance
from planner.programme.rules.classes import most_classes
from planner.programme.rules.row import Row, minus
from planner.programme.variables import Grouped, Terms, Variables


def class_terms(v: Variables, j: int) -> Terms:
    """Return the expression of all classes of a site: graded and multi-grade ones."""
    terms: Terms = []
    for g in range(len(STAGES)):
        if (j, g) in v.classes:
            terms += [(v.classes[j, g], 1.0), *v.offer(j, g), (v.graded[j, g], -1.0)]
    return terms


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield the room rows of each site j.

    - classes_j <= rooms_j open_j + rooms added; rooms added <= most open_j
    - classes_jg <= R graded_jg per stage g, R the rooms that the site could have, where this
      is less than the classes that could be needed
    """
    for (j, g), classes in v.classes.items():
        could_have = float(instance.site_rooms[j] + instance.site_new_rooms[j])
        if could_have < most_classes(instance, groups.of_site_stage.get((j, g), []), g):
            terms = [(classes, 1.0), (v.graded[j, g], -could_have)]
            yield Row(f"j{j}_{STAGES[g]}", terms, "<=", 0.0)
    for j in sorted({j for j, _ in v.kind}):
        room = minus(v.open(j), float(instance.site_rooms[j]))
        if j in v.rooms:
            room.append((v.rooms[j], -1.0))
            most = minus(v.open(j), float(instance.site_new_rooms[j]))
            yield Row(f"j{j}_grow", [(v.rooms[j], 1.0), *most], "<=", 0.0)
        running = class_terms(v, j)
        if running:
            yield Row(f"j{j}", [*running, *room], "<=", 0.0)
