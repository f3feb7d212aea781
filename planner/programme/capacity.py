"""Choices that no whole unit can make, because it alone is too many for rooms, beds or bus.

With whole villages the relaxation would send a share of such a unit all the same; striking
these choices out leaves every plan as it is and lifts the bound.
"""

from __future__ import annotations

import numpy as np

from planner.county.dictionary import KINDS, STAGES
from planner.instance import BOARD, KIND_OFFERS, RIDE, Flags, Floats, Instance


def stage_capacity(instance: Instance) -> Floats:
    """Return the most pupils of each stage that each site could ever teach, shape (J, stages).

    Every other stage of the kind needs a room too; three rooms or more run classes by grade,
    fewer one multi-grade class.
    """
    sizes = instance.scenario.schools.class_size
    most_rooms = instance.site_rooms + instance.site_new_rooms
    capacity = np.zeros((instance.sites, len(STAGES)))
    for k in range(len(KINDS)):
        rooms = most_rooms - (int(KIND_OFFERS[k].sum()) - 1)
        for g in np.flatnonzero(KIND_OFFERS[k]).tolist():
            size = getattr(sizes, STAGES[g])
            graded = np.where(rooms >= 3, np.inf if size is None else rooms * (size or 0.0), 0.0)
            most = np.maximum(graded, np.where(rooms >= 1, float(sizes.multigrade), 0.0))
            may = instance.site_kinds[:, k]
            capacity[:, g] = np.where(may, np.maximum(capacity[:, g], most), capacity[:, g])
    return capacity


def too_many(instance: Instance, without: tuple[str, ...] = ()) -> Flags:
    """Return the options that no unit can take whole, shape (A,).

    Parameters
    ----------
    without
        Rules left out: those of rooms, beds and seats then strike nothing out.
    """
    pupils, site = instance.option_pupils, instance.option_site
    crowded: Flags = np.zeros(len(pupils), dtype=bool)
    if not {"classrooms", "classes"} & set(without):
        crowded |= pupils > stage_capacity(instance)[site, instance.option_stage] + 1e-6
    if "school_size" not in without:
        kinds = instance.site_kinds & ~instance.site_must_close[:, None]
        most = np.where(kinds, instance.site_kind_max_pupils, 0.0)[site]
        offers = KIND_OFFERS[:, instance.option_stage].T
        crowded |= pupils > np.where(offers, most, 0.0).max(axis=1, initial=0.0)
    if "beds" not in without:
        beds = (instance.site_beds + instance.site_new_beds)[site]
        crowded |= (instance.option_mode == BOARD) & (pupils > beds)
    if "seats" not in without:
        seats = np.append(instance.line_seats, 0)[instance.option_line]
        rides = (instance.option_mode == RIDE) & (instance.option_line >= 0)
        crowded |= rides & (pupils > seats)
    return crowded
