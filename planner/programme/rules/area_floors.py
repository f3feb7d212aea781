"""Pupils have the area that the floors ask for, or what they lack is built."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from planner.areas import AREAS, area_allowed_m2
from planner.county.dictionary import STAGES
from planner.instance import Instance
from planner.programme.needed import area_lacking_m2
from planner.programme.rules.row import Row, minus, times
from planner.programme.variables import Grouped, Terms, Variables, usable


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield a row per site j and kind of area a that could come to be short of it.

    - sum over stages g of floor_ag pupils_jg <= allowed_ja open_j + room_a rooms added + built_ja

    allowed_ja is the area there, or what today's pupils need where that is more; room_a the area
    that a classroom added brings; built_ja is 0 where nothing is built (``hold``).
    """
    lacking_m2, allowed_m2 = area_lacking_m2(instance, usable(instance)), area_allowed_m2(instance)
    for j in sorted({j for j, _ in v.kind}):
        for a in np.flatnonzero(lacking_m2[j] > 0).tolist():
            terms: Terms = []
            for g in range(len(STAGES)):
                pupils = v.pupils(groups.of_site_stage.get((j, g), []))
                terms += times(pupils, float(instance.area_floor_m2[a, g]))
            terms += minus(v.open(j), float(allowed_m2[j, a]))
            if j in v.rooms and instance.area_room_m2[a] > 0:
                terms.append((v.rooms[j], -float(instance.area_room_m2[a])))
            if (j, a) in v.area:
                terms.append((v.area[j, a], -1.0))
            yield Row(f"j{j}_{AREAS[a]}", terms, "<=", 0.0)
