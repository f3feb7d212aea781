"""Area floors of the layout: what pupils need, what a school may be asked for, what is built.

Two kinds of area, ``a``: teaching and auxiliary rooms, and sports grounds. The statement is the
rule `area_floors` of docs/formulation.md.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from planner.instance import Instance
    from planner.plan import Plan

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

AREAS = ("teaching", "sports")
"""Kinds of area, in the order of every array that has one row or column for each."""
AREA_COLUMNS = ("teaching_area_m2", "sports_area_m2")
"""The columns of the schools table that hold them."""
TEACHING, SPORTS = range(len(AREAS))
_EQUAL = 1e-9
"""Share of an area by which a sum may miss it for rounding's sake."""


def areas_asked(instance: Instance) -> bool:
    """Return whether the scenario holds schools to area floors, or builds to them."""
    return instance.scenario.schools.area_floors != "off"


def area_needed_m2(instance: Instance, pupils: Ints) -> Floats:
    """Return the area that pupils need by the floors, shape (J, areas).

    Parameters
    ----------
    pupils
        By site and stage, shape (J, stages).
    """
    if not areas_asked(instance):
        return np.zeros((len(pupils), len(AREAS)))
    needed: Floats = pupils @ instance.area_floor_m2.T
    return needed


def area_allowed_m2(instance: Instance) -> Floats:
    """Return the area that pupils may need at each site without building, shape (J, areas).

    What there is, or what today's pupils need where that is more: a school may stay as crowded as
    it is. Infinite where the area is not known, and at candidates.
    """
    today = area_needed_m2(instance, instance.site_pupils_today)
    there = instance.site_area_m2
    allowed: Floats = np.where(np.isnan(there), np.inf, np.fmax(there, today))
    return allowed


def area_short_m2(instance: Instance, pupils: Ints) -> Floats:
    """Return the area that pupils need beyond what is allowed, shape (J, areas).

    Parameters
    ----------
    pupils
        By site and stage, shape (J, stages).
    """
    needed = area_needed_m2(instance, pupils)
    beyond = needed - area_allowed_m2(instance)
    return np.where(beyond > _EQUAL * np.maximum(1.0, needed), beyond, 0.0)


def room_yuan(instance: Instance) -> float:
    """Return the price of a classroom added."""
    costs = instance.scenario.costs
    return float(costs.classroom_place_yuan * costs.places_per_classroom)


def rooms_serve_area(instance: Instance) -> bool:
    """Return whether a classroom that no class needs may be added for its teaching area.

    Where nothing else is built for area, or where it is the cheaper way to the same area.
    """
    m2 = float(instance.area_room_m2[TEACHING])
    if not areas_asked(instance) or m2 == 0:
        return False
    if instance.scenario.schools.area_floors == "hold":
        return True
    return room_yuan(instance) < m2 * float(instance.area_yuan[TEACHING])


def built_for_area(
    instance: Instance, j: int, rooms: int, short_m2: Floats
) -> tuple[int, tuple[float, float]]:
    """Return the classrooms added at a site, and the area built, teaching and sports.

    The cheapest that makes up for what is short. Under ``hold`` that is classrooms alone, as far
    as the site can grow.

    Parameters
    ----------
    rooms
        Classrooms that its classes need beyond those there.
    short_m2
        `area_short_m2` of the site, shape (areas,).
    """
    lacking = max(0.0, float(short_m2[TEACHING]) - rooms * float(instance.area_room_m2[TEACHING]))
    if lacking > 0 and rooms_serve_area(instance):
        rooms += _rooms_for(instance, lacking, max(0, int(instance.site_new_rooms[j]) - rooms))
    if instance.scenario.schools.area_floors != "build":
        return rooms, (0.0, 0.0)
    teaching, sports = np.maximum(0.0, short_m2 - rooms * instance.area_room_m2).tolist()
    return rooms, (teaching, sports)


def _rooms_for(instance: Instance, lacking_m2: float, most: int) -> int:
    """Return how many of the classrooms that may be added are, for so much teaching area."""
    m2 = float(instance.area_room_m2[TEACHING])
    enough = math.ceil(lacking_m2 / m2 - _EQUAL)
    if enough > most:
        return most
    if instance.scenario.schools.area_floors == "hold":
        return enough
    # The last room is worth its price only where what it spares of building is not cheaper.
    rest_m2 = lacking_m2 - (enough - 1) * m2
    spared = rest_m2 * float(instance.area_yuan[TEACHING])
    return enough if room_yuan(instance) < spared else enough - 1


def area_added_m2(instance: Instance, plan: Plan) -> Floats:
    """Return the area that a plan builds at each site, shape (J, areas)."""
    added = {s.school_id: (s.teaching_area_added_m2, s.sports_area_added_m2) for s in plan.sites}
    return np.array([added.get(j, (0.0, 0.0)) for j in instance.site_id]).reshape(-1, len(AREAS))
