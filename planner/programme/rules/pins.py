"""Schools that must stay or open do; a refused consent keeps a school open."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from planner.instance import Instance
from planner.programme.rules.row import Row
from planner.programme.variables import Grouped, Variables


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield, per site j that must be open: open_j >= 1.

    Sites that must close have no variables at all.
    """
    for j in np.flatnonzero(instance.site_must_open).tolist():
        yield Row(f"j{j}", v.open(j), ">=", 1.0)
