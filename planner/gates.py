"""Who may pass which gate: boarding age, streams, beds kept, rooms and canteens of receivers.

Small facts that the programme, the accounts and the tables all ask of an instance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from planner.areas import AREAS
from planner.county.dictionary import MODES, STAGES
from planner.scenario import Scenario

if TYPE_CHECKING:
    from planner.instance import Instance
    from planner.plan import Plan

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

STREAMS = ("mode1", "mode2")
"""Streams with the mother tongue, which a plan takes from nobody unless it is let."""
_WHOLE = 1e-9
"""By how much a sum may miss a whole number for rounding's sake."""


@dataclass(frozen=True, eq=False)
class Needs:
    """What a layout asks of its sites besides a room a class and a bed a boarder, shape (J,).

    Parameters
    ----------
    kept_beds
        Beds kept for left-behind day pupils.
    newcomers
        Whether pupils from elsewhere come.
    """

    kept_beds: Floats
    newcomers: Flags


def left_out(instance: Instance) -> dict[str, Any]:
    """Return the fields that whoever made the instance left out, filled in.

    All lines run today, open to every stage; nobody has a stream to lose or is left behind;
    rooms are there, canteens as large as dormitories, closed sites cost nothing, and no area is
    known or asked for.
    """
    units, sites, lines = (
        len(n) for n in (instance.unit_village, instance.site_id, instance.line_id)
    )
    ratio = instance.scenario.boarding.canteen_places_per_boarder
    fields: dict[str, Any] = {
        "unit_stream": np.full(units, -1, dtype=np.int64),
        "unit_left_behind": np.zeros(units, dtype=np.int64),
        "site_streams": np.ones((sites, len(STREAMS)), dtype=bool),
        "site_rooms_short": np.zeros(sites, dtype=np.int64),
        "site_canteen": canteen_places(instance.site_beds, ratio),
        "site_closed_yuan": np.zeros(sites),
        "site_staffing_yuan": np.zeros(sites),
        "site_area_m2": np.full((sites, len(AREAS)), np.nan),
        "area_floor_m2": np.zeros((len(AREAS), len(STAGES))),
        "area_room_m2": np.zeros(len(AREAS)),
        "area_yuan": np.zeros(len(AREAS)),
    }
    if not len(instance.line_possible):
        fields |= {
            "line_possible": np.zeros(lines, dtype=bool),
            "line_yuan": np.zeros(lines),
            "line_vehicle_yuan": np.zeros(lines),
            "line_stages": np.ones((lines, len(STAGES)), dtype=bool),
            "line_stops": ("",) * lines,
        }
    return {n: v for n, v in fields.items() if len(v) and (not len(getattr(instance, n)))}


def old_enough(scenario: Scenario, village: Sequence[str], stage: Ints) -> Flags:
    """Return the units old enough to board, or named as exceptions with a reason, (U,)."""
    named = {(e.village, STAGES.index(e.stage)) for e in scenario.boarding.exceptions}
    units = zip(village, stage.tolist(), strict=True)
    excepted = np.array([unit in named for unit in units], dtype=bool)
    flags: Flags = (stage >= STAGES.index(scenario.boarding.lowest_stage)) | excepted
    return flags


def may_board(instance: Instance) -> Flags:
    """Return `old_enough` of the units of an instance, shape (U,)."""
    return old_enough(instance.scenario, instance.unit_village, instance.unit_stage)


def leads_away(stream: Ints, stays: Flags, taught: Flags) -> Flags:
    """Return the options that lead away from the stream a unit is taught in today, (A,).

    Parameters
    ----------
    stream
        That of the option's unit, -1 for none, shape (A,).
    stays
        Whether the option leads to today's school, which never does.
    taught
        Streams of the option's site, shape (A, streams).
    """
    lost: Flags = (stream >= 0) & ~stays & ~taught[np.arange(len(stream)), stream]
    return lost


