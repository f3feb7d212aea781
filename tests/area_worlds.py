"""Tiny worlds under area floors, with areas by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from worlds import tiny_instance

from planner.instance import Instance
from planner.plan import Plan
from planner.scenario import Scenario

FLOORS = np.array([[4.5, 4.5, 5.8], [7.5, 7.5, 10.2]])
"""Of the 2017 measures, m² a pupil: teaching and sports area by stage."""
UNKNOWN = (np.nan, np.nan)


def with_areas(
    world: Instance,
    mode: str,
    areas: Mapping[str, tuple[float, float]],
    *,
    room_m2: float = 90.0,
    yuan: tuple[float, float] = (4_800.0, 300.0),
) -> Instance:
    """Return a world under area floors, the area of the sites not named not known."""
    return replace(
        asking(world, schools={"area_floors": mode}),
        site_area_m2=np.array([areas.get(j, UNKNOWN) for j in world.site_id], dtype=float),
        area_floor_m2=FLOORS,
        area_room_m2=np.array([room_m2, 0.0]),
        area_yuan=np.array(yuan),
    )


def asking(world: Instance, **sections: Any) -> Instance:
    """Return the world with options of its scenario changed, section by section."""
    said = world.scenario.model_dump()
    for name, value in sections.items():
        said[name] = said[name] | value if isinstance(value, dict) else value
    return replace(world, scenario=Scenario.model_validate(said))


def town(mode: str, new_rooms: int = 0, **more: Any) -> Instance:
    """Return a county of a town T and a village V, each with a school of 60 pupils.

    T has 400 m² of teaching area and 420 of sports: 60 pupils need 270 and 450, so that its
    sports area is short today. If V closes, 120 pupils need 540 and 900 m²: 140 m² of teaching
    area beyond the 400, and 450 m² of sports beyond what today's pupils need (30 of which T
    lacks already). At 4,800 and 300 yuan that is 672,000 + 135,000 = 807,000 yuan.
    """
    options: dict[str, Any] = {
        "travel": {"protect": "none"},
        "staff": {"min_posts": 0, "posts_per_class": 0},
        "objective": [{"minimise": "public_plus_household_spending_yuan"}],
        "solver": {"mip_gap": 0},
    }
    world = tiny_instance(
        units=[("A", "lower", 60, "T"), ("B", "lower", 60, "V")],
        sites=[{"id": "T", "rooms": 6, "new_rooms": new_rooms}, {"id": "V", "rooms": 6}],
        trips={("A", "T", "walk"): 10, ("B", "V", "walk"): 10, ("B", "T", "walk"): 20},
        scenario=options,
    )
    return with_areas(world, mode, {"T": (400.0, 420.0), "V": (300.0, 500.0)}, **more)


def built(plan: Plan, school: str, teaching_m2: float, sports_m2: float) -> Plan:
    """Return the plan with other areas built at a school."""
    m2 = {"teaching_area_added_m2": teaching_m2, "sports_area_added_m2": sports_m2}
    sites = (replace(s, **m2) if s.school_id == school else s for s in plan.sites)
    return replace(plan, sites=tuple(sites))
