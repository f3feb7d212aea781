"""The longest daily trip, where an objective asks for it."""

from __future__ import annotations

from collections.abc import Iterator

from planner.instance import BOARD, Instance
from planner.programme.rules.row import Row
from planner.programme.variables import Grouped, Variables


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield, per daily option a: worst >= minutes_a taken_a, taken_a binary >= share_a.

    And worst >= 0, without which it would stand in no row where nobody can go daily.
    """
    if v.worst is None:
        return
    yield Row("county", [(v.worst, 1.0)], ">=", 0.0)
    pupils = instance.option_pupils.tolist()
    for a in v.options.tolist():
        if instance.option_mode[a] == BOARD:
            continue
        minutes = float(instance.option_minutes[a])
        taken = v.use[a]
        if a in v.part or v.pupils_per_use[a] != pupils[a]:
            taken = v.problem.add_variable(f"taken__a{a}", 0, 1, "Integer")
            yield Row(f"a{a}_taken", [*v.share([a]), (taken, -1.0)], "<=", 0.0)
        yield Row(f"a{a}", [(v.worst, 1.0), (taken, -minutes)], ">=", 0.0)
