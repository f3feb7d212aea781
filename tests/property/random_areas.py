"""Random tiny counties in which area floors bind."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
from area_worlds import FLOORS, asking, with_areas
from random_worlds import settled

from planner.instance import Instance


def with_random_areas(world: Instance, seed: int, mode: str) -> Instance:
    """Return a random county under area floors, where few schools may stay and money counts.

    Areas are tight, ample or not known, classrooms dear or cheaper than the area they bring.
    """
    draw = Random(seed + 6_000_000)
    today, everyone = world.site_pupils_today.sum(axis=1), float(world.unit_pupils.sum())
    areas = {}
    for j, school in enumerate(world.site_id):
        pupils = draw.choice((0.9 * today[j], 1.2 * today[j], 0.5 * everyone))
        if world.site_existing[j] and draw.random() < 0.9:
            areas[school] = (4.5 * pupils, 7.5 * draw.choice((1, 1.3)) * pupils)
    room_m2, teaching_yuan = draw.choice((0, 9, 20, 90)), draw.choice((0, 400, 4_800, 60_000))
    tried = with_areas(world, mode, areas, room_m2=room_m2, yuan=(teaching_yuan, 300))
    costs = {"classroom_place_yuan": draw.choice((0, 500, 32_000)), "places_per_classroom": 9}
    goal = draw.choice(("annual_cost_yuan", "public_plus_household_spending_yuan", "capital_yuan"))
    serve = draw.choice(("soft", "soft", "hard"))
    asked = asking(
        tried,
        costs=costs,
        travel={"protect": "none", "max_added_minutes": None, "serve": serve},
        schools={"open_between": (None, draw.choice((1, 2, None)))},
        objective=[{"minimise": "unserved_pupils"}, {"minimise": goal}],
    )
    if draw.random() < 0.8:
        # Other limits would hide this one.
        asked = asking(
            asked,
            budget={"capital_yuan": None, "annual_yuan": None},
            staff={"establishment_posts": None},
            concern={"max_affected_share": None},
        )
        asked = asking(asked, schools={"min_pupils": {}, "max_pupils": {}, "per_township": None})
    floors = FLOORS * draw.choice((0.85, 1.0))
    floors[1] *= draw.choice((0, 1, 1))
    shut = ~world.site_existing & ~world.site_must_open & (draw.random() < 0.8)
    freer = replace(
        asked,
        area_floor_m2=floors,
        site_must_close=world.site_must_close | shut,
        site_rooms=world.site_rooms + draw.choice((0, 6)) * world.site_existing,
        site_new_rooms=world.site_new_rooms + draw.choice((0, 2)),
        site_max_pupils=np.full(world.sites, np.inf),
    )
    return settled(draw, freer)
