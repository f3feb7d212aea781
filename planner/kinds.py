"""Kinds of schools: what each offers, and the ladder up which a school of today may grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from planner.county.dictionary import KINDS, OFFERS, STAGES

if TYPE_CHECKING:
    import pandas

    from planner.county import County
    from planner.instance import Instance
    from planner.scenario import Scenario

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

KIND_OFFERS: Flags = np.array([[g in OFFERS[k] for g in STAGES] for k in KINDS])
"""Shape (kinds, stages): whether a kind offers a stage."""

GROWS = {"teaching_point": "primary", "primary": "nine_year", "junior": "nine_year"}
"""The next kind up the ladder; a plan takes one step, never two."""


def grown_kinds(county: County, scenario: Scenario) -> Flags:
    """Return the larger kinds that the schools of today may grow to, shape (J, kinds).

    Where the scenario names the kind, the building is not of condition D, the scenario neither
    closes the school nor keeps every school as it is, and the rooms there and those that may
    be added are at least one for each stage of the larger kind. Whether they hold the pupils
    who come is for the plan's rules.
    """
    schools, pins = county.schools, scenario.schools
    found = np.zeros((len(schools), len(KINDS)), dtype=bool)
    if not pins.may_grow_to or pins.keep_all:
        return found
    larger = [GROWS.get(kind, "") for kind in schools["kind"]]
    may = np.isin(larger, pins.may_grow_to) & (schools["status"] == "existing").to_numpy()
    may &= (schools["condition"] != "D").to_numpy() & ~np.isin(schools.index, pins.close)
    rooms = schools["classrooms"].to_numpy(dtype=np.int64) + addable_rooms(schools, scenario)
    for j in np.flatnonzero(may).tolist():
        found[j, KINDS.index(larger[j])] = rooms[j] >= len(OFFERS[larger[j]])
    return found


def stages_offered(county: County, scenario: Scenario) -> Flags:
    """Return the stages that each site may offer after a plan, as any kind, shape (J, stages)."""
    kind = [KINDS.index(k) for k in county.schools["kind"]]
    grown = grown_kinds(county, scenario).astype(int) @ KIND_OFFERS.astype(int) > 0
    stages: Flags = KIND_OFFERS[kind].reshape(-1, len(STAGES)) | grown
    return stages


def addable_rooms(schools: pandas.DataFrame, scenario: Scenario) -> Ints:
    """Return the classrooms that may be added at each site, candidates as the table says, (J,)."""
    rooms: Ints = schools["can_expand_classrooms"].fillna(0).to_numpy(dtype=np.int64)
    said = scenario.schools.new_classrooms_per_school
    if said is not None:
        rooms = np.where((schools["status"] == "existing").to_numpy(), said, rooms)
    return rooms


def growth(instance: Instance) -> dict[tuple[int, int], list[int]]:
    """Return the stages that a school would add as each larger kind it may become, by (j, k)."""
    named = [k in instance.scenario.schools.may_grow_to for k in KINDS]
    today = KIND_OFFERS[instance.site_kind]
    adds = KIND_OFFERS[None] & ~today[:, None]
    may = instance.site_kinds & instance.site_existing[:, None] & named & adds.any(axis=2)
    pairs = zip(*(n.tolist() for n in np.nonzero(may)), strict=True)
    return {(j, k): np.flatnonzero(adds[j, k]).tolist() for j, k in pairs}


def kind_open_yuan(instance: Instance) -> Floats:
    """Return what each site costs to run in a year as each kind, without staff, (J, kinds).

    The price of the kind, or the site's own as the kind it has; a school that grows never
    costs less than it does today.
    """
    price = np.array([float(getattr(instance.scenario.costs.open_yuan, k)) for k in KINDS])
    own, kind = instance.site_open_yuan[:, None], instance.site_kind
    as_it_is = (np.arange(len(KINDS)) == kind[:, None]) & ~np.isnan(own)
    larger = KIND_OFFERS.sum(axis=1) > KIND_OFFERS[kind].sum(axis=1)[:, None]
    return np.where(as_it_is, own, np.where(larger, np.fmax(own, price), price))


def offered_without_growth(instance: Instance) -> Flags:
    """Return the stages that each site may offer as no larger a kind than today's, (J, stages)."""
    may_offer = (instance.site_kinds.astype(int) @ KIND_OFFERS.astype(int)) > 0
    grows = instance.site_existing[:, None] & ~KIND_OFFERS[instance.site_kind]
    flags: Flags = may_offer & ~grows
    return flags