def stream_lost(instance: Instance) -> Flags:
    """Return `leads_away` of the options of an instance, shape (A,)."""
    unit, site = instance.option_unit, instance.option_site
    stays = site == instance.unit_site[unit]
    return leads_away(instance.unit_stream[unit], stays, instance.site_streams[site])


def capped_pupils(instance: Instance) -> Floats:
    """Return how many pupils of each unit the cap on affected pupils counts, shape (U,).

    All of them, or those of herding households; none where their share is not known.
    """
    if instance.scenario.concern.cap_over == "pupils":
        return instance.unit_pupils.astype(np.float64)
    counted: Floats = instance.unit_pupils * np.nan_to_num(instance.unit_herding, nan=0.0)
    return counted


def left_behind_share(instance: Instance) -> Floats:
    """Return the left-behind among the pupils of each unit who may board, 0 to 1, (U,)."""
    share: Floats = instance.unit_left_behind / instance.unit_pupils
    return np.where(may_board(instance), share, 0.0)


def needs_of(instance: Instance, used: Ints, pupils: Ints) -> Needs:
    """Return what pupils on their options ask of the sites.

    Parameters
    ----------
    used, pupils
        Options taken, and by how many pupils, of one shape.
    """
    site, unit = instance.option_site[used], instance.option_unit[used]
    boards = instance.option_mode[used] == MODES.index("board")
    boarders, kept = np.zeros(instance.sites), np.zeros(instance.sites)
    np.add.at(boarders, site[boards], pupils[boards])
    if instance.scenario.boarding.left_behind_first:
        left_behind = pupils * left_behind_share(instance)[unit]
        np.add.at(kept, site[~boards], left_behind[~boards])
    newcomers = np.zeros(instance.sites, dtype=bool)
    newcomers[site[(site != instance.unit_site[unit]) & (pupils > 0)]] = True
    return Needs(np.where(boarders > 0, kept, 0.0), newcomers)


def without_bed(instance: Instance, plan: Plan, option: Ints) -> Floats | None:
    """Return the left-behind day pupils of boarding age for whom no bed is left, shape (J,).

    Where anyone boards, whether or not the scenario keeps them a bed; None where nobody is left
    behind.

    Parameters
    ----------
    option
        Option of each assignment of the plan, -1 for none.
    """
    if not (instance.unit_left_behind > 0).any():
        return None
    share = left_behind_share(instance)
    boarders, day = np.zeros(instance.sites), np.zeros(instance.sites)
    for row, a in zip(plan.assignments, option.tolist(), strict=True):
        if a >= 0 and row.mode == "board":
            boarders[instance.option_site[a]] += row.pupils
        elif a >= 0:
            day[instance.option_site[a]] += row.pupils * share[instance.option_unit[a]]
    added = {site.school_id: site.beds_added for site in plan.sites}
    beds = instance.site_beds + np.array([added[school] for school in instance.site_id])
    short = np.clip(boarders + day - beds, 0.0, day)
    return np.where(boarders > 0, short, 0.0)


def canteen_places(boarders: NDArray[Any], places_per_boarder: float) -> Ints:
    """Return the canteen places that boarders take, shape (J,)."""
    return np.ceil(boarders * places_per_boarder - _WHOLE).astype(np.int64)


def canteen_added(instance: Instance, boarders: Ints) -> Ints:
    """Return the canteen places that each site needs beyond those there, shape (J,)."""
    ratio = instance.scenario.boarding.canteen_places_per_boarder
    added: Ints = np.maximum(0, canteen_places(boarders, ratio) - instance.site_canteen)
    return added


def canteen_binds(instance: Instance) -> Flags:
    """Return the sites whose canteen holds fewer boarders than their beds, for good, (J,).

    A canteen may grow where the dormitory may.
    """
    ratio = instance.scenario.boarding.canteen_places_per_boarder
    fewer = instance.site_canteen < canteen_places(instance.site_beds, ratio)
    binds: Flags = fewer & (instance.site_new_beds == 0)
    return binds
